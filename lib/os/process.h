// A child process: its output gathered, its time limited.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aether {

struct ProcessRequest {
  std::vector<std::string> argv;                                // argv[0] is looked for in PATH
  std::vector<std::pair<std::string, std::string>> environment; // beside our own
  std::string input;                                            // its standard input
  std::optional<std::chrono::milliseconds> timeout;
  std::size_t max_output = std::size_t{64} << 20U; // of each stream; it is killed beyond that
};

struct ProcessResult {
  int status = 0; // its exit status, 128 + n when signal n ended it
  bool timed_out = false;
  bool too_much = false; // it wrote more than max_output
  std::string out;
  std::string err;
};

// Runs it in a process group of its own, which is killed whole when its time is over. It ends with
// the calling thread, which waits for it. Throws Error (unavailable) when it cannot be started.
[[nodiscard]] ProcessResult run_process(const ProcessRequest& request);

} // namespace aether
