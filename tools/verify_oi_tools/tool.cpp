#include "verify_oi_tools/tool.h"

#include <algorithm>

namespace aether::verify_oi_tools {

std::string_view to_string(Origin origin) {
  switch (origin) {
  case Origin::catalog:
    return "catalog";
  case Origin::registry:
    return "registry";
  case Origin::callers:
    return "callers";
  case Origin::backend:
    return "backend";
  case Origin::mcp:
    return "mcp";
  case Origin::python:
    return "python";
  case Origin::probe:
    return "probe";
  }
  return "";
}

std::string_view to_string(Carrier carrier) {
  switch (carrier) {
  case Carrier::none:
    return "";
  case Carrier::path:
    return "path";
  case Carrier::query:
    return "query";
  case Carrier::header:
    return "header";
  case Carrier::cookie:
    return "cookie";
  case Carrier::body:
    return "body";
  case Carrier::form:
    return "form";
  }
  return "";
}

const Parameter* Tool::find(std::string_view parameter) const {
  const auto found = std::find_if(parameters.begin(), parameters.end(),
                                  [&](const Parameter& one) { return one.name == parameter; });
  return found == parameters.end() ? nullptr : &*found;
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('.') + 1); // npos + 1 is 0
}

std::vector<Parameter> parameters_of(const Signature& signature) {
  std::vector<Parameter> made;
  for (const SignatureParameter& one : signature.parameters) {
    Parameter parameter;
    parameter.name = one.name;
    parameter.type = type_of_text(one.type);
    parameter.required = one.is_required();
    parameter.default_value = one.default_value;
    parameter.kind = one.kind;
    made.push_back(std::move(parameter));
  }
  return made;
}

} // namespace aether::verify_oi_tools
