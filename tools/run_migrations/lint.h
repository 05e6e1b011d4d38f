// Statements of pending migrations that lock, rewrite, fail on data or lose it, each with its
// place and the safer form.
#pragma once

#include <vector>

#include "core/finding.h"
#include "db/database_url.h"
#include "db/migrations/migration.h"
#include "run_migrations/catalogue.h"

namespace aether::run_migrations {

using namespace migrations;

// All migrations in order; those that have run tell only what there is, and not even that where
// the database was asked.
struct LintRequest {
  const std::vector<Migration>& migrations;
  std::vector<bool> pending; // by migration
  DatabaseEngine engine = DatabaseEngine::sqlite;
  Catalogue catalogue = {};
};

[[nodiscard]] const std::vector<Rule>& lint_rules();

// Those, and what stands in the way of any run: a file that changed, a statement that failed.
[[nodiscard]] const std::vector<Rule>& all_rules();

[[nodiscard]] std::vector<Finding> lint(const LintRequest& request);

} // namespace aether::run_migrations
