// Learns from all sources what there is to know, before anything is judged.
#pragma once

#include "verify_oi_tools/options.h"
#include "verify_oi_tools/redact.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

// Throws Error: no_input where the root, the catalog or a named file is missing, bad_input where
// one cannot be read as what it should be. A source that cannot be asked is told in the world.
// Secrets are added as soon as they are known, so that an Error can be told without them.
[[nodiscard]] World learn(const Options& options, Secrets& secrets);

} // namespace aether::verify_oi_tools
