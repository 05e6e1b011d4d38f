// A parallel walk over the files below a directory. Directories are shared between threads;
// symbolic links are never followed (but for the root itself), so no loop is possible.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

// A file as the walk meets it. The views live only during the call.
struct WalkedFile {
  std::size_t worker = 0;     // which thread calls: 0 .. threads - 1
  int directory_fd = -1;      // for openat with `name`
  std::string_view directory; // path below the root, without a slash at the end; empty for the root
  const char* name = nullptr;

  [[nodiscard]] std::string path() const;
};

struct WalkProblem {
  std::string path; // below the root
  int error_number = 0;
};

struct WalkRules {
  // Both are called from several threads at once. Paths are below the root.
  std::function<bool(std::string_view directory, std::string_view name)> enter;
  std::function<bool(std::string_view directory, std::string_view name)> take;
};

[[nodiscard]] std::size_t default_threads();

// At most as many as wanted, and as the limit of open files allows; one at least.
[[nodiscard]] std::size_t affordable_threads(std::size_t wanted);

// No file is unreadable because too many others are open, or memory is short: throws Error
// (unavailable) for such an error number, since what was read would be no answer.
void refuse_want_of_descriptors(int error_number);

// Calls `visit` for every regular file that is taken, in no order, from `threads` threads; returns
// the directories that could not be read, sorted by path. Throws Error (no_input) when the root is
// missing, no directory or unreadable, and Error (unavailable) for want of descriptors. What
// `visit` throws ends the walk and is thrown again.
std::vector<WalkProblem> walk(const std::filesystem::path& root, std::size_t threads,
                              const WalkRules& rules,
                              const std::function<void(const WalkedFile&)>& visit);

} // namespace aether
