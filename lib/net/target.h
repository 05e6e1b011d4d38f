// What a probe connects to, read from its URL by libcurl, so that nobody reads it differently.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "net/libcurl.h"

namespace aether::net {

enum class Protocol : std::uint8_t { http, https, tcp, tls, unix_socket };

struct FreeUrl {
  void operator()(CURLU* url) const { libcurl().curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

struct Target {
  Protocol protocol = Protocol::http;
  UrlHandle url;    // as libcurl gets it: http or https, without a login where none is sent
  std::string host; // as it is connected to, without brackets
  std::string port;
  std::string path;     // of a socket
  std::string problem;  // why it is none
  bool is_name = false; // of DNS or the hosts file; no number and not localhost

  [[nodiscard]] bool has_tls() const {
    return protocol == Protocol::https || protocol == Protocol::tls;
  }
  // What has the same is looked up once: name and port, and by whom (a proxy may do it for HTTP).
  [[nodiscard]] std::string origin() const;
};

[[nodiscard]] Target parse_target(const std::string& url);

// Whether it is http or tcp at a number or localhost, written without any art. libcurl is not
// asked, which takes its time to load.
[[nodiscard]] bool is_plain_address(std::string_view url);

} // namespace aether::net
