#include "db/migrations/plan.h"

#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "core/error.h"
#include "core/nearest.h"
#include "core/text.h"
#include "db/migrations/version.h"

namespace aether::migrations {

namespace {

// Numbers without leading zeros, so that 007 and 7 meet.
std::string key_of(std::string_view version) {
  if (is_number(version)) {
    version.remove_prefix(std::min(version.find_first_not_of('0'), version.size() - 1));
  }
  return std::string(version);
}

using FileIndex = std::unordered_map<std::string, std::size_t>;

class Planner {
public:
  Planner(const std::vector<Migration>& files, const History& history, const PlanOptions& options)
      : files_(files), history_(history), options_(options) {}

  Plan plan() {
    match_rows();
    for (std::size_t i = 0; i < files_.size(); ++i) {
      plan_.entries.push_back(entry_of(i));
    }
    add_missing();
    find_out_of_order();
    choose_pending();
    sort_findings(plan_.problems);
    return std::move(plan_);
  }

private:
  void problem(std::string_view rule, Severity severity, const std::string& file,
               std::string message, std::string hint) {
    Finding finding;
    finding.rule = rule;
    finding.severity = severity;
    finding.file = file;
    finding.message = std::move(message);
    finding.hint = std::move(hint);
    plan_.problems.push_back(std::move(finding));
  }

  // Which file each row speaks of: by version, else as the earlier runner split stems.
  void match_rows() {
    FileIndex by_version;
    FileIndex by_stem;
    by_version.reserve(files_.size());
    by_stem.reserve(files_.size());
    for (std::size_t i = 0; i < files_.size(); ++i) {
      by_version.emplace(key_of(files_[i].version), i);
      by_stem.emplace(files_[i].stem, i);
    }
    row_of_.resize(files_.size());
    for (const HistoryRow& row : history_.rows) {
      const auto known = find_file(row, by_version, by_stem);
      if (!known) {
        unmatched_.push_back(&row);
      } else if (row_of_[*known] == nullptr || !row_of_[*known]->success) {
        row_of_[*known] = &row;
      }
    }
  }

  static std::optional<std::size_t> find_file(const HistoryRow& row, const FileIndex& by_version,
                                              const FileIndex& by_stem) {
    if (const auto found = by_version.find(key_of(row.version)); found != by_version.end()) {
      return found->second;
    }
    const bool whole = row.name.empty() || row.name == row.version;
    const auto found = by_stem.find(whole ? row.version : row.version + "_" + row.name);
    return found == by_stem.end() ? std::nullopt : std::optional(found->second);
  }

  [[nodiscard]] bool is_interrupted(const std::string& version) const {
    return std::any_of(history_.progress.begin(), history_.progress.end(),
                       [&](const ProgressRow& row) { return same_version(row.version, version); });
  }

  Entry entry_of(std::size_t i) {
    const Migration& file = files_[i];
    Entry entry{State::pending, file.version, file.name, file.file, i, std::nullopt};
    const HistoryRow* row = row_of_[i];
    if (row == nullptr || !row->success) {
      entry.state = row == nullptr ? State::pending : State::failed;
      entry.row = row == nullptr ? std::nullopt : std::optional(*row);
      if (is_interrupted(file.version)) {
        entry.state = State::interrupted;
      }
      return entry;
    }
    entry.row = *row;
    entry.state = State::applied;
    if (is_interrupted(std::string(k_down) + row->version) ||
        is_interrupted(std::string(k_down) + file.version)) {
      entry.state = State::rollback_interrupted;
      problem("interrupted", Severity::error, file.file,
              fmt::format("the rollback of version {} was interrupted", file.version),
              "go on with --rollback --resume");
      return entry;
    }
    if (!same_checksum(*row, file)) {
      examine_drift(*row, file, entry);
    }
    return entry;
  }

  static bool same_checksum(const HistoryRow& row, const Migration& file) {
    return equals_ignoring_case(row.checksum, file.checksum) ||
           equals_ignoring_case(row.checksum, file.raw_checksum);
  }

  void examine_drift(const HistoryRow& row, const Migration& file, Entry& entry) {
    if (row.applied_by.empty()) {
      problem("drift", Severity::warning, file.file,
              fmt::format("version {} has another checksum than its row, which the earlier runner "
                          "wrote: it may have failed first and been mended, or changed since",
                          file.version),
              "compare the file with the database, then accept it with --repair");
      return;
    }
    entry.state = State::drifted;
    problem("drift", Severity::error, file.file,
            fmt::format("version {} was applied on {} and the file has changed since", file.version,
                        row.executed_at),
            "put the file back as it was and write a new migration, or accept it with --repair");
  }

  void add_missing() {
    for (const HistoryRow* row : unmatched_) {
      if (!row->success) {
        continue; // it left nothing behind, and there is nothing to run
      }
      plan_.entries.push_back({State::missing, row->version, row->name, "", std::nullopt, *row});
      problem("missing-file", Severity::error, "",
              fmt::format("version {} ({}) was applied on {} and its file is gone", row->version,
                          row->name.empty() ? "no name" : row->name, row->executed_at),
              "bring the file back, or drop the row with --repair");
    }
  }

