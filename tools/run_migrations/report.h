// What a run of run_migrations found and did.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/finding.h"
#include "db/migrations/plan.h"

namespace aether::run_migrations {

using namespace migrations;

enum class Deed : std::uint8_t {
  applied,
  rolled_back,
  rehearsed,
  recorded,  // --baseline: the row without the script
  forgotten, // --forget: the row is gone, the script did not run
  repaired,
  failed,
};

[[nodiscard]] std::string_view to_string(Deed deed);

struct DoneMigration {
  Deed deed = Deed::applied;
  std::string version;
  std::string name;
  std::string file;
  std::int64_t ms = 0;
  std::size_t statements = 0;
  bool transaction = true;
};

struct Target {
  std::string database; // without passwords
  std::string engine;
  std::string table;
  std::string source; // where the address came from
  std::string directory;
};

// A script that would run, for --dry-run.
struct PlannedScript {
  std::string version;
  std::string name;
  std::string file;
  std::string sql;
  bool transaction = true;
};

struct Report {
  std::string command; // apply, dry-run, rollback, status, ...
  Target target;
  bool database_exists = true;
  std::vector<Entry> entries;
  std::vector<std::size_t> pending; // of the entries: what applying would do, in its order
  std::size_t to_do = 0;            // migrations that this run set out to do
  std::vector<DoneMigration> done;
  std::vector<PlannedScript> planned;
  std::vector<Finding> problems;
  std::vector<std::string> notes;
};

} // namespace aether::run_migrations
