// Functions that the backend's Python sources define, as the probe reads them (ast; nothing is
// run), and documents of a program that looked at what is attached when the backend runs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backend/probe.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

struct PythonFunction {
  Tool tool;          // name, signature, parameters (without self and cls), description, file, at
  std::string module; // core.integrations.providers.perplexica.search
  std::string within; // the class
};

// A function behind routes of FastAPI.
struct PythonHandler {
  Tool tool;                                               // its parameters: of path, query or form
  std::vector<std::pair<std::string, std::string>> routes; // methods, and paths below a router's
  std::vector<std::string> maybe; // names that it may take there, or in a body
  bool is_open = false;           // it takes what its parameters do not tell
};

// Functions that a module lists for whoever attaches them: TOOLS = (search,).
struct PythonList {
  std::string name;
  std::string module;
  std::string file;
  Position at;
  std::vector<std::string> members;
};

// A file that Python itself could not import.
struct UnreadablePython {
  std::string file;
  std::string module;
  Position at;
  std::string why;
};

struct PythonFunctions {
  std::vector<PythonFunction> functions;
  std::vector<PythonHandler> handlers;
  std::vector<std::string> dependencies; // names that what routes depend on takes
  std::vector<PythonList> lists;         // that some other module takes
  std::vector<UnreadablePython> unreadable;
  std::string why_not; // where they could not be read

  // Functions of that name which a module, or a package that the module is, has or may export:
  // in the module, else below its package, else in its parent's.
  [[nodiscard]] std::vector<const PythonFunction*> find(std::string_view module,
                                                        std::string_view name) const;
  // The one behind a route; `id` is its operationId, which FastAPI makes of the function's name.
  [[nodiscard]] const PythonHandler* handler(std::string_view method, std::string_view endpoint,
                                             std::string_view id) const;
  // What keeps a module from being imported: of it, of what it has below it, or of its packages.
  [[nodiscard]] const UnreadablePython* unreadable_of(std::string_view module) const;
  // Of a module, else of the package that it lies in.
  [[nodiscard]] const PythonList* list(std::string_view module) const;
};

[[nodiscard]] PythonFunctions read_functions(const std::string& root, const ProbeOptions& options);

} // namespace aether::verify_oi_tools
