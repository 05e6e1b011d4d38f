// Reading YAML 1.2 as data: one document whose mappings have text for keys, plain scalars by the
// core schema, aliases expanded and `<<` merged (members of its own come first and win).
#pragma once

#include <string_view>

#include "data/document.h"

namespace aether {

// Throws Error (bad_input) reading `NAME:LINE:COLUMN: message` for what YAML forbids and for what
// no configuration means: duplicate, missing or complex keys, several documents, unknown tags,
// control characters, nesting over 200 levels, aliases that are cyclic or copy over 16 MiB, more
// keys and values than yaml_scan.h allows. What PyYAML refuses and 1.2 allows is ambiguous.
// Text without a document is null. `name` is how the text is called in messages.
[[nodiscard]] Document parse_yaml(std::string_view text, std::string_view name);

} // namespace aether
