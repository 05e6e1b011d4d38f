#include "verify_oi_tools/world.h"

#include <algorithm>

namespace aether::verify_oi_tools {

namespace {

template <typename Things, typename Fits>
auto found_in(const Things& things, const Fits& fits) -> decltype(&things.front()) {
  const auto found = std::find_if(things.begin(), things.end(), fits);
  return found == things.end() ? nullptr : &*found;
}

} // namespace

const Asked* World::service(std::string_view integration) const {
  return found_in(services, [&](const Asked& one) { return one.integration == integration; });
}

const Operation* World::operation_of(const Tool& tool) const {
  return openapi && !tool.endpoint.empty() ? openapi->find(tool.method, tool.endpoint) : nullptr;
}

std::vector<const PythonFunction*> World::functions_of(const Tool& tool) const {
  const IntegrationEntry* entry = registry.find(tool.integration);
  if (!looked_at_python || entry == nullptr || entry->module.empty()) {
    return {};
  }
  return python.find(entry->module, last_part(tool.path.empty() ? tool.name : tool.path));
}

const PythonHandler* World::handler_of(const Operation& operation) const {
  const Tool& route = operation.tool;
  return python.handler(route.method, route.endpoint, route.name);
}

const Tool* World::attached_of(const Tool& tool) const {
  return attached ? found_in(*attached, [&](const Tool& one) { return one.path == tool.path; })
                  : nullptr;
}

const McpVisit* World::server_of(const Tool& tool) const {
  return tool.endpoint.empty() && !tool.integration.empty()
             ? found_in(visits,
                        [&](const McpVisit& one) { return one.server.name == tool.integration; })
             : nullptr;
}

// `get-sum` is attached as get_sum.
const Tool* World::served_of(const Tool& tool) const {
  if (!tool.endpoint.empty()) {
    return nullptr;
  }
  const auto as_python = [](std::string name) {
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
  };
  const McpVisit* server = server_of(tool);
  const std::string_view name = last_part(tool.path.empty() ? tool.name : tool.path);
  return found_in(served, [&](const Tool& one) {
    return (server == nullptr || one.integration == server->server.name) &&
           (one.name == tool.name || as_python(one.name) == name);
  });
}

std::vector<const Tool*> World::all_tools() const {
  std::vector<const Tool*> all;
  for (const std::vector<Tool>* some : {&catalog.tools, &served}) {
    for (const Tool& tool : *some) {
      all.push_back(&tool);
    }
  }
  return all;
}

const Tool* World::by_path(std::string_view path) const {
  return found_in(catalog.tools, [&](const Tool& one) { return one.path == path; });
}

} // namespace aether::verify_oi_tools
