// A client of the Model Context Protocol, revisions 2024-11-05 to 2025-11-25: it initializes, lists
// tools to the end, calls them, answers what the server asks meanwhile, and leaves.
//
// Revision 2026-07-28 has no sessions; a server that speaks nothing else is told by `unsupported`.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "verify_oi_tools/mcp/transport.h"

namespace aether::verify_oi_tools::mcp {

// Which a server is asked to speak; `automatic` finds out first.
enum class Protocol : std::uint8_t { legacy, modern, automatic };

struct ClientOptions {
  Protocol protocol = Protocol::legacy;
  boost::json::object capabilities;          // of ours; servers list different tools for them
  std::chrono::milliseconds request{10'000}; // for an answer; progress begins it anew
  Clock::time_point deadline = Clock::time_point::max(); // of all together
  std::size_t most_tools = 200'000;
  // The result of a request of the server; nothing: there is no such method.
  std::function<std::optional<boost::json::value>(const std::string& method,
                                                  const boost::json::value& params)>
      answer;
};

struct ServerInfo {
  std::string revision;
  std::string name;
  std::string version;
  boost::json::object capabilities;
  std::string title;        // for people
  std::string instructions; // for the model
};

// What tools/call came to: an answer, or an error of the protocol.
struct CallResult {
  std::optional<boost::json::object> result; // content, structuredContent, isError
  std::int64_t error_code = 0;
  std::string error_message;
};

class Client {
public:
  // The transport outlives it.
  Client(Transport& transport, ClientOptions options)
      : transport_(transport), options_(std::move(options)) {}

  // All throw Failure.
  ServerInfo initialize();
  // The entries as they came. Follows nextCursor to the end, and lists again when told that the
  // list changed.
  std::vector<boost::json::value> list_tools();
  // `limit`: for its answer.
  CallResult call(std::string_view tool, boost::json::object arguments,
                  std::chrono::milliseconds limit);

  // Leaves in peace, and looks at what comes meanwhile.
  void leave();

private:
  struct Answer {
    boost::json::value result;
    bool is_error = false;
    std::int64_t code = 0;
    std::string message;
    boost::json::value data;
  };

  Answer request(std::string_view method, boost::json::object params);
  Answer request_once(std::string_view method, boost::json::object params);
  Answer wait_for_answer(std::int64_t id, std::string_view method);
  [[noreturn]] void time_out(std::int64_t id, std::string_view method);
  void take(const Message& message, bool& is_progress);
  void answer(const Message& request);
  void take_stray(const Message& message);
  ServerInfo take_initialize(const Answer& answer);
  ServerInfo initialize_legacy();
  // What a server says to server/discover, where that shows the modern revision.
  [[nodiscard]] bool is_modern();
  std::vector<boost::json::value> list_once();

  Transport& transport_;
  ClientOptions options_;
  std::int64_t last_id_ = 0;
  std::set<std::int64_t> given_up_;
  bool list_changed_ = false;
  bool is_initialized_ = false;
};

} // namespace aether::verify_oi_tools::mcp
