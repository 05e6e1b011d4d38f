// DROP and what depends on it; ALTER TYPE and ALTER DOMAIN.
#include "run_migrations/lint_statement.h"

#include <fmt/format.h>

namespace aether::run_migrations {

void StatementLinter::lint_drop(TokenCursor& cursor) {
  if (cursor.take("index")) {
    lint_drop_index(cursor);
    return;
  }
  const bool table = cursor.take("table");
  if (table || cursor.take({"materialized", "view"}) || cursor.take("view")) {
    lint_drop_relations(cursor, table);
  }
  lint_cascade(tokens_, 0);
}

void StatementLinter::lint_cascade(const Tokens& tokens, std::size_t place) {
  const std::size_t cascade = find(tokens, {"cascade"});
  if (cascade < tokens.size()) {
    report("drop-cascade", place + cascade,
           "CASCADE drops whatever depends on it, views and constraints that nobody named",
           "drop what depends on it by name, first");
  }
}

void StatementLinter::lint_drop_relations(TokenCursor& cursor, bool tables) {
  (void)cursor.take({"if", "exists"});
  std::vector<std::pair<std::string, std::size_t>> dropped; // with their places
  std::set<std::string> names;
  do {
    const std::size_t place = cursor.place();
    dropped.emplace_back(cursor.take_relation(), place);
    names.insert(dropped.back().first);
  } while (cursor.take_symbol(','));
  for (const auto& [name, place] : dropped) {
    if (tables) {
      lint_drop_table(name, place);
    }
    if (!has(tokens_, "cascade")) {
      lint_views(name, {}, place, names);
    }
  }
}

void StatementLinter::lint_drop_table(const std::string& name, std::size_t place) {
  if (!has_rows(name)) {
    return;
  }
  if (!rebuilt_.contains(name)) {
    report("loses-data", place, fmt::format("the rows of `{}` are gone when it is dropped", name),
           "rename it, and drop it when nothing has asked for it for a while");
  }
  const std::string child = sketch_.child_of(name);
  if (!postgres_ && !child.empty() && !script_.foreign_keys_off) {
    report("rebuild-with-keys-on", place,
           fmt::format("dropping `{}` with foreign keys on deletes its rows first, and with them "
                       "what `{}` has",
                       name, child),
           "write `-- migrate:foreign-keys off` in the file");
  }
}

// What is changed or dropped must be in no view.
void StatementLinter::lint_views(const std::string& table, const std::string& column,
                                 std::size_t place, const std::set<std::string>& besides) {
  const std::string view = sketch_.view_on(table, column, besides);
  if (!view.empty()) {
    report("view-needs-it", place,
           fmt::format("the view `{}` needs `{}`", view, column.empty() ? table : column),
           "drop or redefine the view first");
  }
}

void StatementLinter::lint_alter_type(TokenCursor& cursor) {
  const bool fresh = sketch_.is_fresh_type(cursor.take_relation());
  const std::size_t place = cursor.place();
  if (!postgres_ || fresh) {
    return;
  }
  if (cursor.take({"add", "value"}) && transaction_) {
    report("enum-value", place,
           "a value added to an enum cannot be used in the transaction that adds it",
           "use it from the next migration on");
  } else if (cursor.take("rename")) {
    report("rename", place, "programs that still run know the old name",
           "add the new name, move over, and leave the old one until nothing uses it");
  }
}

void StatementLinter::lint_alter_domain(TokenCursor& cursor) {
  const std::string domain = cursor.take_relation();
  const std::size_t place = cursor.place();
  const bool checks = cursor.take({"set", "not", "null"}) ||
                      (cursor.take("add") && find(tokens_, {"not", "valid"}) == tokens_.size());
  if (postgres_ && checks && !sketch_.is_fresh_type(domain)) {
    report(
        "validates-under-lock", place,
        fmt::format("this reads every table with a column of the domain `{}` under a lock", domain),
        "ADD CONSTRAINT ... NOT VALID, and VALIDATE CONSTRAINT in the next migration");
  }
}

} // namespace aether::run_migrations
