#include "cli/terminal.h"

#include <unistd.h>

#include <cstdlib>

namespace aether::cli {

bool is_terminal(int fd) { return ::isatty(fd) == 1; }

bool use_colour(ColourMode mode, int fd) {
  switch (mode) {
  case ColourMode::always:
    return true;
  case ColourMode::never:
    return false;
  case ColourMode::automatic:
    break;
  }
  const char* no_colour = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  const bool refused = no_colour != nullptr && *no_colour != '\0';
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return !refused && !dumb && is_terminal(fd);
}

} // namespace aether::cli
