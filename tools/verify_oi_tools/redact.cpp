#include "verify_oi_tools/redact.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include "core/secret_shapes.h"
#include "core/secrets.h"
#include "core/text.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/report.h"
#include "verify_oi_tools/world.h"

namespace aether::verify_oi_tools {

namespace {

constexpr std::string_view k_hidden = "***";
constexpr std::size_t k_shortest = 2;
constexpr std::size_t k_shortest_within_words = 6; // shorter ones are found as whole words only
constexpr std::size_t k_shortest_beginning = 6;

bool is_of_secret(char c) {
  return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '-' || c == '.';
}

std::string without_shapes(std::string_view text) {
  std::string made;
  for (;;) {
    const SecretShape shape = find_secret_shape(text);
    if (shape.kind.empty()) {
      return made.append(text);
    }
    made.append(text.substr(0, shape.offset)).append(k_hidden);
    text.remove_prefix(shape.offset);
    if (text.starts_with('-')) {
      return made;
    }
    while (!text.empty() && is_of_secret(text.front())) {
      text.remove_prefix(1);
    }
  }
}

// RFC 6750: b64token. A word that goes on as prose does is none.
std::string without_bearers(std::string_view text) {
  constexpr std::string_view k_of_token =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~+/=";
  constexpr std::string_view k_bearer = "bearer ";
  const std::string lower = to_lower(text);
  std::string made;
  std::size_t done = 0;
  for (std::size_t at = lower.find(k_bearer); at != k_none; at = lower.find(k_bearer, done)) {
    const std::size_t begin = at + k_bearer.size();
    const std::size_t end = std::min(text.find_first_not_of(k_of_token, begin), text.size());
    const std::string_view token = text.substr(begin, end - begin);
    const bool is_word = is_placeholder(token) || // also where there is none
                         std::all_of(token.begin(), token.end(),
                                     [](char c) { return (c >= 'a' && c <= 'z') || c == '.'; });
    made.append(text.substr(done, begin - done)).append(is_word ? token : k_hidden);
    done = end;
  }
  return made.append(text.substr(done));
}

// "--api-key" and "x-api-key" as "api_key".
std::string plain_name(std::string_view name) {
  std::string made = to_lower(name.substr(std::min(name.find_first_not_of('-'), name.size())));
  std::replace(made.begin(), made.end(), '-', '_');
  return made;
}

// Beyond what settings are called: arguments, variables and headers are shorter.
bool says_secret(std::string_view name) {
  constexpr std::array<std::string_view, 17> k_words = {
      "pass", "pwd", "passphrase", "key", "auth",    "authorization", "bearer", "cookie", "pat",
      "pin",  "otp", "jwt",        "dsn", "session", "authorisation", "secret", "token"};
  const std::string plain = plain_name(name);
  if (is_secret_name(plain)) {
    return true;
  }
  const std::string_view last = std::string_view(plain).substr(plain.rfind('_') + 1);
  return std::find(k_words.begin(), k_words.end(), last) != k_words.end();
}

// Letters and digits, or both cases, in one word that is no path and no address.
bool looks_like_key(std::string_view value) {
  constexpr std::size_t k_shortest_key = 8;
  if (value.size() < k_shortest_key || value.find_first_of("/: \\") != k_none) {
    return false;
  }
  const auto has = [&](auto&& kind) { return std::any_of(value.begin(), value.end(), kind); };
  const bool has_digit = has(is_ascii_digit);
  const bool has_lower = has([](char c) { return c >= 'a' && c <= 'z'; });
  const bool has_upper = has([](char c) { return c >= 'A' && c <= 'Z'; });
  return (has_digit && (has_lower || has_upper)) || (has_lower && has_upper);
}

std::string base64_decoded(std::string_view text) {
  constexpr std::string_view k_alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string made;
  unsigned bits = 0;
  unsigned count = 0;
  for (const char c : text) {
    const std::size_t digit = k_alphabet.find(c);
    if (digit == k_none) {
      break;
    }
    bits = (bits << 6U) | static_cast<unsigned>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      made += static_cast<char>((bits >> count) & 0xFFU);
    }
  }
  return made;
}

// A password may begin with a hyphen, but hardly with two or as one letter behind it.
bool is_option(std::string_view word) {
  return word.starts_with("--") || (word.starts_with('-') && word.size() <= 2);
}

// Of text behind which something was left out: its end, `...`, a closing quotation mark.
bool is_cut(std::string_view rest) {
  return rest.empty() || rest.starts_with("...") || rest.front() == '`';
}

bool is_of_word(char c) { return is_ascii_letter(c) || is_ascii_digit(c) || c == '_'; }

// Whether a word goes on at the end of the text; `%20` parts words, too.
bool ends_in_word(std::string_view text) {
  constexpr std::size_t k_percent_form = 3;
  const bool is_encoded =
      text.size() >= k_percent_form && text[text.size() - k_percent_form] == '%';
  return !text.empty() && is_of_word(text.back()) && !is_encoded;
}

// How much of the text at `at` is the value, or the beginning of it where the text is cut; else 0.
std::size_t length_of(std::string_view value, std::string_view text, std::size_t at) {
  const std::string_view rest = text.substr(at);
  const auto [in_value, in_text] =
      std::mismatch(value.begin(), value.end(), rest.begin(), rest.end());
  const auto common = static_cast<std::size_t>(in_value - value.begin());
  if (common < value.size()) {
    return common >= k_shortest_beginning && is_cut(rest.substr(common)) ? common : 0;
  }
  const bool is_within_word =
      (ends_in_word(text.substr(0, at)) && is_of_word(value.front())) ||
      (common < rest.size() && is_of_word(rest[common]) && is_of_word(value.back()));
  return common >= k_shortest_within_words || !is_within_word ? common : 0;
}

} // namespace

