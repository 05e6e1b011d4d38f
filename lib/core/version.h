// The version of the suite, the same in all tools; set in the top CMakeLists.txt.
#pragma once

#include <string_view>

namespace aether {

[[nodiscard]] std::string_view version();

} // namespace aether
