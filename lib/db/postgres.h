// The one owner of libpq's handles. Every error is a DatabaseError; no message holds a password.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

struct pg_conn;
struct pg_result;

namespace aether {

// Rows as text.
class PostgresResult {
public:
  [[nodiscard]] std::size_t rows() const;
  [[nodiscard]] std::size_t columns() const;
  [[nodiscard]] bool is_null(std::size_t row, std::size_t column) const;
  [[nodiscard]] std::string text(std::size_t row, std::size_t column) const; // null: empty

private:
  friend class PostgresConnection;
  struct Clear {
    void operator()(pg_result* result) const;
  };
  explicit PostgresResult(pg_result* result) : result_(result) {}

  std::unique_ptr<pg_result, Clear> result_;
};

class PostgresConnection {
public:
  using Parameters = std::vector<std::optional<std::string>>;

  // `conninfo` as libpq reads it: a URL or key=value pairs. Fails after `timeout`, counted over
  // name lookup, connecting and signing in together. Its DatabaseError has the SQLSTATE that the
  // server gave, if it came that far.
  PostgresConnection(const std::string& conninfo, std::chrono::milliseconds timeout);

  // One statement (the extended protocol takes no more), with $1, $2 ... bound. An error's place
  // is a byte of `sql`.
  PostgresResult execute(const std::string& sql, const Parameters& parameters = {});

  // The same in the simple protocol: one statement, of which an error about `$1` has its place too.
  PostgresResult execute_simply(const std::string& sql);

  // One statement without parameters; nothing when it takes longer, and the connection is then of
  // no more use.
  std::optional<PostgresResult> execute_within(const std::string& sql,
                                               std::chrono::milliseconds timeout);

  // Statements without parameters sent in one go; the results come back together. The first that
  // fails is thrown, and the rest are not run.
  void execute_together(const std::vector<std::string>& statements);

  [[nodiscard]] bool in_transaction() const;
  [[nodiscard]] bool in_failed_transaction() const;
  [[nodiscard]] bool is_usable() const;
  // A parameter that the server reports, such as server_version; empty when it does not.
  [[nodiscard]] std::string reported(const char* name) const;
  [[nodiscard]] int server_version() const; // 150004 for 15.4
  // The server process as it was told when signing in.
  [[nodiscard]] std::string process_told() const;
  [[nodiscard]] std::string user() const;
  [[nodiscard]] std::string database() const;

  [[nodiscard]] static std::string quote_name(std::string_view name);

  // The address as the variables that libpq's programs read (PGHOST, PGPASSWORD, ...).
  [[nodiscard]] static std::vector<std::pair<std::string, std::string>>
  environment(const std::string& conninfo);

  // Where NOTICE and WARNING messages go; nowhere unless set.
  void collect_notices(std::vector<std::string>* notices);

private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  PostgresResult check(pg_result* owned, std::string_view sql) const;

  std::unique_ptr<pg_conn, Finish> connection_;
};

} // namespace aether
