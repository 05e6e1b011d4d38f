// A baseline: the findings that a project has accepted for now, so that only new ones fail.
// A JSON document of schema aether/baseline/1: {"schema", "tool", "version", "findings":
// [{"fingerprint", "rule", "file", "message"}]}, sorted, pretty, meant to be committed.
#pragma once

#include <iosfwd>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether {

// The fingerprints of a baseline. Text that is no baseline of this tool: Error (bad_input) that
// says what was expected, and what makes it (`made_by`, such as `job_tracer check
// --write-baseline`), and what came. `name` is how the text is called in messages.
[[nodiscard]] std::set<std::string> read_baseline(std::string_view text, std::string_view name,
                                                  std::string_view tool, std::string_view made_by);

void write_baseline(std::ostream& out, std::string_view tool, std::string_view version,
                    const std::vector<Finding>& findings);

// Drops the findings that the baseline holds, be it by the fingerprint that they had formerly;
// returns how many. Needs fingerprints.
std::size_t drop_known(const std::set<std::string>& baseline, std::vector<Finding>& findings);

} // namespace aether
