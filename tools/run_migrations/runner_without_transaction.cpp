// Scripts without a transaction, statement by statement, and going on with what was interrupted.
#include "run_migrations/runner.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/error.h"
#include "core/sha256.h"
#include "core/text.h"
#include "db/database_error.h"
#include "db/migrations/version.h"
#include "run_migrations/stopwatch.h"

namespace aether::run_migrations {

namespace {

bool builds_index(const SqlStatement& statement) {
  const auto has = [&](std::string_view word) {
    return std::any_of(statement.tokens.begin(), statement.tokens.end(),
                       [&](const SqlToken& token) { return token.is_word(word); });
  };
  return statement.tokens.front().is_word("reindex") ||
         (statement.tokens.front().is_word("create") && has("index"));
}

// Whether a statement names an index, given as the server quotes it with its schema; REINDEX leaves
// its own under the name with _ccnew or _ccold.
bool names(const SqlStatement& statement, const std::string& index) {
  const SqlToken plain{SqlTokenKind::quoted_name,
                       std::string_view(index).substr(index.find('.') + 1), 0};
  std::string name = plain.text.starts_with('"') ? plain.name() : std::string(plain.text);
  for (const std::string_view end : {"_ccnew", "_ccold"}) {
    if (name.ends_with(end)) {
      name.resize(name.size() - end.size());
    }
  }
  return std::any_of(statement.tokens.begin(), statement.tokens.end(), [&](const SqlToken& token) {
    return (token.kind == SqlTokenKind::word || token.kind == SqlTokenKind::quoted_name) &&
           token.name() == name;
  });
}

// The key under which the statements of a down script are accounted for.
std::string progress_key(const std::string& version, Deed deed) {
  return deed == Deed::rolled_back ? k_down + version : version;
}

} // namespace

// The statement to begin with; nothing when the run may not go on.
std::optional<std::size_t> Runner::first_to_run(const Task& task, const std::string& key) {
  std::vector<ProgressRow> rows;
  std::copy_if(history_.progress.begin(), history_.progress.end(), std::back_inserter(rows),
               [&](const ProgressRow& row) { return row.version == key; });
  if (rows.empty()) {
    return 0;
  }
  const std::vector<SqlStatement>& statements = task.script.statements;
  const ProgressRow& last = rows.back();
  const std::size_t next = last.settled ? last.statement + 1 : last.statement;
  const std::size_t at = next < statements.size() ? statements[next].begin : 0;
  if (!options_.resume) {
    report_.problems.push_back(finding_at(
        *task.script.script, at, "interrupted",
        last.settled
            ? fmt::format("it was interrupted after statement {}", last.statement + 1)
            : fmt::format("it was interrupted in statement {}, of which it is not known whether it "
                          "took effect",
                          last.statement + 1),
        "look at the database, mend this statement or what follows it in the file if need be, and "
        "go on with --resume"));
    report_all_invalid(task, at);
    return std::nullopt;
  }
  for (const ProgressRow& row : rows) {
    const bool same =
        row.statement < statements.size() && sha256(statements[row.statement].text) == row.checksum;
    if (row.settled && !same) {
      report_.problems.push_back(finding_at(
          *task.script.script,
          row.statement < statements.size() ? statements[row.statement].begin : 0, "interrupted",
          fmt::format("statement {} has run already and has changed since", row.statement + 1),
          "put it back as it was: only statements from the interrupted one on may change"));
      return std::nullopt;
    }
  }
  return next;
}

// Before a resumed script goes on: no index that it names is invalid.
bool Runner::deal_with_invalid(const Task& task, std::size_t first) {
  const std::vector<SqlStatement>& statements = task.script.statements;
  const SqlStatement* next = first < statements.size() ? &statements[first] : nullptr;
  for (const std::string& index : engine_.invalid_indexes()) {
    if (next != nullptr && next->tokens.front().is_word("drop") && names(*next, index)) {
      continue; // it goes with what comes next
    }
    if (std::none_of(statements.begin(), statements.end(),
                     [&](const SqlStatement& statement) { return names(statement, index); })) {
      continue; // somebody else's
    }
    const std::string drop = "DROP INDEX CONCURRENTLY " + index;
    if (!options_.drop_invalid) {
      report_invalid(task, next == nullptr ? 0 : next->begin, index);
      return false;
    }
    engine_.run(split_sql(drop, SqlDialect::postgres).statements.front());
    report_.notes.push_back("dropped the invalid index " + index);
  }
  return true;
}

// After a build: no index that the statement names is invalid.
bool Runner::builds_are_valid(const Task& task, const SqlStatement& statement) {
  if (kind_ != DatabaseEngine::postgres || !builds_index(statement)) {
    return true;
  }
  const std::vector<std::string> invalid = engine_.invalid_indexes();
  const auto named = std::find_if(invalid.begin(), invalid.end(), [&](const std::string& index) {
    return names(statement, index);
  });
  if (named != invalid.end()) {
    report_invalid(task, statement.begin, *named);
  }
  return named == invalid.end();
}

// Of the indexes that a script names.
void Runner::report_all_invalid(const Task& task, std::size_t at) {
  if (kind_ != DatabaseEngine::postgres) {
    return;
  }
  const std::vector<SqlStatement>& statements = task.script.statements;
  for (const std::string& index : engine_.invalid_indexes()) {
    if (std::any_of(statements.begin(), statements.end(),
                    [&](const SqlStatement& statement) { return names(statement, index); })) {
      report_invalid(task, at, index);
    }
  }
}

void Runner::report_invalid(const Task& task, std::size_t at, const std::string& index) {
  report_.problems.push_back(finding_at(
      *task.script.script, at, "invalid-index",
      fmt::format("the index {} is invalid: a build of it did not come to its end", index),
      "DROP INDEX CONCURRENTLY " + index +
          "; then go on with --resume, or let --resume --drop-invalid do both"));
}

bool Runner::run_without_transaction(const Task& task, Deed deed) {
  const std::string key = progress_key(entry(task).version, deed);
  const std::optional<std::size_t> first = first_to_run(task, key);
  if (!first) {
    return false;
  }
  const std::vector<SqlStatement>& statements = task.script.statements;
  const bool goes_on =
      options_.resume && std::any_of(history_.progress.begin(), history_.progress.end(),
                                     [&](const auto& row) { return row.version == key; });
  if (goes_on && !deal_with_invalid(task, *first)) {
    return false;
  }
  const Stopwatch watch;
  const SqlStatement* running = nullptr;
  try {
    engine_.begin_without_transaction(*task.script.script);
    for (std::size_t i = *first; i < statements.size(); ++i) {
      const ProgressRow row{key, i, sha256(statements[i].text), false};
      running = nullptr;
      engine_.begin_statement(row);
      running = &statements[i];
      engine_.run(statements[i]);
      if (!builds_are_valid(task, statements[i])) {
        return false;
      }
      engine_.settle_statement(row);
    }
    running = nullptr;
    engine_.restore(task.script);
    const std::int64_t ms = watch.ms();
    Script plain = *task.script.script;
    plain.foreign_keys_off = false;
    engine_.begin(plain);
    if (deed == Deed::applied) {
      engine_.put_row(row_for(task, ms));
    } else {
      engine_.remove_row(*entry(task).row);
    }
    engine_.clear_progress(key);
    engine_.commit();
    done(task, deed, ms);
    return true;
  } catch (const DatabaseError& error) {
    engine_.roll_back();
    fail(task, running, error.details());
    if (deed == Deed::applied && !error.details().lost) {
      HistoryRow row = row_for(task, watch.ms());
      row.success = false;
      row.error_message = error.details().message;
      record_failure(row);
    }
    return false;
  }
}

// The report of what failed matters more than its row.
void Runner::record_failure(const HistoryRow& row) {
  try {
    engine_.put_row(row);
  } catch (const DatabaseError& error) {
    report_.notes.emplace_back(std::string("the failure is not in the history: ") + error.what());
  }
}

} // namespace aether::run_migrations