  void find_out_of_order() {
    std::size_t newest = 0; // one past the last applied file
    for (std::size_t i = 0; i < files_.size(); ++i) {
      newest = is_applied(plan_.entries[i].state) ? i + 1 : newest;
    }
    for (std::size_t i = 0; i < newest; ++i) {
      Entry& entry = plan_.entries[i];
      if (entry.state != State::pending && entry.state != State::failed) {
        continue;
      }
      if (!options_.allow_out_of_order) {
        problem("out-of-order", Severity::error, entry.file,
                fmt::format("version {} is pending below version {}, which is applied",
                            entry.version, plan_.entries[newest - 1].version),
                "give it a higher version, or apply it with --allow-out-of-order");
        entry.state = State::out_of_order;
      }
    }
  }

  void choose_pending() {
    std::size_t end = files_.size();
    if (options_.to) {
      const auto found = std::find_if(files_.begin(), files_.end(), [&](const Migration& file) {
        return same_version(file.version, *options_.to);
      });
      if (found == files_.end()) {
        std::vector<std::string_view> versions;
        std::for_each(files_.begin(), files_.end(),
                      [&](const Migration& file) { versions.push_back(file.version); });
        throw Error(ExitCode::usage,
                    fmt::format("there is no version {}{}", printable(*options_.to),
                                did_you_mean(nearest_names(*options_.to, versions))));
      }
      end = static_cast<std::size_t>(found - files_.begin()) + 1;
    }
    for (std::size_t i = 0; i < end; ++i) {
      const State state = plan_.entries[i].state;
      if (state == State::pending || state == State::failed || state == State::interrupted ||
          state == State::out_of_order) {
        plan_.pending.push_back(i);
      }
    }
  }

  const std::vector<Migration>& files_;
  const History& history_;
  const PlanOptions& options_;
  std::vector<const HistoryRow*> row_of_; // by file
  std::vector<const HistoryRow*> unmatched_;
  Plan plan_;
};

} // namespace

std::string_view to_string(State state) {
  switch (state) {
  case State::applied:
    return "applied";
  case State::pending:
    return "pending";
  case State::failed:
    return "failed";
  case State::interrupted:
    return "interrupted";
  case State::drifted:
    return "drifted";
  case State::missing:
    return "missing";
  case State::out_of_order:
    return "out-of-order";
  case State::rollback_interrupted:
    return "rollback-interrupted";
  }
  return "";
}

bool is_applied(State state) {
  switch (state) {
  case State::applied:
  case State::drifted:
  case State::missing:
  case State::rollback_interrupted:
    return true;
  case State::pending:
  case State::failed:
  case State::interrupted:
  case State::out_of_order:
    return false;
  }
  return false;
}

bool Plan::has_errors() const {
  return std::any_of(problems.begin(), problems.end(),
                     [](const Finding& problem) { return problem.severity == Severity::error; });
}

Plan make_plan(const std::vector<Migration>& files, const History& history,
               const PlanOptions& options) {
  return Planner(files, history, options).plan();
}

namespace {

// In the order of the files; where one is gone, by number, or else as they were applied.
bool is_above(const Entry& entry, const Entry& other) {
  if (entry.migration && other.migration) {
    return *entry.migration > *other.migration;
  }
  if (is_number(entry.version) && is_number(other.version)) {
    return compare_numbers(entry.version, other.version) > 0;
  }
  return entry.row->id > other.row->id;
}

} // namespace

std::vector<std::size_t> plan_rollback(const Plan& plan, const RollbackRange& range) {
  std::vector<std::size_t> applied;
  for (std::size_t i = 0; i < plan.entries.size(); ++i) {
    if (is_applied(plan.entries[i].state)) {
      applied.push_back(i);
    }
  }
  // Newest first: by the row's id, the order in which they were applied; before all, the one whose
  // rollback has begun.
  const auto order = [&](std::size_t i) {
    const Entry& entry = plan.entries[i];
    return std::pair(entry.state == State::rollback_interrupted, entry.row->id);
  };
  std::sort(applied.begin(), applied.end(),
            [&](std::size_t a, std::size_t b) { return order(a) > order(b); });
  if (range.to) {
    const auto stop = std::find_if(applied.begin(), applied.end(), [&](std::size_t i) {
      return same_version(plan.entries[i].version, *range.to);
    });
    if (stop == applied.end() && *range.to != "0") {
      throw Error(ExitCode::usage,
                  fmt::format("version {} is not applied (`--to 0` rolls everything back)",
                              printable(*range.to)));
    }
    const Entry* last = stop == applied.end() ? nullptr : &plan.entries[*stop];
    std::erase_if(applied, [&](std::size_t i) {
      return last != nullptr && !is_above(plan.entries[i], *last);
    });
  } else {
    applied.resize(std::min(applied.size(), range.steps));
  }
  return applied;
}

} // namespace aether::migrations
