// Whether text is a secret: by the shapes that issuers give their keys, and by how random it looks
// under a name that says so.
#pragma once

#include <cstddef>
#include <string_view>

namespace aether {

struct SecretShape {
  std::string_view kind; // "a GitHub token"; empty where there is none
  std::size_t offset = 0;
};

// The first known shape in a text: keys of cloud providers and model providers, tokens of code
// hosts and chats, private keys (PEM), JSON Web Tokens.
[[nodiscard]] SecretShape find_secret_shape(std::string_view text);

// Whether the value stands for a secret that is given elsewhere: empty, `${...}`, <...>,
// not-needed, your-key-here, xxxx, changeme, none, example...
[[nodiscard]] bool is_placeholder(std::string_view value);

// Whether tokens or sessions are signed with what has that name: everybody can make them who knows
// it.
[[nodiscard]] bool is_signing_name(std::string_view name);

// Whether a value under a secret's name is one: random enough for a key, or anything but a
// placeholder for a password.
[[nodiscard]] bool is_secret_value(std::string_view name, std::string_view value);

// Whether a line of a document or of code is better not quoted: it has a secret's shape somewhere,
// or gives anything but a placeholder to a name that says that it is secret (`NAME=value`, `name:
// value`, `{"name": "value"}`, `name: str = f("value")`).
[[nodiscard]] bool assigns_secret(std::string_view line);

// `Bearer KEY`, as headers have it.
[[nodiscard]] bool is_authorization(std::string_view value);

// postgres, admin, password, 123456 and others that everybody tries first.
[[nodiscard]] bool is_default_password(std::string_view value);

// The password of `scheme://user:password@host`; empty where there is none.
[[nodiscard]] std::string_view password_of_url(std::string_view url);

// `aether:aether@`: the password is the user's name, as images for developers have it.
[[nodiscard]] bool is_users_own_name(std::string_view url, std::string_view password);

[[nodiscard]] bool is_password_name(std::string_view name);

} // namespace aether
