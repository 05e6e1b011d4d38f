#include "verify_oi_tools/sources/served.h"

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "data/json_pointer.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

Tool tool_of(const McpVisit& visit, const json::object& entry) {
  Tool made;
  made.name = text_at(entry, "name");
  made.path = visit.server.name + "/" + made.name;
  made.integration = visit.server.name;
  made.description = text_at(entry, "description");
  made.title = text_at(entry, "title");
  made.file = visit.server.file;
  made.at = visit.server.at;
  made.pointer = fmt::format("/mcpServers/{}/tools/{}", pointer_token(visit.server.name),
                             pointer_token(made.name));
  if (const json::value* schema = entry.if_contains("inputSchema")) {
    made.input_schema = *schema;
    made.parameters = parameters_of_schema(*schema);
  }
  if (const json::value* schema = entry.if_contains("outputSchema")) {
    made.output_schema = *schema;
  }
  if (const json::object* annotations = object_at(entry, "annotations")) {
    made.hint_title = text_at(*annotations, "title");
    made.is_read_only = flag_at(*annotations, "readOnlyHint", false) &&
                        !flag_at(*annotations, "destructiveHint", false);
  }
  return made;
}

} // namespace

std::vector<Tool> tools_of(const McpVisit& visit, std::vector<std::string>& problems) {
  std::vector<Tool> made;
  std::size_t nameless = 0;
  for (const json::value& one : visit.tools) {
    const json::object* entry = one.if_object();
    if (entry == nullptr || text_at(*entry, "name").empty()) {
      ++nameless;
    } else {
      made.push_back(tool_of(visit, *entry));
    }
  }
  if (nameless > 0) {
    problems.push_back(fmt::format("{} entr{} of its tools/list {} no name", nameless,
                                   nameless == 1 ? "y" : "ies", nameless == 1 ? "has" : "have"));
  }
  return made;
}

} // namespace aether::verify_oi_tools
