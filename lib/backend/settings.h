// The settings of an Aether backend: what each is worth when the backend starts, and every source
// that says something of it. Found in its Python sources without running them (backend/probe.h);
// what cannot be followed is unknown, never guessed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/config_files.h"
#include "backend/probe.h"
#include "backend/python_code.h"
#include "core/finding.h"

namespace aether {

enum class SourceState : std::uint8_t {
  effective,  // it gives the value, alone or with others
  overridden, // it would, if what stands above it did not
  inert,      // nothing reads it
  unset,      // it is asked and has nothing
  unknown,    // whether it counts cannot be followed
};

enum class SourceKind : std::uint8_t {
  environment, // a variable
  dotenv,      // a line of a .env file
  file,        // a key of a document
  literal,     // written in the code: a default
  code,        // an expression that cannot be followed
  start,       // a start script or compose file exports or passes it (backend/start_sources.h)
};

[[nodiscard]] std::string_view to_string(SourceState state);
[[nodiscard]] std::string_view to_string(SourceKind kind);

struct SettingSource {
  SourceKind kind = SourceKind::code;
  SourceState state = SourceState::unknown;
  std::string name; // of the variable, the dotted key, the expression
  std::string file; // below the root; empty for the process environment
  Position at;      // in the file
  std::string pointer;
  std::optional<boost::json::value> value;
  std::string note; // why it is inert or unknown

  // "DATABASE_URL of the environment", "config/models.toml:3:1 (MODELS.primary_chat_model)"
  [[nodiscard]] std::string shown() const;
};

// The field of a class that a setting is.
struct DeclaredField {
  std::string class_name;
  std::string file;
  std::uint32_t line = 0;
  std::string annotation; // as it is written
  std::string kind;       // its type without None: "int", "Path", "Union"
  std::optional<double> ge, gt, le, lt;
  std::string pattern;
  boost::json::array allowed; // by Literal or an enumeration; empty where all are
  std::string comment;        // behind the field, without the #
  std::string misfit;         // why its default does not fit, which pydantic does not look at
  std::string value_misfit;   // why its value does not
};

struct SourceMention { // a variable, a file's name, a setting that is assigned
  std::string text;
  std::string file;
  std::uint32_t line = 0;
};

// A class that settings are made of.
struct DeclaredClass {
  std::string name;
  std::string file;
  std::uint32_t line = 0;
  std::string section;            // "" for the whole, "database"
  bool reads_environment = false; // by itself: pydantic-settings
  std::string prefix;             // env_prefix
  std::string prefix_file;
  std::uint32_t prefix_line = 0;
  std::vector<SourceMention> env_files; // .env files that it reads
};

struct Setting {
  std::string name;                        // dotted: "database.url"
  std::optional<boost::json::value> value; // nothing where it is unknown
  std::string reason;                      // why it is unknown
  bool secret = false;                     // its value is never to be shown
  std::vector<SettingSource> chain;        // highest precedence first
  std::optional<DeclaredField> field;

  // The source that gives the value, if one does.
  [[nodiscard]] const SettingSource* effective() const;
};

struct SettingNote {
  std::string message;
  std::string file; // may be empty
  std::uint32_t line = 0;
};

// What the Python files name, wherever it stands.
struct PythonSources {
  std::vector<SourceMention> variables;
  std::vector<SourceMention> files;
  std::vector<SourceMention> assigned;
  std::vector<SourceMention> keys; // chains of keys taken from mappings: "MODELS.primary"
  // Tables and keys of documents that are read whole, by the chain that leads to them: "MODELS",
  // "MODELS.primary"; empty where a whole document is.
  std::vector<SourceMention> reads;
  std::vector<SettingNote> unreadable;
  std::size_t count = 0; // Python files
};

struct Settings {
  bool looked = false; // whether the sources could be looked at
  std::string why_not; // where they could not
  std::string module;  // config/settings.py; empty where there is none
  std::string entry;   // get_settings()
  std::vector<Setting> settings;
  std::vector<DeclaredClass> classes;
  std::vector<SettingNote> notes;
  std::vector<std::string> files_read; // documents that the settings' code opens
  PythonSources sources;
  PythonCode code;

  [[nodiscard]] const Setting* find(std::string_view name) const;
};

// A variable, and where it was set: a file given with --env, or the process's own.
struct EnvironmentVariable {
  std::string value;
  std::string file; // empty: the process's own
  Position at;
};
using Environment = std::map<std::string, EnvironmentVariable, std::less<>>;

// The process's own, and above it the lines of a .env file. Throws Error as read_file and
// parse_dotenv do.
[[nodiscard]] Environment read_environment(const std::optional<std::string>& env_file);

// The documents are those of find_config_files; what the code opens besides is added to them.
[[nodiscard]] Settings read_settings(const std::filesystem::path& root,
                                     const Environment& environment, ConfigDocuments& documents,
                                     const ProbeOptions& options, std::size_t max_size);

// A value for people and JSON: `***` for what is secret, URLs without their passwords.
[[nodiscard]] boost::json::value shown_value(const boost::json::value& value, bool secret);

} // namespace aether
