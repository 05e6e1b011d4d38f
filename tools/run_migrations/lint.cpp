#include "run_migrations/lint.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "run_migrations/lint_statement.h"

namespace aether::run_migrations {

void StatementLinter::lint() {
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

void StatementLinter::report(std::string_view rule, std::size_t token, std::string message,
                             std::string hint) {
  const std::size_t at = token < tokens_.size() ? tokens_[token].begin : statement_.begin;
  Finding finding = finding_at(script_, at, rule, std::move(message), std::move(hint));
  const auto known = std::find_if(lint_rules().begin(), lint_rules().end(),
                                  [&](const Rule& one) { return one.name == rule; });
  finding.severity = known == lint_rules().end() ? Severity::warning : known->severity;
  findings_.push_back(std::move(finding));
}

// A table that no pending script has made has rows.
bool StatementLinter::has_rows(const std::string& table) const {
  const SketchedTable* known = sketch_.table(table);
  return known == nullptr || !known->fresh;
}

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

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> k_rules = [] {
    std::vector<Rule> rules = {
        {"drift", Severity::error, true, "An applied file has changed since."},
        {"missing-file", Severity::error, true, "The file of an applied version is gone."},
        {"out-of-order", Severity::error, true, "A version is pending below an applied one."},
        {"interrupted", Severity::error, true,
         "A script without a transaction did not come to its end."},
        {"no-down-script", Severity::error, true, "A version cannot be rolled back."},
        {"statement", Severity::error, true, "A statement cannot be run as it stands."},
        {"failed", Severity::error, true, "The database refused a statement."},
        {"invalid-index", Severity::error, true, "An index was built half-way."},
    };
    rules.insert(rules.end(), lint_rules().begin(), lint_rules().end());
    return rules;
  }();
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
