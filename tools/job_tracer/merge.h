// Several indices as one: parts of one root join, different roots stand beside each other.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "backend/blocks/index.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

struct NamedIndex {
  std::string name; // how the export is called in messages
  Index index;
};

// Parts of one root (the same absolute path) give what one run over all their files gives. With
// several roots every path is prefixed with its root's name (as many last components of the root's
// path as make it unique) and references are resolved across them. Does not depend on the order of
// the parts. Throws Error (bad_input) when two parts disagree about a file.
[[nodiscard]] Index merge(std::vector<NamedIndex> parts);

} // namespace aether::job_tracer
