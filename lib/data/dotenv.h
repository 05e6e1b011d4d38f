// The lines of a .env file: KEY=VALUE, as docker, python-dotenv and shells agree on them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/document.h"

namespace aether {

struct EnvironmentLine {
  std::string key;
  std::string value;
  std::uint32_t line = 0; // of the key
  Position key_at;
  Position value_at;
};

// `export ` before a key is dropped. Values: in single quotes as they are; in double quotes with
// \n \t \r \" \\ \$ and over several lines; without quotes up to ` #`, trimmed. Nothing is
// expanded. Throws Error (bad_input), `NAME:LINE:1: ...`, for a line that is no assignment, a quote
// that never ends and text after one that does; the message holds no value.
[[nodiscard]] std::vector<EnvironmentLine> parse_dotenv(std::string_view text,
                                                        std::string_view name);

// As a document: an object of strings. Of a key that is there twice the last counts, as it does for
// those who load such files.
[[nodiscard]] Document parse_dotenv_document(std::string_view text, std::string_view name);

} // namespace aether
