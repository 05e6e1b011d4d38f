// A program started with pipes to its standard input, output and error: what run_process and
// PipedProcess have in common.
//
// Linux: prctl(PR_SET_PDEATHSIG), pipe2(2).
#pragma once

#include <sys/types.h>

#include <string>
#include <utility>
#include <vector>

#include "os/descriptor.h"

namespace aether {

struct Spawned {
  pid_t pid = -1; // and number of its process group
  // Our ends, which do not block.
  Descriptor in;
  Descriptor out;
  Descriptor err;
};

// argv[0] is looked for in PATH; `environment` is set beside our own. It is killed when the calling
// thread ends, and is the caller's to wait for. Throws Error (unavailable) when it cannot be
// started.
[[nodiscard]] Spawned spawn(const std::vector<std::string>& argv,
                            const std::vector<std::pair<std::string, std::string>>& environment);

} // namespace aether
