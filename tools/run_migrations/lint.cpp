#include "run_migrations/lint.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "run_migrations/script.h"
#include "run_migrations/sql_sketch.h"
#include "run_migrations/sql_type.h"
#include "run_migrations/statement_parts.h"

namespace aether::run_migrations {

namespace {

using Tokens = std::vector<SqlToken>;

struct FromExtension {
  std::string_view name;
  std::string_view extension;
};
constexpr std::array k_from_extensions = {FromExtension{"uuid_generate_v1", "uuid-ossp"},
                                          FromExtension{"uuid_generate_v4", "uuid-ossp"},
                                          FromExtension{"citext", "citext"},
                                          FromExtension{"hstore", "hstore"},
                                          FromExtension{"vector", "vector"},
                                          FromExtension{"halfvec", "vector"},
                                          FromExtension{"gin_trgm_ops", "pg_trgm"},
                                          FromExtension{"gist_trgm_ops", "pg_trgm"},
                                          FromExtension{"similarity", "pg_trgm"},
                                          FromExtension{"crypt", "pgcrypto"},
                                          FromExtension{"gen_salt", "pgcrypto"},
                                          FromExtension{"digest", "pgcrypto"},
                                          FromExtension{"ltree", "ltree"},
                                          FromExtension{"cube", "cube"},
                                          FromExtension{"unaccent", "unaccent"},
                                          FromExtension{"geometry", "postgis"},
                                          FromExtension{"geography", "postgis"}};

// What the rules have to know beside a statement.
struct Surroundings {
  const CheckedScript& checked;
  const SqlSketch& sketch; // before the statement
  const std::set<std::string>& rebuilt;
  bool postgres = false;
};

// One statement of a pending script, held against all rules.
class StatementLinter {
public:
  StatementLinter(const Surroundings& around, const SqlStatement& statement,
                  std::vector<Finding>& findings)
      : script_(*around.checked.script), transaction_(around.checked.transaction),
        statement_(statement), tokens_(statement.tokens), sketch_(around.sketch),
        rebuilt_(around.rebuilt), postgres_(around.postgres), findings_(findings) {}

  void lint() {
    TokenCursor cursor(tokens_);
    if (cursor.take("create")) {
      lint_create(cursor);
    } else if (cursor.take({"alter", "table"})) {
      lint_alter_table(cursor);
    } else if (cursor.take({"alter", "type"})) {
      lint_alter_type(cursor);
    } else if (cursor.take({"alter", "domain"})) {
      lint_alter_domain(cursor);
    } else if (cursor.take("drop")) {
      lint_drop(cursor);
    } else {
      lint_data(cursor);
    }
    if (postgres_) {
      lint_extensions();
    }
  }

private:
  void report(std::string_view rule, std::size_t token, std::string message, std::string hint) {
    const std::size_t at = token < tokens_.size() ? tokens_[token].begin : statement_.begin;
    Finding finding = finding_at(script_, at, rule, std::move(message), std::move(hint));
    const auto known = std::find_if(lint_rules().begin(), lint_rules().end(),
                                    [&](const Rule& one) { return one.name == rule; });
    finding.severity = known == lint_rules().end() ? Severity::warning : known->severity;
    findings_.push_back(std::move(finding));
  }

  // A table that no pending script has made has rows.
  [[nodiscard]] bool has_rows(const std::string& table) const {
    const SketchedTable* known = sketch_.table(table);
    return known == nullptr || !known->fresh;
  }

  void lint_create(TokenCursor& cursor) {
    const bool unique = cursor.take("unique");
    if (cursor.take("index")) {
      lint_index(unique);
    }
  }

  void lint_index(bool unique) {
    TokenCursor cursor(tokens_);
    while (!cursor.at_end() && !cursor.take("on")) {
      cursor.skip();
    }
    (void)cursor.take("only");
    const std::string table = cursor.take_relation();
    const std::size_t place = cursor.place() - 1;
    if (postgres_) {
      if (!has(tokens_, "concurrently") && has_rows(table)) {
        report("index-not-concurrent", place,
               fmt::format("building an index on `{}` blocks every write to it until it is done",
                           table),
               "CREATE INDEX CONCURRENTLY, in a migration with `transaction:false`");
      }
      lint_operator_classes(cursor, table);
    } else if (unique && has_rows(table)) {
      report("unique-on-rows", place,
             fmt::format("the migration fails if rows of `{}` are alike in these columns", table),
             "look for such rows first, and settle them in the same migration");
    }
  }

