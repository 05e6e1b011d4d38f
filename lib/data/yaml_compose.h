// Composing (YAML 1.2.2, section 3.1.2): drives yaml-cpp's parser and makes a graph of its events.
// What yaml-cpp takes though YAML forbids it, and what would be unsafe to construct (cycles, depth,
// aliases that multiply), ends here. The only user of yaml-cpp.
#pragma once

#include <string_view>

#include "data/yaml_graph.h"

namespace aether::yaml {

// Expects text that check_characters lets through, at most 1 GiB. Throws Error
// (bad_input) reading `NAME:LINE:COLUMN: message`.
[[nodiscard]] Graph compose(std::string_view text, std::string_view name);

} // namespace aether::yaml
