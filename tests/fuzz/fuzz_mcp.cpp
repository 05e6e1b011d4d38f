// Whatever a server sends: messages are parsed or refused, never otherwise; a stream of events
// gives the same however it is cut; arguments that are made of a schema are an object or nothing.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "verify_oi_tools/mcp/arguments.h"
#include "verify_oi_tools/mcp/event_stream.h"
#include "verify_oi_tools/mcp/message.h"
#include "verify_oi_tools/tool.h"

namespace {

namespace tools = aether::verify_oi_tools;

constexpr std::size_t k_longest = 1U << 16U;

std::vector<std::string> events_of(std::string_view text, std::size_t piece) {
  std::vector<std::string> events;
  tools::mcp::EventStream stream([&](std::string_view data) { events.emplace_back(data); });
  while (!text.empty()) {
    const std::string_view part = text.substr(0, piece);
    (void)stream.feed(part, k_longest);
    text.remove_prefix(part.size());
  }
  return events;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  if (size < k_longest && events_of(text, text.size()) != events_of(text, 1)) {
    std::abort();
  }
  try {
    for (const tools::mcp::Message& one : tools::mcp::parse_messages(text)) {
      if (one.result.is_object()) {
        (void)tools::parameters_of_schema(one.result);
        (void)tools::make_arguments(one.result);
      }
    }
  } catch (const tools::mcp::Failure&) { // no message
  }
  (void)tools::mcp::excerpt(text);
  return 0;
}
