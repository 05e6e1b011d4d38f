#include "verify_oi_tools/learn.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/backend.h"
#include "backend/catalog.h"
#include "backend/lenient_json.h"
#include "backend/registry.h"
#include "backend/root.h"
#include "backend/services.h"
#include "core/error.h"
#include "core/secrets.h"
#include "core/text.h"
#include "data/json.h"
#include "os/file.h"
#include "verify_oi_tools/mcp/visit.h"
#include "verify_oi_tools/route_call.h"
#include "verify_oi_tools/sources/attached.h"
#include "verify_oi_tools/sources/mcp_database.h"
#include "verify_oi_tools/sources/mcp_servers.h"
#include "verify_oi_tools/sources/served.h"
#include "verify_oi_tools/verify_config.h"

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::size_t k_largest_document = std::size_t{64} << 20U;
constexpr std::string_view k_health_maker = "health_check --json";
constexpr std::string_view k_health_schema = "aether/health_check/report/1";

class Learner {
public:
  Learner(const Options& options, Secrets& secrets) : options_(options), secrets_(secrets) {}

  World learn() {
    const Root root = find_root(options_.root);
    if (std::error_code failed;
        options_.python_source && !fs::is_directory(*options_.python_source, failed)) {
      throw Error(ExitCode::no_input,
                  "--python-source: there is no directory " + printable(*options_.python_source));
    }
    world_.root = root.path.string();
    add_secrets_of_options();
    read_health();
    make_plan();
    begin_visits();
    is_backend_ =
        !has_servers() || options_.catalog || root.source != RootSource::current_directory;
    if (is_backend_) {
      read_backend_files();
      add_secrets(world_, secrets_);
    }
    if (options_.openapi) {
      world_.openapi_name = input_name(*options_.openapi);
      world_.openapi = read_openapi(read_file_or_stdin(*options_.openapi, k_largest_document),
                                    world_.openapi_name);
      add_source(Origin::backend, world_.openapi_name, "");
    } else if (!options_.offline && (is_backend_ || options_.base_url)) {
      world_.backend_url = address_of_backend();
    }
    if (options_.mode != Mode::generate && is_backend_) {
      read_sources_of_python();
      find_calls();
      find_services();
    }
    find_attached();
    ask();
    end_visits();
    add_secrets(world_, secrets_);
    return std::move(world_);
  }

private:
  void add_secrets_of_options() {
    secrets_.add_environment();
    for (const std::vector<std::string>& commands : {options_.mcp, {options_.probe.value_or("")}}) {
      for (const std::string& one : commands) {
        secrets_.add_command(words_of(one));
      }
    }
    for (const std::string& url : options_.mcp_urls) {
      secrets_.add_url(url);
    }
    secrets_.add_url(options_.base_url.value_or(""));
    secrets_.add_url(options_.database.value_or(""));
  }

  void add_source(Origin origin, std::string name, std::string why_not, bool is_needed = true) {
    Source made;
    made.is_needed = is_needed;
    made.origin = origin;
    made.name = std::move(name);
    made.reached = why_not.empty();
    made.why_not = std::move(why_not);
    world_.sources.push_back(std::move(made));
  }

  void read_backend_files() {
    ProbeOptions probe;
    probe.python = options_.python;
    probe.timeout = std::min(probe.timeout, options_.timeout);
    backend_ = read_backend({options_.root, options_.env_file, probe});
    if (options_.catalog) {
      named_catalog_ = document_of(*options_.catalog);
      world_.catalog = catalog_of(named_catalog_, printable(*options_.catalog));
    } else if (const auto found = backend_.documents.find(k_catalog_file);
               found != backend_.documents.end()) {
      world_.catalog = catalog_of(found->second, std::string(k_catalog_file));
    } else if (options_.mode != Mode::generate && !has_servers()) {
      throw Error(ExitCode::no_input,
                  fmt::format("{}: there is no catalog: looked for {}; --catalog names one, and "
                              "--generate makes one",
                              printable(world_.root), k_catalog_file));
    }
    if (!world_.catalog.file.empty()) {
      add_source(Origin::catalog, world_.catalog.file, "");
    }
    if (const auto found = backend_.documents.find(k_registry_file);
        found != backend_.documents.end()) {
      world_.registry = registry_of(found->second, std::string(k_registry_file));
      add_source(Origin::registry, world_.registry.file, "");
    }
  }

