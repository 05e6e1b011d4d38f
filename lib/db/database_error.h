// What a database says when it refuses a statement.
#pragma once

#include <cstddef>
#include <optional>
#include <stdexcept>
#include <string>

namespace aether {

struct DatabaseErrorDetails {
  std::string message;  // as the server says it, without "ERROR:"
  std::string sqlstate; // PostgreSQL: five characters; SQLite: the name of its result code
  std::string detail;
  std::string hint;
  std::optional<std::size_t> at; // a byte of the statement
  bool lost = false;             // the connection is gone: what it was doing is not known
  bool busy = false;             // a lock was not had in time
};

// Thrown by the owners of lib/db. The message holds no password.
class DatabaseError : public std::runtime_error {
public:
  explicit DatabaseError(DatabaseErrorDetails details)
      : std::runtime_error(details.message), details_(std::move(details)) {}

  [[nodiscard]] const DatabaseErrorDetails& details() const { return details_; }

private:
  DatabaseErrorDetails details_;
};

} // namespace aether
