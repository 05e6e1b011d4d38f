#include "core/duration.h"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace aether {

namespace {

struct Unit {
  std::string_view name;
  double milliseconds;
};

constexpr std::array k_units = {Unit{"", 1000}, Unit{"ms", 1}, Unit{"s", 1000}, Unit{"m", 60'000},
                                Unit{"h", 3'600'000}};
constexpr double k_most = 1e12; // some thirty years

} // namespace

std::optional<std::chrono::milliseconds> parse_duration(std::string_view text) {
  double number = 0;
  const auto [rest, failure] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (failure != std::errc() || std::signbit(number)) {
    return std::nullopt;
  }
  const std::string_view name = text.substr(static_cast<std::size_t>(rest - text.data()));
  for (const Unit& unit : k_units) {
    const double milliseconds = number * unit.milliseconds;
    if (unit.name == name && milliseconds <= k_most) {
      return std::chrono::milliseconds(std::llround(milliseconds));
    }
  }
  return std::nullopt;
}

std::string duration_text(std::chrono::milliseconds duration) {
  const auto ms = duration.count();
  if (ms < 1000) {
    return fmt::format("{} ms", ms);
  }
  if (ms < 59'950) { // what rounds to 60.0 s is a minute
    return fmt::format("{:.1f} s", static_cast<double>(ms) / 1000);
  }
  const auto seconds = (ms + 500) / 1000;
  return fmt::format("{} min {} s", seconds / 60, seconds % 60);
}

} // namespace aether
