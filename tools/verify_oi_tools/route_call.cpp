#include "verify_oi_tools/route_call.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "data/json_schema/schema.h"
#include "verify_oi_tools/mcp/arguments.h"
#include "verify_oi_tools/mcp/message.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/sources/openapi_schemas.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

std::string plain_text(const json::value& value) {
  return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
}

// The schema of the JSON that a status is documented to come with.
const json::value* schema_of(const Operation& operation, int status) {
  for (const std::string& key :
       {fmt::format("{}", status), fmt::format("{}XX", status / 100), std::string("default")}) {
    const json::object* response = object_at(operation.responses, key);
    const json::object* content = response == nullptr ? nullptr : object_at(*response, "content");
    const json::object* media =
        content == nullptr ? nullptr : object_at(*content, "application/json");
    if (response != nullptr) {
      return media == nullptr ? nullptr : media->if_contains("schema");
    }
  }
  return nullptr;
}

bool is_documented(const Operation& operation, int status) {
  return operation.responses.contains(fmt::format("{}", status)) ||
         operation.responses.contains(fmt::format("{}XX", status / 100)) ||
         operation.responses.contains("default");
}

// From the schemas of the parameters that are required.
MadeArguments make_required(const Operation& operation) {
  json::object properties;
  json::array required;
  for (const Parameter& one : operation.tool.parameters) {
    properties[one.name] = one.schema.value_or(json::object{});
    if (one.required) {
      required.emplace_back(one.name);
    }
  }
  json::object schema{{"type", "object"}};
  schema["properties"] = std::move(properties);
  schema["required"] = std::move(required);
  return make_arguments(json::value(std::move(schema)));
}

// What carries these arguments to the route; nothing where a form would have to be sent.
std::optional<net::ProbeRequest> request_of(const Operation& operation, const std::string& base_url,
                                            const json::object& arguments) {
  net::ProbeRequest made;
  made.method = operation.tool.method;
  std::string path = operation.tool.endpoint;
  std::string query;
  std::string cookies;
  json::value body = json::object();
  for (const Parameter& one : operation.tool.parameters) {
    const json::value* value = arguments.if_contains(one.name);
    if (value == nullptr) {
      continue;
    }
    const std::string text = plain_text(*value);
    switch (one.carrier) {
    case Carrier::path:
      if (const std::size_t at = path.find("{" + one.name + "}"); at != std::string::npos) {
        path.replace(at, one.name.size() + 2, percent_encoded(text));
      }
      break;
    case Carrier::query:
      query += fmt::format("{}{}={}", query.empty() ? "?" : "&", percent_encoded(one.name),
                           percent_encoded(text));
      break;
    case Carrier::header:
      made.headers.push_back(one.name + ": " + text);
      break;
    case Carrier::cookie:
      cookies += (cookies.empty() ? "" : "; ") + one.name + "=" + text;
      break;
    case Carrier::form:
      return std::nullopt;
    case Carrier::body:
    case Carrier::none:
      if (one.kind == ParameterKind::ordinary) { // the body as a whole
        body = *value;
      } else {
        body.as_object()[one.name] = *value;
      }
      break;
    }
  }
  if (!cookies.empty()) {
    made.headers.push_back("Cookie: " + cookies);
  }
  if (!operation.media_types.empty()) {
    made.headers.emplace_back("Content-Type: application/json");
    made.body = json::serialize(body);
  }
  made.url =
      (base_url.ends_with('/') ? base_url.substr(0, base_url.size() - 1) : base_url) + path + query;
  made.max_body = std::size_t{16} << 20U;
  return made;
}

// What is wrong with an answer: its status, and its body against the document. `version`: of
// OpenAPI.
std::string problem_of_answer(const Operation& operation, const std::string& version,
                              const net::ProbeResult& answer) {
  if (answer.status == 0) {
    return answer.message;
  }
  if (answer.status >= 400) {
    return fmt::format("it answers {}: {}", answer.status, mcp::excerpt(answer.body));
  }
  if (!is_documented(operation, answer.status)) {
    return fmt::format("it answers {}, which the document does not have", answer.status);
  }
  const json::value* written = schema_of(operation, answer.status);
  if (written == nullptr) {
    return "";
  }
  try {
    const json::value body = parse_json(answer.body, "its answer");
    json::value schema(*written, json::storage_ptr());
    if (version.starts_with("3.0")) {
      make_standard(schema);
    }
    const std::vector<json_schema::Problem> problems =
        json_schema::Schema(std::move(schema), {}).evaluate(body);
    return problems.empty() ? ""
                            : fmt::format("its answer is not what the document says: {}{}{}",
                                          printable(problems.front().instance),
                                          problems.front().instance.empty() ? "" : ": ",
                                          problems.front().message);
  } catch (const Error& error) {
    return fmt::format("its answer cannot be held against the document: {}", error.what());
  }
}

