// schema/*: whether the schemas of tools are JSON Schemas of a dialect that is known.
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/text.h"
#include "data/json_schema/schema.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"
#include "verify_oi_tools/sources/openapi_schemas.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

class SchemaCheck {
public:
  SchemaCheck(Judge& judge, const Tool& tool) : judge_(judge), tool_(tool) {}

  void check(const json::value& schema, std::string_view what) {
    const json::object* object = schema.if_object();
    const std::string dialect = object == nullptr ? "" : text_at(*object, "$schema");
    if (!dialect.empty() && !json_schema::draft_of(dialect)) {
      judge_.found(k_schema_dialect, Group::schema, tool_,
                   fmt::format("{}: its {} is of the dialect {}, which is not looked into",
                               printable(tool_.name), what, printable(dialect)));
      return;
    }
    judge_.passed(Group::schema, tool_);
    const std::vector<json_schema::Problem> problems = json_schema::check_schema(schema, {});
    if (!problems.empty()) {
      judge_.found(
          k_schema_invalid, Group::schema, tool_,
          fmt::format("{}: its {} is no JSON Schema: {}{}", printable(tool_.name), what,
                      printable(problems.front().instance),
                      (problems.front().instance.empty() ? "" : ": ") + problems.front().message));
    }
    remote_references(schema, what, 0);
  }

private:
  static constexpr int k_deepest = 64;

  void remote_references(const json::value& value, std::string_view what, int depth) {
    if (depth > k_deepest) {
      return;
    }
    if (const json::object* object = value.if_object()) {
      const std::string reference = text_at(*object, "$ref");
      if (reference.starts_with("http://") || reference.starts_with("https://")) {
        judge_.found(k_schema_remote, Group::schema, tool_,
                     fmt::format("{}: its {} refers to {}, which is not fetched",
                                 printable(tool_.name), what, printable(reference)));
      }
      for (const auto& [key, member] : *object) {
        remote_references(member, what, depth + 1);
      }
    } else if (const json::array* array = value.if_array()) {
      for (const json::value& one : *array) {
        remote_references(one, what, depth + 1);
      }
    }
  }

  Judge& judge_;
  const Tool& tool_;
};

} // namespace

namespace {

// The parts of an operation that are JSON Schemas, OpenAPI 3.1 having made them such.
void check_operation(Judge& judge, const Tool& tool, const Operation& operation) {
  const std::string name =
      fmt::format("{} {}", operation.tool.method, printable(operation.tool.endpoint));
  const auto found = [&](std::string_view rule, const std::string& message,
                         std::string_view part = "") {
    judge
        .found_at(part, rule, Group::schema, tool,
                  fmt::format("{}: {} {}", printable(tool.name), name, message))
        .cause =
        judge.world().backend_url.empty()
            ? fmt::format("it stands at {}:{}", judge.world().openapi_name, operation.tool.at.line)
            : "";
  };
  for (const std::string& one : operation.remote_references) {
    found(k_schema_remote, fmt::format("refers to {}, which is not fetched", printable(one)));
  }
  for (const std::string& one : operation.broken_references) {
    found(k_schema_invalid, fmt::format("refers to {}, which leads to nothing", printable(one)));
  }
  for (const SchemaProblem& one : problems_of_schemas(operation, judge.world().openapi->version)) {
    found(k_schema_invalid, one.message, one.parameter.empty() ? "" : tool.part_of(one.parameter));
    judge.tell(tool, "/parameters");
    judge.tell(tool, "/signature");
  }
}

} // namespace

void check_schemas(Judge& judge) {
  const World& world = judge.world();
  for (const Tool& tool : world.catalog.tools) {
    const Operation* operation = judge.operation_of(tool);
    if (operation == nullptr) {
      judge.skipped(Group::schema, tool, "it has no schema");
      continue;
    }
    judge.passed(Group::schema, tool);
    check_operation(judge, tool, *operation);
  }
  for (const Tool& tool : world.served) {
    SchemaCheck check(judge, tool);
    if (!tool.input_schema) {
      judge.found(k_schema_invalid, Group::schema, tool,
                  fmt::format("{}: it has no inputSchema", printable(tool.path)));
    } else if (!tool.input_schema->is_object() ||
               text_at(tool.input_schema->get_object(), "type") != "object") {
      judge.found(k_schema_invalid, Group::schema, tool,
                  fmt::format("{}: its inputSchema is none of an object", printable(tool.path)));
    } else {
      check.check(*tool.input_schema, "inputSchema");
    }
    if (tool.output_schema) {
      check.check(*tool.output_schema, "outputSchema");
    }
  }
  if (world.attached) {
    for (const Tool& tool : *world.attached) {
      if (tool.input_schema) {
        SchemaCheck(judge, tool).check(*tool.input_schema, "inputSchema");
      }
    }
  }
}

} // namespace aether::verify_oi_tools
