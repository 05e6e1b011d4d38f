// What there is to do: a pure function from files and history to the state of every migration and
// the problems that stand in the way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "db/migrations/history.h"
#include "db/migrations/migration.h"

namespace aether::migrations {

enum class State : std::uint8_t {
  applied,
  pending,
  failed,               // recorded as failed: pending too
  interrupted,          // without a transaction, and it did not come to its end
  drifted,              // applied, but the file has changed since
  missing,              // applied, but its file is gone
  out_of_order,         // pending below the newest applied one
  rollback_interrupted, // applied, and its down script, without a transaction, did not end
};

// Whether the database has it: its row says so.
[[nodiscard]] bool is_applied(State state);

[[nodiscard]] std::string_view to_string(State state);

struct Entry {
  State state = State::pending;
  std::string version;
  std::string name;
  std::string file;                     // empty when it is gone
  std::optional<std::size_t> migration; // index into the files
  std::optional<HistoryRow> row;
};

struct PlanOptions {
  bool allow_out_of_order = false;
  std::optional<std::string> to; // apply up to this version
};

struct Plan {
  std::vector<Entry> entries;       // files in their order, then what is missing, by version
  std::vector<Finding> problems;    // errors stop every change; warnings are told
  std::vector<std::size_t> pending; // indices into entries, in the order of applying

  [[nodiscard]] bool has_errors() const;
};

// Throws Error (usage) when `to` names no version of the files.
[[nodiscard]] Plan make_plan(const std::vector<Migration>& files, const History& history,
                             const PlanOptions& options);

// The entries to roll back, newest first: the last `steps`, or all above version `to`.
struct RollbackRange {
  std::size_t steps = 1;
  std::optional<std::string> to;
};
[[nodiscard]] std::vector<std::size_t> plan_rollback(const Plan& plan, const RollbackRange& range);

} // namespace aether::migrations
