// Statements that change rows or take locks.
#include "run_migrations/lint_statement.h"

#include <fmt/format.h>

namespace aether::run_migrations {

void StatementLinter::lint_data(TokenCursor& cursor) {
  if (cursor.take("with")) {
    for (const TokenSlice& change : changes_of_with(tokens_)) {
      lint_rows(change);
    }
  } else if (cursor.take("truncate")) {
    lint_truncate(cursor);
  } else if (cursor.take("pragma")) {
    lint_pragma();
  } else {
    lint_rows({tokens_, 0});
    if (postgres_) {
      lint_locks(cursor);
    }
  }
}

// UPDATE or DELETE; anything else is left alone.
void StatementLinter::lint_rows(const TokenSlice& change) {
  TokenCursor cursor(change.tokens);
  const bool updates = cursor.take("update");
  if (!updates && !cursor.take({"delete", "from"})) {
    return;
  }
  if (cursor.take("or")) {
    cursor.skip(); // IGNORE and the like
  }
  (void)cursor.take("only");
  const std::string table = cursor.take_relation();
  if (!has_outside_brackets(change.tokens, "where") && has_rows(table)) {
    report("all-rows", change.place,
           fmt::format("{} without WHERE {} every row of `{}` in one transaction",
                       updates ? "UPDATE" : "DELETE", updates ? "changes" : "deletes", table),
           "say which rows, and do large tables in steps");
  }
}

void StatementLinter::lint_truncate(TokenCursor& cursor) {
  (void)cursor.take("table");
  bool rows = false;
  do {
    (void)cursor.take("only");
    rows = has_rows(cursor.take_relation()) || rows;
    (void)cursor.take_symbol('*');
  } while (cursor.take_symbol(','));
  if (rows) {
    report("loses-data", 0, "TRUNCATE empties the table, under a lock that keeps readers out",
           "delete in steps what has to go");
  }
}

void StatementLinter::lint_pragma() {
  if (!postgres_ && has(tokens_, "writable_schema")) {
    report("writable-schema", 0, "a slip in the schema's own table makes the database unreadable",
           "rebuild the table, with `-- migrate:foreign-keys off`");
  }
}

// The modes that a statement which only reads or writes rows takes as well.
bool StatementLinter::locks_weakly() const {
  return find(tokens_, {"in", "access", "share"}) < tokens_.size() ||
         find(tokens_, {"in", "row", "share"}) < tokens_.size() ||
         find(tokens_, {"in", "row", "exclusive"}) < tokens_.size();
}

void StatementLinter::lint_locks(TokenCursor& cursor) {
  const bool full = cursor.take("vacuum") && has(tokens_, "full");
  const bool concurrently = has(tokens_, "concurrently");
  if (full || cursor.take("cluster")) {
    report("rewrites-table", 0, "this rewrites the table under a lock that keeps readers out",
           "plain VACUUM does not");
  } else if (cursor.take("lock") && !locks_weakly()) {
    report("explicit-lock", 0, "a lock is held until the migration commits",
           "keep the migration short, and set --lock-timeout");
  } else if (cursor.take("reindex") && !concurrently) {
    report("index-not-concurrent", 0, "REINDEX blocks every write to the table",
           "REINDEX ... CONCURRENTLY");
  } else if (cursor.take({"refresh", "materialized", "view"}) && !concurrently &&
             has_rows(cursor.take_relation())) {
    report("explicit-lock", 0, "REFRESH locks the view against readers until it is done",
           "REFRESH MATERIALIZED VIEW CONCURRENTLY, which needs a unique index");
  }
}

} // namespace aether::run_migrations
