// The version of a migration: the leading digits of its file's name, a number of any length.
#pragma once

#include <compare>
#include <string_view>

namespace aether::migrations {

// Empty where the text does not begin with a digit.
[[nodiscard]] std::string_view leading_digits(std::string_view text);

[[nodiscard]] bool is_number(std::string_view text);

// As numbers: 10 comes after 9, 007 is 7.
[[nodiscard]] std::strong_ordering compare_numbers(std::string_view a, std::string_view b);

// Equal as numbers, or else as texts.
[[nodiscard]] bool same_version(std::string_view a, std::string_view b);

} // namespace aether::migrations
