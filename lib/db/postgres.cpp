#include "db/postgres.h"

#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <thread>

#include "core/text.h"
#include "db/database_error.h"
#include "db/libpq.h"

namespace aether {

namespace {

using Clock = std::chrono::steady_clock;
using Settings = std::map<std::string, std::string>;

// `FATAL:  28P01: password ...`: the code, which is taken out of the message.
std::string take_sqlstate(std::string& message) {
  constexpr std::size_t k_code = 5;
  constexpr std::string_view k_before = ":  ";
  constexpr std::string_view k_letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  for (std::size_t at = message.find(k_before); at != std::string::npos;
       at = message.find(k_before, at + 1)) {
    const std::size_t begin = at + k_before.size();
    const std::string code = message.substr(begin, k_code);
    if (code.size() == k_code && code.find_first_not_of(k_letters) == std::string::npos &&
        message.compare(begin + k_code, 2, ": ") == 0) {
      message.erase(begin, k_code + 2);
      return code;
    }
  }
  return "";
}

[[noreturn]] void fail_to_connect(std::string message) {
  while (message.ends_with('\n')) {
    message.pop_back();
  }
  message = message.substr(0, message.find('\n')); // what follows is advice about the network
  DatabaseErrorDetails details;
  details.sqlstate = take_sqlstate(message);
  details.message = std::move(message);
  details.lost = true;
  throw DatabaseError(std::move(details));
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { libpq().PQconninfoFree(options); }
};
struct FreeMemory {
  void operator()(char* memory) const { libpq().PQfreemem(memory); }
};

Settings parse_conninfo(const std::string& conninfo) {
  char* message = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      libpq().PQconninfoParse(conninfo.c_str(), &message));
  const std::unique_ptr<char, FreeMemory> owned(message);
  if (!options) {
    fail_to_connect(message == nullptr ? "out of memory" : "the address cannot be read");
  }
  Settings settings;
  for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) {
      settings[option->keyword] = option->val;
    }
  }
  return settings;
}

// What a thread that looks a name up shares with the one that waits for it, and may give it up.
struct Lookup {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  int error = 0;
  std::string address;
};

void look_up(const std::shared_ptr<Lookup>& lookup, const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const int error = ::getaddrinfo(host.c_str(), nullptr, &hints, &found);
  std::array<char, NI_MAXHOST> address{};
  if (error == 0) {
    ::getnameinfo(found->ai_addr, found->ai_addrlen, address.data(), address.size(), nullptr, 0,
                  NI_NUMERICHOST);
    ::freeaddrinfo(found);
  }
  const std::lock_guard lock(lookup->mutex);
  lookup->done = true;
  lookup->error = error;
  lookup->address = address.data();
  lookup->changed.notify_all();
}

// libpq looks names up without a deadline: it gets the address instead. A list of hosts, a host
// that is a socket's directory and one that is an address already stay as they are.
void resolve_host(Settings& settings, Clock::time_point deadline) {
  const std::string host = settings["host"];
  const bool is_address = host.find_first_not_of("0123456789.") == std::string::npos ||
                          host.find(':') != std::string::npos;
  if (host.empty() || host.front() == '/' || host.front() == '@' || is_address ||
      host.find(',') != std::string::npos || settings.contains("hostaddr") || host == "localhost") {
    return;
  }
  const auto lookup = std::make_shared<Lookup>();
  std::thread([lookup, host] { look_up(lookup, host); }).detach();
  std::unique_lock lock(lookup->mutex);
  if (!lookup->changed.wait_until(lock, deadline, [&] { return lookup->done; })) {
    fail_to_connect("looking up the host `" + host + "` took too long");
  }
  if (lookup->error != 0) {
    fail_to_connect("there is no host `" + host + "`: " + ::gai_strerror(lookup->error));
  }
  settings["hostaddr"] = lookup->address;
}

