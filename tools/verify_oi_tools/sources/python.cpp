#include "verify_oi_tools/sources/python.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "backend/lenient_json.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

std::string module_of(std::string file) {
  for (const std::string_view end : {"/__init__.py", ".py"}) {
    if (file.ends_with(end)) {
      file.resize(file.size() - end.size());
      break;
    }
  }
  std::replace(file.begin(), file.end(), '/', '.');
  return file;
}

PythonFunction function_from(const json::object& entry) {
  PythonFunction made;
  Tool& tool = made.tool;
  made.within = text_at(entry, "class");
  tool.name = text_at(entry, "name");
  tool.signature = text_at(entry, "signature");
  tool.description = text_at(entry, "doc");
  tool.file = text_at(entry, "file");
  if (const json::value* line = entry.if_contains("line"); line != nullptr && line->is_int64()) {
    tool.at.line = static_cast<std::uint32_t>(line->get_int64());
  }
  made.module = module_of(tool.file);
  tool.parameters = parameters_of(parse_signature(tool.signature));
  const bool has_self = !made.within.empty() && !tool.parameters.empty() &&
                        (tool.parameters[0].name == "self" || tool.parameters[0].name == "cls");
  if (has_self) {
    tool.parameters.erase(tool.parameters.begin());
  }
  return made;
}

// Whether one is the other or lies below it.
bool is_within(std::string_view module, std::string_view package) {
  return module == package || (module.starts_with(package) && module.size() > package.size() &&
                               module[package.size()] == '.');
}

} // namespace

std::vector<const PythonFunction*> PythonFunctions::find(std::string_view module,
                                                         std::string_view name) const {
  std::vector<const PythonFunction*> found;
  for (std::string_view package = module; found.empty() && !package.empty();) {
    for (const PythonFunction& one : functions) {
      if (one.tool.name == name && is_within(one.module, package)) {
        found.push_back(&one);
      }
    }
    const std::size_t dot = package.rfind('.');
    package = package == module && dot != std::string_view::npos ? package.substr(0, dot) : "";
  }
  return found;
}

PythonFunctions read_functions(const std::string& root, const ProbeOptions& options) {
  PythonFunctions made;
  const ProbeResult result = ask_probe({{"root", root}, {"signatures", true}}, options);
  if (!result.answer) {
    made.why_not = result.why_not;
    return made;
  }
  if (const json::object* found = object_at(*result.answer, "signatures")) {
    for (const json::value& one : array_at(*found, "functions")) {
      if (const json::object* entry = one.if_object()) {
        made.functions.push_back(function_from(*entry));
      }
    }
  }
  return made;
}

} // namespace aether::verify_oi_tools
