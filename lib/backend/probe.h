// Python's side of reading a backend: share/probes/backend_probe, run by a python3 that is told to
// take nothing from its surroundings. It looks at sources as trees (ast) and runs none of them.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <boost/json/object.hpp>

namespace aether {

struct ProbeOptions {
  std::string python = "python3"; // looked for in PATH
  std::chrono::milliseconds timeout{20'000};
  bool keep_going = false; // follow settings past values that they refuse, which notes tell
};

struct ProbeResult {
  std::optional<boost::json::object> answer;
  std::string why_not; // set where there is no answer: "python3 is not installed"
};

// The shapes of request and answer are those of share/probes/backend_probe/answer.py.
[[nodiscard]] ProbeResult ask_probe(const boost::json::object& request,
                                    const ProbeOptions& options);

} // namespace aether
