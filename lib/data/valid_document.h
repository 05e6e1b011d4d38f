// A YAML document that has to be as its schema says: the configuration of a tool of our own.
#pragma once

#include <string>
#include <string_view>

#include "data/document.h"

namespace aether {

// Throws InputError for what cannot be parsed, and for the first thing that is not as the schema
// (JSON Schema, as text) says, with its place.
[[nodiscard]] Document parse_valid_document(std::string_view text, const std::string& name,
                                            std::string_view schema);

} // namespace aether
