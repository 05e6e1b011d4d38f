// What the terminal can show: decided once, from the mode, the environment and the descriptor.
#pragma once

#include <string_view>

namespace aether::cli {

enum class ColourMode { automatic, always, never };

// Whether to colour what goes to `fd`: --color first, then NO_COLOR (https://no-color.org: set and
// not empty), TERM=dumb, and whether it is a terminal.
[[nodiscard]] bool use_colour(ColourMode mode, int fd);

[[nodiscard]] bool is_terminal(int fd);

} // namespace aether::cli
