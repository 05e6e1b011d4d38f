// SHA-256 (FIPS 180-4).
#pragma once

#include <string>
#include <string_view>

namespace aether {

// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string sha256(std::string_view data);

} // namespace aether
