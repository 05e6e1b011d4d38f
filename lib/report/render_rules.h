// The rules of a tool for people, a line each: what --list-rules prints.
#pragma once

#include <iosfwd>
#include <vector>

#include "core/finding.h"

namespace aether {

void render_rules(std::ostream& out, const std::vector<Rule>& rules);

} // namespace aether