std::string redacted(std::string_view text) {
  return without_bearers(without_shapes(without_secrets_within(text)));
}

void Secrets::add_form(std::string form) {
  if (form.size() >= k_shortest &&
      std::find(values_.begin(), values_.end(), form) == values_.end()) {
    const auto place = std::find_if(values_.begin(), values_.end(), [&](const std::string& one) {
      return one.size() < form.size();
    });
    values_.insert(place, std::move(form));
  }
}

void Secrets::add(std::string_view value) {
  constexpr std::size_t k_longest_word = 8;
  value = trim(value);
  if (value.size() < k_longest_word && is_placeholder(value)) {
    return; // true, none, test: everybody says them
  }
  // A private key goes over many lines, of which a message shows one.
  for (std::size_t at = 0, end = value.find('\n'); end != k_none; end = value.find('\n', at)) {
    add_form(std::string(trim(value.substr(at, end - at))));
    at = end + 1;
  }
  add_form(std::string(value));
  add_form(printable(value));
  add_form(percent_decoded(value));
  add_form(percent_encoded(value));
  const std::string quoted = boost::json::serialize(boost::json::string(value));
  add_form(quoted.substr(1, quoted.size() - 2));
}

void Secrets::add_named(std::string_view name, std::string_view value) {
  if (value.find("://") != k_none) {
    add_url(value);
  }
  if (says_secret(name) || looks_like_key(value)) {
    add(value);
  }
}

void Secrets::add_url(std::string_view url) {
  for (const std::string& password : passwords_in(url)) {
    add(password);
  }
  for (std::size_t at = url.find('?'); at < url.size();) {
    const std::size_t end = std::min(url.find_first_of("&#", at + 1), url.size());
    const std::string_view one = url.substr(at + 1, end - at - 1);
    const std::size_t equals = one.find('=');
    if (equals != k_none && says_secret(one.substr(0, equals))) {
      add(one.substr(equals + 1));
    }
    at = end;
  }
}

void Secrets::add_header(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == k_none) {
    return;
  }
  const std::string_view value = trim(line.substr(colon + 1));
  if (value.starts_with("//")) {
    return; // an address
  }
  add_named(line.substr(0, colon), value);
  // `Bearer KEY`, `Basic BASE64`, `session=ABC; other=DEF`
  if (says_secret(line.substr(0, colon))) {
    const std::size_t blank = value.find(' ');
    const std::string_view rest = blank == k_none ? value : trim(value.substr(blank + 1));
    add(rest);
    if (starts_with_ignoring_case(value, "basic ")) {
      const std::string login = base64_decoded(rest);
      add(login);
      add(std::string_view(login).substr(login.find(':') + 1)); // npos + 1 is 0
    }
    for (std::size_t at = value.find('='); at != k_none; at = value.find('=', at + 1)) {
      add(value.substr(at + 1, value.find(';', at) - at - 1));
    }
  }
}

