// exposure/*: whether what the catalog tells is there, what is there is told, and what is called is
// a tool.
#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

// Of Open Interpreter's computer object.
constexpr std::array<std::string_view, 16> k_built_in = {
    "files", "skills",   "ai",   "browser", "calendar", "clipboard", "contacts", "display",
    "docs",  "keyboard", "mail", "mouse",   "os",       "sms",       "terminal", "vision"};

constexpr std::size_t k_most_callers = 5; // that a message names

std::string_view second_part(std::string_view path) {
  const std::size_t dot = path.find('.');
  return dot == std::string_view::npos ? ""
                                       : path.substr(dot + 1, path.find('.', dot + 1) - dot - 1);
}

bool is_built_in(std::string_view path) {
  return path.starts_with("computer.") &&
         std::find(k_built_in.begin(), k_built_in.end(), second_part(path)) != k_built_in.end();
}

class Exposure {
public:
  explicit Exposure(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    std::map<std::string, const Tool*> names;
    std::map<std::string, const Tool*> paths;
    for (const Tool& tool : world_.catalog.tools) {
      source_of(tool);
      is_attached(tool);
      is_alone(tool, names, paths);
      if (is_built_in(tool.path)) {
        judge_
            .found(k_shadowed, Group::exposure, tool,
                   fmt::format("{} hides computer.{}, which Open Interpreter brings",
                               printable(tool.path), second_part(tool.path)))
            .hint = "attach it below another name";
      }
    }
    unlisted_operations();
    unlisted_attached();
    served();
    recorded();
    calls();
  }

private:
  void source_of(const Tool& tool) {
    if (!tool.endpoint.empty()) {
      in_backend(tool);
    } else if (world_.served_of(tool) != nullptr) {
      judge_.seen(tool, Origin::mcp);
      judge_.passed(Group::exposure, tool);
    } else if (const McpVisit* server = world_.server_of(tool)) {
      in_server(tool, *server);
    } else if (const IntegrationEntry* entry = world_.registry.find(tool.integration);
               entry == nullptr || entry->module.empty()) {
      judge_.skipped(Group::exposure, tool,
                     "neither a route nor an integration with code is named for it");
    } else if (!world_.looked_at_python || !world_.python.why_not.empty()) {
      judge_.skipped(Group::exposure, tool,
                     "the Python sources were not read" +
                         (world_.python.why_not.empty() ? "" : ": " + world_.python.why_not));
    } else {
      in_python(tool, *entry);
    }
  }

  void in_backend(const Tool& tool) {
    if (!world_.openapi) {
      judge_.skipped(Group::exposure, tool, "the backend's OpenAPI document was not read");
      return;
    }
    if (world_.operation_of(tool) != nullptr) {
      judge_.seen(tool, Origin::backend);
      judge_.passed(Group::exposure, tool);
      return;
    }
    std::vector<std::string_view> endpoints;
    std::vector<std::string> methods;
    for (const Operation& one : world_.openapi->operations) {
      endpoints.emplace_back(one.tool.endpoint);
      if (one.tool.endpoint == tool.endpoint) {
        methods.push_back(one.tool.method);
      }
    }
    Finding& made = judge_.found(
        k_missing, Group::exposure, tool,
        fmt::format("{}: {} {} is not in {}{}", printable(tool.name), tool.method,
                    printable(tool.endpoint), world_.openapi_name,
                    methods.empty()
                        ? did_you_mean(nearest_names(tool.endpoint, endpoints))
                        : fmt::format(", which has {} there", fmt::join(methods, ", "))));
    made.cause = callers_of(tool);
    made.hint = "take the entry out of the catalog, or bring the route back";
  }

  [[nodiscard]] std::string callers_of(const Tool& tool) const {
    std::vector<std::string> places;
    for (const Call& call : world_.calls) {
      if (call.path == tool.path) {
        places.push_back(fmt::format("{}:{}", printable(call.file), call.at.line));
      }
    }
    if (places.empty()) {
      return "";
    }
    const std::size_t more = places.size() - std::min(places.size(), k_most_callers);
    places.resize(places.size() - more);
    return fmt::format("called at {}{}", fmt::join(places, ", "),
                       more == 0 ? "" : fmt::format(" and {} more places", more));
  }

  void in_server(const Tool& tool, const McpVisit& server) {
    if (!server.is_listed) {
      judge_.skipped(Group::exposure, tool, "its MCP server did not list its tools");
      return;
    }
    std::vector<std::string_view> names;
    for (const Tool& one : world_.served) {
      if (one.integration == server.server.name) {
        names.emplace_back(one.name);
      }
    }
    Finding& made = judge_.found(k_missing, Group::exposure, tool,
                                 fmt::format("{}: the MCP server {} has no such tool{}",
                                             printable(tool.name), printable(server.server.name),
                                             did_you_mean(nearest_names(tool.name, names))));
    made.cause = callers_of(tool);
    made.hint = "take the entry out of the catalog, or bring the tool back";
  }

