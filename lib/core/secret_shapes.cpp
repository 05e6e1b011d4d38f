#include "core/secret_shapes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "core/secrets.h"
#include "core/text.h"

namespace aether {

namespace {

bool is_token_character(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-';
}

// A prefix, and how many token characters at least follow it.
struct Shape {
  std::string_view prefix;
  std::size_t least = 0;
  std::size_t most = 0; // 0: any
  std::string_view kind;
};

constexpr std::array<Shape, 25> k_shapes = {{
    {"AKIA", 16, 16, "an AWS access key"},  {"ASIA", 16, 16, "an AWS access key"},
    {"ghp_", 36, 0, "a GitHub token"},      {"gho_", 36, 0, "a GitHub token"},
    {"ghu_", 36, 0, "a GitHub token"},      {"ghs_", 36, 0, "a GitHub token"},
    {"ghr_", 36, 0, "a GitHub token"},      {"github_pat_", 22, 0, "a GitHub token"},
    {"glpat-", 20, 0, "a GitLab token"},    {"xoxb-", 20, 0, "a Slack token"},
    {"xoxp-", 20, 0, "a Slack token"},      {"xoxa-", 20, 0, "a Slack token"},
    {"xapp-", 20, 0, "a Slack token"},      {"sk-ant-", 20, 0, "an Anthropic key"},
    {"sk-proj-", 20, 0, "an OpenAI key"},   {"sk-or-", 20, 0, "an OpenRouter key"},
    {"sk-", 32, 0, "an API key"},           {"gsk_", 40, 0, "a Groq key"},
    {"hf_", 30, 0, "a Hugging Face token"}, {"AIza", 35, 35, "a Google API key"},
    {"sk_live_", 20, 0, "a Stripe key"},    {"rk_live_", 20, 0, "a Stripe key"},
    {"npm_", 36, 0, "an npm token"},        {"pypi-", 50, 0, "a PyPI token"},
    {"SG.", 40, 0, "a SendGrid key"},
}};

// Bits a character.
double entropy_of(std::string_view text) {
  std::array<std::size_t, 256> counts{};
  for (const char c : text) {
    ++counts[static_cast<unsigned char>(c)];
  }
  double bits = 0;
  for (const std::size_t count : counts) {
    if (count > 0) {
      const double share = static_cast<double>(count) / static_cast<double>(text.size());
      bits -= share * std::log2(share);
    }
  }
  return bits;
}

// `generate-with-openssl-rand-hex-32`: words, and no key.
bool is_of_words(std::string_view text) {
  std::size_t words = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find_first_of("-_ ", begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const bool number = word.size() <= 4 && std::all_of(word.begin(), word.end(), is_ascii_digit);
    if (!number && (word.size() > 14 || !std::all_of(word.begin(), word.end(), is_ascii_letter))) {
      return false;
    }
    words += number ? 0 : 1;
    begin = end + 1;
  }
  return words >= 3;
}

// Of what an issuer draws at random, not `sk-your-key-goes-right-here-0000`.
bool is_random(std::string_view text) {
  const bool digits = std::any_of(text.begin(), text.end(), is_ascii_digit);
  const bool letters = std::any_of(text.begin(), text.end(), is_ascii_letter);
  return digits && letters && entropy_of(text) > 3.0 && !is_placeholder(text);
}

bool has_shape(std::string_view text, std::size_t at, const Shape& shape) {
  if (at > 0 && is_token_character(text[at - 1])) {
    return false;
  }
  std::size_t end = at + shape.prefix.size();
  const bool dots = shape.prefix == "SG.";
  while (end < text.size() && (is_token_character(text[end]) || (dots && text[end] == '.'))) {
    ++end;
  }
  const std::string_view rest =
      text.substr(at + shape.prefix.size(), end - at - shape.prefix.size());
  if (rest.size() < shape.least || (shape.most > 0 && rest.size() > shape.most)) {
    return false;
  }
  const bool capitals = std::none_of(rest.begin(), rest.end(),
                                     [](char c) { return ascii_lower(c) != c || c == '-'; });
  if (shape.kind == "an AWS access key") {
    return std::none_of(rest.begin(), rest.end(),
                        [](char c) { return c != '_' && c >= 'a' && c <= 'z'; }) &&
           entropy_of(rest) > 2.5 && rest.find("EXAMPLE") == std::string_view::npos;
  }
  return !(capitals && rest.find('_') != std::string_view::npos) && is_random(rest);
}

bool starts_private_key(std::string_view line) {
  return line.starts_with("-----BEGIN ") && line.find("PRIVATE KEY-----") < 40;
}

// Three parts of base64url with dots between them; the first begins with `{"` in that coding.
bool is_web_token(std::string_view text) {
  std::size_t parts = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && is_token_character(text[i])) {
      continue;
    }
    parts += i - begin >= 10 ? 1 : 0;
    if (i == text.size() || text[i] != '.') {
      break;
    }
    begin = i + 1;
  }
  return parts == 3;
}

constexpr std::string_view k_name_characters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";

// The name at the end of a text, without quotes.
std::string_view word_before(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \t\"'") + 1); // npos + 1 is 0
  return text.substr(text.find_last_not_of(k_name_characters) + 1);
}

// The longest string in quotes; else the first word, unless it is code.
std::string_view value_after(std::string_view text) {
  std::string_view longest;
  for (std::size_t open = text.find_first_of("\"'"); open != std::string_view::npos;) {
    const std::size_t close = text.find(text[open], open + 1);
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    longest = inside.size() > longest.size() ? inside : longest;
    open = close == std::string_view::npos ? close : text.find_first_of("\"'", close + 1);
  }
  if (!longest.empty() || text.find_first_of("\"'") != std::string_view::npos) {
    return longest;
  }
  text = trim(text);
  const std::string_view word = text.substr(0, text.find_first_of(" \t,}"));
  return word.find_first_of("()[]") == std::string_view::npos ? word : std::string_view();
}

} // namespace

