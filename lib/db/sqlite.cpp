#include "db/sqlite.h"

#include <sqlite3.h>

#include <algorithm>
#include <condition_variable>
#include <limits>
#include <mutex>
#include <thread>

#include "db/database_error.h"

namespace aether {

namespace {

std::string name_of(int code) {
  switch (code & 0xFF) {
  case SQLITE_ERROR:
    return "SQLITE_ERROR";
  case SQLITE_PERM:
    return "SQLITE_PERM";
  case SQLITE_ABORT:
    return "SQLITE_ABORT";
  case SQLITE_BUSY:
    return "SQLITE_BUSY";
  case SQLITE_LOCKED:
    return "SQLITE_LOCKED";
  case SQLITE_READONLY:
    return "SQLITE_READONLY";
  case SQLITE_IOERR:
    return "SQLITE_IOERR";
  case SQLITE_CORRUPT:
    return "SQLITE_CORRUPT";
  case SQLITE_FULL:
    return "SQLITE_FULL";
  case SQLITE_CANTOPEN:
    return "SQLITE_CANTOPEN";
  case SQLITE_CONSTRAINT:
    return "SQLITE_CONSTRAINT";
  case SQLITE_AUTH:
    return "SQLITE_AUTH";
  case SQLITE_NOTADB:
    return "SQLITE_NOTADB";
  case SQLITE_INTERRUPT:
    return "SQLITE_INTERRUPT";
  default:
    return "SQLite code " + std::to_string(code);
  }
}

int flags_of(SqliteAccess access) {
  switch (access) {
  case SqliteAccess::read_write_create:
    return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  case SqliteAccess::read_write:
    return SQLITE_OPEN_READWRITE;
  case SqliteAccess::read_only:
  case SqliteAccess::immutable:
    return SQLITE_OPEN_READONLY;
  }
  return SQLITE_OPEN_READONLY;
}

// A file: URI (RFC 3986) of a path, for what only URIs can ask.
std::string uri_of(const std::string& path) {
  constexpr std::string_view k_plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-_.~";
  constexpr std::string_view k_digits = "0123456789ABCDEF";
  std::string uri = path.starts_with("//") ? "file://" : "file:"; // else it would name a host
  for (const char c : path) {
    if (k_plain.find(c) != std::string_view::npos) {
      uri += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      uri += {'%', k_digits[byte >> 4U], k_digits[byte & 0xFU]};
    }
  }
  return uri + "?immutable=1";
}

int authorize(void* refuse_control, int action, const char* /*a*/, const char* /*b*/,
              const char* /*database*/, const char* /*trigger*/) {
  const bool controls = action == SQLITE_TRANSACTION || action == SQLITE_SAVEPOINT;
  return controls && *static_cast<const bool*>(refuse_control) ? SQLITE_DENY : SQLITE_OK;
}

} // namespace

void SqliteStatement::Finalize::operator()(sqlite3_stmt* statement) const {
  sqlite3_finalize(statement);
}

SqliteStatement& SqliteStatement::bind(int index, std::string_view text) {
  const char* data = text.empty() ? "" : text.data(); // a null pointer would bind null
  if (sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_TRANSIENT,
                          SQLITE_UTF8) != SQLITE_OK) {
    database_->fail();
  }
  return *this;
}

SqliteStatement& SqliteStatement::bind(int index, std::int64_t number) {
  if (sqlite3_bind_int64(statement_.get(), index, number) != SQLITE_OK) {
    database_->fail();
  }
  return *this;
}

SqliteStatement& SqliteStatement::bind(int index, std::nullptr_t) {
  if (sqlite3_bind_null(statement_.get(), index) != SQLITE_OK) {
    database_->fail();
  }
  return *this;
}

bool SqliteStatement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    database_->fail();
  }
  return code == SQLITE_ROW;
}

void SqliteStatement::reset() { sqlite3_reset(statement_.get()); }

int SqliteStatement::columns() const { return sqlite3_column_count(statement_.get()); }

std::string SqliteStatement::column_name(int index) const {
  const char* name = sqlite3_column_name(statement_.get(), index);
  return name == nullptr ? "" : name;
}

bool SqliteStatement::is_null(int index) const {
  return sqlite3_column_type(statement_.get(), index) == SQLITE_NULL;
}

std::string SqliteStatement::text(int index) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), index));
  const int size = sqlite3_column_bytes(statement_.get(), index);
  return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(size));
}

std::int64_t SqliteStatement::number(int index) const {
  return sqlite3_column_int64(statement_.get(), index);
}

void SqliteDatabase::Close::operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }

SqliteDatabase::SqliteDatabase(const std::filesystem::path& file, SqliteAccess access) {
  const bool immutable = access == SqliteAccess::immutable;
  const std::string name = immutable ? uri_of(file.string()) : file.string();
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(
      name.c_str(), &handle,
      flags_of(access) | SQLITE_OPEN_NOMUTEX | (immutable ? SQLITE_OPEN_URI : 0), nullptr);
  handle_.reset(handle); // also a failed open gives one
  if (code != SQLITE_OK) {
    fail();
  }
  sqlite3_extended_result_codes(handle, 1);
  // Once for all: setting it anew would make every prepared statement be prepared again.
  sqlite3_set_authorizer(handle, authorize, refuse_control_.get());
}

