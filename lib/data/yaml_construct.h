// Constructing (YAML 1.2.2, section 3.1.2): makes the Document of a composed graph. Scalars get
// their values by tag or core schema, aliases are copied, `<<` is merged, and every part keeps the
// position where it was written.
#pragma once

#include <string_view>

#include "data/document.h"
#include "data/yaml_graph.h"

namespace aether::yaml {

// Throws Error (bad_input) for duplicate or complex keys, tags that are unknown or do not fit, and
// what `<<` cannot merge. `name` is how the text is called in messages. A graph without a root is
// null.
[[nodiscard]] Document construct(const Graph& graph, std::string_view name);

} // namespace aether::yaml
