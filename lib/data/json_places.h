// Where the parts of a JSON text are. Apart from parsing, since they are asked for only where
// something is wrong.
#pragma once

#include <string_view>
#include <vector>

#include "data/document.h"

namespace aether {

// The places of a Document (document.h) that was parsed from this text, which is known to be valid
// JSON without duplicate keys.
[[nodiscard]] std::vector<Place> locate_json(std::string_view text);

} // namespace aether
