// What a migration runner asks of a database, for SQLite and PostgreSQL alike. Every error is a
// DatabaseError; one that waited too long for a lock is Error (try_again).
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "db/database_url.h"
#include "db/migrations/history.h"
#include "run_migrations/catalogue.h"
#include "run_migrations/script.h"

namespace aether::run_migrations {

using namespace migrations;

enum class Access {
  look,   // nothing is written, not even a new file
  change, // what is needed is made
};

struct EngineOptions {
  std::string table = k_default_table; // [SCHEMA.]TABLE
  Access access = Access::look;
  bool rehearse = false; // SQLite: on a copy in memory
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds lock_wait{30'000};
  std::optional<std::chrono::milliseconds> lock_timeout;      // PostgreSQL
  std::optional<std::chrono::milliseconds> statement_timeout; // PostgreSQL
};

class Engine {
public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  // How the history table is called in full.
  [[nodiscard]] virtual std::string table() const = 0;
  [[nodiscard]] virtual History read_history() = 0;
  // Whether somebody else may have written since the history was read last.
  [[nodiscard]] virtual bool may_have_changed() = 0;
  // Makes the table, or adds the columns and the table that an older one lacks.
  virtual void prepare_history(const History& history) = 0;
  // Whether there is anything beside the history.
  [[nodiscard]] virtual bool has_objects() = 0;

  // Keeps other runners out until the end; `whole_run` also where single transactions would do.
  virtual void lock(bool whole_run) = 0;

  virtual void begin(const Script& script) = 0;
  virtual void begin_without_transaction(const Script& script) = 0;
  virtual void run(const SqlStatement& statement) = 0;
  // In one step, after the script: what it left behind (foreign keys) is in order.
  virtual void check_before_commit(const Script& script) = 0;
  // In a rehearsal: the constraints that the end of the transaction would check hold.
  virtual void check_deferred() = 0;
  // Puts the row in place of the one with its version; the statement goes with the next commit.
  virtual void put_row(const HistoryRow& row) = 0;
  virtual void remove_row(const HistoryRow& row) = 0;
  virtual void set_checksum(const HistoryRow& row, const std::string& checksum) = 0;
  virtual void commit() = 0;
  virtual void roll_back() noexcept = 0;
  // After a script: settings of the session are as before.
  virtual void restore(const CheckedScript& script) = 0;

  virtual void begin_statement(const ProgressRow& row) = 0; // commits by itself, as do these
  virtual void settle_statement(const ProgressRow& row) = 0;
  virtual void clear_progress(const std::string& version) = 0;

  // Indexes that a build left invalid, with their schema.
  [[nodiscard]] virtual std::vector<std::string> invalid_indexes() = 0;
  [[nodiscard]] virtual std::string dump_schema() = 0;
  [[nodiscard]] virtual Catalogue read_catalogue() = 0;
};

[[nodiscard]] std::unique_ptr<Engine> open_sqlite(const DatabaseUrl& url,
                                                  const EngineOptions& options);
[[nodiscard]] std::unique_ptr<Engine> open_postgres(const DatabaseUrl& url,
                                                    const EngineOptions& options);
// Whether a database is there to look at; a SQLite file that is not there is no error.
[[nodiscard]] bool database_exists(const DatabaseUrl& url);

} // namespace aether::run_migrations
