// Functions that the backend's Python sources define, as the probe reads them (ast; nothing is
// run), and documents of a program that looked at what is attached when the backend runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/probe.h"
#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

struct PythonFunction {
  Tool tool;          // name, signature, parameters (without self and cls), description, file, at
  std::string module; // core.integrations.providers.perplexica.search
  std::string within; // the class
};

struct PythonFunctions {
  std::vector<PythonFunction> functions;
  std::string why_not; // where they could not be read

  // Functions of that name which a module, or a package that the module is, has or may export:
  // in the module, else below its package, else in its parent's.
  [[nodiscard]] std::vector<const PythonFunction*> find(std::string_view module,
                                                        std::string_view name) const;
};

[[nodiscard]] PythonFunctions read_functions(const std::string& root, const ProbeOptions& options);

} // namespace aether::verify_oi_tools
