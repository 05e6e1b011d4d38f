// What a run found.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/finding.h"
#include "validate_config/families/network.h"

namespace aether::validate_config {

struct Report {
  std::string root;               // of the backend; empty under --schema-only
  std::vector<std::string> files; // that were looked at
  std::vector<Finding> findings;
  std::size_t known = 0;           // in the baseline
  std::vector<AskedService> asked; // under --check-network
};

} // namespace aether::validate_config
