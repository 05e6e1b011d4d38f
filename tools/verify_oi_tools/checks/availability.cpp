// availability/*: whether what stands behind a tool answers.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/secrets.h"
#include "core/text.h"
#include "verify_oi_tools/judge.h"
#include "verify_oi_tools/rules.h"

namespace aether::verify_oi_tools {

namespace {

class Availability {
public:
  explicit Availability(Judge& judge) : judge_(judge), world_(judge.world()) {}

  void check() {
    for (const Tool& tool : world_.catalog.tools) {
      const Operation* operation = world_.operation_of(tool);
      if (operation != nullptr && operation->is_deprecated) {
        judge_.found_at("/api_endpoint", k_deprecated, Group::availability, tool,
                        fmt::format("{}: {} {} is deprecated", printable(tool.name), tool.method,
                                    printable(tool.endpoint)));
      }
      const IntegrationEntry* entry = world_.registry.find(tool.integration);
      if (entry != nullptr && entry->requires_service) {
        service(tool);
      } else if (!tool.endpoint.empty()) {
        route(tool);
      } else {
        judge_.skipped(Group::availability, tool, "it needs no service");
      }
    }
    for (const auto& [integration, count] : down_) {
      tell(integration, count);
    }
    for (const McpVisit& visit : world_.visits) {
      server(visit);
    }
    for (const Tool& tool : world_.served) {
      judge_.passed(Group::availability, tool);
    }
    if (!world_.backend_url.empty() && !world_.openapi && !world_.backend_why_not.empty()) {
      judge_
          .found(k_backend_down, world_.catalog.file, {},
                 fmt::format("the backend at {} gave no OpenAPI document: {}",
                             without_secrets(world_.backend_url), world_.backend_why_not))
          .hint = "--base-url names another address, --openapi a file, --offline asks none";
    }
  }

private:
  void service(const Tool& tool) {
    const Asked* asked = world_.service(tool.integration);
    if (asked == nullptr) {
      judge_.skipped(Group::availability, tool, "its service was not asked");
    } else if (!asked->blocked.empty()) {
      judge_.blocked(tool, asked->blocked);
    } else if (asked->answers) {
      judge_.passed(Group::availability, tool);
    } else {
      judge_.blocked(tool, without_secrets(asked->url));
      ++down_[tool.integration];
    }
  }

  void route(const Tool& tool) {
    const auto asked =
        std::find_if(world_.routes.begin(), world_.routes.end(),
                     [&](const AskedRoute& one) { return one.endpoint == tool.endpoint; });
    if (asked == world_.routes.end() || asked->status == 0) {
      judge_.skipped(Group::availability, tool, "the backend was not asked for its route");
    } else if (asked->status == 404) {
      judge_.found_at("/api_endpoint", k_route, Group::availability, tool,
                      fmt::format("{}: {} answers 404 for {}", printable(tool.name),
                                  without_secrets(world_.backend_url), printable(tool.endpoint)));
    } else {
      judge_.passed(Group::availability, tool);
    }
  }

  // A server that does not answer is told once, and so is each thing that it should not do.
  void server(const McpVisit& visit) {
    const McpServer& server = visit.server;
    const std::string name = printable(server.name);
    const auto tell_of = [&](std::string_view rule, const std::string& message) -> Finding& {
      return judge_.found(rule, server.file, server.at,
                          fmt::format("the MCP server {}: {}", name, message));
    };
    // What is lost when a tool is called is told of the tool.
    if (!visit.why_not.empty() && visit.lost_in.empty()) {
      tell_of(k_server, visit.why_not).hint =
          fmt::format("asked was: {}", printable(server.address()));
    }
    for (const std::string& one : visit.complaints) {
      tell_of(k_protocol, one);
    }
    if (visit.left_behind > 0) {
      tell_of(k_protocol, fmt::format("it leaves {} process{} behind, which {} killed",
                                      visit.left_behind, visit.left_behind == 1 ? "" : "es",
                                      visit.left_behind == 1 ? "was" : "were"));
    }
  }

  // Once for a service, however many tools need it.
  void tell(const std::string& integration, std::size_t count) {
    const Asked* asked = world_.service(integration);
    const IntegrationEntry* entry = world_.registry.find(integration);
    Finding& made = judge_.found(
        k_service_down, world_.registry.file, entry->at,
        fmt::format("{}: its service at {} does not answer: {}; {} tool{} need{} it",
                    printable(integration), without_secrets(asked->url), asked->why_not, count,
                    count == 1 ? "" : "s", count == 1 ? "s" : ""));
    made.pointer = entry->pointer;
  }

  Judge& judge_;
  const World& world_;
  std::map<std::string, std::size_t> down_; // integrations, and how many tools need their service
};

} // namespace

void check_availability(Judge& judge) { Availability(judge).check(); }

} // namespace aether::verify_oi_tools
