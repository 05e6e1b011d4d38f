#include "db/migrations/version.h"

#include <algorithm>

#include "core/text.h"

namespace aether::migrations {

std::string_view leading_digits(std::string_view text) {
  const auto end = std::find_if_not(text.begin(), text.end(), is_ascii_digit);
  return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

bool is_number(std::string_view text) {
  return !text.empty() && leading_digits(text).size() == text.size();
}

std::strong_ordering compare_numbers(std::string_view a, std::string_view b) {
  a.remove_prefix(std::min(a.find_first_not_of('0'), a.size()));
  b.remove_prefix(std::min(b.find_first_not_of('0'), b.size()));
  const auto by_length = a.size() <=> b.size();
  return by_length != 0 ? by_length : a.compare(b) <=> 0;
}

bool same_version(std::string_view a, std::string_view b) {
  return is_number(a) && is_number(b) ? compare_numbers(a, b) == 0 : a == b;
}

} // namespace aether::migrations
