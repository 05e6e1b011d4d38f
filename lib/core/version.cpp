#include "core/version.h"

#include "commit.h" // made by lib/commit.cmake

namespace aether {

std::string_view version() { return AETHER_VERSION; }

std::string_view commit() { return k_commit; }

std::string_view database_features() { return AETHER_DATABASE_FEATURES; }

} // namespace aether