// Waits until the socket is as libpq wants it; false when the deadline passes.
bool wait_for(pg_conn* connection, PostgresPollingStatusType wanted, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) {
      return false;
    }
    pollfd waiting{libpq().PQsocket(connection),
                   static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    const int ready = ::poll(&waiting, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000)));
    if (ready > 0) {
      return true;
    }
    if (ready < 0 && errno != EINTR) {
      return false;
    }
  }
}

std::string field(const pg_result* result, int code) {
  const char* text = libpq().PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

// The byte of a place that the server counts in characters from 1.
std::optional<std::size_t> byte_of(std::string_view sql, const std::string& position) {
  if (position.empty()) {
    return std::nullopt;
  }
  std::size_t characters = std::strtoul(position.c_str(), nullptr, 10);
  std::size_t at = 0;
  while (characters > 1 && at < sql.size()) {
    at += std::max<std::size_t>(utf8_sequence_length(sql, at), 1);
    --characters;
  }
  return at;
}

void take_notice(void* notices, const pg_result* result) {
  static_cast<std::vector<std::string>*>(notices)->push_back(
      field(result, PG_DIAG_SEVERITY_NONLOCALIZED) + ": " + field(result, PG_DIAG_MESSAGE_PRIMARY));
}

void drop_notice(void* /*unused*/, const pg_result* /*result*/) {}

} // namespace

void PostgresResult::Clear::operator()(pg_result* result) const { libpq().PQclear(result); }

std::size_t PostgresResult::rows() const {
  return static_cast<std::size_t>(libpq().PQntuples(result_.get()));
}

std::size_t PostgresResult::columns() const {
  return static_cast<std::size_t>(libpq().PQnfields(result_.get()));
}

bool PostgresResult::is_null(std::size_t row, std::size_t column) const {
  return libpq().PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string PostgresResult::text(std::size_t row, std::size_t column) const {
  return libpq().PQgetvalue(result_.get(), static_cast<int>(row), static_cast<int>(column));
}

void PostgresConnection::Finish::operator()(pg_conn* connection) const {
  libpq().PQfinish(connection);
}

PostgresConnection::PostgresConnection(const std::string& conninfo,
                                       std::chrono::milliseconds timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  Settings settings = parse_conninfo(conninfo);
  resolve_host(settings, deadline);
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : settings) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  connection_.reset(libpq().PQconnectStartParams(keys.data(), values.data(), 0));
  if (!connection_ || libpq().PQstatus(connection_.get()) == CONNECTION_BAD) {
    fail_to_connect(connection_ ? libpq().PQerrorMessage(connection_.get()) : "out of memory");
  }
  libpq().PQsetNoticeReceiver(connection_.get(), drop_notice, nullptr);
  libpq().PQsetErrorVerbosity(connection_.get(), PQERRORS_VERBOSE); // SQLSTATE stands there only
  for (PostgresPollingStatusType state = PGRES_POLLING_WRITING; state != PGRES_POLLING_OK;
       state = libpq().PQconnectPoll(connection_.get())) {
    if (state == PGRES_POLLING_FAILED) {
      fail_to_connect(libpq().PQerrorMessage(connection_.get()));
    }
    if (!wait_for(connection_.get(), state, deadline)) {
      fail_to_connect("the server gave no answer in time");
    }
  }
  libpq().PQsetErrorVerbosity(connection_.get(), PQERRORS_DEFAULT);
}

PostgresResult PostgresConnection::check(pg_result* owned, std::string_view sql) const {
  PostgresResult result(owned);
  const ExecStatusType status = libpq().PQresultStatus(owned);
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY) {
    return result;
  }
  DatabaseErrorDetails details;
  details.lost = libpq().PQstatus(connection_.get()) != CONNECTION_OK;
  if (status == PGRES_FATAL_ERROR) {
    details.message = field(owned, PG_DIAG_MESSAGE_PRIMARY);
    details.sqlstate = field(owned, PG_DIAG_SQLSTATE);
    details.detail = field(owned, PG_DIAG_MESSAGE_DETAIL);
    details.hint = field(owned, PG_DIAG_MESSAGE_HINT);
    details.at = byte_of(sql, field(owned, PG_DIAG_STATEMENT_POSITION));
    details.busy = details.sqlstate == "55P03"; // lock_not_available
  } else if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
    details.message = "the statement copies from or to the client, which is not possible here";
  }
  if (details.message.empty()) {
    details.message = libpq().PQerrorMessage(connection_.get());
    details.message = details.message.substr(0, details.message.find('\n'));
  }
  throw DatabaseError(std::move(details));
}

