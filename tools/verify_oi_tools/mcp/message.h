// Messages of JSON-RPC 2.0 as the Model Context Protocol uses them (revisions up to 2025-11-25).
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace aether::verify_oi_tools::mcp {

// Beyond these a message is refused: a server must not take our memory.
inline constexpr std::size_t k_longest_message = std::size_t{64} << 20U;
inline constexpr std::size_t k_most_bytes = std::size_t{512} << 20U; // of all messages
inline constexpr std::size_t k_deepest_message = 500;
inline constexpr std::size_t k_most_values = 8'000'000;

// Why a server cannot be talked with any more.
class Failure : public std::runtime_error {
public:
  enum class Kind : std::uint8_t {
    not_started,
    timed_out,
    ended,        // it went, or closed its output
    protocol,     // what it says is not MCP
    refused,      // an HTTP status, a redirect, a login that is missing
    session_lost, // HTTP 404 for a session that was there
    unsupported,  // it speaks other revisions only
    interrupted,
  };

  Failure(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  [[nodiscard]] Kind kind() const { return kind_; }

private:
  Kind kind_;
};

// Throws Failure (protocol).
[[noreturn]] void not_mcp(const std::string& message);

struct Message {
  enum class Kind : std::uint8_t { request, notification, result, error };

  Kind kind = Kind::notification;
  boost::json::value id;
  std::string method;        // request, notification
  boost::json::value params; // the same
  boost::json::value result;
  std::int64_t error_code = 0;
  std::string error_message;
  boost::json::value error_data;
};

// One message, or several of a batch (revision 2025-03-26). Throws Failure (protocol).
[[nodiscard]] std::vector<Message> parse_messages(std::string_view text);

[[nodiscard]] boost::json::object make_request(std::int64_t id, std::string_view method,
                                               boost::json::object params);
[[nodiscard]] boost::json::object make_notification(std::string_view method,
                                                    boost::json::object params);
[[nodiscard]] boost::json::object make_result(const boost::json::value& id,
                                              boost::json::value result);
[[nodiscard]] boost::json::object make_error(const boost::json::value& id, int code,
                                             std::string_view message);

// The beginning of what is no message, for people: one line, printable, in quotation marks.
[[nodiscard]] std::string excerpt(std::string_view text);

} // namespace aether::verify_oi_tools::mcp
