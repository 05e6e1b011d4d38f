// Reading a document of any of the formats that a backend's configuration has.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "data/document.h"

namespace aether {

enum class DocumentFormat : std::uint8_t { yaml, toml, json, dotenv };

[[nodiscard]] std::string_view to_string(DocumentFormat format);

// By its name: .yaml, .yml, .toml, .json, .env, .env.NAME. Nothing for others.
[[nodiscard]] std::optional<DocumentFormat> format_of(std::string_view file_name);

// Throws InputError, or Error (bad_input) for an empty JSON text. Text of up to 16 MiB takes at
// most some 256 MiB: what would take more is an error that names the limit. The places of a JSON
// document are left out until they are asked for with locate().
[[nodiscard]] Document parse_document(std::string_view text, std::string_view name,
                                      DocumentFormat format);

// Gives a document that was parsed from this text its places, if it has none.
void locate(Document& document, std::string_view text, DocumentFormat format);

} // namespace aether
