// What --explain found, as text and as JSON.
#include <ostream>
#include <string>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "cli/table.h"
#include "core/text.h"
#include "core/version.h"
#include "data/json_writer.h"
#include "validate_config/render.h"

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

void tell_notes(const Settings& settings, std::ostream& err) {
  for (const SettingNote& note : settings.notes) {
    const std::string place = note.file.empty() ? ""
                              : note.line == 0  ? note.file + ": "
                                                : fmt::format("{}:{}: ", note.file, note.line);
    cli::warn(err, k_tool, printable(place + note.message));
  }
}

void render_setting(const Setting& setting, std::ostream& out) {
  out << fmt::format("{} {}\n", setting.name,
                     setting.value ? "= " + shown_text(shown_value(*setting.value, setting.secret))
                                   : "is unknown: " + printable(setting.reason));
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
  for (const SettingSource& source : setting.chain) {
    table.add_row(
        {std::string(to_string(source.state)), source.shown(),
         source.value ? shown_text(shown_value(*source.value, setting.secret)) : std::string("-"),
         source.note});
  }
  table.print(out, 2);
}

void write_setting(JsonWriter& out, const Setting& setting) {
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

void write_notes(JsonWriter& out, const Settings& settings) {
  out.key("notes").begin_array();
  for (const SettingNote& note : settings.notes) {
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

void write_differences(JsonWriter& out, const Explanation& explanation) {
  out.key("differences").begin_array();
  for (const ReadingDifference& one : explanation.differences) {
    const bool secret = explanation.backend.settings.find(one.name)->secret;
    out.begin_object();
    out.member("name", one.name);
    out.key("read").json(shown_value(one.read, secret));
    out.key("imported").json(shown_value(one.imported, secret));
    out.end_object();
  }
  out.end_array();
}

void as_text(const Explanation& explanation, cli::Streams& streams) {
  const Settings& settings = explanation.backend.settings;
  for (const Setting* setting : explanation.chosen) {
    if (setting != explanation.chosen.front()) {
      streams.out << '\n';
    }
    render_setting(*setting, streams.out);
  }
  tell_notes(settings, streams.err);
  for (const ReadingDifference& one : explanation.differences) {
    const Setting* setting = settings.find(one.name);
    cli::warn(streams.err, k_tool,
              fmt::format("{}: read as {}, and the backend's own code says {}", one.name,
                          shown_text(shown_value(one.read, setting->secret)),
                          shown_text(shown_value(one.imported, setting->secret))));
  }
}

void as_json(const Explanation& explanation, const Options& options, cli::Streams& streams) {
  const Backend& backend = explanation.backend;
  JsonWriter out(streams.out, options.pretty.value_or(streams.terminal) ? JsonLayout::pretty
                                                                        : JsonLayout::compact);
  out.begin_object();
  out.member("schema", "aether/validate_config/settings/1");
  out.member("tool", k_tool);
  out.member("version", version());
  out.member("root", printable(backend.root.string()));
  out.member("module", backend.settings.module);
  out.member("entry", backend.settings.entry);
  out.key("settings").begin_array();
  for (const Setting* setting : explanation.chosen) {
    write_setting(out, *setting);
  }
  out.end_array();
  write_notes(out, backend.settings);
  if (options.import_settings) {
    write_differences(out, explanation);
  }
  out.end_object();
  out.end_line();
}

} // namespace

void render_explanation(const Explanation& explanation, const Options& options,
                        cli::Streams& streams) {
  if (options.format == Format::json) {
    as_json(explanation, options, streams);
  } else {
    as_text(explanation, streams);
  }
}

} // namespace aether::validate_config
