// A line on a terminal's standard error that shows how far a long run is.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string_view>

namespace aether::run_migrations {

class ProgressBar {
public:
  explicit ProgressBar(std::ostream& err) : err_(err) {}
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { clear(); }

  // Draws itself anew. Nothing but the bar may be written until clear().
  void show(std::size_t done, std::size_t total, std::string_view name);
  void clear();

private:
  std::ostream& err_;
  bool shown_ = false;
};

} // namespace aether::run_migrations