  // MCP servers can be verified where there is nothing else.
  [[nodiscard]] bool has_servers() const {
    return !options_.mcp.empty() || !options_.mcp_urls.empty() || !options_.mcp_configs.empty() ||
           options_.database;
  }

  static ConfigDocument document_of(const std::string& file) {
    const fs::path path(file);
    const fs::path directory = path.has_parent_path() ? path.parent_path() : ".";
    std::error_code failed;
    if (!fs::exists(path, failed)) {
      throw Error(ExitCode::no_input, fmt::format("there is no file `{}`", printable(file)));
    }
    return read_config_document(directory, path.filename().string(), k_largest_document);
  }

  // What a report of health_check says to be down, by component and name.
  void read_health() {
    if (!options_.health) {
      return;
    }
    const std::string name = input_name(*options_.health);
    const json::value document = read_document(read_file_or_stdin(*options_.health), name,
                                               k_health_schema, k_health_maker, Records{"checks"});
    const json::array& checks = array_at(document.as_object(), "checks");
    for (std::size_t i = 0; i < checks.size(); ++i) {
      if (const std::string wrong = wrong_with(checks[i]); !wrong.empty()) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{}: expected an {} document (from `{}`), but at /checks/{}{}",
                                name, k_health_schema, k_health_maker, i, wrong));
      }
      read_check(checks[i].as_object());
    }
  }

  // What a check of a report has not, of what is read of it.
  static std::string wrong_with(const json::value& one) {
    constexpr std::array<std::string_view, 3> k_statuses = {"healthy", "degraded", "unhealthy"};
    const json::object* check = one.if_object();
    if (check == nullptr) {
      return " is no check";
    }
    for (const std::string_view member : {"component", "name", "status"}) {
      if (text_at(*check, member).empty()) {
        return fmt::format("/{} is no text", member);
      }
    }
    const std::string status = text_at(*check, "status");
    return std::find(k_statuses.begin(), k_statuses.end(), status) == k_statuses.end()
               ? fmt::format("/status is `{}`, which is none of {}", printable(status),
                             fmt::join(k_statuses, ", "))
               : "";
  }

  void read_check(const json::object& check) {
    if (text_at(check, "status") == "healthy" || answers(check)) {
      return;
    }
    const std::string full = text_at(check, "component") + "." + text_at(check, "name");
    const std::string by = text_at(check, "blocked_by");
    down_.emplace(full, by.empty() ? full : by);
  }

  // Whether it is degraded though what it looks at is there: what is down is degraded, too.
  static bool answers(const json::object& check) {
    constexpr std::array<std::string_view, 5> k_up = {"disagrees", "says_degraded", "route_missing",
                                                      "latency_high", "no_model"};
    return text_at(check, "status") == "degraded" &&
           std::find(k_up.begin(), k_up.end(), text_at(check, "cause")) != k_up.end();
  }

  // Why it need not be asked; empty where nothing says that it is down.
  [[nodiscard]] std::string down(const std::string& check) const {
    const auto found = down_.find(check);
    return found == down_.end() ? "" : found->second;
  }

  std::string address_of_backend() {
    if (options_.base_url) {
      return *options_.base_url;
    }
    if (!world_.catalog.backend_url.empty()) {
      return world_.catalog.backend_url;
    }
    for (const Service& one : services()) {
      if (one.name == "backend") {
        return one.url;
      }
    }
    return "";
  }

  const std::vector<Service>& services() {
    if (!services_) {
      services_ = aether::find_services(backend_).services;
    }
    return *services_;
  }

  void make_plan() {
    plan_ = read_verify_config(world_.root, options_.config_file);
    plan_.which = options_.execute;
    plan_.only = options_.tools;
    for (const auto& [tool, arguments] : options_.arguments) {
      plan_.arguments[tool] = arguments;
    }
    plan_.limit = options_.call_timeout;
  }

  // Before anything else takes time, so that servers start meanwhile.
  void begin_visits() {
    std::vector<McpServer> servers;
    for (const std::string& command : options_.mcp) {
      servers.push_back(server_of_command(command));
    }
    for (const std::string& url : options_.mcp_urls) {
      servers.push_back(server_of_url(url));
    }
    for (const std::string& file : options_.mcp_configs) {
      const std::vector<McpServer> all = read_mcp_config(file);
      servers.insert(servers.end(), all.begin(), all.end());
    }
    for (const McpServer& one : servers) {
      secrets_.add_server(one);
    }
    if (options_.mode == Mode::generate) {
      return;
    }
    if (options_.database) {
      world_.database = read_mcp_database(*options_.database, options_.timeout);
      servers.insert(servers.end(), world_.database->servers.begin(),
                     world_.database->servers.end());
      add_source(Origin::mcp, world_.database->shown, world_.database->why_not);
    }
    give_own_names(servers);
    VisitOptions visit;
    visit.protocol = options_.mcp_protocol;
    visit.timeout = options_.timeout;
    visit.plan = plan_;
    visits_.emplace(std::move(servers), std::move(visit));
  }

  static void give_own_names(std::vector<McpServer>& servers) {
    std::map<std::string, int> times;
    for (McpServer& one : servers) {
      if (const int time = ++times[one.name]; time > 1) {
        one.name += fmt::format("-{}", time);
      }
    }
  }

  void end_visits() {
    if (!visits_) {
      return;
    }
    world_.visits = visits_->wait();
    for (McpVisit& visit : world_.visits) {
      add_source(Origin::mcp, printable(visit.server.name), visit.is_listed ? "" : visit.why_not);
      const std::vector<Tool> tools = tools_of(visit, visit.complaints);
      world_.served.insert(world_.served.end(), tools.begin(), tools.end());
    }
  }

  void read_sources_of_python() {
    if (world_.catalog.tools.empty()) {
      return;
    }
    ProbeOptions probe;
    probe.python = options_.python;
    probe.timeout = std::min(probe.timeout, options_.timeout);
    world_.python = read_functions(options_.python_source.value_or(world_.root), probe);
    world_.looked_at_python = true;
    // Of a catalog of routes the document tells enough where there is no Python.
    const bool is_needed =
        options_.python != Options{}.python || options_.python_source.has_value() ||
        std::any_of(world_.catalog.tools.begin(), world_.catalog.tools.end(), [&](const Tool& one) {
          const IntegrationEntry* entry = world_.registry.find(one.integration);
          return one.endpoint.empty() && entry != nullptr && !entry->module.empty();
        });
    add_source(Origin::python, "Python sources", world_.python.why_not, is_needed);
  }

  void find_calls() {
    FoundCalls found = find_callers(backend_.root, options_.callers.empty() ? default_caller_globs()
                                                                            : options_.callers);
    world_.calls = std::move(found.calls);
    world_.looked_for_callers = true;
    if (!options_.callers.empty()) {
      for (const std::string& glob : found.unfit) {
        add_source(Origin::callers, glob, "no file below the root fits it");
      }
      world_.unfit_callers = std::move(found.unfit);
    }
    if (!world_.calls.empty()) {
      add_source(Origin::callers, "profiles, skills and prompts", "");
    }
  }

  void find_attached() {
    if (!options_.probe || options_.mode == Mode::generate) {
      return;
    }
    AttachedTools found = read_attached(*options_.probe, world_.root, options_.timeout);
    add_source(Origin::probe, printable(*options_.probe), found.why_not);
    if (found.why_not.empty()) {
      world_.attached.emplace();
      for (AttachedTool& one : found.tools) {
        (one.is_built_in ? world_.built_in : *world_.attached).push_back(std::move(one.tool));
      }
      world_.probe_problems = std::move(found.problems);
    }
  }

  // Those that the settings make effective; the registry's where they say nothing of it.
  void find_services() {
    std::set<std::string> known;
    for (const Service& one : services()) {
      for (const std::string& integration : one.integrations) {
        Asked asked;
        asked.integration = integration;
        asked.url = one.check_url.empty() ? one.url : one.check_url;
        asked.blocked = down("services." + one.name);
        known.insert(integration);
        world_.services.push_back(std::move(asked));
      }
    }
    for (const IntegrationEntry& one : world_.registry.integrations) {
      if (one.enabled && one.requires_service && !one.service_url.empty() &&
          !known.contains(one.name)) {
        Asked asked;
        asked.integration = one.name;
        asked.url = one.health_check.empty() ? one.service_url : one.health_check;
        world_.services.push_back(std::move(asked));
      }
    }
    for (Asked& one : world_.services) {
      if (one.blocked.empty()) {
        one.blocked = down("integrations." + one.integration);
      }
    }
  }

  // Every address at once.
  void ask() {
    if (options_.offline) {
      world_.services.clear();
      return;
    }
    std::vector<net::ProbeRequest> requests;
    for (const Asked& one : world_.services) {
      requests.push_back({one.url});
    }
    const std::string backend_down = world_.backend_url.empty() ? "" : down("backend.health");
    const bool asks_backend = !world_.backend_url.empty() && backend_down.empty();
    if (asks_backend) {
      requests.push_back({below(world_.backend_url, "/openapi.json"), k_largest_document});
    }
    const std::vector<net::ProbeResult> results = probe(requests);
    for (std::size_t i = 0; i < world_.services.size(); ++i) {
      take(results[i], world_.services[i]);
    }
    if (asks_backend) {
      take_backend(results.back());
      ask_routes();
      if (options_.execute != ExecutionPlan::Which::none && options_.mode != Mode::generate) {
        world_.called_routes =
            call_routes(world_, plan_, options_.examples,
                        [&](const std::vector<net::ProbeRequest>& all) { return probe(all); });
      }
    } else if (!backend_down.empty()) {
      add_source(Origin::backend, without_secrets(world_.backend_url),
                 "blocked by " + backend_down);
    }
  }

  [[nodiscard]] std::vector<net::ProbeResult>
  probe(const std::vector<net::ProbeRequest>& requests) const {
    if (requests.empty()) {
      return {};
    }
    net::ProbeLimits limits;
    limits.all = options_.timeout;
    limits.each = std::min(limits.all, std::chrono::milliseconds(5'000));
    return net::probe_all(requests, limits);
  }

  static std::string below(const std::string& url, std::string_view path) {
    return (url.ends_with('/') ? url.substr(0, url.size() - 1) : url) + std::string(path);
  }

  // A service that answers at all is there: its health route may need a login or be another.
  static void take(const net::ProbeResult& result, Asked& asked) {
    asked.answers =
        result.status > 0 ? result.status < 500 : result.outcome == net::ProbeOutcome::ok;
    asked.why_not =
        result.message.empty() ? fmt::format("it answers {}", result.status) : result.message;
  }

  void take_backend(const net::ProbeResult& result) {
    const std::string name = below(without_secrets(world_.backend_url), "/openapi.json");
    world_.backend_why_not = result.message;
    if (result.outcome == net::ProbeOutcome::ok) {
      try {
        if (result.body_is_cut) {
          throw Error(ExitCode::bad_input, "it is larger than 64 MiB");
        }
        world_.openapi = read_openapi(result.body, name);
        world_.openapi_name = name;
      } catch (const Error& error) {
        world_.backend_why_not = error.what();
      }
    }
    add_source(Origin::backend, name, world_.openapi ? "" : world_.backend_why_not);
  }

  // OPTIONS of each route without parameters in its path has no effect (RFC 9110, 9.3.7).
  void ask_routes() {
    if (!world_.openapi || options_.mode == Mode::generate) {
      return;
    }
    std::vector<net::ProbeRequest> requests;
    for (const Tool& tool : world_.catalog.tools) {
      if (!tool.endpoint.empty() && tool.endpoint.find('{') == std::string::npos) {
        net::ProbeRequest request{below(world_.backend_url, tool.endpoint)};
        request.method = "OPTIONS";
        requests.push_back(std::move(request));
        world_.routes.push_back({tool.endpoint, 0});
      }
    }
    const std::vector<net::ProbeResult> results = probe(requests);
    for (std::size_t i = 0; i < results.size(); ++i) {
      world_.routes[i].status = results[i].status;
    }
  }

  const Options& options_;
  Secrets& secrets_;
  World world_;
  bool is_backend_ = true; // else there is nothing but MCP servers
  Backend backend_;
  ConfigDocument named_catalog_;
  ExecutionPlan plan_;
  std::optional<std::vector<Service>> services_;
  std::map<std::string, std::string> down_;
  std::optional<McpVisits> visits_;
};

} // namespace

World learn(const Options& options, Secrets& secrets) { return Learner(options, secrets).learn(); }

} // namespace aether::verify_oi_tools
