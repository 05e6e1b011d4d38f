// The words of SQL as SQLite and as PostgreSQL read them, and where its statements end. Pure.
//
// PostgreSQL: "Lexical Structure" of its manual (4.1), with standard_conforming_strings on, and
// psql's rules for where a statement ends: not within parentheses (CREATE RULE ... DO (a; b)) nor
// within the BEGIN ATOMIC body of a function. SQLite: its tokenizer, and the rule of
// sqlite3_complete() that a trigger ends with `; END ;`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

enum class SqlDialect : std::uint8_t { sqlite, postgres };

enum class SqlTokenKind : std::uint8_t {
  word,        // a key word or a name without quotes
  quoted_name, // "name", and SQLite's `name` and [name]
  string,      // '...' with any prefix, $tag$...$tag$
  number,
  parameter, // $1, ?1, :name, @name
  symbol,    // one character of punctuation or of an operator
};

struct SqlToken {
  SqlTokenKind kind = SqlTokenKind::symbol;
  std::string_view text; // as written
  std::size_t begin = 0; // its byte in the script

  [[nodiscard]] std::size_t end() const { return begin + text.size(); }
  // Key words match without regard to case.
  [[nodiscard]] bool is_word(std::string_view word) const;
  [[nodiscard]] bool is_symbol(char c) const;
  // The name that a word or a quoted name stands for: folded to lower case, or unquoted.
  [[nodiscard]] std::string name() const;
};

struct SqlStatement {
  std::string_view text;        // from its first token to its last, the semicolon left out
  std::string_view whole;       // up to and with its semicolon, if it has one
  std::size_t begin = 0;        // the byte of the script where it begins
  std::vector<SqlToken> tokens; // never empty
};

// What cannot be split: a string, comment or bracket that never ends, a meta-command of psql.
struct SqlProblem {
  std::string message;
  std::size_t at = 0; // a byte of the script
};

struct SqlScript {
  std::vector<SqlStatement> statements;
  std::optional<SqlProblem> problem; // what follows it is not in `statements`
};

// The views point into `script`.
[[nodiscard]] SqlScript split_sql(std::string_view script, SqlDialect dialect);

} // namespace aether
