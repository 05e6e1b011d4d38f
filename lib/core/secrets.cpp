#include "core/secrets.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace aether {

namespace {

// Where the `@` after the login is, or npos.
std::size_t end_of_login(std::string_view address) {
  const std::size_t end = std::min(address.find_first_of("/?#"), address.size());
  if (const std::size_t at = address.substr(0, end).rfind('@'); at != k_none) {
    return at;
  }
  // An unescaped password may go on beyond; HOST:PORT/PATH is none.
  const std::size_t at = address.rfind('@');
  const std::size_t colon = address.substr(0, end).find(':');
  if (at == k_none || colon == k_none) {
    return k_none;
  }
  const std::string_view port = address.substr(colon + 1, end - colon - 1);
  return port.find_first_not_of("0123456789") == k_none ? k_none : at;
}

// What a login keeps secret: its password; of HTTP, whose servers take a token as either, the user
// where no password is beside it, or one that only says that there is none; so of Redis, where a
// user alone is a password at the wrong place.
struct Login {
  std::string_view user;
  std::string_view password;
  bool has_password = false;
  bool is_token = false; // the user is
};

bool is_web(std::string_view url) {
  return starts_with_ignoring_case(url, "http:") || starts_with_ignoring_case(url, "https:") ||
         starts_with_ignoring_case(url, "ws:") || starts_with_ignoring_case(url, "wss:");
}

Login login_of(std::string_view url, std::string_view text) {
  Login login;
  const std::size_t colon = text.find(':');
  login.user = text.substr(0, colon);
  login.has_password = colon != k_none;
  login.password = login.has_password ? text.substr(colon + 1) : std::string_view();
  constexpr std::array<std::string_view, 3> k_no_passwords = {"", "x-oauth-basic", "api_token"};
  const bool takes_tokens = is_web(url) || starts_with_ignoring_case(url, "redis:") ||
                            starts_with_ignoring_case(url, "rediss:");
  login.is_token = takes_tokens && !login.user.empty() &&
                   std::find(k_no_passwords.begin(), k_no_passwords.end(), login.password) !=
                       k_no_passwords.end();
  return login;
}

bool is_secret_parameter(std::string_view name) {
  constexpr std::array<std::string_view, 7> k_parts = {"password", "passwd", "secret",    "token",
                                                       "api_key",  "apikey", "access_key"};
  const std::string lower = to_lower(name);
  return lower == "key" || std::any_of(k_parts.begin(), k_parts.end(), [&](std::string_view part) {
           return lower.find(part) != std::string::npos;
         });
}

std::string without_secret_parameters(std::string_view text) {
  const std::size_t question = text.find('?');
  if (question == k_none) {
    return std::string(text);
  }
  std::string shown(text.substr(0, question));
  for (std::size_t at = question; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of("&#", at + 1), text.size());
    const std::string_view one = text.substr(at, end - at); // with its ? or &
    const std::size_t equals = one.find('=');
    const bool secret = equals != k_none && is_secret_parameter(one.substr(1, equals - 1));
    shown += secret ? std::string(one.substr(0, equals + 1)) + "***" : std::string(one);
    at = end;
  }
  return shown;
}

} // namespace

std::string without_secrets(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == k_none) {
    return std::string(url);
  }
  const bool web = is_web(url);
  if (web && url.find('@') == k_none && url.find('?') == k_none) {
    return std::string(url); // most are, and there are thousands
  }
  const std::string_view address = url.substr(scheme + 3);
  std::string shown(url.substr(0, scheme + 3));
  const std::size_t at = end_of_login(address);
  if (at == k_none) {
    // A login that is not ended, `user:password`, where a port would be a number or a variable.
    const std::size_t end = std::min(address.find_first_of("/?#"), address.size());
    const std::size_t colon = address.substr(0, end).find(':');
    const std::string_view port = address.substr(std::min(colon, end - 1) + 1, end);
    const bool is_address = web || colon == k_none || address.starts_with('[') || port.empty() ||
                            is_ascii_digit(port.front()) || port.front() == '$' ||
                            port.front() == '{' || port.front() == '/';
    return is_address ? shown + without_secret_parameters(address)
                      : shown + std::string(address.substr(0, colon)) + ":***";
  }
  const Login login = login_of(url, address.substr(0, at));
  shown += login.is_token ? "***" : login.user;
  shown += login.has_password ? ":***@" : "@";
  return shown + without_secret_parameters(address.substr(at + 1));
}

std::string without_secrets_within(std::string_view text) {
  constexpr std::string_view k_ends = " \t\r\n\"'`<>";
  constexpr std::string_view k_scheme =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-";
  std::string shown;
  while (true) {
    const std::size_t mark = text.find("://");
    if (mark == k_none) {
      return shown + std::string(text);
    }
    const std::size_t before = text.substr(0, mark).find_last_not_of(k_scheme);
    const std::size_t begin = before == k_none ? 0 : before + 1;
    const std::size_t end = std::min(text.find_first_of(k_ends, mark), text.size());
    shown += text.substr(0, begin);
    shown += without_secrets(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

std::vector<std::string> passwords_in(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::string_view address = scheme == k_none ? url : url.substr(scheme + 3);
  const std::size_t at = end_of_login(address);
  if (scheme == k_none || at == k_none) {
    return {};
  }
  const Login login = login_of(url, address.substr(0, at));
  const std::string_view secret = login.is_token ? login.user : login.password;
  if (secret.empty() && !login.has_password) {
    return {};
  }
  std::vector<std::string> found{std::string(secret)};
  if (std::string plain = percent_decoded(found.front()); plain != found.front()) {
    found.push_back(std::move(plain));
  }
  return found;
}

bool is_secret_name(std::string_view name) {
  constexpr std::array<std::string_view, 12> k_parts = {
      "password",   "passwd",      "secret",     "token",       "api_key",        "apikey",
      "credential", "private_key", "access_key", "signing_key", "encryption_key", "auth_key"};
  const std::string lower = to_lower(name.substr(name.rfind('.') + 1));
  // What measures, finds or describes one is none itself.
  constexpr std::array<std::string_view, 22> k_others = {
      "allow_",      "max_token", "_tokens",   "lifetime", "expire", "token_limit",
      "token_count", "regex",     "pattern",   "_url",     "_name",  "header",
      "enabled",     "required",  "algorithm", "_file",    "_path",  "_length",
      "_type",       "_ttl",      "_scope",    "rotation"};
  const auto contains = [&](std::string_view part) {
    return lower.find(part) != std::string::npos;
  };
  return std::any_of(k_parts.begin(), k_parts.end(), contains) &&
         std::none_of(k_others.begin(), k_others.end(), contains);
}

} // namespace aether
