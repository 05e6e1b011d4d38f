// exposure/*: whether what the catalog tells is there, and what is there is told.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "verify_oi_tools/checks/built_in.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

class Exposure {
public:
  explicit Exposure(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    for (const Tool& tool : world_.catalog.tools) {
      is_visible(tool);
      is_alone(tool);
      source_of(tool);
      is_attached(tool);
    }
    unlisted_operations();
    unlisted_attached();
  }

private:
  void is_visible(const Tool& tool) {
    if (!is_built_in(tool.path)) {
      return;
    }
    judge_
        .found_at("/path", k_shadowed, Group::exposure, tool,
                  fmt::format("{} hides computer.{}, which Open Interpreter brings",
                              printable(tool.path), name_space_of(tool.path)))
        .hint = "attach it below another name";
    judge_.tell(tool, "/path");
    judge_.explain("computer." + tool.name);
  }

  void is_alone(const Tool& tool) {
    const auto [path, path_is_new] = paths_.try_emplace(tool.path, &tool);
    const auto [name, name_is_new] = names_.try_emplace(tool.name, &tool);
    const bool is_misnamed = last_part(tool.path) != tool.name; // which is told of it
    if ((path_is_new || tool.path.empty()) && (name_is_new || tool.name.empty() || is_misnamed)) {
      return;
    }
    const Tool& other = path_is_new ? *name->second : *path->second;
    Finding& made = judge_.found_at(is_misnamed ? "/path" : "", k_duplicate, Group::exposure, tool,
                                    fmt::format("{} is there twice: {}, and {}",
                                                printable(path_is_new ? tool.name : tool.path),
                                                shown(other), shown(tool)));
    if (is_misnamed) {
      judge_.explain(tool.path.substr(0, tool.path.size() - last_part(tool.path).size()) +
                     tool.name);
    }
    made.cause = fmt::format("the other stands at {}:{}", printable(other.file), other.at.line);
    made.hint = "what is attached last hides what was attached before it";
    judge_.tell(tool, "/name");
    judge_.tell(tool, "/path");
    judge_.unsettle(judge_.integration_of(tool));
  }

