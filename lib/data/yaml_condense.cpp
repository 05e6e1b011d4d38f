#include "data/yaml_condense.h"

#include <algorithm>

namespace aether::yaml {

namespace {

// Longer than any scalar whose text yaml-cpp is asked for.
constexpr std::size_t k_long_run = 8192;

bool may_go(std::string_view text, std::size_t begin, std::size_t end) {
  if (end == text.size() || text[end] == '\n' || text[end] == '\r') {
    return true;
  }
  const bool begins_line = begin == 0 || text[begin - 1] == '\n';
  return !begins_line && std::string_view(",]}\"'").find(text[end]) != std::string_view::npos;
}

} // namespace

Condensed::Condensed(std::string_view text) {
  text_.reserve(text.size());
  std::size_t copied = 0;
  std::size_t missing = 0;
  // A run that long has a blank at one of these places.
  std::size_t seen = 0;
  for (std::size_t probe = k_long_run - 1; probe < text.size(); probe += k_long_run) {
    if (probe < seen || text[probe] != ' ') {
      continue;
    }
    const std::size_t before = text.find_last_not_of(' ', probe);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_not_of(' ', probe), text.size());
    seen = end;
    if (end - begin >= k_long_run && may_go(text, begin, end)) {
      text_ += text.substr(copied, begin + 1 - copied); // one stays
      missing += end - begin - 1;
      gaps_.push_back({text_.size(), missing});
      copied = end;
    }
  }
  text_ += text.substr(copied);
}

std::size_t Condensed::source_offset(std::size_t offset) const {
  const auto after =
      std::upper_bound(gaps_.begin(), gaps_.end(), offset,
                       [](std::size_t at, const Gap& gap) { return at < gap.offset; });
  return after == gaps_.begin() ? offset : offset + (after - 1)->missing;
}

} // namespace aether::yaml
