// Texts of others in our messages: what a server logs or answers may hold a key.
#pragma once

#include <string>
#include <string_view>

namespace aether::verify_oi_tools {

// With `***` for each secret whose shape is known, and for all that follows a private key's head.
[[nodiscard]] std::string redacted(std::string_view text);

} // namespace aether::verify_oi_tools