  static std::string shown(const Tool& tool) {
    return tool.endpoint.empty()
               ? printable(tool.path)
               : fmt::format("{} {}", printable(tool.method), printable(tool.endpoint));
  }

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
    } else if (world_.python.unreadable_of(entry->module) != nullptr && !world_.attached) {
      judge_.skipped(Group::exposure, tool, "Python cannot read its module"); // which is told
    } else {
      in_python(tool, *entry);
    }
  }

  void in_backend(const Tool& tool) {
    if (!world_.openapi) {
      judge_.skipped(Group::exposure, tool, "the backend's OpenAPI document was not read");
      return;
    }
    const Match& match = judge_.matching().of(tool);
    if (const Operation* operation = world_.operation_of(tool)) {
      judge_.seen(tool, Origin::backend);
      if (world_.handler_of(*operation) != nullptr || !world_.functions_of(tool).empty()) {
        judge_.seen(tool, Origin::python);
      }
      judge_.passed(Group::exposure, tool);
      return;
    }
    missing_route(tool, match);
  }

  // What moved is told where it was.
  void missing_route(const Tool& tool, const Match& match) {
    std::vector<std::string> methods;
    std::vector<std::string_view> endpoints;
    for (const Operation& one : world_.openapi->operations) {
      endpoints.emplace_back(one.tool.endpoint);
      if (one.tool.endpoint == tool.endpoint) {
        methods.push_back(one.tool.method);
      }
    }
    std::string elsewhere;
    if (!methods.empty()) {
      elsewhere = fmt::format(", which has {} there", fmt::join(methods, ", "));
    } else if (match.derived != nullptr) {
      elsewhere = fmt::format(", which has {} {} in its place", match.derived->method,
                              printable(match.derived->endpoint));
    } else {
      elsewhere = did_you_mean(nearest_names(tool.endpoint, endpoints));
    }
    Finding& made = judge_.found_at(
        methods.empty() ? "/api_endpoint" : "/http_method", k_missing, Group::exposure, tool,
        fmt::format("{}: {} {} is not in {}{}", printable(tool.name), printable(tool.method),
                    printable(tool.endpoint), world_.openapi_name, elsewhere));
    made.cause = callers_of(tool);
    made.hint = match.derived != nullptr
                    ? "verify_oi_tools --generate writes what the document gives"
                    : "take the entry out of the catalog, or bring the route back";
    if (match.derived != nullptr) { // its other fields follow from the route
      for (const char* part : {"/name", "/path", "/description", "/signature", "/parameters",
                               "/http_method", "/api_endpoint", "/complexity", "/tags"}) {
        judge_.tell(tool, part);
      }
      judge_.explain(match.derived->path);
    }
  }

  [[nodiscard]] std::string callers_of(const Tool& tool) const {
    std::vector<std::string> places;
    for (const Call& call : world_.calls) {
      if (call.path == tool.path) {
        places.push_back(fmt::format("{}:{}", printable(call.file), call.at.line));
      }
    }
    return places_named("called at", std::move(places));
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
    const Tool* near = nearest_attached(tool);
    judge_
        .found_at("/path", k_unattached, Group::exposure, tool,
                  fmt::format("{}: nothing is attached at {}{}", printable(tool.name),
                              printable(tool.path),
                              near == nullptr ? "" : did_you_mean({near->path})))
        .cause = callers_of(tool);
    if (near != nullptr) {
      moved_.push_back(near);
    }
  }

  // Of what the catalog does not tell: what is attached elsewhere by the same name, or nearly so.
  [[nodiscard]] const Tool* nearest_attached(const Tool& tool) const {
    std::vector<std::string_view> paths;
    for (const Tool& one : *world_.attached) {
      const bool is_free = world_.by_path(one.path) == nullptr &&
                           std::find(moved_.begin(), moved_.end(), &one) == moved_.end();
      if (is_free && last_part(one.path) == tool.name) {
        return &one;
      }
      if (is_free) {
        paths.emplace_back(one.path);
      }
    }
    const std::vector<std::string> nearest = nearest_names(tool.path, paths, 1);
    const auto found =
        std::find_if(world_.attached->begin(), world_.attached->end(), [&](const Tool& one) {
          return !nearest.empty() && one.path == nearest.front();
        });
    return found == world_.attached->end() ? nullptr : &*found;
  }

  // Routes of which the backend would make a tool.
  void unlisted_operations() {
    if (!world_.openapi || world_.catalog.file.empty()) {
      return;
    }
    for (const DerivedTool* one : judge_.matching().unlisted()) {
      const Operation* operation = world_.openapi->find(one->method, one->endpoint);
      const bool is_file = world_.backend_url.empty();
      judge_
          .found(
              k_unlisted, is_file ? world_.openapi_name : world_.catalog.file,
              is_file && operation != nullptr ? operation->tool.at : Position{},
              fmt::format("{} {} is no tool of the catalog", one->method, printable(one->endpoint)))
          .hint = "verify_oi_tools --generate makes an entry of it";
      judge_.explain(one->path);
      judge_.unsettle(one->integration);
    }
  }

  void unlisted_attached() {
    if (!world_.attached) {
      return;
    }
    for (const std::string& one : world_.probe_problems) {
      judge_.found(k_not_attached, world_.catalog.file, {}, printable(one));
    }
    for (const Tool& one : *world_.attached) {
      const bool is_told = world_.by_path(one.path) != nullptr ||
                           std::find(moved_.begin(), moved_.end(), &one) != moved_.end() ||
                           judge_.trace(one.path, Trace::call, "the computer object");
      if (!is_told && !is_built_in(one.path)) {
        judge_
            .found(k_unlisted, world_.catalog.file, {},
                   fmt::format("{} is attached, and no tool of the catalog", printable(one.path)))
            .hint = "the agent is not told of it";
        judge_.explain(one.path);
      }
    }
  }

  Judge& judge_;
  const World& world_;
  std::map<std::string, const Tool*> names_;
  std::map<std::string, const Tool*> paths_;
  std::vector<const Tool*> moved_; // of what is attached, told of the tools that it was
};

} // namespace

void check_exposure(Judge& judge) { Exposure(judge).check(); }

} // namespace aether::verify_oi_tools
