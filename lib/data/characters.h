// The characters that a text file of a configuration may hold, whatever its format.
#pragma once

#include <string_view>

namespace aether {

// Throws InputError for the first that is none: bytes that are not UTF-8 (UTF-16 is said to be so),
// control characters but for tab, line feed and NEL, a carriage return without a line feed.
void check_characters(std::string_view text, std::string_view name);

} // namespace aether
