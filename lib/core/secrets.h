// What may not be shown, and text without it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aether {

// Whether a key, variable or setting is named as something secret: password, secret, token,
// api_key... The last part of a dotted name counts; what counts or limits tokens is no secret.
[[nodiscard]] bool is_secret_name(std::string_view name);

// `scheme://user:password@host...?token=...` (RFC 3986) with `***` for the password and for
// parameters that are named as secrets; other text as it is. Passwords may hold unescaped `/`, `?`,
// `#` and `@`. A user without a password is a token where HTTP or Redis is spoken, and is `***` as
// well.
[[nodiscard]] std::string without_secrets(std::string_view url);

// The same for every URL in a text: words with `://` in them, to the next blank or quotation mark.
[[nodiscard]] std::string without_secrets_within(std::string_view text);

// The password of a URL, or the token that stands in its place, as it is written and without its
// percent signs; empty where it has none.
[[nodiscard]] std::vector<std::string> passwords_in(std::string_view url);

} // namespace aether
