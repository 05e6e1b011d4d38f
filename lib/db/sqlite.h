// The one owner of SQLite's handles. Every error is a DatabaseError.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace aether {

class SqliteDatabase;

// A prepared statement; not beyond its database's life.
class SqliteStatement {
public:
  SqliteStatement& bind(int index, std::string_view text); // indices from 1
  SqliteStatement& bind(int index, std::int64_t number);
  SqliteStatement& bind(int index, std::nullptr_t);

  // Whether there is a row.
  bool step();
  void reset();

  [[nodiscard]] int columns() const;
  [[nodiscard]] std::string column_name(int index) const; // indices from 0
  [[nodiscard]] bool is_null(int index) const;
  [[nodiscard]] std::string text(int index) const;
  [[nodiscard]] std::int64_t number(int index) const;

private:
  friend class SqliteDatabase;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  SqliteStatement(const SqliteDatabase& database, sqlite3_stmt* statement)
      : database_(&database), statement_(statement) {}

  const SqliteDatabase* database_;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

enum class SqliteAccess {
  read_write_create,
  read_write,
  read_only,
  immutable, // read-only, and nothing beside the file is touched; right only when nobody writes
};

// For one thread at a time: SQLite's own locks of a connection are off.
class SqliteDatabase {
public:
  // ":memory:" is a database in memory.
  SqliteDatabase(const std::filesystem::path& file, SqliteAccess access);

  // How long a statement waits for a lock; zero: not at all.
  void set_busy_timeout(std::chrono::milliseconds timeout);

  // What the first statement of `sql` leaves is its rest. Nothing but blank and comments: no
  // statement. An error's place is a byte of `sql`.
  struct Prepared {
    std::optional<SqliteStatement> statement;
    std::size_t consumed = 0;
  };
  [[nodiscard]] Prepared prepare_next(std::string_view sql) const;
  [[nodiscard]] SqliteStatement prepare(std::string_view sql) const;
  // Runs one statement or several, rows left aside.
  void execute(std::string_view sql) const;
  // The first column of the first row, or nothing.
  [[nodiscard]] std::optional<std::string> query_value(std::string_view sql) const;

  [[nodiscard]] bool in_transaction() const;
  // Grows when the file is changed, by this connection or another; seen once a transaction begins.
  [[nodiscard]] unsigned data_version() const;

  // While this holds, a statement that begins, ends or nests a transaction is refused by prepare.
  class NoTransactionControl {
  public:
    explicit NoTransactionControl(const SqliteDatabase& database);
    NoTransactionControl(const NoTransactionControl&) = delete;
    NoTransactionControl& operator=(const NoTransactionControl&) = delete;
    ~NoTransactionControl();

  private:
    bool& refuse_;
  };

  // While this holds, a statement that still runs at the deadline ends with SQLITE_INTERRUPT.
  class Deadline {
  public:
    Deadline(const SqliteDatabase& database, std::chrono::steady_clock::time_point end);
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;
    ~Deadline();

  private:
    struct Watcher;
    std::unique_ptr<Watcher> watcher_;
  };

  // A copy in memory of all that the other database holds.
  void copy_from(const SqliteDatabase& other) const;

private:
  friend class SqliteStatement;
  [[noreturn]] void fail(std::optional<std::size_t> at = {}) const;

  struct Close {
    void operator()(sqlite3* handle) const;
  };
  std::unique_ptr<bool> refuse_control_ = std::make_unique<bool>(false);
  std::unique_ptr<sqlite3, Close> handle_;
};

} // namespace aether
