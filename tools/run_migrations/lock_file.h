// A lock file: held by one process at a time (flock), given up with the process, and removed by
// the one that holds it last.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "os/descriptor.h"

namespace aether::run_migrations {

class LockFile {
public:
  // Waits up to `wait`. Throws Error: try_again when another holds it longer, unavailable when the
  // file cannot be made.
  LockFile(std::filesystem::path file, std::chrono::milliseconds wait);
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();

private:
  std::filesystem::path file_;
  std::optional<Descriptor> held_;
};

} // namespace aether::run_migrations
