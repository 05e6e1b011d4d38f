// What a person approved: a fingerprint of every text that a tool hands to a model. A tool whose
// description changes behind one's back may tell the model something else than what was read.
//
// The file is JSON, `aether/verify_oi_tools/lock/1`, sorted by the tools' paths, meant to be
// committed: {"schema", "tool", "version", "tools": {PATH: {"approved": TIME, "description":
// SHA-256, "signature": SHA-256, "parameters": SHA-256}}}. The time is kept while nothing changes.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

struct Approved {
  std::string time; // RFC 3339
  std::string description;
  std::string signature;
  std::string parameters;
};

using Lock = std::map<std::string, Approved>; // by path

// Throws Error (bad_input) for text that is no lock; `name` is how it is called.
[[nodiscard]] Lock read_lock(std::string_view text, std::string_view name);

[[nodiscard]] Lock lock_of(const std::vector<const Tool*>& tools, const Lock& before,
                           std::chrono::system_clock::time_point now);

[[nodiscard]] std::string to_json(const Lock& lock);

// Which of the texts differ: "description, parameters"; empty where none does.
[[nodiscard]] std::string changed(const Approved& approved, const Tool& tool);

} // namespace aether::verify_oi_tools
