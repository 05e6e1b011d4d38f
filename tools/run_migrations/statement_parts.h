// Parts of SQL statements that lint rules look at: words, changes within WITH, bodies of DO.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "run_migrations/sql_sketch.h"

namespace aether::run_migrations {

[[nodiscard]] bool has(const std::vector<SqlToken>& tokens, std::string_view word,
                       std::size_t from = 0);
[[nodiscard]] bool has_outside_brackets(const std::vector<SqlToken>& tokens, std::string_view word);

// Where words stand one after the other; the size of `tokens` when they do not.
[[nodiscard]] std::size_t find(const std::vector<SqlToken>& tokens,
                               std::initializer_list<std::string_view> words, std::size_t from = 0);

// The changes of rows that WITH holds, and the one that follows it.
[[nodiscard]] std::vector<TokenSlice> changes_of_with(const std::vector<SqlToken>& tokens);

// PostgreSQL's statements, those in the body of each DO in its place. What PL/pgSQL says round
// them, such as IF ... THEN, is left out.
[[nodiscard]] std::vector<SqlStatement> with_bodies_of_do(std::vector<SqlStatement> statements);

// The tables that the statements copy to a new one, which then takes their name.
[[nodiscard]] std::set<std::string> rebuilt_tables(const std::vector<SqlStatement>& statements);

} // namespace aether::run_migrations