  // Tools of MCP servers: each once, and told, where the catalog tells of their server at all.
  void served() {
    std::map<std::string, const Tool*> paths;
    std::map<std::string, const Tool*> names;
    std::set<const Tool*> told;
    std::set<std::string> told_servers;
    for (const Tool& tool : world_.catalog.tools) {
      if (const Tool* one = world_.served_of(tool)) {
        told.insert(one);
        told_servers.insert(one->integration);
      }
    }
    for (const Tool& tool : world_.served) {
      judge_.passed(Group::exposure, tool);
      if (!paths.try_emplace(tool.path, &tool).second) {
        judge_.found(k_duplicate, Group::exposure, tool,
                     fmt::format("the MCP server {} lists {} twice", printable(tool.integration),
                                 printable(tool.name)));
      } else if (const auto [other, is_new] = names.try_emplace(tool.name, &tool); !is_new) {
        judge_
            .found(k_shadowed, Severity::warning, Group::exposure, tool,
                   fmt::format("{} is the name of a tool of {}, too", printable(tool.name),
                               printable(other->second->integration)))
            .hint = "a client that does not part servers calls one for the other";
      }
      if (told_servers.contains(tool.integration) && !told.contains(&tool)) {
        judge_.found(k_unlisted, Group::exposure, tool,
                     fmt::format("{} is no tool of the catalog", printable(tool.path)));
      }
    }
  }

  // What a database says of tools, where their servers could be asked.
  void recorded() {
    if (!world_.database) {
      return;
    }
    for (const RecordedTool& one : world_.database->tools) {
      const bool is_listed =
          std::any_of(world_.visits.begin(), world_.visits.end(), [&](const McpVisit& visit) {
            return visit.is_listed && visit.server.name == one.server;
          });
      const auto tool =
          std::find_if(world_.served.begin(), world_.served.end(), [&](const Tool& each) {
            return each.integration == one.server && each.name == one.name;
          });
      if (is_listed && tool == world_.served.end()) {
        judge_.found(k_recorded, world_.database->shown, {},
                     fmt::format("mcp_tools has {} of {}, which lists no such tool",
                                 printable(one.name), printable(one.server)));
      } else if (is_listed && one.input_schema && tool->input_schema != one.input_schema) {
        judge_.found(k_recorded, world_.database->shown, {},
                     fmt::format("mcp_tools has another inputSchema of {} than {} lists",
                                 printable(one.name), printable(one.server)));
      }
    }
  }

  void in_python(const Tool& tool, const IntegrationEntry& entry) {
    if (!world_.functions_of(tool).empty()) {
      judge_.seen(tool, Origin::python);
      judge_.passed(Group::exposure, tool);
      return;
    }
    std::vector<std::string_view> names;
    for (const PythonFunction& one : world_.python.functions) {
      if (one.module.starts_with(entry.module.substr(0, entry.module.rfind('.')))) {
        names.emplace_back(one.tool.name);
      }
    }
    const std::string_view name = last_part(tool.path.empty() ? tool.name : tool.path);
    Finding& made =
        judge_.found(k_missing, Group::exposure, tool,
                     fmt::format("{}: {} defines no function {}{}", printable(tool.name),
                                 printable(entry.module), printable(name),
                                 did_you_mean(nearest_names(name, names))));
    made.cause = callers_of(tool);
    made.hint = "take the entry out of the catalog, or bring the function back";
  }

  void is_attached(const Tool& tool) {
    if (!world_.attached) {
      return;
    }
    if (world_.attached_of(tool) != nullptr) {
      judge_.seen(tool, Origin::probe);
      judge_.passed(Group::exposure, tool);
      return;
    }
    std::vector<std::string_view> paths;
    for (const Tool& one : *world_.attached) {
      paths.emplace_back(one.path);
    }
    judge_
        .found(k_unattached, Group::exposure, tool,
               fmt::format("{}: nothing is attached at {}{}", printable(tool.name),
                           printable(tool.path), did_you_mean(nearest_names(tool.path, paths))))
        .cause = callers_of(tool);
  }

  void is_alone(const Tool& tool, std::map<std::string, const Tool*>& names,
                std::map<std::string, const Tool*>& paths) {
    const auto [path, path_is_new] = paths.try_emplace(tool.path, &tool);
    const auto [name, name_is_new] = names.try_emplace(tool.name, &tool);
    if (path_is_new && name_is_new) {
      return;
    }
    const Tool& other = path_is_new ? *name->second : *path->second;
    Finding& made =
        judge_.found(k_duplicate, Group::exposure, tool,
                     fmt::format("{} is there twice: {} {}, and {} {}",
                                 printable(path_is_new ? tool.name : tool.path), other.method,
                                 printable(other.endpoint), tool.method, printable(tool.endpoint)));
    made.cause = fmt::format("the other stands at {}:{}", printable(other.file), other.at.line);
    made.hint = "what is attached last hides what was attached before it";
  }