// Arguments of a call that passes literals alone.
std::optional<json::object> arguments_of(const Call& call, const Tool& tool) {
  json::object made;
  if (call.is_spread || call.by_place.size() > tool.parameters.size()) {
    return std::nullopt;
  }
  const auto add = [&](const std::string& name, const std::string& text) {
    std::optional<json::value> value = python_literal(text);
    if (value) {
      made[name] = std::move(*value);
    }
    return value.has_value();
  };
  for (std::size_t i = 0; i < call.by_place.size(); ++i) {
    if (!add(tool.parameters[i].name, call.by_place[i])) {
      return std::nullopt;
    }
  }
  for (std::size_t i = 0; i < call.keywords.size(); ++i) {
    if (!add(call.keywords[i], call.values[i])) {
      return std::nullopt;
    }
  }
  return made;
}

std::optional<json::object> arguments_of_example(const Tool& tool) {
  for (const std::string& example : tool.examples) {
    for (const Call& call : calls_in(example, "")) {
      std::optional<json::object> made =
          call.path == tool.path ? arguments_of(call, tool) : std::nullopt;
      if (made) {
        return made;
      }
    }
  }
  return std::nullopt;
}

// Nothing where it is not to be called; the report then says why.
std::optional<json::object> choose_arguments(const Tool& tool, const Operation& operation,
                                             const ExecutionPlan& plan, bool use_examples,
                                             CallReport& report) {
  report.tool = tool.name;
  report.message = why_not_called(plan, tool.name, tool.description, false);
  if (!report.message.empty()) {
    return std::nullopt;
  }
  if (const auto named = plan.arguments.find(tool.name); named != plan.arguments.end()) {
    return named->second;
  }
  if (auto example = use_examples ? arguments_of_example(tool) : std::nullopt) {
    return example;
  }
  MadeArguments made = make_required(operation);
  if (!made.arguments) {
    report.message = made.why_not + "; --args gives some";
    return std::nullopt;
  }
  report.arguments_are_made = !made.arguments->empty();
  return std::move(made.arguments);
}

void take_answer(const Operation& operation, const std::string& version,
                 const net::ProbeResult& answer, CallReport& report) {
  report.took = answer.times.total;
  report.message = problem_of_answer(operation, version, answer);
  const bool refuses = answer.status >= 400 && answer.status < 500 && report.arguments_are_made;
  report.outcome = report.message.empty() ? CallReport::Outcome::passed
                   : refuses              ? CallReport::Outcome::refused
                                          : CallReport::Outcome::failed;
}

} // namespace

std::vector<CalledRoute> call_routes(const World& world, const ExecutionPlan& plan,
                                     bool use_examples, const AskAll& ask) {
  std::vector<CalledRoute> called;
  std::vector<net::ProbeRequest> requests;
  std::vector<std::pair<std::size_t, const Operation*>> of; // what each request is
  for (const Tool& tool : world.catalog.tools) {
    const Operation* operation = world.operation_of(tool);
    if (operation == nullptr) {
      continue;
    }
    CalledRoute one{tool.path, {}};
    if (const auto arguments = choose_arguments(tool, *operation, plan, use_examples, one.call)) {
      if (auto request = request_of(*operation, world.backend_url, *arguments)) {
        requests.push_back(std::move(*request));
        of.emplace_back(called.size(), operation);
      } else {
        one.call.message = "it wants a form, which is not sent";
      }
    }
    called.push_back(std::move(one));
  }
  const std::vector<net::ProbeResult> answers = ask(requests);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    take_answer(*of[i].second, world.openapi->version, answers[i], called[of[i].first].call);
  }
  return called;
}

} // namespace aether::verify_oi_tools
