#include <fmt/format.h>

#include "core/text.h"
#include "core/version.h"
#include "data/json_writer.h"
#include "verify_oi_tools/render.h"

namespace aether::verify_oi_tools {

namespace {

JsonLayout layout_of(const Options& options, const cli::Streams& streams) {
  return options.pretty.value_or(streams.terminal) ? JsonLayout::pretty : JsonLayout::compact;
}

void write_time(JsonWriter& out, std::chrono::microseconds time) {
  out.member("duration_ms", static_cast<double>(time.count()) / 1000.0);
}

void write_head(JsonWriter& out, std::string_view kind, const Report& report) {
  out.begin_object();
  out.member("schema", fmt::format("aether/verify_oi_tools/{}/1", kind));
  out.member("tool", "verify_oi_tools");
  out.member("version", version());
  out.member("root", printable(report.root));
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

void write_sources(JsonWriter& out, const Report& report) {
  out.key("sources").begin_array();
  for (const SourceReport& one : report.sources) {
    out.begin_object();
    out.member("origin", to_string(one.origin));
    out.member("name", one.name);
    out.member("reached", one.reached);
    if (!one.reached) {
      out.member("why_not", one.why_not);
    }
    if (one.server) {
      write_server(out, *one.server);
    }
    out.end_object();
  }
  out.end_array();
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
  JsonWriter out(streams.out, layout_of(options, streams));
  write_head(out, "report", report);
  out.member("status", status_of(report));
  out.key("tools").begin_array();
  for (const ToolReport& one : report.tools) {
    write_tool(out, one);
  }
  out.end_array();
  write_sources(out, report);
  out.key("integrations").begin_array();
  for (const IntegrationReport& one : report.integrations) {
    out.begin_object();
    out.member("name", one.name);
    out.member("enabled", one.enabled);
    out.member("tools", one.tools);
    out.member("verified", one.verified);
    out.member("failed", one.failed);
    out.end_object();
  }
  out.end_array();
  out.key("findings").begin_array();
  for (const Finding& one : report.findings) {
    write_finding(out, one);
  }
  out.end_array();
  out.key("summary").begin_object();
  out.member("total", report.tools.size());
  for (const Status one :
       {Status::verified, Status::degraded, Status::failed, Status::blocked, Status::unverified}) {
    out.member(to_string(one), report.count(one));
  }
  out.member("known", report.known);
  out.end_object();
  out.end_object();
  out.end_line();
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
  JsonWriter out(streams.out, layout_of(options, streams));
  write_head(out, "list", report);
  out.key("tools").begin_array();
  for (const ListedTool& one : report.union_of_all) {
    out.begin_object();
    write_identity(out, one);
    out.end_object();
  }
  out.end_array();
  write_sources(out, report);
  out.end_object();
  out.end_line();
}

} // namespace aether::verify_oi_tools
