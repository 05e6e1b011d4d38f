// Where the tag occurs in a text: nearly all text of a tree is passed over here and nowhere else.
#pragma once

#include <cstddef>
#include <string_view>

namespace aether::blocks {

inline constexpr std::string_view k_tag = "@.architecture";

// The first place at or after `from`, or npos.
[[nodiscard]] std::size_t find_tag(std::string_view text, std::size_t from);

} // namespace aether::blocks