SecretShape find_secret_shape(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool within_word = at > 0 && is_token_character(text[at - 1]);
    if (within_word && text[at] != '-') { // begins none
      continue;
    }
    const std::string_view rest = text.substr(at);
    switch (text[at]) {
    case '-':
      if (starts_private_key(rest)) {
        return {"a private key", at};
      }
      break;
    case 'e':
      if (rest.starts_with("eyJ") && (at == 0 || !is_token_character(text[at - 1])) &&
          is_web_token(rest)) {
        return {"a JSON Web Token", at};
      }
      break;
    default:
      break;
    }
    for (const Shape& shape : k_shapes) {
      if (shape.prefix.front() == text[at] && rest.starts_with(shape.prefix) &&
          has_shape(text, at, shape)) {
        return {shape.kind, at};
      }
    }
  }
  return {};
}

bool is_placeholder(std::string_view value) {
  const std::string text = to_lower(trim(value));
  if (text.empty() || text.find("${") != std::string::npos ||
      text.find("{{") != std::string::npos || text.front() == '<' || text.front() == '$' ||
      text.find("...") != std::string::npos) {
    return true;
  }
  constexpr std::array<std::string_view, 30> k_parts = {
      "not-needed",  "not_needed", "notneeded", "not-required", "not_required", "your-",
      "your_",       "yourkey",    "changeme",  "change-me",    "change_me",    "change-this",
      "change_this", "replace",    "example",   "placeholder",  "dummy",        "insert",
      "xxxx",        "****",       "todo",      "fill-in",      "fill_in",      "-here",
      "_here",       "undefined",  "redacted",  "optional",     "lm-studio",    "ollama"};
  constexpr std::array<std::string_view, 16> k_whole = {
      "none",   "null",   "nil",   "true",  "false", "test", "fake", "mock",
      "sample", "unused", "empty", "local", "n/a",   "na",   "auto", "secret_key"};
  return std::any_of(k_parts.begin(), k_parts.end(),
                     [&](std::string_view one) { return text.find(one) != std::string::npos; }) ||
         std::find(k_whole.begin(), k_whole.end(), text) != k_whole.end() ||
         text.find_first_not_of(text.front()) == std::string::npos;
}

bool is_password_name(std::string_view name) {
  const std::string lower = to_lower(name);
  const std::string last = lower.substr(lower.rfind('.') + 1);
  return last.ends_with("password") || last.ends_with("passwd") || last.ends_with("passphrase") ||
         last.ends_with("pwd") || last == "pass";
}

bool is_signing_name(std::string_view name) {
  const std::string lower = to_lower(name);
  return lower.ends_with("secret") || lower.ends_with("secret_key") ||
         lower.ends_with("signing_key");
}

bool is_secret_value(std::string_view name, std::string_view value) {
  if (!is_secret_name(name) || is_placeholder(value) || value.find(' ') != std::string_view::npos) {
    return false;
  }
  if (is_password_name(name)) {
    return value.size() >= 6;
  }
  if (value.size() < 12 || is_of_words(value) || value.starts_with('/') ||
      value.find("://") != std::string_view::npos) {
    return false;
  }
  return is_random(value) || (value.size() >= 20 && entropy_of(value) > 3.7 &&
                              value.find_first_of("-_./") == std::string_view::npos);
}

bool assigns_secret(std::string_view line) {
  if (!find_secret_shape(line).kind.empty()) {
    return true;
  }
  for (std::size_t at = line.find_first_of(":="); at != std::string_view::npos;
       at = line.find_first_of(":=", at + 1)) {
    if (is_secret_name(word_before(line.substr(0, at))) &&
        !is_placeholder(value_after(line.substr(at + 1)))) {
      return true;
    }
  }
  return false;
}

bool is_authorization(std::string_view value) {
  for (const std::string_view scheme : {"bearer ", "basic ", "token "}) {
    if (starts_with_ignoring_case(value, scheme)) {
      const std::string_view rest = trim(value.substr(scheme.size()));
      return rest.size() >= 16 && rest.find(' ') == std::string_view::npos && !is_of_words(rest) &&
             is_random(rest);
    }
  }
  return false;
}

bool is_default_password(std::string_view value) {
  constexpr std::array<std::string_view, 30> k_known = {
      "password",  "passwd",    "postgres",    "admin",    "root",   "changeme",
      "change-me", "change_me", "secret",      "guest",    "test",   "123456",
      "12345678",  "123456789", "1234",        "12345",    "qwerty", "letmein",
      "welcome",   "minio",     "minioadmin",  "redis",    "mysql",  "default",
      "user",      "password1", "password123", "admin123", "pass",   "toor"};
  const std::string text = to_lower(value);
  return std::find(k_known.begin(), k_known.end(), text) != k_known.end();
}

bool is_users_own_name(std::string_view url, std::string_view password) {
  const std::size_t scheme = url.find("://");
  const std::string_view rest =
      scheme == std::string_view::npos ? std::string_view() : url.substr(scheme + 3);
  return !password.empty() && rest.substr(0, rest.find(':')) == password;
}

std::string_view password_of_url(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos || url.find(' ') < scheme) {
    return {};
  }
  const std::string_view rest = url.substr(scheme + 3);
  const std::size_t at = rest.substr(0, rest.find_first_of("?# ")).rfind('@');
  const std::size_t colon = rest.find(':');
  return at == std::string_view::npos || colon == std::string_view::npos || colon > at
             ? std::string_view()
             : rest.substr(colon + 1, at - colon - 1);
}

} // namespace aether
