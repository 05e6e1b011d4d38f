// CREATE INDEX and DROP INDEX.
#include "run_migrations/lint_statement.h"

#include <fmt/format.h>

#include "run_migrations/sql_type.h"

namespace aether::run_migrations {

void StatementLinter::lint_create(TokenCursor& cursor) {
  const bool unique = cursor.take("unique");
  if (cursor.take("index")) {
    lint_index(unique);
  }
}

void StatementLinter::lint_index(bool unique) {
  TokenCursor cursor(tokens_);
  while (!cursor.at_end() && !cursor.take("on")) {
    cursor.skip();
  }
  (void)cursor.take("only");
  const std::string table = cursor.take_relation();
  const std::size_t place = cursor.place() - 1;
  if (postgres_) {
    if (!has(tokens_, "concurrently") && has_rows(table)) {
      report(
          "index-not-concurrent", place,
          fmt::format("building an index on `{}` blocks every write to it until it is done", table),
          "CREATE INDEX CONCURRENTLY, in a migration with `transaction:false`");
    }
    lint_operator_classes(cursor, table);
  } else if (unique && has_rows(table)) {
    report("unique-on-rows", place,
           fmt::format("the migration fails if rows of `{}` are alike in these columns", table),
           "look for such rows first, and settle them in the same migration");
  }
}

void StatementLinter::lint_operator_classes(TokenCursor& cursor, const std::string& table) {
  const SketchedTable* known = sketch_.table(table);
  if (known == nullptr) {
    return;
  }
  const std::string method = cursor.take("using") ? cursor.take_name() : "btree";
  (void)cursor.take_symbol('(');
  while (!cursor.at_end() && !cursor.here().is_symbol(')')) {
    const std::size_t place = cursor.place();
    const auto column = known->columns.find(cursor.take_name());
    if (column != known->columns.end()) {
      lint_class(cursor, column->first, sketch_.base_type(column->second), method, place);
    }
    int depth = 0;
    while (!cursor.at_end() &&
           (depth > 0 || (!cursor.here().is_symbol(',') && !cursor.here().is_symbol(')')))) {
      depth += cursor.here().is_symbol('(') ? 1 : cursor.here().is_symbol(')') ? -1 : 0;
      cursor.skip();
    }
    (void)cursor.take_symbol(',');
  }
}

// Behind the name of a column, which stands at `place`.
void StatementLinter::lint_class(TokenCursor& cursor, const std::string& column,
                                 const std::string& type, const std::string& method,
                                 std::size_t place) {
  if (cursor.take("collate")) {
    (void)cursor.take_name();
  }
  const std::size_t class_place = cursor.place();
  const bool ordered = cursor.take("asc") || cursor.take("desc") || cursor.take("nulls");
  const std::string operator_class = ordered ? "" : cursor.take_name();
  const bool call = !cursor.at_end() && cursor.here().is_symbol('(');
  if (type.empty() || call) {
    return;
  }
  if (refuses_type(operator_class, type)) {
    report("operator-class", class_place,
           fmt::format("the operator class `{}` does not take `{}`, the type of `{}`",
                       operator_class, type, column),
           "leave it out, or index an expression of a type that it takes");
  } else if (operator_class.empty() && needs_class(method, type) &&
             !sketch_.has_extension("btree_" + method)) {
    report("operator-class", place,
           fmt::format("`{}`, the type of `{}`, has no default operator class for {}", type, column,
                       method),
           method == "gin" ? "jsonb, arrays and tsvector have one; text takes gin_trgm_ops of "
                             "pg_trgm"
                           : "index an expression, or change the type");
  }
}

void StatementLinter::lint_drop_index(TokenCursor& cursor) {
  if (!postgres_ || cursor.take("concurrently")) {
    return;
  }
  (void)cursor.take({"if", "exists"});
  do {
    const std::size_t place = cursor.place();
    const SketchedTable* table = sketch_.table_of_index(cursor.take_relation());
    if (table == nullptr || !table->fresh) {
      report("index-not-concurrent", place,
             "dropping an index locks its table against readers and writers",
             "DROP INDEX CONCURRENTLY, in a migration with `transaction:false`");
    }
  } while (cursor.take_symbol(','));
}

} // namespace aether::run_migrations
