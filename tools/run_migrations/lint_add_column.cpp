// ALTER TABLE ... ADD: constraints and new columns, by what each engine makes of them.
#include "run_migrations/lint_statement.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace aether::run_migrations {

void StatementLinter::lint_add(TokenCursor& cursor, const TokenSlice& action,
                               const std::string& table, bool rows) {
  const bool named = cursor.take("constraint");
  if (named) {
    (void)cursor.take_name();
  }
  const bool constraint =
      named ||
      (!cursor.at_end() && (cursor.here().is_word("foreign") || cursor.here().is_word("check") ||
                            cursor.here().is_word("unique") || cursor.here().is_word("primary") ||
                            cursor.here().is_word("exclude")));
  if (!rows) {
    return;
  }
  if (constraint) {
    lint_constraint(cursor, action, table);
    return;
  }
  (void)cursor.take("column");
  (void)cursor.take({"if", "not", "exists"});
  lint_add_column(cursor, action, table);
}

void StatementLinter::lint_add_column(TokenCursor& cursor, const TokenSlice& action,
                                      const std::string& table) {
  const Tokens& tokens = action.tokens;
  const std::string name = cursor.take_name();
  const std::string type = cursor.take_type();
  const std::size_t behind = find(tokens, {"default"}) + 1;
  const bool value = behind < tokens.size() && !tokens[behind].is_word("null");
  const NewColumn column{name, type, tokens, action.place, value ? behind : tokens.size()};
  const bool fills_itself = value || has_outside_brackets(tokens, "as") || is_serial(type);
  if (find(tokens, {"not", "null"}) < tokens.size() && !fills_itself) {
    report(
        "not-null-without-default", action.place,
        fmt::format("`{}` would be NULL in the rows that `{}` has: this fails on a table that is "
                    "not empty",
                    name, table),
        "give it a DEFAULT, or add it without NOT NULL, fill it, and set NOT NULL later");
  }
  if (postgres_) {
    lint_rewriting_column(column, table);
    lint_constrained_column(column, table);
  } else {
    lint_sqlite_column(column);
  }
}

bool StatementLinter::is_serial(const std::string& type) {
  return type.find("serial") != std::string::npos;
}

void StatementLinter::lint_rewriting_column(const NewColumn& column, const std::string& table) {
  constexpr std::array<std::string_view, 8> k_volatile = {
      "gen_random_uuid", "uuid_generate_v4", "random",           "clock_timestamp",
      "nextval",         "timeofday",        "uuid_generate_v1", "uuidv7"};
  const bool changes =
      std::any_of(k_volatile.begin(), k_volatile.end(),
                  [&](std::string_view word) { return has(column.tokens, word, column.value); });
  const bool made = has_outside_brackets(column.tokens, "generated") &&
                    (has_outside_brackets(column.tokens, "stored") ||
                     has_outside_brackets(column.tokens, "identity"));
  if (changes || made || is_serial(column.type)) {
    report("rewrites-table", column.place,
           fmt::format("a value of its own for each row rewrites `{}` under a lock", table),
           "add the column without it, fill it in steps, then set the default");
  } else if (sketch_.is_checked_domain(column.type)) {
    report(
        "rewrites-table", column.place,
        fmt::format("the checks of the domain `{}` rewrite `{}` under a lock", column.type, table),
        "use the domain's own type, and check the column NOT VALID");
  }
}

void StatementLinter::lint_constrained_column(const NewColumn& column, const std::string& table) {
  const bool refers = has_outside_brackets(column.tokens, "references");
  if (has_outside_brackets(column.tokens, "unique") ||
      has_outside_brackets(column.tokens, "primary")) {
    report("index-not-concurrent", column.place,
           fmt::format("this builds an index on `{}` and blocks every write", table),
           "add the column without it, CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... "
           "USING INDEX");
  } else if (has_outside_brackets(column.tokens, "check") ||
             (refers && column.value < column.tokens.size())) {
    report("validates-under-lock", column.place,
           fmt::format("the new column's constraint reads all of `{}` under a lock", table),
           "add the column without it, then the constraint NOT VALID, and VALIDATE CONSTRAINT in "
           "the next migration");
  }
}

void StatementLinter::lint_sqlite_column(const NewColumn& column) {
  const std::string_view reason = refused_by_sqlite(column);
  if (!reason.empty()) {
    report("add-column-refused", column.place, fmt::format("SQLite adds no column {}", reason),
           "rebuild the table, with `-- migrate:foreign-keys off`");
  }
}

// How SQLite calls the columns that it does not add; empty: it does.
std::string_view StatementLinter::refused_by_sqlite(const NewColumn& column) const {
  const Tokens& tokens = column.tokens;
  const bool value = column.value < tokens.size();
  if (has_outside_brackets(tokens, "unique") || has_outside_brackets(tokens, "primary")) {
    return "that is UNIQUE or PRIMARY KEY";
  }
  if (has_outside_brackets(tokens, "as") && has_outside_brackets(tokens, "stored")) {
    return "that is generated and STORED";
  }
  if (value && has_outside_brackets(tokens, "references") && !script_.foreign_keys_off) {
    return "that refers to a table and has a default, while foreign keys are on";
  }
  const bool moving = value && (tokens[column.value].is_symbol('(') ||
                                tokens[column.value].is_word("current_timestamp") ||
                                tokens[column.value].is_word("current_date") ||
                                tokens[column.value].is_word("current_time"));
  return moving ? "whose default is no constant to a table with rows" : std::string_view();
}

} // namespace aether::run_migrations
