#include "verify_oi_tools/sources/attached.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "os/process.h"
#include "verify_oi_tools/sources/mcp_servers.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr std::string_view k_probe_schema = "aether/oi_probe/1";

AttachedTool tool_of(const json::object& entry) {
  AttachedTool made;
  made.is_built_in = flag_at(entry, "built_in", false);
  Tool& tool = made.tool;
  tool.path = text_at(entry, "path");
  tool.name = last_part(tool.path);
  tool.signature = text_at(entry, "signature");
  tool.description = text_at(entry, "doc");
  tool.file = text_at(entry, "file");
  const json::value* line = entry.if_contains("line");
  if (line != nullptr && line->is_int64() && line->get_int64() > 0) {
    tool.at.line = static_cast<std::uint32_t>(line->get_int64());
  }
  tool.parameters = parameters_of_python(tool.signature);
  return made;
}

} // namespace

AttachedTools attached_of(std::string_view document) {
  const json::value value = read_document(document, "the probe's answer", k_probe_schema,
                                          "share/probes/oi_probe.py", Records{"tools"});
  const json::object& object = value.as_object();
  AttachedTools made;
  made.why_not = text_at(object, "why_not");
  for (const json::value& one : array_at(object, "problems")) {
    if (one.is_string()) {
      made.problems.emplace_back(one.get_string());
    }
  }
  for (const json::value& one : array_at(object, "tools")) {
    const json::object* entry = one.if_object();
    if (entry != nullptr && !text_at(*entry, "path").empty()) {
      made.tools.push_back(tool_of(*entry));
    }
  }
  return made;
}

AttachedTools read_attached(std::string_view command, const std::string& root,
                            std::chrono::milliseconds timeout) {
  AttachedTools made;
  ProcessRequest request;
  request.argv = split_command(command, "--probe");
  request.environment = {{"AETHER_BACKEND_ROOT", root}};
  request.timeout = timeout;
  try {
    const ProcessResult result = run_process(request);
    if (result.timed_out || result.too_much) {
      made.why_not = result.timed_out ? "it does not answer in time" : "its answer has no end";
    } else if (result.status != 0) {
      std::string_view said = result.err;
      said = said.substr(0, said.find_last_not_of("\r\n") + 1); // npos + 1 is 0
      said = said.substr(said.rfind('\n') + 1);
      made.why_not = fmt::format("it ended with status {}{}", result.status,
                                 said.empty() ? "" : ": " + printable(to_valid_utf8(said)));
    } else {
      made = attached_of(result.out);
    }
  } catch (const Error& error) {
    made.why_not = error.what();
  }
  return made;
}

} // namespace aether::verify_oi_tools