  // Routes of which the backend would make a tool.
  void unlisted_operations() {
    if (!world_.openapi || world_.catalog.file.empty()) {
      return;
    }
    const DerivedCatalog derived = derive_catalog(*world_.openapi, world_.registry, world_.catalog);
    for (const DerivedCategory& category : derived.categories) {
      for (const DerivedTool& one : category.tools) {
        if (is_listed(one)) {
          continue;
        }
        const Operation* operation = world_.openapi->find(one.method, one.endpoint);
        const bool is_file = world_.backend_url.empty();
        judge_
            .found(
                k_unlisted, is_file ? world_.openapi_name : world_.catalog.file,
                is_file && operation != nullptr ? operation->tool.at : Position{},
                fmt::format("{} {} is no tool of the catalog", one.method, printable(one.endpoint)))
            .hint = "verify_oi_tools --generate makes an entry of it";
      }
    }
  }

  [[nodiscard]] bool is_listed(const DerivedTool& derived) const {
    return std::any_of(world_.catalog.tools.begin(), world_.catalog.tools.end(),
                       [&](const Tool& tool) {
                         const Operation* operation = world_.operation_of(tool);
                         return operation != nullptr && operation->tool.method == derived.method &&
                                operation->tool.endpoint == derived.endpoint;
                       });
  }

  void unlisted_attached() {
    if (!world_.attached) {
      return;
    }
    for (const std::string& one : world_.probe_problems) {
      judge_.found(k_not_attached, world_.catalog.file, {}, printable(one));
    }
    for (const Tool& one : *world_.attached) {
      if (world_.by_path(one.path) == nullptr && !is_built_in(one.path)) {
        judge_
            .found(k_unlisted, world_.catalog.file, {},
                   fmt::format("{} is attached, and no tool of the catalog", printable(one.path)))
            .hint = "the agent is not told of it";
      }
    }
  }

  void calls() {
    std::set<std::string> called;
    std::vector<std::string_view> paths;
    for (const Tool& tool : world_.catalog.tools) {
      paths.emplace_back(tool.path);
    }
    for (const Call& call : world_.calls) {
      called.insert(call.path);
      if (const Tool* tool = world_.by_path(call.path)) {
        arguments_of(call, *tool);
      } else if (!is_built_in(call.path) && !is_attached(call.path)) {
        judge_
            .found(k_unknown_call, call.file, call.at,
                   fmt::format("{} is no tool of the catalog{}", printable(call.path),
                               did_you_mean(nearest_names(call.path, paths))))
            .hint = "the agent is told to call what it cannot";
      }
    }
    for (const Tool& tool : world_.catalog.tools) {
      if (world_.looked_for_callers && !called.contains(tool.path)) {
        judge_.found(k_never_called, Group::exposure, tool,
                     fmt::format("{}: no profile, skill or prompt calls it", printable(tool.name)));
      }
    }
  }

  [[nodiscard]] bool is_attached(const std::string& path) const {
    return world_.attached && std::any_of(world_.attached->begin(), world_.attached->end(),
                                          [&](const Tool& one) { return one.path == path; });
  }

  void arguments_of(const Call& call, const Tool& tool) {
    const bool takes_any =
        std::any_of(tool.parameters.begin(), tool.parameters.end(),
                    [](const Parameter& one) { return one.kind == ParameterKind::rest_keyword; });
    std::vector<std::string_view> names;
    for (const Parameter& one : tool.parameters) {
      names.emplace_back(one.name);
    }
    for (const std::string& keyword : call.keywords) {
      if (tool.find(keyword) == nullptr && !takes_any) {
        wrong_call(call,
                   fmt::format("{} has no parameter {}{}", printable(call.path), printable(keyword),
                               did_you_mean(nearest_names(keyword, names))));
      }
    }
    if (call.is_spread) {
      return;
    }
    std::size_t at = 0;
    for (const Parameter& one : tool.parameters) {
      const bool is_passed =
          at++ < call.by_place.size() ||
          std::find(call.keywords.begin(), call.keywords.end(), one.name) != call.keywords.end();
      if (one.required && !is_passed) {
        wrong_call(call, fmt::format("{} is called without {}", printable(call.path),
                                     printable(one.name)));
      }
    }
    if (call.by_place.size() > tool.parameters.size()) {
      wrong_call(call, fmt::format("{} is called with {} values and takes {}", printable(call.path),
                                   call.by_place.size(), tool.parameters.size()));
    }
  }

  void wrong_call(const Call& call, std::string message) {
    judge_.found(k_wrong_call, call.file, call.at, std::move(message));
  }

  Judge& judge_;
  const World& world_;
};

} // namespace

void check_exposure(Judge& judge) { Exposure(judge).check(); }

} // namespace aether::verify_oi_tools
