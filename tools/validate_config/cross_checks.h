// The cross-checks of a whole backend: its configuration against its sources and itself.
#pragma once

#include <vector>

#include "core/finding.h"
#include "validate_config/families/network.h"
#include "validate_config/options.h"
#include "validate_config/tree.h"

namespace aether::validate_config {

// Whether the selection has any rule of theirs.
[[nodiscard]] bool wants_cross_checks(const Options& options);

// Reads the backend, its sources too. Throws Error as read_backend does, and for --env-names,
// --environment and --architecture that cannot be used.
[[nodiscard]] Tree read_tree(const Options& options);

struct CrossChecks {
  std::vector<Finding> findings;
  std::vector<AskedService> asked; // under --check-network
};

[[nodiscard]] CrossChecks cross_check(Tree& tree, const Options& options);

// Not where there are none and some file cannot be read: nothing is then known to be unread.
[[nodiscard]] bool can_read_settings(const Tree& tree);

} // namespace aether::validate_config
