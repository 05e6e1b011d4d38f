#include "backend/python_code.h"

#include <algorithm>

#include <boost/json/array.hpp>

#include "backend/lenient_json.h"

namespace aether {

namespace {

namespace json = boost::json;

constexpr int k_most_stars = 8; // that lead to another

std::uint32_t number(const json::value& value) {
  return value.is_int64() ? static_cast<std::uint32_t>(value.get_int64()) : 0;
}

std::optional<std::string> text(const json::value& value) {
  return value.is_string() ? std::optional(std::string(value.get_string())) : std::nullopt;
}

std::vector<std::string> texts(const json::array& list) {
  std::vector<std::string> made;
  for (const json::value& one : list) {
    made.push_back(text(one).value_or(""));
  }
  return made;
}

PythonImport import_from(const json::array& parts) {
  PythonImport made;
  made.module = text(parts.at(0)).value_or("");
  made.level = number(parts.at(1));
  if (parts.size() > 2) {
    made.line = number(parts.at(2));
    made.optional = parts.at(3).as_bool();
    made.within_function = parts.at(4).as_bool();
    made.names = texts(parts.at(5).as_array());
  }
  return made;
}

PythonFile file_from(const json::object& object) {
  PythonFile made;
  made.file = text_at(object, "file");
  made.is_test = flag_at(object, "test", false);
  made.is_open = flag_at(object, "open", false);
  made.makes_directories = flag_at(object, "makes", false);
  made.names = texts(array_at(object, "names"));
  made.functions = texts(array_at(object, "functions"));
  if (object.contains("exports")) {
    made.exports = texts(array_at(object, "exports"));
  }
  for (const json::value& one : array_at(object, "imports")) {
    made.imports.push_back(import_from(one.as_array()));
  }
  for (const json::value& one : array_at(object, "stars")) {
    made.stars.push_back(import_from(one.as_array()));
  }
  for (const json::value& one : array_at(object, "prefixes")) {
    const json::array& parts = one.as_array();
    made.prefixes.push_back({text(parts.at(0)), number(parts.at(1)), parts.at(2).as_bool()});
  }
  for (const json::value& one : array_at(object, "routes")) {
    const json::array& parts = one.as_array();
    made.routes.push_back({text(parts.at(0)).value_or(""), text(parts.at(1)), number(parts.at(2)),
                           text(parts.at(3))});
  }
  for (const json::value& one : array_at(object, "listens")) {
    const json::array& parts = one.as_array();
    made.listeners.push_back(
        {text(parts.at(0)), static_cast<std::uint16_t>(number(parts.at(1))), number(parts.at(2))});
  }
  for (const json::value& one : array_at(object, "dispatches")) {
    const json::array& parts = one.as_array();
    made.dispatches.push_back(
        {text(parts.at(0)).value_or(""), texts(parts.at(1).as_array()), parts.at(2).as_bool()});
  }
  for (const json::value& line : array_at(object, "cors")) {
    made.open_origins.push_back(number(line));
  }
  return made;
}

std::string path_of(std::string_view module) {
  std::string path(module);
  std::replace(path.begin(), path.end(), '.', '/');
  return path;
}

// The module that a relative import in that file names.
std::string absolute(const PythonImport& import, std::string_view file) {
  if (import.level == 0) {
    return import.module;
  }
  std::string_view directory = file.substr(0, std::min(file.rfind('/'), file.size()));
  for (std::uint32_t i = 1; i < import.level; ++i) {
    const std::size_t slash = directory.rfind('/');
    directory = slash == std::string_view::npos ? std::string_view() : directory.substr(0, slash);
  }
  std::string module(directory);
  std::replace(module.begin(), module.end(), '/', '.');
  return module.empty() || import.module.empty() ? module + import.module
                                                 : module + "." + import.module;
}

bool has(const std::vector<std::string>& sorted, std::string_view name) {
  return std::binary_search(sorted.begin(), sorted.end(), name, std::less<>());
}

bool may_define_within(const PythonCode& code, const PythonFile& module, std::string_view name,
                       int stars) {
  if (module.is_open || has(module.names, name) || stars == 0) {
    return true;
  }
  if (module.file.ends_with("/__init__.py")) {
    const std::string package = module.file.substr(0, module.file.rfind('/'));
    std::string below = package + "/" + std::string(name);
    std::replace(below.begin(), below.end(), '/', '.');
    if (code.has_package(below)) {
      return true;
    }
  }
  return std::any_of(module.stars.begin(), module.stars.end(), [&](const PythonImport& star) {
    const PythonFile* from = code.module(absolute(star, module.file));
    return from == nullptr || may_define_within(code, *from, name, stars - 1);
  });
}

} // namespace

const PythonFile* PythonCode::file(std::string_view path) const {
  const auto found = std::find_if(files.begin(), files.end(),
                                  [&](const PythonFile& one) { return one.file == path; });
  return found == files.end() ? nullptr : &*found;
}

const PythonFile* PythonCode::module(std::string_view name) const {
  const std::string path = path_of(name);
  const PythonFile* found = file(path + ".py");
  return found != nullptr ? found : file(path + "/__init__.py");
}

bool PythonCode::has_package(std::string_view name) const {
  const std::string path = path_of(name);
  return std::any_of(files.begin(), files.end(), [&](const PythonFile& one) {
    return one.file.starts_with(path) &&
           (one.file[path.size()] == '/' || one.file.substr(path.size()) == ".py");
  });
}

bool PythonCode::is_standard(std::string_view module) const {
  return has(standard_library, module.substr(0, module.find('.')));
}

bool PythonCode::defines(std::string_view name) const {
  return std::any_of(files.begin(), files.end(),
                     [&](const PythonFile& one) { return has(one.functions, name); });
}

bool PythonCode::may_define(const PythonFile& module, std::string_view name) const {
  return may_define_within(*this, module, name, k_most_stars);
}

PythonCode python_code_from(const json::object& sources) {
  PythonCode made;
  for (const json::value& one : array_at(sources, "code")) {
    made.files.push_back(file_from(one.as_object()));
  }
  made.standard_library = texts(array_at(sources, "standard_library"));
  made.uses = texts(array_at(sources, "uses"));
  for (const json::value& one : array_at(sources, "whole")) {
    const json::array& parts = one.as_array();
    made.whole.push_back({text(parts.at(0)).value_or(""), text(parts.at(1)).value_or(""),
                          text(parts.at(2)).value_or("")});
  }
  return made;
}

} // namespace aether
