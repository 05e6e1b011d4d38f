// ALTER TABLE: what rewrites, validates under a lock, renames or loses.
#include "run_migrations/lint_statement.h"

#include <fmt/format.h>

#include "run_migrations/sql_type.h"

namespace aether::run_migrations {

void StatementLinter::lint_alter_table(TokenCursor& cursor) {
  (void)cursor.take({"if", "exists"});
  (void)cursor.take("only");
  const std::string table = cursor.take_relation();
  for (const TokenSlice& action : alter_actions(tokens_, cursor.place())) {
    lint_action(action, table, has_rows(table));
  }
}

void StatementLinter::lint_action(const TokenSlice& action, const std::string& table, bool rows) {
  TokenCursor cursor(action.tokens);
  const std::size_t place = action.place;
  if (cursor.take("add")) {
    lint_add(cursor, action, table, rows);
  } else if (cursor.take("drop")) {
    lint_drop_part(cursor, action, table);
  } else if (cursor.take("alter")) {
    lint_alter_column(cursor, action, table, rows);
  } else if (cursor.take({"validate", "constraint"})) {
    lint_validate(cursor, place, table);
  } else if (cursor.take("rename") && rows && !cursor.take("constraint")) {
    report("rename", place,
           fmt::format("programs that still run know `{}` by its old names", table),
           "add the new name, move over, and drop the old one later; or a view under the old name");
  } else if (cursor.take("set") && postgres_ && rows) {
    lint_set(cursor, place, table);
  } else if (cursor.take({"attach", "partition"}) && postgres_) {
    lint_attach(cursor, place);
  } else if (cursor.take({"detach", "partition"}) && postgres_ && rows &&
             !has(action.tokens, "concurrently")) {
    report("explicit-lock", place,
           fmt::format("detaching a partition locks `{}` against readers and writers", table),
           "DETACH PARTITION ... CONCURRENTLY, in a migration with `transaction:false`");
  }
}

void StatementLinter::lint_set(TokenCursor& cursor, std::size_t place, const std::string& table) {
  if (cursor.take("logged") || cursor.take("unlogged") || cursor.take("tablespace")) {
    report("rewrites-table", place, fmt::format("this rewrites `{}` under a lock", table),
           "do it where nothing else runs");
  } else if (cursor.take("schema")) {
    report("rename", place,
           fmt::format("programs that still run look for `{}` in its old schema", table),
           "leave a view under the old name until nothing asks for it");
  }
}

void StatementLinter::lint_attach(TokenCursor& cursor, std::size_t place) {
  const std::string partition = cursor.take_relation();
  if (has_rows(partition)) {
    report("validates-under-lock", place,
           fmt::format("attaching reads all of `{}` under a lock", partition),
           "give it a CHECK constraint of its bounds first, which spares the reading");
  }
}

void StatementLinter::lint_validate(TokenCursor& cursor, std::size_t place,
                                    const std::string& table) {
  if (postgres_ && transaction_ && has_rows(table) &&
      sketch_.added_now(table, cursor.take_name())) {
    report("validates-under-lock", place,
           fmt::format("the lock of the ADD CONSTRAINT is still held while all of `{}` is read",
                       table),
           "VALIDATE CONSTRAINT in the next migration");
  }
}

void StatementLinter::lint_alter_column(TokenCursor& cursor, const TokenSlice& action,
                                        const std::string& table, bool rows) {
  (void)cursor.take("column");
  const std::string column = cursor.take_name();
  if (cursor.take({"set", "data", "type"}) || cursor.take("type")) {
    lint_type(cursor, action, table, column);
  } else if (cursor.take({"set", "not", "null"}) && rows &&
             !sketch_.is_known_not_null(table, column)) {
    report("validates-under-lock", action.place,
           fmt::format("SET NOT NULL reads all of `{}` under a lock that keeps readers out", table),
           "ADD CONSTRAINT ... CHECK (" + column +
               " IS NOT NULL) NOT VALID, VALIDATE it in the next migration, then SET NOT NULL");
  }
}

void StatementLinter::lint_type(TokenCursor& cursor, const TokenSlice& action,
                                const std::string& table, const std::string& column) {
  const std::string type = cursor.take_type();
  const std::string old = type_of(table, column);
  const bool widens = !old.empty() && !has(action.tokens, "using") &&
                      !sketch_.is_checked_domain(type) && only_widens(old, sketch_.base_type(type));
  if (has_rows(table) && !widens) {
    report("rewrites-table", action.place,
           fmt::format("changing the type of `{}` rewrites `{}` under a lock that keeps even "
                       "readers out",
                       column, table),
           "add a column, fill it in steps, and change over");
  }
  lint_views(table, column, action.place);
}

// The type of a column without its domain; empty when it is not known.
std::string StatementLinter::type_of(const std::string& table, const std::string& column) const {
  const SketchedTable* known = sketch_.table(table);
  if (known == nullptr) {
    return {};
  }
  const auto found = known->columns.find(column);
  return found == known->columns.end() ? std::string() : sketch_.base_type(found->second);
}

// ALTER TABLE ... DROP; a constraint holds no data.
void StatementLinter::lint_drop_part(TokenCursor& cursor, const TokenSlice& action,
                                     const std::string& table) {
  const bool constraint = cursor.take("constraint");
  (void)cursor.take("column");
  (void)cursor.take({"if", "exists"});
  const std::string name = cursor.take_name();
  if (!constraint && has_rows(table)) {
    report(
        "loses-data", action.place,
        fmt::format("what `{}` holds is gone when the column is dropped, and programs that still "
                    "run may ask for it",
                    name),
        "stop using it first, and drop it a release later");
  }
  if (has(action.tokens, "cascade")) {
    lint_cascade(action.tokens, action.place);
  } else if (!constraint) {
    lint_views(table, name, action.place);
  }
}

void StatementLinter::lint_constraint(TokenCursor& cursor, const TokenSlice& action,
                                      const std::string& table) {
  const Tokens& tokens = action.tokens;
  if (!postgres_) {
    return;
  }
  if (cursor.take("foreign") || cursor.take("check")) {
    if (find(tokens, {"not", "valid"}) == tokens.size()) {
      report("validates-under-lock", action.place,
             fmt::format("adding this constraint reads all of `{}` under a lock", table),
             "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration");
    }
  } else if ((cursor.take("unique") || cursor.take("primary")) &&
             find(tokens, {"using", "index"}) == tokens.size()) {
    report("index-not-concurrent", action.place,
           fmt::format("this constraint builds an index on `{}` and blocks every write", table),
           "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX");
  } else if (cursor.take("exclude")) {
    report("index-not-concurrent", action.place,
           fmt::format("this constraint builds an index on `{}` under a lock", table),
           "add it while the table is small, or where nothing else runs");
  }
}

} // namespace aether::run_migrations
