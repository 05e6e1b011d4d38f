// The one grammar of durations on command lines and in files: `N` seconds, or `Nms`, `Ns`, `Nm`,
// `Nh`; N may have decimals.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace aether {

[[nodiscard]] std::optional<std::chrono::milliseconds> parse_duration(std::string_view text);

// Shortest: `250 ms`, `1.5 s`, `2 min 5 s`.
[[nodiscard]] std::string duration_text(std::chrono::milliseconds duration);

} // namespace aether
