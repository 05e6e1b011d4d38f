// What is attached to the running interpreter's computer object, as a program tells it:
// share/probes/oi_probe.py, whose head has the shape of the document, or another.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

struct AttachedTool {
  Tool tool;
  bool is_built_in = false; // Open Interpreter brings it
};

struct AttachedTools {
  std::vector<AttachedTool> tools;
  std::vector<std::string> problems; // what could not be attached or looked at
  std::string why_not;               // there is no document, or Open Interpreter is not there
};

// Runs the command with `root` as its current directory's name in AETHER_BACKEND_ROOT; its standard
// error is passed over. Throws Error (usage) for what is no command.
[[nodiscard]] AttachedTools read_attached(std::string_view command, const std::string& root,
                                          std::chrono::milliseconds timeout);

// The document itself. Throws Error (bad_input).
[[nodiscard]] AttachedTools attached_of(std::string_view document);

} // namespace aether::verify_oi_tools
