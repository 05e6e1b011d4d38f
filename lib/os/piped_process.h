// A program that is talked to: what is written goes to its standard input while its output is read,
// so that neither waits for the other; its standard error is its log.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "os/broken_pipe.h"
#include "os/spawn.h"

namespace aether {

struct ProcessEnd {
  enum class By : std::uint8_t { itself, terminate, kill };

  By by = By::itself; // what made it end
  int status = 0;     // its exit status, 128 + n when signal n ended it
};

class PipedProcess {
public:
  using Clock = std::chrono::steady_clock;
  enum class Got : std::uint8_t { something, end, nothing_in_time, interrupted };

  // As spawn.
  PipedProcess(const std::vector<std::string>& argv,
               const std::vector<std::pair<std::string, std::string>>& environment);
  PipedProcess(const PipedProcess&) = delete;
  PipedProcess& operator=(const PipedProcess&) = delete;
  ~PipedProcess(); // kills its process group where it still runs

  // Written while receive waits; what it does not read by its end is lost.
  void write(std::string_view bytes);
  // Appends to `out`. end: it has closed its output. interrupted: SIGTERM came, see stop_on_term.
  Got receive(std::string& out, Clock::time_point deadline);
  // The last of what it wrote to standard error.
  [[nodiscard]] const std::string& log() const { return log_; }

  // Closes its input; when it does not end within `grace`, terminates its group, then kills it.
  // What it still writes is appended to `rest`, up to some length.
  ProcessEnd stop(std::chrono::milliseconds grace, std::string& rest);

private:
  [[nodiscard]] std::optional<int> ended();
  std::optional<int> wait_for_end(std::chrono::milliseconds limit, std::string& rest);
  void read_log();
  void flush();
  bool read(Descriptor& from, std::string& to);

  IgnoreBrokenPipe ignore_broken_pipe_;
  Spawned process_;
  std::optional<int> status_;
  std::string to_write_;
  std::string log_;
};

// For a process of which others are the reason to run: when SIGTERM comes, also because its parent
// `parent` ended, receive returns and the process can end what it started.
void stop_on_term(pid_t parent);

} // namespace aether
