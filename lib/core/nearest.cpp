#include "core/nearest.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.h"

namespace aether {

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t difference = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (difference > limit) {
    return limit + 1;
  }
  // Three rows of the table are enough; short names keep them on the stack.
  constexpr std::size_t k_short = 64;
  std::array<std::size_t, 3 * k_short> on_stack{};
  std::vector<std::size_t> on_heap;
  std::size_t* rows = on_stack.data();
  if (b.size() >= k_short) {
    on_heap.resize(3 * (b.size() + 1));
    rows = on_heap.data();
  }
  std::size_t* before_last = rows;
  std::size_t* last = rows + b.size() + 1;
  std::size_t* row = rows + 2 * (b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) {
    last[j] = j;
  }
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t smallest = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = ascii_lower(a[i - 1]) == ascii_lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && ascii_lower(a[i - 1]) == ascii_lower(b[j - 2]) &&
          ascii_lower(a[i - 2]) == ascii_lower(b[j - 1])) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
      smallest = std::min(smallest, row[j]);
    }
    if (smallest > limit) {
      return limit + 1;
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], limit + 1);
}

std::vector<std::string> nearest_names(std::string_view name,
                                       const std::vector<std::string_view>& candidates,
                                       std::size_t most) {
  const std::size_t limit = std::clamp<std::size_t>(name.size() / 3, 1, 4);
  std::vector<std::pair<std::size_t, std::string_view>> near;
  for (const std::string_view candidate : candidates) {
    std::size_t distance = edit_distance(name, candidate, limit);
    if (distance > limit && name.size() >= 2 && starts_with_ignoring_case(candidate, name)) {
      distance = limit;
    }
    if (distance <= limit) {
      near.emplace_back(distance, candidate);
    }
  }
  for (const std::string_view candidate : candidates) { // `warn`, where there is none nearer
    if (near.empty() && candidate.size() >= 4 && candidate.size() * 2 >= name.size() &&
        starts_with_ignoring_case(name, candidate)) {
      near.emplace_back(limit, candidate);
    }
  }
  std::stable_sort(near.begin(), near.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (std::size_t i = 0; i < near.size() && i < most; ++i) {
    names.emplace_back(near[i].second);
  }
  return names;
}

std::string did_you_mean(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i == 0) {
      text += "; did you mean ";
    } else {
      text += i + 1 == names.size() ? " or " : ", ";
    }
    text += "`" + names[i] + "`";
  }
  return text.empty() ? text : text + "?";
}

} // namespace aether
