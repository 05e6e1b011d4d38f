#include "net/target.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::net {

namespace {

struct Scheme {
  std::string_view name;
  Protocol protocol;
  std::string_view port;
};

constexpr std::array<Scheme, 11> k_schemes = {{
    {"http", Protocol::http, "80"},
    {"https", Protocol::https, "443"},
    {"tcp", Protocol::tcp, ""},
    {"redis", Protocol::tcp, "6379"},
    {"postgresql", Protocol::tcp, "5432"},
    {"postgres", Protocol::tcp, "5432"},
    {"ws", Protocol::tcp, "80"},
    {"tls", Protocol::tls, ""},
    {"rediss", Protocol::tls, "6379"},
    {"wss", Protocol::tls, "443"},
    {"unix", Protocol::unix_socket, ""},
}};

const Scheme* scheme_of(std::string_view url) {
  const std::size_t end = url.find("://");
  if (end == std::string_view::npos) {
    return nullptr;
  }
  const std::string_view written = url.substr(0, end);
  const auto found = std::find_if(k_schemes.begin(), k_schemes.end(), [&](const Scheme& one) {
    return equals_ignoring_case(one.name, written.substr(0, written.find('+')));
  });
  return found == k_schemes.end() ? nullptr : &*found;
}

std::string part(CURLU* url, CURLUPart which) {
  char* text = nullptr;
  (void)libcurl().curl_url_get(url, which, &text, 0);
  const CurlText owned(text);
  return text == nullptr ? std::string() : std::string(text);
}

bool set_part(CURLU* url, CURLUPart which, const char* text) {
  return libcurl().curl_url_set(url, which, text, CURLU_NON_SUPPORT_SCHEME) == CURLUE_OK;
}

bool is_number(const std::string& host) {
  in6_addr room{};
  const std::string plain = host.substr(0, host.find('%')); // without its zone
  return ::inet_pton(AF_INET, host.c_str(), &room) == 1 ||
         ::inet_pton(AF_INET6, plain.c_str(), &room) == 1;
}

bool is_localhost(const std::string& host) {
  const std::string lower = to_lower(host);
  return lower == "localhost" || lower.ends_with(".localhost");
}

// Of a connection alone nothing but host and port may be left: a login would be kept for nothing.
bool make_plain(CURLU* url, Protocol protocol, const std::string& port) {
  for (const CURLUPart one : {CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_OPTIONS,
                              CURLUPART_QUERY, CURLUPART_FRAGMENT, CURLUPART_PATH}) {
    (void)libcurl().curl_url_set(url, one, nullptr, 0);
  }
  return set_part(url, CURLUPART_SCHEME, protocol == Protocol::tls ? "https" : "http") &&
         set_part(url, CURLUPART_PORT, port.c_str());
}

Target target_of_socket(Target target, const std::string& text) {
  target.path = text.substr(text.find("://") + 3);
  target.path.resize(std::min(target.path.find_first_of("?#"), target.path.size()));
  // A login may stand before the path (unix://user:password@/run/x.sock).
  const std::size_t slash = target.path.find('/');
  if (slash == std::string::npos ||
      !set_part(target.url.get(), CURLUPART_URL, "http://localhost/")) {
    target.problem = "it has no path";
    return target;
  }
  target.path.erase(0, slash);
  return target;
}

} // namespace

std::string Target::origin() const {
  if (protocol == Protocol::unix_socket) {
    return path;
  }
  const std::string_view proxied = protocol == Protocol::http    ? "http "
                                   : protocol == Protocol::https ? "https "
                                                                 : "";
  return fmt::format("{}{} {}", proxied, to_lower(host), port);
}

Target parse_target(const std::string& url) {
  Target target;
  const Scheme* scheme = scheme_of(url);
  if (scheme == nullptr) {
    target.problem = "it has no scheme that can be asked";
    return target;
  }
  target.protocol = scheme->protocol;
  target.url.reset(libcurl().curl_url());
  CURLU* parts = target.url.get();
  if (parts == nullptr) {
    throw std::bad_alloc();
  }
  if (scheme->protocol == Protocol::unix_socket) {
    return target_of_socket(std::move(target), url);
  }
  if (!set_part(parts, CURLUPART_URL, url.c_str())) {
    target.problem = "it is no URL";
    return target;
  }
  target.host = part(parts, CURLUPART_HOST);
  if (target.host.starts_with('[')) {
    target.host = target.host.substr(1, target.host.size() - 2);
  }
  target.port = part(parts, CURLUPART_PORT);
  if (target.port.empty()) {
    target.port = scheme->port;
  }
  if (target.host.empty() || target.port.empty() || target.port == "0") {
    target.problem = target.host.empty() ? "it has no host" : "it has no port";
    return target;
  }
  const bool http = scheme->protocol == Protocol::http || scheme->protocol == Protocol::https;
  if (!http && !make_plain(parts, scheme->protocol, target.port)) {
    target.problem = "it is no URL";
  }
  target.is_name = !is_number(target.host) && !is_localhost(target.host);
  return target;
}

bool is_plain_address(std::string_view url) {
  const bool http = url.starts_with("http://");
  if (!http && !url.starts_with("tcp://")) {
    return false;
  }
  std::string_view rest = url.substr(http ? 7 : 6);
  const bool six = rest.starts_with('[');
  const std::size_t end = six ? rest.find(']') : std::min(rest.find_first_of(":/"), rest.size());
  if (end == std::string_view::npos) {
    return false;
  }
  const std::string host(rest.substr(six ? 1 : 0, six ? end - 1 : end));
  rest.remove_prefix(six ? end + 1 : end);
  if (rest.starts_with(':')) {
    rest.remove_prefix(1);
    rest.remove_prefix(std::min(rest.find_first_not_of("0123456789"), rest.size()));
  }
  return (rest.empty() || rest.front() == '/') && host.find('%') == std::string::npos &&
         rest.find('@') == std::string_view::npos &&
         (is_number(host) || (!six && host == "localhost"));
}

} // namespace aether::net
