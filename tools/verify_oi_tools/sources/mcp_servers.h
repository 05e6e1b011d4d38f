// The MCP servers that are to be asked: a command, an address, or the entries of a configuration
// file as most clients have it (`mcpServers`; `servers` is taken, too).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/finding.h"

namespace aether::verify_oi_tools {

struct McpServer {
  std::string name;
  std::vector<std::string> argv; // stdio; empty: `url` is asked
  std::vector<std::pair<std::string, std::string>> environment;
  std::string url;                  // Streamable HTTP
  std::vector<std::string> headers; // "Name: value"
  std::string problem;              // why it cannot be asked as it is written
  std::string file;                 // where it stands; empty: on the command line
  Position at;

  // Command or address; of secrets only those of URLs are left out.
  [[nodiscard]] std::string address() const;
};

// Words as a shell has them: spaces part them, quotation marks and backslashes keep what is in
// them; nothing else of a shell. Throws Error (usage) for an open quotation mark or nothing.
// `option` is the one that has it, for messages.
[[nodiscard]] std::vector<std::string> split_command(std::string_view command,
                                                     std::string_view option);

// The same of what may be no command at all: what can be made of it.
[[nodiscard]] std::vector<std::string> words_of(std::string_view command);

[[nodiscard]] McpServer server_of_command(std::string_view command);
[[nodiscard]] McpServer server_of_url(const std::string& url);

// Entries that are disabled are left out; ${NAME}, ${NAME:-otherwise} and ${env:NAME} are taken
// from the environment. Throws Error: no_input where the file is missing, bad_input (also
// InputError) where it cannot be read or names no servers.
[[nodiscard]] std::vector<McpServer> read_mcp_config(const std::string& file);

} // namespace aether::verify_oi_tools
