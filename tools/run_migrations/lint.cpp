#include "run_migrations/lint.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "run_migrations/script.h"
#include "run_migrations/sql_sketch.h"

namespace aether::run_migrations {

namespace {

using Tokens = std::vector<SqlToken>;

bool has(const Tokens& tokens, std::string_view word, std::size_t from = 0) {
  return std::any_of(tokens.begin() + static_cast<std::ptrdiff_t>(std::min(from, tokens.size())),
                     tokens.end(), [&](const SqlToken& token) { return token.is_word(word); });
}

// Where words stand one after the other; the size of `tokens` when they do not.
std::size_t find(const Tokens& tokens, std::initializer_list<std::string_view> words,
                 std::size_t from = 0) {
  const auto found =
      std::search(tokens.begin() + static_cast<std::ptrdiff_t>(std::min(from, tokens.size())),
                  tokens.end(), words.begin(), words.end(),
                  [](const SqlToken& token, std::string_view word) { return token.is_word(word); });
  return static_cast<std::size_t>(found - tokens.begin());
}

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

struct ClassFits {
  std::string_view operator_class;
  std::vector<std::string_view> types; // a column's type begins with one of them
};

// Which types an operator class takes.
const std::vector<ClassFits>& classes() {
  static const std::vector<ClassFits> k_classes = {
      {"gin_trgm_ops", {"text", "varchar", "character", "citext", "char"}},
      {"gist_trgm_ops", {"text", "varchar", "character", "citext", "char"}},
      {"text_pattern_ops", {"text"}},
      {"varchar_pattern_ops", {"varchar", "character varying"}},
      {"bpchar_pattern_ops", {"char", "character"}},
      {"jsonb_ops", {"jsonb"}},
      {"jsonb_path_ops", {"jsonb"}},
      {"vector_cosine_ops", {"vector"}},
      {"vector_l2_ops", {"vector"}},
      {"vector_ip_ops", {"vector"}},
      {"inet_ops", {"inet", "cidr"}},
      {"int4_ops", {"int", "integer", "serial"}},
      {"int8_ops", {"bigint", "bigserial"}},
      {"uuid_ops", {"uuid"}},
  };
  return k_classes;
}

// One statement of a pending script, held against all rules.
class StatementLinter {
public:
  StatementLinter(const Script& script, const SqlStatement& statement, const SqlSketch& sketch,
                  DatabaseEngine engine, std::vector<Finding>& findings)
      : script_(script), statement_(statement), tokens_(statement.tokens), sketch_(sketch),
        postgres_(engine == DatabaseEngine::postgres), findings_(findings) {}

