// How messages go to a server and come from it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/json/object.hpp>

#include "verify_oi_tools/mcp/message.h"

namespace aether::verify_oi_tools::mcp {

using Clock = std::chrono::steady_clock;

class Transport {
public:
  Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;
  virtual ~Transport() = default;

  // Both throw Failure. `receive`: nothing when the time is over.
  virtual void send(const boost::json::object& message) = 0;
  virtual std::optional<Message> receive(Clock::time_point deadline) = 0;
  // From now on the session is of this revision.
  virtual void agreed(const std::string& revision) = 0;
  // A session that was lost is begun anew.
  virtual void forget_session() {}
  // The request is given up; what was held open for it need not be.
  virtual void give_up(const boost::json::value& /*id*/) {}
  // Leaves; what the server said meanwhile comes back. `in_peace`: nothing went wrong, so that it
  // should end as the protocol has it.
  virtual std::vector<Message> close(bool in_peace) = 0;

  // What the server did that the protocol does not allow, where it could be talked with all the
  // same: each said once.
  void complain(std::string problem);
  [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
  // The last line of a log that the server wrote; empty where there is none.
  [[nodiscard]] virtual std::string last_words() const { return ""; }

private:
  std::vector<std::string> complaints_;
};

} // namespace aether::verify_oi_tools::mcp
