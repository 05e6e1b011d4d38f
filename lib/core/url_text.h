// Addresses (RFC 3986) as they may be shown.
#pragma once

#include <string>
#include <string_view>

namespace aether {

// `scheme://user:password@host...?token=...` with `***` for the password and for parameters that
// are named as secrets; other text as it is. Passwords may hold unescaped `/`, `?`, `#` and `@`.
[[nodiscard]] std::string without_secrets(std::string_view url);

} // namespace aether
