// What is remembered of earlier rounds, within a run (--watch, --wait) and between runs (--state):
// since when a check is in its state, and how often in a row it was in another.
//
// The file is JSON, `aether/health_check/state/1`, replaced whole. One that cannot be read as that
// is an error, never overwritten.
#pragma once

#include <chrono>
#include <map>
#include <string>

#include "health_check/run_plan.h"
#include "os/descriptor.h"

namespace aether::health_check {

struct Remembered {
  State state = State::healthy; // as it was reported
  std::chrono::sys_seconds since{};
  State seen = State::healthy; // as it was found last
  unsigned times = 0;          // in a row, while it differs from what is reported
  std::chrono::sys_seconds seen_since{};
  std::string message;
};

class Memory {
public:
  // Held from reading a file to replacing it, so that runs at once do not lose each other's rounds.
  // Gives up after a second: a run that hangs holds up no other.
  class Lock {
  public:
    explicit Lock(const std::string& file);

  private:
    Descriptor file_;
  };

  // Throws Error (bad_input, unavailable). A file that is not there is a beginning.
  static Memory load(const std::string& file);

  // Puts `since` on the results. With damping a check that was well is reported as down only after
  // `down_after` rounds in a row, and one that was down as well after `up_after`. What is met for
  // the first time is believed at once.
  void update(Round& round, unsigned down_after, unsigned up_after);

  [[nodiscard]] std::string text() const;

private:
  std::map<std::string, Remembered> checks_;
};

} // namespace aether::health_check
