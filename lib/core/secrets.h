// What may not be shown, and text without it.
#pragma once

#include <string>
#include <string_view>

namespace aether {

// Whether a key, variable or setting is named as something secret: password, secret, token,
// api_key... The last part of a dotted name counts; what counts or limits tokens is no secret.
[[nodiscard]] bool is_secret_name(std::string_view name);

// `scheme://user:password@host...?token=...` (RFC 3986) with `***` for the password and for
// parameters that are named as secrets; other text as it is. Passwords may hold unescaped `/`, `?`,
// `#` and `@`.
[[nodiscard]] std::string without_secrets(std::string_view url);

} // namespace aether
