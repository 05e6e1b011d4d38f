#include <fmt/format.h>

#include "core/text.h"
#include "data/json_report.h"
#include "verify_oi_tools/render.h"

namespace aether::verify_oi_tools {

namespace {

JsonShape shape_of(const Options& options, const cli::Streams& streams) {
  return options.format == Format::ndjson            ? JsonShape::records
         : options.pretty.value_or(streams.terminal) ? JsonShape::pretty
                                                     : JsonShape::compact;
}

void write_time(JsonWriter& out, std::chrono::microseconds time) {
  out.member("duration_ms", static_cast<double>(time.count()) / 1000.0);
}

template <typename Tool> void write_identity(JsonWriter& out, const Tool& tool) {
  out.member("name", tool.name);
  out.member("path", tool.path);
  out.member("integration", tool.integration);
  out.key("seen_in").begin_array();
  for (const Origin one : tool.seen_in) {
    out.value(to_string(one));
  }
  out.end_array();
}

void write_tool(JsonWriter& out, const ToolReport& tool) {
  out.begin_object();
  write_identity(out, tool);
  out.member("status", to_string(tool.status()));
  out.member("file", tool.file);
  out.member("line", tool.at.line);
  if (!tool.blocked_by.empty()) {
    out.member("blocked_by", tool.blocked_by);
  }
  if (tool.took) {
    write_time(out, *tool.took);
  }
  out.key("checks").begin_object();
  for (std::size_t i = 0; i < k_groups; ++i) {
    const GroupOutcome& one = tool.outcomes[i];
    out.key(to_string(static_cast<Group>(i))).begin_object();
    out.member("outcome", to_string(one.outcome));
    if (!one.why.empty()) {
      out.member("why", one.why);
    }
    out.end_object();
  }
  out.end_object();
  out.end_object();
}

void write_server(JsonWriter& out, const ServerReport& server) {
  out.key("server").begin_object();
  out.member("name", server.name);
  out.member("version", server.version);
  out.member("protocol", server.revision);
  out.key("capabilities").value(server.capabilities);
  out.key("client_capabilities").value(server.client_capabilities);
  write_time(out, server.took);
  out.end_object();
}

void write_source(JsonWriter& out, const SourceReport& source) {
  out.begin_object();
  out.member("origin", to_string(source.origin));
  out.member("name", source.name);
  out.member("reached", source.reached);
  if (!source.reached) {
    out.member("why_not", source.why_not);
  }
  if (source.server) {
    write_server(out, *source.server);
  }
  out.end_object();
}

void write_integration(JsonWriter& out, const IntegrationReport& integration) {
  out.begin_object();
  out.member("name", integration.name);
  out.member("enabled", integration.enabled);
  out.member("tools", integration.tools);
  out.member("verified", integration.verified);
  out.member("failed", integration.failed);
  out.end_object();
}

std::string_view status_of(const Report& report) {
  switch (report.exit_code()) {
  case ExitCode::ok:
    return "verified";
  case ExitCode::degraded:
    return "degraded";
  default:
    return "failed";
  }
}

} // namespace

void render_json(const Report& report, const Options& options, cli::Streams& streams) {
  JsonReport out(streams.out, "verify_oi_tools", "report", shape_of(options, streams));
  out.members().member("root", printable(report.root));
  out.members().member("status", status_of(report));
  out.list("tools", report.tools, write_tool);
  out.list("sources", report.sources, write_source);
  out.list("integrations", report.integrations, write_integration);
  out.list("findings", report.findings, write_finding);
  JsonWriter& summary = out.members().key("summary").begin_object();
  summary.member("total", report.tools.size());
  for (const Status one :
       {Status::verified, Status::degraded, Status::failed, Status::blocked, Status::unverified}) {
    summary.member(to_string(one), report.count(one));
  }
  summary.member("known", report.known);
  summary.end_object();
  out.end();
}

void render_list(const Report& report, const Options& options, cli::Streams& streams) {
  if (options.format == Format::text) {
    for (const ListedTool& one : report.union_of_all) {
      std::string sources;
      for (const Origin origin : one.seen_in) {
        sources += " " + std::string(to_string(origin));
      }
      streams.out << fmt::format("{} {}\n", printable(one.path), sources);
    }
    return;
  }
  JsonReport out(streams.out, "verify_oi_tools", "list", shape_of(options, streams));
  out.members().member("root", printable(report.root));
  out.list("tools", report.union_of_all, [](JsonWriter& json, const ListedTool& one) {
    json.begin_object();
    write_identity(json, one);
    json.end_object();
  });
  out.list("sources", report.sources, write_source);
  out.end();
}

} // namespace aether::verify_oi_tools
