// A first pass over YAML text, before yaml-cpp: finds what its scanner takes though YAML forbids
// it, and rewrites what it refuses or misreads though YAML allows it. What is left to it is the
// structure. Valid YAML that stays refused: `{k:[1]}`, a key of one letter that its value touches.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "data/document.h"
#include "data/yaml_scalar.h"

namespace aether::yaml {

struct ScanLimits {
  std::size_t depth = 200;
  std::size_t nodes = 800'000; // yaml-cpp takes some 2 us and 200 bytes for each
};

struct Scan {
  // As long as the source, each token at its offset, but: the scalars below are one line without
  // meaning, flow collections are one line, comments are empty.
  std::string text;
  std::vector<SourceScalar> scalars; // over lines, with escapes, or long
  // Tabs between tokens (the first) and anchors that are there again: errors to PyYAML.
  std::vector<Ambiguity> ambiguities;
};

// Expects text that check_characters lets through. Throws InputError for brackets and quotes that
// are never closed, entries that are missing or not separated, directives without a document, text
// that a scalar cannot have around it, and what goes over the limits; the rest is yaml-cpp's.
[[nodiscard]] Scan scan(std::string_view text, std::string_view name,
                        const ScanLimits& limits = {});

} // namespace aether::yaml
