#include "validate_config/explain.h"

#include <algorithm>
#include <ostream>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/backend.h"
#include "backend/import_settings.h"
#include "cli/table.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/nearest.h"
#include "core/text.h"
#include "core/version.h"
#include "data/json_writer.h"
#include "validate_config/options.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

// One line, with text as it is.
std::string shown_text(const json::value& value) {
  return printable(value.is_string()   ? std::string(value.get_string())
                   : value.is_double() ? fmt::format("{}", value.get_double())
                                       : json::serialize(value));
}

void write_source(JsonWriter& out, const SettingSource& source, bool secret) {
  out.begin_object();
  out.member("state", to_string(source.state));
  out.member("kind", to_string(source.kind));
  out.member("name", source.name);
  if (!source.file.empty()) {
    out.member("file", source.file);
  }
  if (source.at.line > 0) {
    out.member("line", source.at.line);
    out.member("column", source.at.column);
  }
  if (!source.pointer.empty()) {
    out.member("pointer", source.pointer);
  }
  if (source.value) {
    out.key("value").json(shown_value(*source.value, secret));
  }
  if (!source.note.empty()) {
    out.member("note", source.note);
  }
  out.end_object();
}

class Explanation {
public:
  Explanation(const Options& options, cli::Streams& streams)
      : options_(options), streams_(streams), backend_(read_backend(backend_options(options))) {}

  ExitCode run() {
    if (!backend_.settings.looked) {
      throw Error(ExitCode::unavailable,
                  fmt::format("the settings cannot be read: {}; --python names another python3",
                              backend_.settings.why_not));
    }
    import();
    // The code is there, and makes no settings.
    const bool broken = backend_.settings.settings.empty() && !backend_.settings.notes.empty();
    if (!broken) {
      choose();
    }
    if (options_.format == Format::json) {
      render_as_json();
    } else {
      render_as_text();
    }
    return broken ? ExitCode::problem : ExitCode::ok;
  }

private:
  static BackendOptions backend_options(const Options& options) {
    return {options.root, options.env_file, options.probe, options.max_size};
  }

  void import() {
    if (!options_.import_settings) {
      return;
    }
    const ImportedSettings imported =
        import_settings(backend_.root, backend_.environment, backend_.settings, options_.probe);
    if (!imported.done) {
      throw Error(ExitCode::problem, "--import-settings: " + imported.why_not);
    }
    differences_ = take_imported(imported, backend_.settings);
  }

  void choose() {
    const std::vector<Setting>& all = backend_.settings.settings;
    const std::string wanted = to_lower(options_.value);
    for (const Setting& one : all) {
      if (glob_matches(wanted, to_lower(one.name)) || to_lower(one.name) == wanted ||
          asks_variable(one)) {
        chosen_.push_back(&one);
      }
    }
    if (!chosen_.empty() || options_.value == "*") {
      return;
    }
    if (all.empty()) {
      throw Error(ExitCode::no_input, fmt::format("{}: no settings: {}",
                                                  printable(backend_.root.string()), why_none()));
    }
    std::vector<std::string_view> names;
    names.reserve(all.size());
    for (const Setting& one : all) {
      names.push_back(one.name);
    }
    throw Error(ExitCode::no_input,
                fmt::format("there is no setting `{}`{}; --explain '*' lists all",
                            printable(options_.value),
                            did_you_mean(nearest_names(options_.value, names))));
  }

  // A variable's name leads to the settings that ask for it.
  [[nodiscard]] bool asks_variable(const Setting& setting) const {
    return std::any_of(setting.chain.begin(), setting.chain.end(), [&](const SettingSource& one) {
      return (one.kind == SourceKind::environment || one.kind == SourceKind::dotenv) &&
             one.name == options_.value;
    });
  }

  [[nodiscard]] std::string why_none() const {
    const Settings& settings = backend_.settings;
    return settings.module.empty() ? "looked for config/settings.py; --root names the backend"
                                   : settings.module + " has none";
  }

