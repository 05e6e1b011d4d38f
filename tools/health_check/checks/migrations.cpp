#include "health_check/checks/migrations.h"

#include <array>
#include <map>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "db/database_error.h"
#include "db/migrations/load_migrations.h"
#include "db/migrations/plan.h"

namespace aether::health_check {

namespace {

using migrations::Entry;
using migrations::History;
using migrations::HistoryRow;
using migrations::LoadedMigrations;

const std::string k_table = migrations::k_default_table;

History read_history(const HistorySource& source) {
  History history;
  const auto texts = [](const Row& row) {
    return [&row](std::size_t column) { return row.at(column); };
  };
  const std::vector<std::string> columns = source.columns(k_table);
  if (columns.empty()) {
    return history;
  }
  recognise_table(columns, history);
  if (history.state != migrations::TableState::ours) {
    return history;
  }
  for (const Row& row : source.rows(select_rows(history, k_table, source.success))) {
    history.rows.push_back(migrations::row_from(texts(row)));
  }
  const std::string progress = k_table + "_progress";
  if (!source.columns(progress).empty()) {
    for (const Row& row : source.rows(migrations::select_progress(progress))) {
      history.progress.push_back(migrations::progress_from(texts(row)));
    }
  }
  return history;
}

bool speaks_of(const HistoryRow& row, const std::string& stem) {
  return row.version == stem || row.version + "_" + row.name == stem;
}

// Files without a number were applied with `run_migrations --base` where the history names them.
LoadedMigrations load(const std::filesystem::path& directory, const History& history) {
  migrations::LoadOptions options;
  options.skip_unnumbered = true;
  LoadedMigrations loaded = load_migrations(directory, options);
  for (const HistoryRow& row : history.rows) {
    for (const std::string& file : loaded.skipped) {
      const std::string name = std::filesystem::path(file).filename().string();
      if (speaks_of(row, migrations::stem_of(name))) {
        options.base.push_back(name);
      }
    }
  }
  return options.base.empty() ? loaded : load_migrations(directory, options);
}

// By state; each list has the versions.
using ByState = std::map<migrations::State, std::vector<std::string>>;

std::string range(const std::vector<std::string>& versions) {
  return versions.size() == 1
             ? printable(versions.front())
             : fmt::format("{} to {}", printable(versions.front()), printable(versions.back()));
}

void judge(const ByState& by_state, CheckResult& result) {
  using migrations::State;
  struct ToldState {
    State state;
    std::string_view what;
    std::string_view cause;
  };
  constexpr std::array k_told = {
      ToldState{State::failed, "failed", "failed_migration"},
      ToldState{State::interrupted, "interrupted", "interrupted_migration"},
      ToldState{State::rollback_interrupted, "interrupted in rollback", "interrupted_migration"},
      ToldState{State::pending, "pending", "pending_migrations"},
      ToldState{State::out_of_order, "pending below the newest applied", "pending_migrations"},
      ToldState{State::drifted, "applied and changed since", "drifted_migration"},
      ToldState{State::missing, "applied, with the file gone", "missing_migration"}};
  for (const ToldState& one : k_told) {
    const auto found = by_state.find(one.state);
    if (found != by_state.end()) {
      const auto& versions = found->second;
      result.worsen(health_check::State::degraded,
                    fmt::format("{} {}: {}", versions.size(), one.what, range(versions)),
                    std::string(one.cause));
      result.details[to_string(one.state)] = boost::json::array(versions.begin(), versions.end());
    }
  }
}

CheckResult judge(const Check& check, const MigrationsTarget& target, const History& history,
                  const LoadedMigrations& loaded) {
  const migrations::Plan plan = make_plan(loaded.migrations, history, {});
  ByState by_state;
  for (const Entry& entry : plan.entries) {
    if (entry.state != migrations::State::applied) {
      by_state[entry.state].push_back(entry.version);
    }
  }
  CheckResult result =
      result_of(check, State::healthy,
                fmt::format("all {} migrations are applied", loaded.migrations.size()));
  result.details = {{"files", loaded.migrations.size()}, {"pending", boost::json::array()}};
  result.figures.push_back(
      {"pending", Unit::count, static_cast<double>(plan.pending.size()), {}, {}, 0.0, {}});
  judge(by_state, result);
  if (!loaded.skipped.empty()) {
    result.details["unnumbered"] = boost::json::array(loaded.skipped.begin(), loaded.skipped.end());
    if (!target.skip_unnumbered) {
      result.worsen(State::degraded,
                    fmt::format("{} without a number, not applied: {}", loaded.skipped.size(),
                                loaded.skipped.front()),
                    "unnumbered_migrations");
    }
  }
  return result;
}

} // namespace

CheckResult look_at_migrations(const Check& check, const MigrationsTarget& target,
                               const HistorySource& source) {
  try {
    const History history = read_history(source);
    if (history.state == migrations::TableState::foreign) {
      return skipped(check, fmt::format("the table {} is {}", k_table, history.foreign));
    }
    CheckResult result = judge(check, target, history, load(target.directory, history));
    result.next_step = "run_migrations --status says more";
    return result;
  } catch (const DatabaseError& error) {
    CheckResult result = result_of(
        check, State::unknown, "the history cannot be read: " + printable(error.details().message));
    result.cause = "not_looked";
    return result;
  } catch (const Error& error) { // run_migrations would refuse them, too
    CheckResult result =
        result_of(check, State::degraded, fmt::format("they cannot be read: {}", error.what()));
    result.cause = "unreadable";
    result.next_step = "run_migrations --status says more";
    return result;
  }
}

} // namespace aether::health_check
