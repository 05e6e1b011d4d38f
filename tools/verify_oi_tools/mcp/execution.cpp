#include "verify_oi_tools/mcp/execution.h"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/glob.h"
#include "core/text.h"
#include "data/json_schema/schema.h"
#include "verify_oi_tools/mcp/arguments.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

bool is_among(const std::vector<std::string>& patterns, std::string_view name) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& one) {
    return one == name || glob_matches(one, name);
  });
}

// A tool that prints the environment declares itself read-only, and is.
bool tells_secrets(std::string_view name, std::string_view description) {
  constexpr std::array<std::string_view, 9> k_words = {"environment variable",
                                                       "env var",
                                                       "secret",
                                                       "credential",
                                                       "password",
                                                       "api key",
                                                       "api_key",
                                                       "token",
                                                       "getenv"};
  const std::string text = to_lower(fmt::format("{} {}", name, description));
  const std::string lower = to_lower(name);
  return lower.find("env") == 0 || lower.ends_with("-env") || lower.ends_with("_env") ||
         std::any_of(k_words.begin(), k_words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

// The text of a result, for a message.
std::string first_text(const json::object& result) {
  for (const json::value& one : array_at(result, "content")) {
    if (const json::object* part = one.if_object(); part != nullptr && part->contains("text")) {
      return mcp::excerpt(text_at(*part, "text"));
    }
  }
  return "an error";
}

} // namespace

std::string why_not_called(const ExecutionPlan& plan, std::string_view name,
                           std::string_view description, bool declared_safe) {
  if (plan.which == ExecutionPlan::Which::none) {
    return "tools are called with --execute only";
  }
  const bool is_asked =
      is_among(plan.only, name) ||
      std::any_of(plan.only.begin(), plan.only.end(), [&](std::string_view one) { // by its path
        return one.substr(one.find_last_of("/.") + 1) == name;                    // npos + 1 is 0
      });
  if (!plan.only.empty() && !is_asked) {
    return "another tool was asked for";
  }
  if (is_among(plan.refuse, name)) {
    return "config/verify_tools.yaml refuses it";
  }
  if (plan.which == ExecutionPlan::Which::all || is_among(plan.allow, name)) {
    return "";
  }
  if (!declared_safe) {
    return "it does not declare itself read-only";
  }
  return tells_secrets(name, description)
             ? "it is read-only, and may tell secrets: `allow` of config/verify_tools.yaml does "
               "not name it"
             : "";
}

std::string problem_of_result(const json::object& result, const json::value* output_schema) {
  const json::value* content = result.if_contains("content");
  if (content == nullptr || !content->is_array()) {
    return "its result has no list `content`";
  }
  if (output_schema == nullptr || flag_at(result, "isError", false)) {
    return "";
  }
  const json::value* structured = result.if_contains("structuredContent");
  if (structured == nullptr) {
    return "it has an outputSchema, and its result no structuredContent";
  }
  try {
    const std::vector<json_schema::Problem> problems =
        json_schema::Schema(*output_schema, {}).evaluate(*structured);
    return problems.empty()
               ? ""
               : fmt::format("its structuredContent is not what its outputSchema says: {}{}{}",
                             printable(problems.front().instance),
                             problems.front().instance.empty() ? "" : ": ",
                             problems.front().message);
  } catch (const Error& error) {
    return fmt::format("its outputSchema cannot be used: {}", error.what());
  }
}

CallReport call_tool(mcp::Client& client, const json::object& tool, const ExecutionPlan& plan) {
  CallReport report;
  report.tool = text_at(tool, "name");
  const json::object* annotations = object_at(tool, "annotations");
  const bool is_safe = annotations != nullptr && flag_at(*annotations, "readOnlyHint", false) &&
                       !flag_at(*annotations, "destructiveHint", false);
  report.message = why_not_called(plan, report.tool, text_at(tool, "description"), is_safe);
  if (!report.message.empty()) {
    return report;
  }
  json::object arguments;
  if (const auto named = plan.arguments.find(report.tool); named != plan.arguments.end()) {
    arguments = named->second;
  } else if (const json::value* schema = tool.if_contains("inputSchema")) {
    MadeArguments made = make_arguments(*schema);
    if (!made.arguments) {
      report.message = made.why_not + "; --args gives some";
      return report;
    }
    arguments = std::move(*made.arguments);
    report.arguments_are_made = !arguments.empty();
  }
  const mcp::Clock::time_point begun = mcp::Clock::now();
  const mcp::CallResult result = client.call(report.tool, std::move(arguments), plan.limit);
  report.took = std::chrono::duration_cast<std::chrono::microseconds>(mcp::Clock::now() - begun);
  report.outcome = CallReport::Outcome::passed;
  const bool is_error = !result.result || flag_at(*result.result, "isError", false);
  if (is_error) {
    const std::string said =
        result.result
            ? first_text(*result.result)
            : fmt::format("{} ({})", mcp::excerpt(result.error_message), result.error_code);
    report.outcome =
        report.arguments_are_made ? CallReport::Outcome::refused : CallReport::Outcome::failed;
    report.message = fmt::format("it answers with {}", said);
    return report;
  }
  report.message = problem_of_result(*result.result, tool.if_contains("outputSchema"));
  if (!report.message.empty()) {
    report.outcome = CallReport::Outcome::failed;
  }
  return report;
}

} // namespace aether::verify_oi_tools
