#include "verify_oi_tools/sources/python.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "backend/lenient_json.h"
#include "core/text.h"

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

Position line_of(const json::object& entry) {
  Position made;
  if (const json::value* line = entry.if_contains("line"); line != nullptr && line->is_int64()) {
    made.line = static_cast<std::uint32_t>(line->get_int64());
  }
  return made;
}

PythonFunction function_from(const json::object& entry) {
  PythonFunction made;
  Tool& tool = made.tool;
  made.within = text_at(entry, "class");
  tool.name = text_at(entry, "name");
  tool.signature = text_at(entry, "signature");
  tool.description = text_at(entry, "doc");
  tool.file = text_at(entry, "file");
  tool.at = line_of(entry);
  made.module = module_of(tool.file);
  tool.parameters = parameters_of_python(tool.signature);
  const bool has_self = !made.within.empty() && !tool.parameters.empty() &&
                        (tool.parameters[0].name == "self" || tool.parameters[0].name == "cls");
  if (has_self) {
    tool.parameters.erase(tool.parameters.begin());
  }
  return made;
}

PythonHandler handler_from(const Tool& function, const json::object& entry) {
  PythonHandler made;
  made.tool = function;
  made.tool.signature = text_at(entry, "takes");
  made.tool.parameters = parameters_of_python(made.tool.signature);
  made.maybe = texts_at(entry, "maybe");
  made.is_open = flag_at(entry, "open", true);
  for (const json::value& one : array_at(entry, "routes")) {
    const json::array* route = one.if_array();
    if (route != nullptr && route->size() == 2 && (*route)[0].is_string() &&
        (*route)[1].is_string()) {
      made.routes.emplace_back((*route)[0].get_string(), (*route)[1].get_string());
    }
  }
  return made;
}

// As FastAPI makes it: of the function's name, the whole path and the method.
std::string made_id(std::string_view function, std::string_view endpoint, std::string_view method) {
  std::string made = std::string(function) + std::string(endpoint);
  for (char& c : made) {
    c = is_ascii_letter(c) || is_ascii_digit(c) ? c : '_';
  }
  return made + "_" + to_lower(method);
}

// Those that are taken from elsewhere: what is only listed attaches nothing.
void take_lists(const json::object& found, PythonFunctions& made) {
  const std::vector<std::string> taken = texts_at(found, "taken");
  for (const json::value& one : array_at(found, "lists")) {
    const json::object* entry = one.if_object();
    if (entry != nullptr &&
        std::find(taken.begin(), taken.end(), text_at(*entry, "name")) != taken.end()) {
      const std::string file = text_at(*entry, "file");
      made.lists.push_back({text_at(*entry, "name"), module_of(file), file, line_of(*entry),
                            texts_at(*entry, "members")});
    }
  }
}

// [file, line, why]
void take_unreadable(const json::object& found, PythonFunctions& made) {
  for (const json::value& one : array_at(found, "unreadable")) {
    const json::array* entry = one.if_array();
    if (entry != nullptr && entry->size() == 3 && (*entry)[0].is_string() &&
        (*entry)[1].is_int64() && (*entry)[2].is_string()) {
      const std::string file((*entry)[0].get_string());
      Position at;
      at.line = static_cast<std::uint32_t>((*entry)[1].get_int64());
      made.unreadable.push_back({file, module_of(file), at, std::string((*entry)[2].get_string())});
    }
  }
}

void take_dependencies(const json::object& found, PythonFunctions& made) {
  const json::object* all = object_at(found, "dependencies");
  if (all == nullptr) {
    return;
  }
  made.dependencies = texts_at(*all, "takes");
  if (!flag_at(*all, "known", false)) { // somebody else's code may take anything
    for (PythonHandler& one : made.handlers) {
      one.is_open = true;
    }
  }
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

const PythonHandler* PythonFunctions::handler(std::string_view method, std::string_view endpoint,
                                              std::string_view id) const {
  const std::string whole = without_names(endpoint);
  std::vector<const PythonHandler*> named;
  std::vector<const PythonHandler*> fitting;
  for (const PythonHandler& one : handlers) {
    for (const auto& [its_method, path] : one.routes) {
      if (its_method == method && whole.ends_with(without_names(path))) {
        fitting.push_back(&one);
        if (id == one.tool.name || id == made_id(one.tool.name, endpoint, method)) {
          named.push_back(&one);
        }
        break;
      }
    }
  }
  if (named.empty()) { // of those that end alike nothing is sure
    std::erase_if(fitting, [&](const PythonHandler* one) {
      return std::none_of(one->routes.begin(), one->routes.end(), [&](const auto& route) {
        return route.first == method && route.second.find_first_not_of("/") != std::string::npos &&
               whole.ends_with(without_names(route.second));
      });
    });
    named = std::move(fitting);
  }
  return named.size() == 1 ? named.front() : nullptr;
}

const UnreadablePython* PythonFunctions::unreadable_of(std::string_view module) const {
  const auto at =
      std::find_if(unreadable.begin(), unreadable.end(), [&](const UnreadablePython& one) {
        const bool is_package = one.file.ends_with("/__init__.py");
        return one.module == module || is_within(one.module, module) ||
               (is_package && is_within(module, one.module));
      });
  return at == unreadable.end() ? nullptr : &*at;
}

const PythonList* PythonFunctions::list(std::string_view module) const {
  for (const std::string_view where : {module, module.substr(0, module.rfind('.'))}) {
    for (const PythonList& one : lists) {
      if (one.module == where) {
        return &one;
      }
    }
  }
  return nullptr;
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
        if (const json::object* handler = object_at(*entry, "handler")) {
          made.handlers.push_back(handler_from(made.functions.back().tool, *handler));
        }
      }
    }
    take_unreadable(*found, made);
    take_lists(*found, made);
    take_dependencies(*found, made);
  }
  return made;
}

} // namespace aether::verify_oi_tools
