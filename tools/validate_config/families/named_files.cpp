#include "validate_config/families/named_files.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/path.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/families/said.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view k_missing_named_file = "settings/missing-path";

// A file of the tree that a command would run, by its name alone.
bool names_script(std::string_view text) {
  constexpr std::array<std::string_view, 7> k_endings = {".py",  ".sh", ".js", ".mjs",
                                                         ".cjs", ".ts", ".rb"};
  return !text.starts_with('/') && !text.starts_with('-') && !text.starts_with('@') &&
         text.find_first_of(" \t\n$~*{%<:=") == std::string_view::npos &&
         text.find("node_modules") == std::string_view::npos &&
         std::any_of(k_endings.begin(), k_endings.end(),
                     [&](std::string_view one) { return text.ends_with(one) && text != one; });
}

// `.env`, and the names of environments and of machines behind it: not in the repository by custom.
bool is_private_by_custom(std::string_view name) {
  constexpr std::array<std::string_view, 17> k_ends = {
      "",          ".local",   ".dev",     ".development", ".prod",  ".production",
      ".test",     ".testing", ".ci",      ".staging",     ".stage", ".docker",
      ".override", ".secret",  ".secrets", ".private",     ".user"};
  return name.starts_with(".env") &&
         std::find(k_ends.begin(), k_ends.end(), name.substr(4)) != k_ends.end();
}

class Checker {
public:
  Checker(Tree& tree, Reporter& report) : tree_(tree), report_(report) {}

  void check() {
    for (const DeclaredClass& one : tree_.backend.settings.classes) {
      for (const SourceMention& named : one.env_files) {
        env_file(one, named);
      }
    }
    for (const Setting& setting : tree_.backend.settings.settings) {
      const SettingSource* source = setting.effective();
      if (source != nullptr && !source->file.empty() && setting.value && !setting.secret &&
          has_any(to_lower(setting.name), {"mcp", "command", "cmd"})) {
        of_setting(setting, *source, *setting.value);
      }
    }
    for (auto& [path, document] : tree_.backend.documents) {
      of_servers(path, document);
    }
  }

private:
  // pydantic passes over one that is not there; it is most often not in the repository, but where
  // it is to be copied to is beside the one that documents it.
  void env_file(const DeclaredClass& one, const SourceMention& named) {
    const std::string_view text = named.text;
    if (text.empty() || text.starts_with('/') || text.starts_with('~') ||
        exists_below(tree_, text) || !told_.emplace(named.file, named.line, named.text).second) {
      return;
    }
    const std::string directory = fs::path(text).parent_path().lexically_normal().generic_string();
    if (has_template(directory, base_name(text)) ||
        (is_private_by_custom(base_name(text)) && has_place(directory))) {
      return;
    }
    Finding& made =
        report_.add(k_missing_named_file,
                    fmt::format("there is no {} for {} to read, which is passed over in silence",
                                printable(text), one.name),
                    named.file, {named.line, 0});
    made.severity = Severity::warning; // it may be there where the backend runs
  }

  // `config/.env.example` documents config/.env, `app.env.sample` app.env.
  [[nodiscard]] bool has_template(const std::string& directory, std::string_view name) const {
    return std::any_of(
        tree_.backend.documents.begin(), tree_.backend.documents.end(), [&](const auto& one) {
          return fs::path(one.first).parent_path() == directory && is_template(one.first) &&
                 base_name(one.first).starts_with(name) && name != ".env";
        });
  }

  // Not where the ones that are there, or are documented, are all elsewhere.
  [[nodiscard]] bool has_place(const std::string& directory) const {
    bool any = false;
    for (const auto& [path, document] : tree_.backend.documents) {
      if (document.format == DocumentFormat::dotenv) {
        any = true;
        if (fs::path(path).parent_path() == directory) {
          return true;
        }
      }
    }
    return !any && exists_below(tree_, directory);
  }

  void of_setting(const Setting& setting, const SettingSource& source, const json::value& value) {
    if (const json::object* object = value.if_object()) {
      for (const auto& [key, one] : *object) {
        if (!object->contains("cwd")) {
          of_setting(setting, source, one);
        }
      }
    } else if (const json::array* list = value.if_array()) {
      for (const json::value& one : *list) {
        of_setting(setting, source, one);
      }
    } else if (value.is_string()) {
      const std::string_view text(value.get_string());
      if (names_script(text) && !exists_below(tree_, text) &&
          told_.emplace(source.file, source.at.line, "").second) {
        Finding& made =
            report_.add(k_missing_named_file,
                        fmt::format("{}: there is no file {}", setting.name, printable(text)),
                        source.file, source.at);
        made.pointer = source.pointer;
      }
    }
  }

  // {"mcpServers": {NAME: {"command", "args"}}}, as config/mcp_servers.json has it.
  void of_servers(const std::string& path, ConfigDocument& document) {
    for (const char* table : {"mcpServers", "mcp_servers", "servers"}) {
      const json::object* servers =
          document.error.empty() && base_name(path).find("mcp") != std::string_view::npos
              ? object_at(document.document.root, table)
              : nullptr;
      if (servers == nullptr) {
        continue;
      }
      for (const auto& [name, value] : *servers) {
        const json::object* server = value.if_object();
        if (server == nullptr || server->contains("cwd") || flag_at(*server, "disabled", false)) {
          continue;
        }
        const std::string pointer = fmt::format("/{}/{}", table, pointer_token(name));
        script(path, document, name, text_at(*server, "command"), pointer + "/command");
        const json::array& arguments = array_at(*server, "args");
        for (std::size_t i = 0; i < arguments.size(); ++i) {
          if (arguments[i].is_string()) {
            script(path, document, name, arguments[i].get_string(),
                   fmt::format("{}/args/{}", pointer, i));
          }
        }
      }
    }
  }

  void script(const std::string& path, ConfigDocument& document, std::string_view server,
              std::string_view text, const std::string& pointer) {
    const std::string beside = join_path(path.substr(0, path.rfind('/')), text);
    if (names_script(text) && !exists_below(tree_, text) && !exists_below(tree_, beside)) {
      Finding& made =
          report_.add(k_missing_named_file,
                      fmt::format("{}: there is no file {}", printable(server), printable(text)),
                      path, document.position_of(pointer));
      made.pointer = pointer;
    }
  }

  Tree& tree_;
  Reporter& report_;
  std::set<std::tuple<std::string, std::uint32_t, std::string>> told_;
};

} // namespace

void check_named_files(Tree& tree, Reporter& report) { Checker(tree, report).check(); }

} // namespace aether::validate_config
