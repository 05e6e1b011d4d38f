#include "validate_config/families/address.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::validate_config {

namespace {

std::uint16_t port_of_scheme(std::string_view scheme) {
  return scheme == "http" || scheme == "ws"     ? 80
         : scheme == "https" || scheme == "wss" ? 443
         : scheme == "redis"                    ? 6379
         : scheme.starts_with("postgres")       ? 5432
                                                : 0;
}

bool is_number(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_ascii_digit);
}

bool is_host(std::string_view host) {
  return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
    return is_ascii_letter(c) || is_ascii_digit(c) || c == '.' || c == '-' || c == '_' ||
           c == ':' || c == '%' || static_cast<unsigned char>(c) >= 0x80U;
  });
}

} // namespace

bool Address::is_local() const {
  return host == "localhost" || host.starts_with("127.") || host == "::1" || host == "0.0.0.0" ||
         host == "::";
}

std::string Address::place() const {
  const std::string name = is_local() ? "localhost" : host;
  return port == 0 ? name : fmt::format("{}:{}", name, port);
}

ParsedAddress parse_address(std::string_view url) {
  Address made;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos || colon == 0) {
    return {std::nullopt, "it has no scheme such as http://"};
  }
  made.scheme = to_lower(url.substr(0, colon));
  if (!std::all_of(made.scheme.begin(), made.scheme.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) || c == '+' || c == '-' || c == '.';
      })) {
    return {std::nullopt, "its scheme is none"};
  }
  std::string_view rest = url.substr(colon + 3);
  const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
  made.path = rest.substr(slash);
  rest = rest.substr(0, slash);
  rest = rest.substr(rest.rfind('@') + 1);
  std::string_view port;
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) {
      return {std::nullopt, "the bracket around its host does not close"};
    }
    made.host = to_lower(rest.substr(1, close - 1));
    port = rest.substr(close + 1);
    port.remove_prefix(port.starts_with(':') ? 1 : 0);
  } else {
    const std::size_t at = rest.find(':');
    made.host = to_lower(rest.substr(0, at));
    port = at == std::string_view::npos ? std::string_view() : rest.substr(at + 1);
    if (at != std::string_view::npos && port.empty()) {
      return {std::nullopt, "nothing stands behind the `:` of its port"};
    }
  }
  if (!is_host(made.host)) {
    return {std::nullopt, made.host.empty() ? "it has no host" : "its host is no name"};
  }
  if (!port.empty() &&
      (!is_number(port) || port.size() > 5 || std::stoi(std::string(port)) > 65535)) {
    return {std::nullopt, "its port is no number up to 65535"};
  }
  made.port = port.empty() ? port_of_scheme(made.scheme)
                           : static_cast<std::uint16_t>(std::stoi(std::string(port)));
  if (made.path.find(' ') != std::string::npos) {
    return {std::nullopt, "it has a blank in it"};
  }
  return {std::move(made), ""};
}

bool is_private_host(std::string_view host) {
  if (host.find('.') == std::string_view::npos) { // one label, or IPv6
    return true;
  }
  for (const std::string_view end : {".local", ".internal", ".lan", ".home", ".localhost", ".test",
                                     ".intranet", ".corp", ".svc", ".cluster.local"}) {
    if (host.ends_with(end)) {
      return true;
    }
  }
  if (host.starts_with("10.") || host.starts_with("192.168.") || host.starts_with("127.") ||
      host.starts_with("169.254.") || host == "0.0.0.0") {
    return true;
  }
  if (host.starts_with("172.")) {
    const std::string_view second = host.substr(4, host.find('.', 4) - 4);
    const int number = is_number(second) && second.size() < 4 ? std::stoi(std::string(second)) : 0;
    return number >= 16 && number <= 31;
  }
  return false;
}

std::string service_named_by(std::string_view setting) {
  const std::string lower = to_lower(setting);
  const std::size_t dot = lower.rfind('.');
  std::string name = dot == std::string::npos ? lower : lower.substr(dot + 1);
  const std::string section = dot == std::string::npos ? "" : lower.substr(0, dot);
  for (const std::string_view whole : {"url", "base_url", "service_url", "api_base", "endpoint"}) {
    if (name == whole) {
      return section.substr(section.rfind('.') + 1);
    }
  }
  for (const std::string_view end :
       {"_base_url", "_api_url", "_service_url", "_server_url", "_api_base", "_endpoint", "_url"}) {
    if (name.ends_with(end) && name.size() > end.size()) {
      name.resize(name.size() - end.size());
      for (const std::string_view front :
           {"integrations_", "integration_", "providers_", "services_"}) {
        if (name.starts_with(front) && name.size() > front.size()) {
          name = name.substr(front.size());
        }
      }
      return name;
    }
  }
  return "";
}

} // namespace aether::validate_config
