// Reading TOML 1.0 as a Document, over toml++. Its only user.
#pragma once

#include <string_view>

#include "data/document.h"

namespace aether {

// Members stand in the order of the text. Dates and times become text as RFC 3339 writes them.
// Depth and number are bounded: toml_limits.h.
// Throws Error (bad_input) reading `NAME:LINE:COLUMN: message`.
[[nodiscard]] Document parse_toml(std::string_view text, std::string_view name);

} // namespace aether
