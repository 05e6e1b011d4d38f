#include "core/version.h"

namespace aether {

std::string_view version() { return AETHER_VERSION; }

} // namespace aether