void Secrets::add_command(const std::vector<std::string>& argv) {
  for (std::size_t i = 0; i < argv.size(); ++i) {
    const std::string_view word = argv[i];
    const std::size_t equals = word.find('=');
    if (word.find("://") != k_none) {
      add_url(word);
    }
    if (equals != k_none && says_secret(word.substr(0, equals))) {
      add(word.substr(equals + 1));
    } else if (word.starts_with('-') && says_secret(word) && i + 1 < argv.size()) {
      if (!is_option(argv[i + 1])) {
        add(argv[i + 1]);
      }
    } else {
      add_header(word);
    }
  }
}

void Secrets::add_server(const McpServer& server) {
  add_command(server.argv);
  add_url(server.url);
  for (const auto& [name, value] : server.environment) {
    add_named(name, value);
  }
  for (const std::string& header : server.headers) {
    add_header(header);
  }
}

std::string Secrets::without_values(std::string_view text) const {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < values_.size() && length == 0; ++i) {
      length = length_of(values_[i], text, at);
    }
    made += length == 0 ? text.substr(at, 1) : k_hidden;
    at += std::max<std::size_t>(length, 1);
  }
  return made;
}

std::string Secrets::hidden(std::string_view text) const {
  return redacted(values_.empty() ? std::string(text) : without_values(text));
}

void Secrets::add_environment() {
  for (char** one = environ; one != nullptr && *one != nullptr; ++one) {
    const std::string_view entry(*one);
    const std::size_t equals = entry.find('=');
    if (equals != k_none && is_secret_name(entry.substr(0, equals))) {
      add(entry.substr(equals + 1));
    } else if (equals != k_none && entry.find("://") != k_none) {
      add_url(entry.substr(equals + 1));
    }
  }
}

void add_secrets(const World& world, Secrets& secrets) {
  secrets.add_url(world.backend_url);
  secrets.add_url(world.catalog.backend_url);
  for (const Category& one : world.catalog.categories) {
    secrets.add_url(one.service_url);
  }
  for (const IntegrationEntry& one : world.registry.integrations) {
    secrets.add_url(one.service_url);
    secrets.add_url(one.health_check);
  }
  for (const Asked& one : world.services) {
    secrets.add_url(one.url);
  }
  for (const McpVisit& one : world.visits) {
    secrets.add_server(one.server);
  }
}

void hide(const Secrets& secrets, Report& report) {
  const auto hide = [&](std::string& text) { text = secrets.hidden(text); };
  for (Finding& one : report.findings) {
    for (std::string* text : {&one.message, &one.cause, &one.hint, &one.fix_at, &one.pointer}) {
      hide(*text);
    }
  }
  for (ToolReport& one : report.tools) {
    for (std::string* text : {&one.name, &one.path, &one.blocked_by, &one.pointer}) {
      hide(*text);
    }
    for (GroupOutcome& outcome : one.outcomes) {
      hide(outcome.why);
    }
  }
  for (ListedTool& one : report.union_of_all) {
    hide(one.name);
    hide(one.path);
  }
  for (SourceReport& one : report.sources) {
    hide(one.name);
    hide(one.why_not);
    if (one.server) {
      hide(one.server->name);
      hide(one.server->version);
      hide(one.server->revision);
      std::for_each(one.server->capabilities.begin(), one.server->capabilities.end(), hide);
    }
  }
}

void hide(const Secrets& secrets, DerivedCatalog& catalog) {
  const auto hide = [&](std::string& text) { text = secrets.hidden(text); };
  hide(catalog.backend_url);
  for (DerivedCategory& category : catalog.categories) {
    hide(category.service_url);
    hide(category.description);
    for (DerivedTool& tool : category.tools) {
      hide(tool.description);
      for (DerivedTool::DerivedParameter& one : tool.parameters) {
        hide(one.description);
      }
    }
  }
}

} // namespace aether::verify_oi_tools
