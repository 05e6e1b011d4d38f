// The stdio transport: one message a line. What a server prints that is no message is told and
// passed over, as other clients do; what it writes to standard error is its log.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "os/piped_process.h"
#include "verify_oi_tools/mcp/transport.h"

namespace aether::verify_oi_tools::mcp {

class StdioTransport : public Transport {
public:
  // Throws Failure (not_started).
  StdioTransport(const std::vector<std::string>& argv,
                 const std::vector<std::pair<std::string, std::string>>& environment);

  void send(const boost::json::object& message) override;
  std::optional<Message> receive(Clock::time_point deadline) override;
  void agreed(const std::string& /*revision*/) override {}
  std::vector<Message> close(bool in_peace) override;
  [[nodiscard]] std::string last_words() const override;

private:
  [[nodiscard]] Failure ended();
  void take_lines();
  void take_line(std::string_view line);

  PipedProcess process_;
  std::string received_; // without a newline until `looked_at_`
  std::size_t looked_at_ = 0;
  std::size_t total_ = 0;
  std::size_t rubbish_ = 0;
  std::deque<Message> messages_;
};

} // namespace aether::verify_oi_tools::mcp
