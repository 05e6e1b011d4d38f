// Addresses of services in configuration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aether::validate_config {

struct Address {
  std::string scheme;
  std::string host;       // lower case, without brackets
  std::uint16_t port = 0; // of the scheme where none is written; 0 where there is none
  std::string path;

  [[nodiscard]] bool is_local() const; // this machine: localhost, 127.*, ::1, 0.0.0.0
  // "localhost:3000", by which places agree: what is local is one host.
  [[nodiscard]] std::string place() const;
};

struct ParsedAddress {
  std::optional<Address> address;
  std::string problem; // why it is none
};

// `scheme://[user[:password]@]host[:port][/path]` (RFC 3986).
[[nodiscard]] ParsedAddress parse_address(std::string_view url);

// Whether a name in DNS could be of this network alone: one label, .local, .internal, private IPs.
[[nodiscard]] bool is_private_host(std::string_view host);

// "perplexica" of perplexica_url, PERPLEXICA_BASE_URL, integrations.perplexica_service_url; "llm"
// of llm.base_url; empty where the name is none of an address.
[[nodiscard]] std::string service_named_by(std::string_view setting);

} // namespace aether::validate_config
