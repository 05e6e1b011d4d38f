#include "verify_oi_tools/checks/real_tool.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

std::string place(const std::string& file, Position position) {
  return file.empty() ? "" : fmt::format("{}:{}", printable(file), position.line);
}

RealTool of_operation(const World& world, const Operation& operation) {
  const Tool& tool = operation.tool;
  RealTool made;
  made.parameters = tool.parameters;
  made.name = fmt::format("{} {}", tool.method, printable(tool.endpoint));
  made.place = world.backend_url.empty() ? place(world.openapi_name, tool.at) : "";
  made.operation = &operation;
  return made;
}

RealTool of_function(const Tool& function, std::string name) {
  RealTool made;
  made.parameters = function.parameters;
  made.name = std::move(name);
  made.place = place(function.file, function.at);
  made.has_order = true;
  return made;
}

// What the route does not carry as path, query or form is said by no parameter of its function.
RealTool of_handler(const World& world, const PythonHandler& handler, const Operation& operation) {
  RealTool made = of_function(handler.tool, printable(handler.tool.file));
  made.has_order = false;
  made.is_open = handler.is_open;
  made.aside = world.python.dependencies;
  made.aside.insert(made.aside.end(), handler.maybe.begin(), handler.maybe.end());
  for (const Parameter& one : operation.tool.parameters) {
    if (one.carrier != Carrier::path && one.carrier != Carrier::query &&
        one.carrier != Carrier::form) {
      made.aside.push_back(one.name);
    }
  }
  return made;
}

} // namespace

const Parameter* RealTool::find(std::string_view parameter) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& one) { return one.name == parameter; });
  return found == parameters.end() ? nullptr : &*found;
}

std::vector<RealTool> real_tools(const Judge& judge, const Tool& tool) {
  const World& world = judge.world();
  std::vector<RealTool> made;
  const Operation* operation = judge.operation_of(tool);
  const PythonHandler* handler = nullptr;
  if (operation != nullptr) {
    made.push_back(of_operation(world, *operation));
    handler = world.handler_of(*operation);
  } else if (const Tool* served = world.served_of(tool)) {
    made.push_back({served->parameters, printable(served->path), "", nullptr, false, false, {}});
  }
  if (const Tool* attached = world.attached_of(tool);
      attached != nullptr && !attached->signature.empty()) {
    made.push_back(of_function(*attached, "what is attached"));
  }
  const std::vector<const PythonFunction*> functions = world.functions_of(tool);
  if (functions.size() == 1) { // of several any may be the one
    const Tool& function = functions.front()->tool;
    const bool is_handler = std::any_of(
        world.python.handlers.begin(), world.python.handlers.end(), [&](const PythonHandler& one) {
          return one.tool.file == function.file && one.tool.at.line == function.at.line;
        });
    if (!is_handler) { // which FastAPI calls, and nobody else
      made.push_back(of_function(function, printable(function.file)));
    }
  }
  if (handler != nullptr) {
    made.push_back(of_handler(world, *handler, *operation));
  }
  return made;
}

} // namespace aether::verify_oi_tools
