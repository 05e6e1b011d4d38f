// A first pass over YAML text, before yaml-cpp: finds what its scanner takes though YAML forbids
// it, and rewrites what it refuses or misreads though YAML allows it. What is left to it is the
// structure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/document.h"
#include "data/yaml_rewriter.h"
#include "data/yaml_scalar.h"

namespace aether::yaml {

struct ScanLimits {
  std::size_t depth = 200;
  std::size_t nodes = 800'000; // yaml-cpp takes some 2 us and 200 bytes for each
};

struct Scan {
  // For yaml-cpp: scalars without their text, flow collections on one line, no comments.
  std::string text;
  SourceMap source;                  // of offsets in `text`
  std::vector<SourceScalar> scalars; // all of them, in the order of the text
  // Tabs between tokens (the first) and anchors that are there again: errors to PyYAML.
  std::vector<Ambiguity> ambiguities;
};

// Expects text of at most 1 GiB that check_characters lets through. Throws InputError for brackets
// and quotes that are never closed, entries that are missing or not separated, directives without a
// document, text that a scalar cannot have around it, and what goes over the limits; the rest is
// yaml-cpp's.
[[nodiscard]] Scan scan(std::string_view text, std::string_view name,
                        const ScanLimits& limits = {});

} // namespace aether::yaml
