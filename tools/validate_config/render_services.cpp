// What --list-services found, as text and as JSON.
#include <ostream>

#include <fmt/format.h>

#include "cli/table.h"
#include "core/secrets.h"
#include "core/text.h"
#include "core/version.h"
#include "data/json_writer.h"
#include "validate_config/render.h"

namespace aether::validate_config {

namespace {

void write_service(JsonWriter& out, const Service& service) {
  out.begin_object();
  out.member("name", service.name);
  out.member("kind", service.kind);
  out.member("url", without_secrets(service.url));
  out.member("check_url", without_secrets(service.check_url));
  if (!service.key.empty()) {
    out.member("expected_key", service.key);
  }
  out.member("enabled", service.enabled);
  if (!service.enabled) {
    out.member("disabled_by", service.disabled_by);
  }
  out.member("source", service.source);
  if (!service.file.empty()) {
    out.member("file", service.file);
    out.member("line", service.at.line);
    out.member("column", service.at.column);
  }
  out.member("default", service.is_default);
  out.member("integrations", service.integrations);
  out.end_object();
}

void as_json(const ListedServices& listed, const Options& options, cli::Streams& streams) {
  JsonWriter out(streams.out, options.pretty.value_or(streams.terminal) ? JsonLayout::pretty
                                                                        : JsonLayout::compact);
  out.begin_object();
  out.member("schema", "aether/validate_config/services/1");
  out.member("tool", k_tool);
  out.member("version", version());
  out.member("root", printable(listed.backend.root.string()));
  out.key("services").begin_array();
  for (const Service& service : listed.services.services) {
    write_service(out, service);
  }
  out.end_array();
  out.key("inert").begin_array();
  for (const InertAddress& one : listed.services.inert) {
    out.begin_object();
    out.member("name", one.name);
    out.member("url", without_secrets(one.url));
    out.member("source", one.source);
    out.member("note", one.note);
    out.end_object();
  }
  out.end_array();
  out.end_object();
  out.end_line();
}

void as_text(const ListedServices& listed, cli::Streams& streams) {
  cli::Table table({cli::Align::left, cli::Align::left, cli::Align::left, cli::Align::left});
  for (const Service& one : listed.services.services) {
    table.add_row({one.name, one.kind, without_secrets(one.check_url),
                   one.enabled ? one.source : "off: " + one.disabled_by});
  }
  table.print(streams.out);
  for (const InertAddress& one : listed.services.inert) {
    streams.out << fmt::format("not listed: {}, {}: {}\n", printable(without_secrets(one.url)),
                               printable(one.source), printable(one.note));
  }
}

} // namespace

void render_services(const ListedServices& listed, const Options& options, cli::Streams& streams) {
  if (options.format == Format::json) {
    as_json(listed, options, streams);
  } else {
    as_text(listed, streams);
  }
  const Settings& settings = listed.backend.settings;
  if (!settings.looked) {
    cli::warn(streams.err, k_tool,
              "only the registry was looked at: the settings cannot be read: " + settings.why_not);
  }
  for (const SettingNote& note : settings.notes) {
    cli::warn(streams.err, k_tool, printable(note.message));
  }
}

} // namespace aether::validate_config
