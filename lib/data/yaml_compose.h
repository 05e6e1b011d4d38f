// Composing (YAML 1.2.2, section 3.1.2): drives yaml-cpp's parser and makes a graph of its events.
// What yaml-cpp takes though YAML forbids it, and what would be unsafe to construct (cycles, depth,
// aliases that multiply), ends here. The only user of yaml-cpp.
#pragma once

#include <string_view>

#include "data/yaml_graph.h"
#include "data/yaml_scan.h"

namespace aether::yaml {

// Expects a text of at most 1 GiB and what scanning it has made. Throws Error (bad_input) reading
// `NAME:LINE:COLUMN: message`.
[[nodiscard]] Graph compose(std::string_view text, const Scan& scan, std::string_view name);

} // namespace aether::yaml