  void lint_operator_classes(TokenCursor& cursor, const std::string& table) {
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
  void lint_class(TokenCursor& cursor, const std::string& column, const std::string& type,
                  const std::string& method, std::size_t place) {
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
             fmt::format("`{}`, the type of `{}`, has no default operator class for {}", type,
                         column, method),
             method == "gin" ? "jsonb, arrays and tsvector have one; text takes gin_trgm_ops of "
                               "pg_trgm"
                             : "index an expression, or change the type");
    }
  }

  void lint_alter_table(TokenCursor& cursor) {
    (void)cursor.take({"if", "exists"});
    (void)cursor.take("only");
    const std::string table = cursor.take_relation();
    for (const TokenSlice& action : alter_actions(tokens_, cursor.place())) {
      lint_action(action, table, has_rows(table));
    }
  }

  void lint_action(const TokenSlice& action, const std::string& table, bool rows) {
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
      report(
          "rename", place, fmt::format("programs that still run know `{}` by its old names", table),
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

  void lint_set(TokenCursor& cursor, std::size_t place, const std::string& table) {
    if (cursor.take("logged") || cursor.take("unlogged") || cursor.take("tablespace")) {
      report("rewrites-table", place, fmt::format("this rewrites `{}` under a lock", table),
             "do it where nothing else runs");
    } else if (cursor.take("schema")) {
      report("rename", place,
             fmt::format("programs that still run look for `{}` in its old schema", table),
             "leave a view under the old name until nothing asks for it");
    }
  }

  void lint_attach(TokenCursor& cursor, std::size_t place) {
    const std::string partition = cursor.take_relation();
    if (has_rows(partition)) {
      report("validates-under-lock", place,
             fmt::format("attaching reads all of `{}` under a lock", partition),
             "give it a CHECK constraint of its bounds first, which spares the reading");
    }
  }

  void lint_validate(TokenCursor& cursor, std::size_t place, const std::string& table) {
    if (postgres_ && transaction_ && has_rows(table) &&
        sketch_.added_now(table, cursor.take_name())) {
      report("validates-under-lock", place,
             fmt::format("the lock of the ADD CONSTRAINT is still held while all of `{}` is read",
                         table),
             "VALIDATE CONSTRAINT in the next migration");
    }
  }

  void lint_alter_column(TokenCursor& cursor, const TokenSlice& action, const std::string& table,
                         bool rows) {
    (void)cursor.take("column");
    const std::string column = cursor.take_name();
    if (cursor.take({"set", "data", "type"}) || cursor.take("type")) {
      lint_type(cursor, action, table, column);
    } else if (cursor.take({"set", "not", "null"}) && rows &&
               !sketch_.is_known_not_null(table, column)) {
      report(
          "validates-under-lock", action.place,
          fmt::format("SET NOT NULL reads all of `{}` under a lock that keeps readers out", table),
          "ADD CONSTRAINT ... CHECK (" + column +
              " IS NOT NULL) NOT VALID, VALIDATE it in the next migration, then SET NOT NULL");
    }
  }

  void lint_type(TokenCursor& cursor, const TokenSlice& action, const std::string& table,
                 const std::string& column) {
    const std::string type = cursor.take_type();
    const std::string old = type_of(table, column);
    const bool widens = !old.empty() && !has(action.tokens, "using") &&
                        !sketch_.is_checked_domain(type) &&
                        only_widens(old, sketch_.base_type(type));
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
  [[nodiscard]] std::string type_of(const std::string& table, const std::string& column) const {
    const SketchedTable* known = sketch_.table(table);
    if (known == nullptr) {
      return {};
    }
    const auto found = known->columns.find(column);
    return found == known->columns.end() ? std::string() : sketch_.base_type(found->second);
  }

  // What is changed or dropped must be in no view.
  void lint_views(const std::string& table, const std::string& column, std::size_t place,
                  const std::set<std::string>& besides = {}) {
    const std::string view = sketch_.view_on(table, column, besides);
    if (!view.empty()) {
      report("view-needs-it", place,
             fmt::format("the view `{}` needs `{}`", view, column.empty() ? table : column),
             "drop or redefine the view first");
    }
  }

  void lint_add(TokenCursor& cursor, const TokenSlice& action, const std::string& table,
                bool rows) {
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

  void lint_constraint(TokenCursor& cursor, const TokenSlice& action, const std::string& table) {
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

  // A new column, as far as the rules look at it.
  struct NewColumn {
    std::string name;
    std::string type;
    const Tokens& tokens; // of the action
    std::size_t place;    // of the action
    std::size_t value;    // behind DEFAULT; the size of `tokens`: no default, or NULL
  };

  void lint_add_column(TokenCursor& cursor, const TokenSlice& action, const std::string& table) {
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

  static bool is_serial(const std::string& type) {
    return type.find("serial") != std::string::npos;
  }

  void lint_rewriting_column(const NewColumn& column, const std::string& table) {
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
      report("rewrites-table", column.place,
             fmt::format("the checks of the domain `{}` rewrite `{}` under a lock", column.type,
                         table),
             "use the domain's own type, and check the column NOT VALID");
    }
  }

  void lint_constrained_column(const NewColumn& column, const std::string& table) {
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

  void lint_sqlite_column(const NewColumn& column) {
    const std::string_view reason = refused_by_sqlite(column);
    if (!reason.empty()) {
      report("add-column-refused", column.place, fmt::format("SQLite adds no column {}", reason),
             "rebuild the table, with `-- migrate:foreign-keys off`");
    }
  }

  // How SQLite calls the columns that it does not add; empty: it does.
  [[nodiscard]] std::string_view refused_by_sqlite(const NewColumn& column) const {
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

  void lint_alter_type(TokenCursor& cursor) {
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

  void lint_alter_domain(TokenCursor& cursor) {
    const std::string domain = cursor.take_relation();
    const std::size_t place = cursor.place();
    const bool checks = cursor.take({"set", "not", "null"}) ||
                        (cursor.take("add") && find(tokens_, {"not", "valid"}) == tokens_.size());
    if (postgres_ && checks && !sketch_.is_fresh_type(domain)) {
      report("validates-under-lock", place,
             fmt::format("this reads every table with a column of the domain `{}` under a lock",
                         domain),
             "ADD CONSTRAINT ... NOT VALID, and VALIDATE CONSTRAINT in the next migration");
    }
  }

  void lint_drop(TokenCursor& cursor) {
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

  void lint_cascade(const Tokens& tokens, std::size_t place) {
    const std::size_t cascade = find(tokens, {"cascade"});
    if (cascade < tokens.size()) {
      report("drop-cascade", place + cascade,
             "CASCADE drops whatever depends on it, views and constraints that nobody named",
             "drop what depends on it by name, first");
    }
  }

  void lint_drop_index(TokenCursor& cursor) {
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

  void lint_drop_relations(TokenCursor& cursor, bool tables) {
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

  void lint_drop_table(const std::string& name, std::size_t place) {
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

  // ALTER TABLE ... DROP; a constraint holds no data.
  void lint_drop_part(TokenCursor& cursor, const TokenSlice& action, const std::string& table) {
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

  void lint_data(TokenCursor& cursor) {
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
  void lint_rows(const TokenSlice& change) {
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

  void lint_truncate(TokenCursor& cursor) {
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

  void lint_pragma() {
    if (!postgres_ && has(tokens_, "writable_schema")) {
      report("writable-schema", 0, "a slip in the schema's own table makes the database unreadable",
             "rebuild the table, with `-- migrate:foreign-keys off`");
    }
  }

  // The modes that a statement which only reads or writes rows takes as well.
  [[nodiscard]] bool locks_weakly() const {
    return find(tokens_, {"in", "access", "share"}) < tokens_.size() ||
           find(tokens_, {"in", "row", "share"}) < tokens_.size() ||
           find(tokens_, {"in", "row", "exclusive"}) < tokens_.size();
  }

  void lint_locks(TokenCursor& cursor) {
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

  void lint_extensions() {
    std::set<std::string_view> told;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      for (const FromExtension& one : k_from_extensions) {
        const bool used = tokens_[i].is_word(one.name) && !names_something_else(i, one.name);
        if (used && !sketch_.has_extension(std::string(one.extension)) &&
            told.insert(one.extension).second) {
          report("missing-extension", i,
                 fmt::format("`{}` comes from the extension {}, which nothing has created",
                             one.name, one.extension),
                 fmt::format("CREATE EXTENSION IF NOT EXISTS \"{}\" before it", one.extension));
        }
      }
    }
  }

  // Functions are followed by a bracket, types by none or a length after a column's name.
  [[nodiscard]] bool names_something_else(std::size_t i, std::string_view name) const {
    const bool call = i + 1 < tokens_.size() && tokens_[i + 1].is_symbol('(');
    const bool function = name == "similarity" || name == "crypt" || name == "digest" ||
                          name == "unaccent" || name == "gen_salt" || name.starts_with("uuid_");
    const bool begins = i == 0 || tokens_[i - 1].is_symbol('(') || tokens_[i - 1].is_symbol(',') ||
                        tokens_[i - 1].is_symbol('.') || tokens_[i - 1].is_word("extension") ||
                        tokens_[i - 1].is_word("exists") || tokens_[i - 1].is_word("table") ||
                        tokens_[i - 1].is_word("column") || tokens_[i - 1].is_word("on");
    return function ? !call : begins && !name.ends_with("_ops");
  }

  const Script& script_;
  bool transaction_;
  const SqlStatement& statement_;
  const Tokens& tokens_;
  const SqlSketch& sketch_;
  const std::set<std::string>& rebuilt_;
  bool postgres_;
  std::vector<Finding>& findings_;
};

} // namespace

const std::vector<Rule>& lint_rules() {
  static const std::vector<Rule> k_rules = {
      {"index-not-concurrent", Severity::warning, true,
       "An index is built or dropped under a lock."},
      {"operator-class", Severity::error, true,
       "An operator class does not take the column's type."},
      {"rewrites-table", Severity::warning, true, "A table is rewritten under a lock."},
      {"validates-under-lock", Severity::warning, true, "A table is read whole under a lock."},
      {"not-null-without-default", Severity::error, true,
       "A column that may not be NULL has no value for the rows there are."},
      {"add-column-refused", Severity::error, true, "SQLite does not add such a column."},
      {"rename", Severity::warning, true, "Programs that still run know the old name."},
      {"enum-value", Severity::warning, true, "An enum's new value cannot be used at once."},
      {"drop-cascade", Severity::warning, true, "CASCADE drops what nobody named."},
      {"loses-data", Severity::warning, true, "Rows or columns are gone for good."},
      {"view-needs-it", Severity::error, true, "A view needs what is dropped."},
      {"rebuild-with-keys-on", Severity::error, true, "Dropping a parent deletes its children."},
      {"all-rows", Severity::warning, true, "Every row is changed in one transaction."},
      {"explicit-lock", Severity::warning, true, "A lock is taken by name."},
      {"missing-extension", Severity::error, true, "An extension is used that nobody created."},
      {"unique-on-rows", Severity::warning, true, "A UNIQUE index fails on rows that are alike."},
      {"writable-schema", Severity::warning, true, "The schema's own table is opened to writes."},
  };
  return k_rules;
}

std::vector<Finding> lint(const LintRequest& request) {
  std::vector<Finding> findings;
  SqlSketch sketch(request.catalogue);
  const bool postgres = request.engine == DatabaseEngine::postgres;
  for (std::size_t i = 0; i < request.migrations.size(); ++i) {
    const bool pending = request.pending[i];
    if (!pending && request.catalogue.asked) {
      continue;
    }
    CheckedScript checked = check_script(request.migrations[i].up, request.engine);
    if (pending) {
      std::move(checked.problems.begin(), checked.problems.end(), std::back_inserter(findings));
    }
    if (postgres) {
      checked.statements = with_bodies_of_do(std::move(checked.statements));
    }
    const std::set<std::string> rebuilt = rebuilt_tables(checked.statements);
    sketch.begin_script();
    for (const SqlStatement& statement : checked.statements) {
      if (pending) {
        StatementLinter({checked, sketch, rebuilt, postgres}, statement, findings).lint();
      }
      sketch.take(statement, pending);
    }
  }
  return findings;
}

} // namespace aether::run_migrations
