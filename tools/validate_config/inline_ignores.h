// Comments that silence findings: `# validate_config: ignore RULE[, RULE...]` on the line or the
// line above, `# validate_config: ignore-file RULE` for its whole file. Rules may be globs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether::validate_config {

struct InlineIgnore {
  std::string rule; // a glob
  std::string file;
  Position at;
  bool whole_file = false;
  bool used = false;
};

// Appends those of a text.
void find_inline_ignores(std::string_view text, const std::string& file,
                         std::vector<InlineIgnore>& ignores);

// Drops what they silence, and adds a note for each that silences nothing.
void apply_inline_ignores(std::vector<InlineIgnore>& ignores, std::vector<Finding>& findings);

} // namespace aether::validate_config
