// One statement of a pending script, held against all rules of --lint. The rules of each kind of
// statement are in a file of their own, lint_*.cpp.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "run_migrations/script.h"
#include "run_migrations/sql_sketch.h"
#include "run_migrations/statement_parts.h"

namespace aether::run_migrations {

// What the rules have to know beside a statement.
struct Surroundings {
  const CheckedScript& checked;
  const SqlSketch& sketch; // before the statement
  const std::set<std::string>& rebuilt;
  bool postgres = false;
};

class StatementLinter {
public:
  using Tokens = std::vector<SqlToken>;

  StatementLinter(const Surroundings& around, const SqlStatement& statement,
                  std::vector<Finding>& findings)
      : script_(*around.checked.script), transaction_(around.checked.transaction),
        statement_(statement), tokens_(statement.tokens), sketch_(around.sketch),
        rebuilt_(around.rebuilt), postgres_(around.postgres), findings_(findings) {}

  void lint();

private:
  void report(std::string_view rule, std::size_t token, std::string message, std::string hint);
  // A table that no pending script has made has rows.
  [[nodiscard]] bool has_rows(const std::string& table) const;

  // lint_indexes.cpp
  void lint_create(TokenCursor& cursor);
  void lint_index(bool unique);
  void lint_operator_classes(TokenCursor& cursor, const std::string& table);
  void lint_class(TokenCursor& cursor, const std::string& column, const std::string& type,
                  const std::string& method, std::size_t place);
  void lint_drop_index(TokenCursor& cursor);

  // lint_alter_table.cpp
  void lint_alter_table(TokenCursor& cursor);
  void lint_action(const TokenSlice& action, const std::string& table, bool rows);
  void lint_set(TokenCursor& cursor, std::size_t place, const std::string& table);
  void lint_attach(TokenCursor& cursor, std::size_t place);
  void lint_validate(TokenCursor& cursor, std::size_t place, const std::string& table);
  void lint_alter_column(TokenCursor& cursor, const TokenSlice& action, const std::string& table,
                         bool rows);
  void lint_type(TokenCursor& cursor, const TokenSlice& action, const std::string& table,
                 const std::string& column);
  [[nodiscard]] std::string type_of(const std::string& table, const std::string& column) const;
  void lint_drop_part(TokenCursor& cursor, const TokenSlice& action, const std::string& table);
  void lint_constraint(TokenCursor& cursor, const TokenSlice& action, const std::string& table);

  // lint_add_column.cpp
  // A new column, as far as the rules look at it.
  struct NewColumn {
    std::string name;
    std::string type;
    const Tokens& tokens; // of the action
    std::size_t place;    // of the action
    std::size_t value;    // behind DEFAULT; the size of `tokens`: no default, or NULL
  };
  void lint_add(TokenCursor& cursor, const TokenSlice& action, const std::string& table, bool rows);
  void lint_add_column(TokenCursor& cursor, const TokenSlice& action, const std::string& table);
  static bool is_serial(const std::string& type);
  void lint_rewriting_column(const NewColumn& column, const std::string& table);
  void lint_constrained_column(const NewColumn& column, const std::string& table);
  void lint_sqlite_column(const NewColumn& column);
  [[nodiscard]] std::string_view refused_by_sqlite(const NewColumn& column) const;

  // lint_drop.cpp
  void lint_drop(TokenCursor& cursor);
  void lint_cascade(const Tokens& tokens, std::size_t place);
  void lint_drop_relations(TokenCursor& cursor, bool tables);
  void lint_drop_table(const std::string& name, std::size_t place);
  void lint_views(const std::string& table, const std::string& column, std::size_t place,
                  const std::set<std::string>& besides = {});
  void lint_alter_type(TokenCursor& cursor);
  void lint_alter_domain(TokenCursor& cursor);

  // lint_rows.cpp
  void lint_data(TokenCursor& cursor);
  void lint_rows(const TokenSlice& change);
  void lint_truncate(TokenCursor& cursor);
  void lint_pragma();
  [[nodiscard]] bool locks_weakly() const;
  void lint_locks(TokenCursor& cursor);

  // lint_extensions.cpp
  void lint_extensions();
  [[nodiscard]] bool names_something_else(std::size_t i, std::string_view name) const;

  const Script& script_;
  bool transaction_;
  const SqlStatement& statement_;
  const Tokens& tokens_;
  const SqlSketch& sketch_;
  const std::set<std::string>& rebuilt_;
  bool postgres_;
  std::vector<Finding>& findings_;
};

} // namespace aether::run_migrations