void SqliteDatabase::set_busy_timeout(std::chrono::milliseconds timeout) {
  const auto most = std::chrono::milliseconds(std::numeric_limits<int>::max());
  sqlite3_busy_timeout(handle_.get(), static_cast<int>(std::min(timeout, most).count()));
}

void SqliteDatabase::fail(std::optional<std::size_t> at) const {
  const int code = handle_ ? sqlite3_extended_errcode(handle_.get()) : SQLITE_NOMEM;
  DatabaseErrorDetails details;
  details.message = handle_ ? sqlite3_errmsg(handle_.get()) : "out of memory";
  if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY) {
    details.message = "a program was interrupted while it wrote here: what it left undone is taken "
                      "back when a program that may write opens the database";
  }
  details.sqlstate = name_of(code);
  details.at = at;
  details.busy = (code & 0xFF) == SQLITE_BUSY || (code & 0xFF) == SQLITE_LOCKED;
  throw DatabaseError(std::move(details));
}

SqliteDatabase::Prepared SqliteDatabase::prepare_next(std::string_view sql) const {
  if (sql.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
    throw DatabaseError({"a statement is larger than 2 GiB", "SQLITE_TOOBIG", {}, {}, {}});
  }
  if (sql.empty()) { // its pointer may be null, which is misuse
    return {};
  }
  sqlite3_stmt* statement = nullptr;
  const char* tail = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), 0,
                                      &statement, &tail);
  if (code != SQLITE_OK) {
    const int offset = sqlite3_error_offset(handle_.get());
    fail(offset < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(offset)));
  }
  Prepared prepared;
  prepared.consumed = static_cast<std::size_t>(tail - sql.data());
  if (prepared.consumed == 0) { // SQLite reads up to a NUL
    throw DatabaseError({"a NUL byte in SQL", "SQLITE_ERROR", {}, {}, 0});
  }
  if (statement != nullptr) {
    prepared.statement = SqliteStatement(*this, statement);
  }
  return prepared;
}

SqliteStatement SqliteDatabase::prepare(std::string_view sql) const {
  Prepared prepared = prepare_next(sql);
  if (!prepared.statement) {
    throw DatabaseError({"there is no statement", "SQLITE_MISUSE", {}, {}, {}});
  }
  return std::move(*prepared.statement);
}

void SqliteDatabase::execute(std::string_view sql) const {
  while (!sql.empty()) {
    Prepared prepared = prepare_next(sql);
    while (prepared.statement && prepared.statement->step()) {
    }
    sql.remove_prefix(prepared.consumed);
  }
}

std::optional<std::string> SqliteDatabase::query_value(std::string_view sql) const {
  SqliteStatement statement = prepare(sql);
  return statement.step() && !statement.is_null(0) ? std::optional(statement.text(0))
                                                   : std::nullopt;
}

bool SqliteDatabase::in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }

unsigned SqliteDatabase::data_version() const {
  unsigned version = 0;
  sqlite3_file_control(handle_.get(), "main", SQLITE_FCNTL_DATA_VERSION, &version);
  return version;
}

SqliteDatabase::NoTransactionControl::NoTransactionControl(const SqliteDatabase& database)
    : refuse_(*database.refuse_control_) {
  refuse_ = true; // NOLINT(cppcoreguidelines-prefer-member-initializer): what it refers to
}

SqliteDatabase::NoTransactionControl::~NoTransactionControl() { refuse_ = false; }

// Checks of whole files call no progress handler before SQLite 3.41: a thread interrupts them.
struct SqliteDatabase::Deadline::Watcher {
  Watcher(sqlite3* handle, std::chrono::steady_clock::time_point end)
      : thread([this, handle, end] {
          std::unique_lock lock(mutex);
          if (!changed.wait_until(lock, end, [&] { return done; })) {
            sqlite3_interrupt(handle);
          }
        }) {}

  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::thread thread; // after what it uses
};

SqliteDatabase::Deadline::Deadline(const SqliteDatabase& database,
                                   std::chrono::steady_clock::time_point end)
    : watcher_(std::make_unique<Watcher>(database.handle_.get(), end)) {}

SqliteDatabase::Deadline::~Deadline() {
  {
    const std::lock_guard lock(watcher_->mutex);
    watcher_->done = true;
  }
  watcher_->changed.notify_all();
  watcher_->thread.join();
}

void SqliteDatabase::copy_from(const SqliteDatabase& other) const {
  sqlite3_backup* backup = sqlite3_backup_init(handle_.get(), "main", other.handle_.get(), "main");
  if (backup == nullptr) {
    fail();
  }
  const int step = sqlite3_backup_step(backup, -1);
  const int finish = sqlite3_backup_finish(backup);
  if (step != SQLITE_DONE || finish != SQLITE_OK) {
    (finish != SQLITE_OK ? *this : other).fail();
  }
}

} // namespace aether