PostgresResult PostgresConnection::execute(const std::string& sql, const Parameters& parameters) {
  std::vector<const char*> values;
  for (const std::optional<std::string>& parameter : parameters) {
    values.push_back(parameter ? parameter->c_str() : nullptr);
  }
  return check(libpq().PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()),
                                    nullptr, values.data(), nullptr, nullptr, 0),
               sql);
}

PostgresResult PostgresConnection::execute_simply(const std::string& sql) {
  return check(libpq().PQexec(connection_.get(), sql.c_str()), sql);
}

std::optional<PostgresResult>
PostgresConnection::execute_within(const std::string& sql, std::chrono::milliseconds timeout) {
  const Clock::time_point deadline = Clock::now() + timeout;
  if (libpq().PQsendQuery(connection_.get(), sql.c_str()) == 0) {
    return check(nullptr, sql);
  }
  while (libpq().PQisBusy(connection_.get()) != 0) {
    if (!wait_for(connection_.get(), PGRES_POLLING_READING, deadline)) {
      return std::nullopt;
    }
    if (libpq().PQconsumeInput(connection_.get()) == 0) {
      return check(nullptr, sql);
    }
  }
  PostgresResult result = check(libpq().PQgetResult(connection_.get()), sql);
  while (pg_result* rest = libpq().PQgetResult(connection_.get())) {
    libpq().PQclear(rest);
  }
  return result;
}

void PostgresConnection::execute_together(const std::vector<std::string>& statements) {
  std::string joined;
  for (const std::string& statement : statements) {
    joined += statement + ";";
  }
  (void)check(libpq().PQexec(connection_.get(), joined.c_str()), joined);
}

bool PostgresConnection::in_transaction() const {
  return libpq().PQtransactionStatus(connection_.get()) == PQTRANS_INTRANS;
}

bool PostgresConnection::in_failed_transaction() const {
  return libpq().PQtransactionStatus(connection_.get()) == PQTRANS_INERROR;
}

bool PostgresConnection::is_usable() const {
  return libpq().PQstatus(connection_.get()) == CONNECTION_OK;
}

std::string PostgresConnection::reported(const char* name) const {
  const char* value = libpq().PQparameterStatus(connection_.get(), name);
  return value == nullptr ? "" : value;
}

int PostgresConnection::server_version() const {
  return libpq().PQserverVersion(connection_.get());
}

std::string PostgresConnection::process_told() const {
  return std::to_string(libpq().PQbackendPID(connection_.get()));
}

std::string PostgresConnection::user() const { return libpq().PQuser(connection_.get()); }

std::string PostgresConnection::database() const { return libpq().PQdb(connection_.get()); }

std::vector<std::pair<std::string, std::string>>
PostgresConnection::environment(const std::string& conninfo) {
  std::vector<std::pair<std::string, std::string>> variables;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(
      libpq().PQconninfoParse(conninfo.c_str(), nullptr));
  for (const PQconninfoOption* option = options.get();
       option != nullptr && option->keyword != nullptr; ++option) {
    if (option->val != nullptr && option->envvar != nullptr) {
      variables.emplace_back(option->envvar, option->val);
    }
  }
  return variables;
}

std::string PostgresConnection::quote_name(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    quoted += c;
    if (c == '"') {
      quoted += '"';
    }
  }
  return quoted + '"';
}

void PostgresConnection::collect_notices(std::vector<std::string>* notices) {
  libpq().PQsetNoticeReceiver(connection_.get(), notices == nullptr ? drop_notice : take_notice,
                              notices);
}

} // namespace aether