  void render_as_text() {
    for (const Setting* setting : chosen_) {
      if (setting != chosen_.front()) {
        streams_.out << '\n';
      }
      render_setting(*setting);
    }
    tell_notes();
    for (const ReadingDifference& one : differences_) {
      const Setting* setting = backend_.settings.find(one.name);
      cli::warn(streams_.err, k_tool,
                fmt::format("{}: read as {}, and the backend's own code says {}", one.name,
                            shown_text(shown_value(one.read, setting->secret)),
                            shown_text(shown_value(one.imported, setting->secret))));
    }
  }

  void tell_notes() {
    for (const SettingNote& note : backend_.settings.notes) {
      const std::string place = note.file.empty() ? ""
                                : note.line == 0  ? note.file + ": "
                                                  : fmt::format("{}:{}: ", note.file, note.line);
      cli::warn(streams_.err, k_tool, printable(place + note.message));
    }
  }

  void render_setting(const Setting& setting) {
    streams_.out << fmt::format("{} {}\n", setting.name,
                                setting.value
                                    ? "= " + shown_text(shown_value(*setting.value, setting.secret))
                                    : "is unknown: " + printable(setting.reason));
    cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
    for (const SettingSource& source : setting.chain) {
      table.add_row(
          {std::string(to_string(source.state)), source.shown(),
           source.value ? shown_text(shown_value(*source.value, setting.secret)) : std::string("-"),
           source.note});
    }
    table.print(streams_.out, 2);
  }

  void render_as_json() {
    JsonWriter out(streams_.out, options_.pretty.value_or(streams_.terminal) ? JsonLayout::pretty
                                                                             : JsonLayout::compact);
    out.begin_object();
    out.member("schema", "aether/validate_config/settings/1");
    out.member("tool", k_tool);
    out.member("version", version());
    out.member("root", printable(backend_.root.string()));
    out.member("module", backend_.settings.module);
    out.member("entry", backend_.settings.entry);
    out.key("settings").begin_array();
    for (const Setting* setting : chosen_) {
      write_setting(out, *setting);
    }
    out.end_array();
    write_notes(out);
    if (options_.import_settings) {
      write_differences(out);
    }
    out.end_object();
    out.end_line();
  }

  static void write_setting(JsonWriter& out, const Setting& setting) {
    out.begin_object();
    out.member("name", setting.name);
    out.member("state", setting.value ? "known" : "unknown");
    if (setting.value) {
      out.key("value").json(shown_value(*setting.value, setting.secret));
    } else {
      out.member("reason", setting.reason);
    }
    out.member("secret", setting.secret);
    out.key("chain").begin_array();
    for (const SettingSource& source : setting.chain) {
      write_source(out, source, setting.secret);
    }
    out.end_array();
    out.end_object();
  }

  void write_notes(JsonWriter& out) const {
    out.key("notes").begin_array();
    for (const SettingNote& note : backend_.settings.notes) {
      out.begin_object();
      out.member("message", note.message);
      if (!note.file.empty()) {
        out.member("file", note.file);
        out.member("line", note.line);
      }
      out.end_object();
    }
    out.end_array();
  }

  void write_differences(JsonWriter& out) const {
    out.key("differences").begin_array();
    for (const ReadingDifference& one : differences_) {
      const bool secret = backend_.settings.find(one.name)->secret;
      out.begin_object();
      out.member("name", one.name);
      out.key("read").json(shown_value(one.read, secret));
      out.key("imported").json(shown_value(one.imported, secret));
      out.end_object();
    }
    out.end_array();
  }

  const Options& options_;
  cli::Streams& streams_;
  Backend backend_;
  std::vector<const Setting*> chosen_;
  std::vector<ReadingDifference> differences_;
};

} // namespace

ExitCode explain(const Options& options, cli::Streams& streams) {
  return Explanation(options, streams).run();
}

} // namespace aether::validate_config
