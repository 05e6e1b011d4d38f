#include "verify_oi_tools/sources/openapi_schemas.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/text.h"
#include "data/json_schema/schema.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

// `exclusiveMinimum: true` says of the minimum what it is.
void make_exclusive(json::object& schema, const char* limit, const char* exclusive) {
  const json::value* flag = schema.if_contains(exclusive);
  if (flag == nullptr || !flag->is_bool()) {
    return;
  }
  const bool is_exclusive = flag->get_bool();
  schema.erase(exclusive);
  if (const json::value* value = schema.if_contains(limit); is_exclusive && value != nullptr) {
    const json::value bound = *value;
    schema.erase(limit);
    schema[exclusive] = bound;
  }
}

class Examiner {
public:
  explicit Examiner(bool is_old) : is_old_(is_old) {}

  void examine(const std::string& parameter, const std::string& what, json::value schema) {
    if (is_old_) {
      make_standard(schema);
    }
    const std::vector<json_schema::Problem> problems = json_schema::check_schema(schema, {});
    if (!problems.empty()) {
      const json_schema::Problem& first = problems.front();
      found_.push_back({parameter, fmt::format("has for {} what is no JSON Schema: {}{}{}", what,
                                               printable(first.instance),
                                               first.instance.empty() ? "" : ": ", first.message)});
    }
  }

  [[nodiscard]] std::vector<SchemaProblem> take() { return std::move(found_); }

private:
  bool is_old_;
  std::vector<SchemaProblem> found_;
};

} // namespace

void make_standard(json::value& schema) {
  if (json::object* object = schema.if_object()) {
    for (auto& [key, member] : *object) {
      make_standard(member);
    }
    make_exclusive(*object, "minimum", "exclusiveMinimum");
    make_exclusive(*object, "maximum", "exclusiveMaximum");
    if (flag_at(*object, "nullable", false)) {
      const json::value plain = *object;
      json::object without = plain.get_object();
      without.erase("nullable");
      schema = json::object{{"anyOf", json::array{without, json::object{{"type", "null"}}}}};
    }
  } else if (json::array* array = schema.if_array()) {
    for (json::value& one : *array) {
      make_standard(one);
    }
  }
}

std::vector<SchemaProblem> problems_of_schemas(const Operation& operation,
                                               std::string_view version) {
  Examiner examiner(version.starts_with("3.0"));
  for (const Parameter& one : operation.tool.parameters) {
    if (one.schema) {
      examiner.examine(one.name, "its parameter " + printable(one.name), *one.schema);
    }
  }
  for (const auto& [status, response] : operation.responses) {
    const json::object* object = response.if_object();
    const json::object* content = object == nullptr ? nullptr : object_at(*object, "content");
    if (content == nullptr) {
      continue;
    }
    for (const auto& [media, value] : *content) {
      const json::object* written = value.if_object();
      if (written != nullptr && written->contains("schema")) {
        examiner.examine("", "its answer of " + printable(std::string_view(status)),
                         written->at("schema"));
      }
    }
  }
  return examiner.take();
}

} // namespace aether::verify_oi_tools
