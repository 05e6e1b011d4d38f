// --explain: a setting's value, and the whole chain of what says something of it.
#pragma once

#include <vector>

#include "backend/backend.h"
#include "backend/import_settings.h"
#include "validate_config/options.h"

namespace aether::validate_config {

struct Explanation {
  Backend backend;
  std::vector<const Setting*> chosen;         // of backend's
  std::vector<ReadingDifference> differences; // under --import-settings
  bool is_broken = false;                     // the code is there, and makes no settings
};

// Throws Error: no_input where there is no such setting or no settings, unavailable without
// python3.
[[nodiscard]] Explanation explain(const Options& options);

} // namespace aether::validate_config
