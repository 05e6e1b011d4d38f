#include "verify_oi_tools/sources/mcp_servers.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/config_files.h"
#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "core/variables.h"
#include "data/json_pointer.h"
#include "os/file.h"

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t k_largest_config = std::size_t{4} << 20U;

// What a launcher is told before the program's own name.
bool is_launcher(std::string_view word) {
  for (const std::string_view one : {"npx", "node", "uvx", "uv", "run", "python", "python3", "-m",
                                     "-y", "--yes", "env", "docker", "sh", "bash"}) {
    if (word == one) {
      return true;
    }
  }
  return false;
}

// Parts of paths that say nothing of what is in them.
bool is_generic(std::string_view part) {
  for (const std::string_view one :
       {"index", "main", "__main__", "cli", "dist", "build", "bin", "lib", "out", "src"}) {
    if (part == one) {
      return true;
    }
  }
  return false;
}

// By what people call it: the program behind its launchers, without directory and suffix.
std::string name_of(const std::vector<std::string>& argv) {
  for (const std::string& word : argv) {
    if (word.empty() || word.starts_with('-') || word.find('=') != std::string::npos ||
        is_launcher(fs::path(word).filename().string())) {
      continue;
    }
    fs::path path(word);
    std::string name = path.stem().string();
    while (is_generic(name) && path.has_parent_path() && path != path.parent_path()) {
      path = path.parent_path();
      name = path.filename().string();
    }
    return name.empty() ? word : name;
  }
  return argv.front();
}

// From the environment; notes what is missing there.
class Variables {
public:
  std::string replace(const std::string& text) {
    return expand_variables(text, [&](VariableReference reference) {
      if (reference.name.starts_with("env:")) {
        reference.name.erase(0, 4);
      }
      const char* value = std::getenv(reference.name.c_str());
      if (value == nullptr && !reference.otherwise) {
        missing_ = reference.name;
      }
      return value != nullptr ? std::string(value) : reference.otherwise.value_or("");
    });
  }

  [[nodiscard]] const std::string& missing() const { return missing_; }

private:
  std::string missing_;
};

class ConfigReader {
public:
  ConfigReader(ConfigDocument& document, std::string file)
      : document_(document), file_(std::move(file)) {}

  std::vector<McpServer> read() {
    const json::object* root = document_.document.root.if_object();
    const char* key = "mcpServers";
    const json::object* servers = root == nullptr ? nullptr : object_at(*root, key);
    if (servers == nullptr && root != nullptr) {
      key = "servers";
      servers = object_at(*root, key);
    }
    if (servers == nullptr) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: there is no mapping `mcpServers` of names and servers",
                              printable(file_)));
    }
    std::vector<McpServer> made;
    for (const auto& [name, value] : *servers) {
      const std::string pointer = fmt::format("/{}/{}", key, pointer_token(name));
      if (const json::object* entry = value.if_object(); entry == nullptr) {
        McpServer server = begin(name, pointer);
        server.problem = "its entry is no mapping";
        made.push_back(std::move(server));
      } else if (!flag_at(*entry, "disabled", false) && flag_at(*entry, "enabled", true)) {
        made.push_back(read_server(begin(name, pointer), *entry));
      }
    }
    return made;
  }