  void lint() {
    TokenCursor cursor(tokens_);
    if (cursor.take("create")) {
      lint_create(cursor);
    } else if (cursor.take({"alter", "table"})) {
      lint_alter_table(cursor);
    } else if (cursor.take({"alter", "type"})) {
      lint_alter_type();
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
    (void)cursor.take("unique");
    if (cursor.take("index")) {
      lint_index(cursor);
    }
  }

  void lint_index(TokenCursor& cursor) {
    const std::size_t on = find(tokens_, {"on"});
    const bool concurrently = has(tokens_, "concurrently");
    TokenCursor after(tokens_);
    while (after.place() < on + 1 && !after.at_end()) {
      after.skip();
    }
    (void)after.take("only");
    const std::string table = after.take_name();
    if (postgres_ && !concurrently && has_rows(table)) {
      report(
          "index-not-concurrent", cursor.place() - 1,
          fmt::format("building an index on `{}` blocks every write to it until it is done", table),
          "CREATE INDEX CONCURRENTLY, in a migration with `transaction:false`");
    }
    if (postgres_) {
      lint_operator_classes(after, table);
    }
  }

  void lint_operator_classes(TokenCursor& cursor, const std::string& table) {
    const SketchedTable* known = sketch_.table(table);
    const bool gin = find(tokens_, {"using", "gin"}) < tokens_.size();
    if (known == nullptr) {
      return;
    }
    while (!cursor.at_end() && !cursor.take_symbol('(')) {
      cursor.skip();
    }
    while (!cursor.at_end() && !cursor.here().is_symbol(')')) {
      const std::size_t place = cursor.place();
      const auto column = known->columns.find(cursor.take_name());
      const std::size_t class_place = cursor.place();
      const std::string operator_class = cursor.take_name();
      if (column != known->columns.end()) {
        lint_class(column->first, column->second, operator_class, gin, class_place, place);
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

  void lint_class(const std::string& column, const std::string& type,
                  const std::string& operator_class, bool gin, std::size_t class_place,
                  std::size_t column_place) {
    for (const ClassFits& fits : classes()) {
      if (fits.operator_class != operator_class) {
        continue;
      }
      const bool fit = std::any_of(fits.types.begin(), fits.types.end(), [&](std::string_view one) {
        return type.starts_with(one) && !(one == "json" && type.starts_with("jsonb"));
      });
      if (!fit && !type.empty()) {
        report("operator-class", class_place,
               fmt::format("the operator class `{}` does not take `{}`, the type of `{}`",
                           operator_class, type, column),
               "leave it out, or index an expression of a type that it takes");
      }
      return;
    }
    const bool indexable = type.starts_with("jsonb") || type.starts_with("tsvector") ||
                           type.starts_with("hstore") || type.find("[]") != std::string::npos ||
                           type.find('[') != std::string::npos || type.starts_with("array");
    if (gin && operator_class.empty() && !indexable && !type.empty()) {
      report("operator-class", column_place,
             fmt::format("`{}`, the type of `{}`, has no default operator class for gin", type,
                         column),
             "jsonb, arrays and tsvector have one; text takes gin_trgm_ops of pg_trgm");
    }
  }

  void lint_alter_table(TokenCursor& cursor) {
    (void)cursor.take({"if", "exists"});
    (void)cursor.take("only");
    const std::string table = cursor.take_name();
    const bool rows = has_rows(table);
    while (!cursor.at_end()) {
      const std::size_t begin = cursor.place();
      std::size_t end = begin;
      int depth = 0;
      while (end < tokens_.size() && (depth > 0 || !tokens_[end].is_symbol(','))) {
        depth += tokens_[end].is_symbol('(') ? 1 : tokens_[end].is_symbol(')') ? -1 : 0;
        ++end;
      }
      const Tokens action(tokens_.begin() + static_cast<std::ptrdiff_t>(begin),
                          tokens_.begin() + static_cast<std::ptrdiff_t>(end));
      lint_action(action, begin, table, rows);
      while (cursor.place() <= end && !cursor.at_end()) {
        cursor.skip();
      }
    }
  }

  void lint_action(const Tokens& action, std::size_t place, const std::string& table, bool rows) {
    TokenCursor cursor(action);
    if (cursor.take("add")) {
      lint_add(cursor, action, place, table, rows);
    } else if (cursor.take("drop")) {
      if (!cursor.take("constraint")) {
        (void)cursor.take("column");
        (void)cursor.take({"if", "exists"});
        lint_drop_column(cursor.take_name(), place, table);
      }
    } else if (cursor.take("alter")) {
      (void)cursor.take("column");
      const std::string column = cursor.take_name();
      if (cursor.take({"set", "data", "type"}) || cursor.take("type")) {
        if (rows) {
          report("rewrites-table", place,
                 fmt::format("changing the type of `{}` rewrites `{}` under a lock that keeps even "
                             "readers out",
                             column, table),
                 "add a column, fill it in steps, and change over");
        }
      } else if (cursor.take({"set", "not", "null"}) && rows) {
        report("validates-under-lock", place,
               fmt::format("SET NOT NULL reads all of `{}` under a lock that keeps readers out",
                           table),
               "ADD CONSTRAINT ... CHECK (" + column +
                   " IS NOT NULL) NOT VALID, VALIDATE it in the next migration, then SET NOT NULL");
      }
    } else if (cursor.take("rename")) {
      if (!rows) {
        return;
      }
      report(
          "rename", place, fmt::format("programs that still run know `{}` by its old names", table),
          "add the new name, move over, and drop the old one later; or a view under the old name");
    } else if (cursor.take("set") && postgres_) {
      if ((cursor.take("logged") || cursor.take("unlogged") || cursor.take("tablespace")) && rows) {
        report("rewrites-table", place, fmt::format("this rewrites `{}` under a lock", table),
               "do it where nothing else runs");
      }
    } else if (cursor.take({"attach", "partition"}) && postgres_) {
      report("validates-under-lock", place, "attaching reads the whole partition under a lock",
             "give it a CHECK constraint of its bounds first, which spares the reading");
    }
  }

  void lint_add(TokenCursor& cursor, const Tokens& action, std::size_t place,
                const std::string& table, bool rows) {
    const bool valid_now = find(action, {"not", "valid"}) == action.size();
    if (cursor.take("constraint")) {
      (void)cursor.take_name();
    } else if (!cursor.at_end() && !cursor.here().is_word("foreign") &&
               !cursor.here().is_word("check") && !cursor.here().is_word("unique") &&
               !cursor.here().is_word("primary") && !cursor.here().is_word("exclude")) {
      (void)cursor.take("column");
      (void)cursor.take({"if", "not", "exists"});
      lint_add_column(cursor, action, place, table, rows);
      return;
    }
    if (!postgres_ || !rows) {
      return;
    }
    if ((cursor.take("foreign") || cursor.take("check")) && valid_now) {
      report("validates-under-lock", place,
             fmt::format("adding this constraint reads all of `{}` under a lock", table),
             "add it NOT VALID, and VALIDATE CONSTRAINT in the next migration");
    } else if ((cursor.take("unique") || cursor.take("primary")) &&
               find(action, {"using", "index"}) == action.size()) {
      report("index-not-concurrent", place,
             fmt::format("this constraint builds an index on `{}` and blocks every write", table),
             "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT ... USING INDEX");
    } else if (cursor.take("exclude")) {
      report("index-not-concurrent", place,
             fmt::format("this constraint builds an index on `{}` under a lock", table),
             "add it while the table is small, or where nothing else runs");
    }
  }

  void lint_add_column(TokenCursor& cursor, const Tokens& action, std::size_t place,
                       const std::string& table, bool rows) {
    const std::string column = cursor.take_name();
    const std::string type = cursor.at_end() ? "" : cursor.here().name();
    const std::size_t not_null = find(action, {"not", "null"});
    const std::size_t by_default = find(action, {"default"});
    const bool has_default = by_default < action.size() || has(action, "generated") ||
                             type.find("serial") != std::string::npos;
    if (!rows) {
      return;
    }
    if (not_null < action.size() && !has_default) {
      report(
          "not-null-without-default", place,
          fmt::format("`{}` would be NULL in the rows that `{}` has: this fails on a table that is "
                      "not empty",
                      column, table),
          "give it a DEFAULT, or add it without NOT NULL, fill it, and set NOT NULL later");
    }
    if (!postgres_) {
      lint_sqlite_column(action, place, by_default);
      return;
    }
    constexpr std::array<std::string_view, 8> k_volatile = {
        "gen_random_uuid", "uuid_generate_v4", "random",           "clock_timestamp",
        "nextval",         "timeofday",        "uuid_generate_v1", "uuidv7"};
    const bool changes =
        std::any_of(k_volatile.begin(), k_volatile.end(),
                    [&](std::string_view word) { return has(action, word, by_default); });
    const bool stored = has(action, "generated") && has(action, "stored");
    if (changes || stored || type.find("serial") != std::string::npos) {
      report("rewrites-table", place,
             fmt::format("a value of its own for each row rewrites `{}` under a lock", table),
             "add the column without it, fill it in steps, then set the default");
    }
  }

  void lint_sqlite_column(const Tokens& action, std::size_t place, std::size_t by_default) {
    const bool unique = has(action, "unique") || find(action, {"primary", "key"}) < action.size();
    const bool moving =
        by_default + 1 < action.size() && (action[by_default + 1].is_symbol('(') ||
                                           action[by_default + 1].is_word("current_timestamp") ||
                                           action[by_default + 1].is_word("current_date") ||
                                           action[by_default + 1].is_word("current_time"));
    if (unique || moving) {
      report("add-column-refused", place,
             unique ? "SQLite adds no column that is UNIQUE or PRIMARY KEY"
                    : "SQLite adds no column whose default is no constant to a table with rows",
             "rebuild the table, with `-- migrate:foreign-keys off`");
    }
  }

  void lint_alter_type() {
    const std::size_t add = find(tokens_, {"add", "value"});
    if (postgres_ && add < tokens_.size() && script_.transaction) {
      report("enum-value", add,
             "a value added to an enum cannot be used in the transaction that adds it",
             "use it from the next migration on");
    }
  }

  void lint_drop(TokenCursor& cursor) {
    const bool cascade = has(tokens_, "cascade");
    if (cursor.take("index")) {
      if (postgres_ && !has(tokens_, "concurrently")) {
        report("index-not-concurrent", cursor.place() - 1,
               "dropping an index locks its table against readers and writers",
               "DROP INDEX CONCURRENTLY, in a migration with `transaction:false`");
      }
      return;
    }
    const bool table = cursor.take("table");
    if (table || cursor.take("schema")) {
      (void)cursor.take({"if", "exists"});
      const std::size_t place = cursor.place();
      lint_drop_table(cursor.take_name(), place, table);
    }
    if (cascade) {
      report("drop-cascade", find(tokens_, {"cascade"}),
             "CASCADE drops whatever depends on it, views and constraints that nobody named",
             "drop what depends on it by name, first");
    }
  }

  void lint_drop_table(const std::string& name, std::size_t place, bool table) {
    if (!table || !has_rows(name)) {
      return;
    }
    report("loses-data", place, fmt::format("the rows of `{}` are gone when it is dropped", name),
           "rename it, and drop it when nothing has asked for it for a while");
    if (const std::string view = sketch_.view_on(name); !view.empty()) {
      report("view-needs-it", place, fmt::format("the view `{}` needs `{}`", view, name),
             "drop or redefine the view first");
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

  void lint_drop_column(const std::string& column, std::size_t place, const std::string& table) {
    if (!has_rows(table)) {
      return;
    }
    report(
        "loses-data", place,
        fmt::format("what `{}` holds is gone when the column is dropped, and programs that still "
                    "run may ask for it",
                    column),
        "stop using it first, and drop it a release later");
    if (const std::string view = sketch_.view_on(table, column); !view.empty()) {
      report("view-needs-it", place, fmt::format("the view `{}` needs `{}`", view, column),
             "drop or redefine the view first");
    }
  }

  void lint_data(TokenCursor& cursor) {
    const bool updates = cursor.take("update");
    if (updates || cursor.take({"delete", "from"})) {
      (void)cursor.take("only");
      const std::string table = cursor.take_name();
      if (!has(tokens_, "where") && has_rows(table)) {
        report("all-rows", 0,
               fmt::format("{} without WHERE {} every row of `{}` in one transaction",
                           updates ? "UPDATE" : "DELETE", updates ? "changes" : "deletes", table),
               "say which rows, and do large tables in steps");
      }
    } else if (cursor.take("truncate")) {
      report("loses-data", 0, "TRUNCATE empties the table, under a lock that keeps readers out",
             "delete in steps what has to go");
    } else if (postgres_) {
      lint_locks(cursor);
    }
  }

  void lint_locks(TokenCursor& cursor) {
    const bool full = cursor.take("vacuum") && has(tokens_, "full");
    const bool concurrently = has(tokens_, "concurrently");
    if (full || cursor.take("cluster")) {
      report("rewrites-table", 0, "this rewrites the table under a lock that keeps readers out",
             "plain VACUUM does not");
    } else if (cursor.take("lock")) {
      report("explicit-lock", 0, "a lock is held until the migration commits",
             "keep the migration short, and set --lock-timeout");
    } else if (cursor.take("reindex") && !concurrently) {
      report("index-not-concurrent", 0, "REINDEX blocks every write to the table",
             "REINDEX ... CONCURRENTLY");
    } else if (cursor.take({"refresh", "materialized", "view"}) && !concurrently) {
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
                 fmt::format("`{}` comes from the extension {}, which no migration creates",
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
  const SqlStatement& statement_;
  const Tokens& tokens_;
  const SqlSketch& sketch_;
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
  };
  return k_rules;
}

std::vector<Finding> lint(const LintRequest& request) {
  std::vector<Finding> findings;
  SqlSketch sketch;
  for (std::size_t i = 0; i < request.migrations.size(); ++i) {
    const Script& script = request.migrations[i].up;
    const bool pending = request.pending[i];
    CheckedScript checked = check_script(script, request.engine);
    if (pending) {
      std::move(checked.problems.begin(), checked.problems.end(), std::back_inserter(findings));
    }
    for (const SqlStatement& statement : checked.statements) {
      if (pending) {
        StatementLinter(script, statement, sketch, request.engine, findings).lint();
      }
      sketch.take(statement, pending);
    }
  }
  return findings;
}

} // namespace aether::run_migrations
