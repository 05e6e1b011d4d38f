// How many descriptors the process may have open (RLIMIT_NOFILE of setrlimit(2)).
#pragma once

#include <sys/resource.h>

#include <cstddef>

namespace aether::net {

// Raises the soft limit to what is wanted, as far as the hard limit allows, for as long as it
// lives: children that are started meanwhile, and code that uses select(2), would inherit it.
class MoreOpenFiles {
public:
  explicit MoreOpenFiles(std::size_t wanted);
  MoreOpenFiles(const MoreOpenFiles&) = delete;
  MoreOpenFiles& operator=(const MoreOpenFiles&) = delete;
  ~MoreOpenFiles();

  // What may be open now.
  [[nodiscard]] std::size_t allowed() const { return allowed_; }

private:
  rlimit before_{};
  bool changed_ = false;
  std::size_t allowed_ = 0;
};

} // namespace aether::net
