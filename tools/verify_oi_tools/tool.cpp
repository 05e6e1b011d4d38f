#include "verify_oi_tools/tool.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"

namespace aether::verify_oi_tools {

namespace json = boost::json;

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

Position Tool::place_of(std::string_view part) const {
  for (; !part.empty(); part = part.substr(0, part.rfind('/'))) {
    if (const auto found = places.find(part); found != places.end()) {
      return found->second;
    }
  }
  return at;
}

std::string Tool::part_of(std::string_view parameter) const {
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (parameters[i].name == parameter) {
      return fmt::format("/parameters/{}", i);
    }
  }
  return "/parameters";
}

std::string_view last_part(std::string_view path) {
  return path.substr(path.rfind('.') + 1); // npos + 1 is 0
}

std::string without_names(std::string_view endpoint) {
  std::string made;
  bool within = false;
  for (const char c : endpoint) {
    within = c == '{' || (within && c != '}');
    if (!within || c == '{') {
      made += c;
    }
  }
  return made.size() > 1 && made.ends_with('/') ? made.substr(0, made.size() - 1) : made;
}

std::vector<Parameter> parameters_of_schema(const json::value& schema) {
  std::vector<Parameter> made;
  const json::object* object = schema.if_object();
  const json::object* properties = object == nullptr ? nullptr : object_at(*object, "properties");
  if (properties == nullptr) {
    return made;
  }
  const json::array& required = array_at(*object, "required");
  for (const auto& [name, property] : *properties) {
    Parameter parameter;
    parameter.name = name;
    parameter.type = type_of_schema(property);
    parameter.required = std::find(required.begin(), required.end(), name) != required.end();
    parameter.kind = ParameterKind::keyword_only;
    if (const json::object* details = property.if_object()) {
      parameter.description = text_at(*details, "description");
      if (const json::value* otherwise = details->if_contains("default")) {
        parameter.default_value = json::serialize(*otherwise);
      }
    }
    made.push_back(std::move(parameter));
  }
  return made;
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

std::vector<Parameter> parameters_of_python(std::string_view signature) {
  std::vector<Parameter> made = parameters_of(parse_signature(signature));
  for (Parameter& one : made) {
    if (one.type.text == "object") {
      one.type = Type{};
    }
  }
  return made;
}

} // namespace aether::verify_oi_tools