private:
  McpServer begin(std::string_view name, const std::string& pointer) {
    McpServer made;
    made.name = name;
    made.file = file_;
    made.at = document_.position_of(pointer);
    return made;
  }

  static McpServer read_server(McpServer made, const json::object& entry) {
    Variables variables;
    const std::string command = variables.replace(text_at(entry, "command"));
    made.url = variables.replace(text_at(entry, entry.contains("url") ? "url" : "serverUrl"));
    if (!command.empty()) {
      made.argv.push_back(command);
      for (const json::value& one : array_at(entry, "args")) {
        if (one.is_string()) {
          made.argv.push_back(variables.replace(std::string(one.get_string())));
        } else {
          made.problem = "an entry of its `args` is no text";
        }
      }
    }
    each(entry, "env", [&](const std::string& name, const std::string& value) {
      made.environment.emplace_back(name, variables.replace(value));
    });
    each(entry, "headers", [&](const std::string& name, const std::string& value) {
      made.headers.push_back(name + ": " + variables.replace(value));
    });
    if (!variables.missing().empty()) {
      made.problem = fmt::format("the variable {} is not set", printable(variables.missing()));
    } else if (made.argv.empty() == made.url.empty()) {
      made.problem = made.url.empty() ? "it has neither `command` nor `url`"
                                      : "it has both `command` and `url`";
    } else if (text_at(entry, "type") == "sse") {
      made.problem = "its transport is HTTP with SSE of 2024, which Streamable HTTP has replaced";
    }
    return made;
  }

  template <typename Take>
  static void each(const json::object& entry, std::string_view key, const Take& take) {
    if (const json::object* members = object_at(entry, key)) {
      for (const auto& [name, value] : *members) {
        if (value.is_string()) {
          take(std::string(name), std::string(value.get_string()));
        }
      }
    }
  }

  ConfigDocument& document_;
  std::string file_;
};

class CommandWords {
public:
  explicit CommandWords(std::string_view command) {
    bool is_in_word = false;
    for (std::size_t i = 0; i < command.size(); ++i) {
      const char c = command[i];
      if (quote_ == '\0' && (c == ' ' || c == '\t' || c == '\n')) {
        is_in_word = false;
        continue;
      }
      if (!is_in_word) {
        words_.emplace_back();
        is_in_word = true;
      }
      if (quote_ == '\0' && (c == '"' || c == '\'')) {
        quote_ = c;
      } else if (c == quote_) {
        quote_ = '\0';
      } else if (c == '\\' && quote_ != '\'' && i + 1 < command.size()) {
        words_.back() += command[++i];
      } else {
        words_.back() += c;
      }
    }
  }

  [[nodiscard]] bool is_open() const { return quote_ != '\0'; }
  [[nodiscard]] const std::vector<std::string>& found() const { return words_; }

private:
  std::vector<std::string> words_;
  char quote_ = '\0';
};

} // namespace

std::string McpServer::address() const {
  if (argv.empty()) {
    return without_secrets(url);
  }
  std::string shown;
  for (const std::string& word : argv) {
    shown += (shown.empty() ? "" : " ") + without_secrets(word);
  }
  return shown;
}

std::vector<std::string> split_command(std::string_view command, std::string_view option) {
  CommandWords words(command);
  if (words.is_open()) {
    throw Error(ExitCode::usage,
                fmt::format("{}: a quotation mark is open in `{}`", option, printable(command)));
  }
  if (words.found().empty() || words.found().front().empty()) {
    throw Error(ExitCode::usage, fmt::format("{}: a command is missing", option));
  }
  return words.found();
}

std::vector<std::string> words_of(std::string_view command) {
  return CommandWords(command).found();
}

McpServer server_of_command(std::string_view command) {
  McpServer made;
  made.argv = split_command(command, "--mcp");
  made.name = name_of(made.argv);
  return made;
}

McpServer server_of_url(const std::string& url) {
  McpServer made;
  made.url = url;
  std::string_view host = url;
  host.remove_prefix(std::min(host.size(), host.find("://") + 3));
  host = host.substr(0, host.find_first_of("/?#"));
  made.name = host.substr(host.rfind('@') + 1); // npos + 1 is 0
  if (made.name.empty()) {
    made.name = without_secrets(url);
  }
  return made;
}

std::vector<McpServer> read_mcp_config(const std::string& file) {
  ConfigDocument document;
  document.format = DocumentFormat::json;
  document.text = read_file_or_stdin(file, k_largest_config);
  const std::string name = input_name(file);
  document.document = parse_document(document.text, name, document.format);
  return ConfigReader(document, name).read();
}

} // namespace aether::verify_oi_tools
