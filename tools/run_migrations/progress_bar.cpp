#include "run_migrations/progress_bar.h"

#include <algorithm>
#include <ostream>
#include <string>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::run_migrations {

void ProgressBar::show(std::size_t done, std::size_t total, std::string_view name) {
  constexpr std::size_t k_width = 30;
  constexpr std::size_t k_longest_name = 30;
  const std::size_t filled = total == 0 ? 0 : std::min(done * k_width / total, k_width);
  const std::string safe = printable(name);
  const std::string shown = display_width(safe) <= k_longest_name ? safe : "";
  err_ << fmt::format("\r\x1b[K[{}{}] {}/{} {}", std::string(filled, '#'),
                      std::string(k_width - filled, ' '), done, total, shown);
  err_.flush();
  shown_ = true;
}

void ProgressBar::clear() {
  if (shown_) {
    err_ << "\r\x1b[K";
    err_.flush();
    shown_ = false;
  }
}

} // namespace aether::run_migrations
