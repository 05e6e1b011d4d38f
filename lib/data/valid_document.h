// Documents that have to be as their schema says: the configuration of a tool of our own, and what
// another tool of the suite wrote.
#pragma once

#include <string>
#include <string_view>

#include "data/document.h"
#include "data/json.h"

namespace aether {

// Throws InputError for what cannot be parsed, and for the first thing that is not as the schema
// (JSON Schema, as text) says, with its place.
[[nodiscard]] Document parse_valid_document(std::string_view text, const std::string& name,
                                            std::string_view schema);

// Of a document of the suite that read_document has taken: whether it is as its schema says all the
// way down. Throws Error (bad_input) that names what was expected, and the place of the first thing
// that is another. Members that the schema does not know are let be: a newer version writes them.
void expect_valid(const boost::json::value& document, std::string_view name,
                  const DocumentKind& kind, std::string_view schema);

} // namespace aether
