// Ends the process when something does not return: a file on a dead mount, which no deadline of
// ours reaches.
#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace aether {

class Watchdog {
public:
  // Unless this has gone by then, `text` is written to the descriptor and the process ends with the
  // status. It is a thread: nobody may fork meanwhile who needs none to run.
  Watchdog(std::chrono::milliseconds limit, int descriptor, std::string text, int status);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

private:
  struct State;
  std::unique_ptr<State> state_;
};

} // namespace aether
