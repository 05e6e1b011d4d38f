// The lines of a .env file: KEY=VALUE, with the values that python-dotenv reads, which is what an
// Aether backend loads such files with. Stricter than it where it passes over a line in silence.
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

// `export ` before a key and single quotes around it are dropped. Values: in single quotes with
// \' and \\; in double quotes with \" \' \\ \a \b \f \n \r \t \v; both over several lines; without
// quotes up to white space and a #, trimmed: a # right after `=` belongs to the value, blanks
// between them or not. Nothing is expanded.
//
// Throws InputError, whose message holds no value, for characters that check_characters refuses, a
// quote that never ends, text after one that does, a line that is no assignment, and a key of other
// characters than letters, digits and `_.-`, which shells and Docker cannot have. So is KEY without
// `=`: python-dotenv then sets nothing and says nothing, Docker takes the host's variable. Half a
// million variables are the most.
[[nodiscard]] std::vector<EnvironmentLine> parse_dotenv(std::string_view text,
                                                        std::string_view name);

// As a document: an object of strings. A key that is there twice is an error as well: which one
// counts is the loader's choice.
[[nodiscard]] Document parse_dotenv_document(std::string_view text, std::string_view name);

} // namespace aether
