// What stops a tool: thrown only where it cannot do its work, caught once, in cli::run_main.
// What a tool finds wrong with its subject is no Error but a Finding.
#pragma once

#include <stdexcept>
#include <string>

#include "core/exit_code.h"

namespace aether {

class Error : public std::runtime_error {
public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}

  [[nodiscard]] ExitCode code() const { return code_; }

private:
  ExitCode code_;
};

// `message: strerror(error_number)`, the form in which failed system calls are reported.
[[nodiscard]] Error system_error(ExitCode code, const std::string& message, int error_number);

} // namespace aether
