// What may not be shown of what a run knows and of what others say. Everything that verify_oi_tools
// prints or writes passes through one of these.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "verify_oi_tools/sources/mcp_servers.h"

namespace aether::verify_oi_tools {

struct DerivedCatalog;
struct Report;
struct World;

// With `***` for passwords, tokens and secret parameters in URLs, for each secret whose shape is
// known, for what follows `Bearer`, and for all that follows a private key's head.
[[nodiscard]] std::string redacted(std::string_view text);

// The values that this run was given as secrets. They are hidden wherever they turn up: in what a
// server logs or answers, in errors, in excerpts.
class Secrets {
public:
  // A value as it is, encoded for URLs or JSON, or made printable. A short one is hidden where it
  // is a whole word; one letter, `true` and the like are none.
  void add(std::string_view value);
  // A variable or member of that name: where its name says secret, or it looks like a key.
  void add_named(std::string_view name, std::string_view value);
  void add_url(std::string_view url); // its password and secret parameters
  // The values of arguments whose name says secret, of NAME=VALUE and of `Name: value`; URLs.
  void add_command(const std::vector<std::string>& argv);
  void add_header(std::string_view line); // "Name: value"
  void add_server(const McpServer& server);
  // This process's variables that are named as secrets: servers inherit them.
  void add_environment();

  // `redacted`, without these values; also without the beginning of one where the text is cut.
  [[nodiscard]] std::string hidden(std::string_view text) const;

private:
  void add_form(std::string form);
  [[nodiscard]] std::string without_values(std::string_view text) const;

  std::vector<std::string> values_; // the longest first
};

// What the sources of a world hold: logins of addresses, what MCP servers are given.
void add_secrets(const World& world, Secrets& secrets);

// Every text of a report that comes from a source; addresses and descriptions of a catalog that is
// made, which is handed to a model.
void hide(const Secrets& secrets, Report& report);
void hide(const Secrets& secrets, DerivedCatalog& catalog);

} // namespace aether::verify_oi_tools
