// What the Python files of a backend import, define, route and listen on, as it is written there.
// Found by the probe (share/probes/backend_probe/code.py), which runs none of them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

namespace aether {

struct PythonImport {
  std::string module;      // as it is written: "core.loader", empty for `from . import x`
  std::uint32_t level = 0; // of a relative import: the number of dots
  std::uint32_t line = 0;
  bool optional = false;        // its failure is caught, or a condition stands before it
  bool within_function = false; // happens when that is called, not at start
  std::vector<std::string> names;
};

struct PythonRoute {
  std::string method;
  std::optional<std::string> path; // nothing where it is computed
  std::uint32_t line = 0;
  std::optional<std::string> prefix; // of its router; nothing where that is not known
};

struct PythonPrefix { // of a router
  std::optional<std::string> text;
  std::uint32_t line = 0;
  bool around = false; // a router is put below it; else it is made with it
};

// What the `type` or `attach_as` of an entry is compared with, or looked up in.
struct PythonDispatch {
  std::string key;
  std::vector<std::string> words;
  bool is_closed = false; // another word is refused there
};

struct HandedOn {
  std::string name;  // the last of the object, with () where a call gives it
  std::string taker; // the function that takes it; empty where its parts are gone through
  std::string file;
};

struct PythonListener {
  std::optional<std::string> host;
  std::uint16_t port = 0;
  std::uint32_t line = 0;
};

struct PythonFile {
  std::string file; // below the root
  bool is_test = false;
  std::vector<PythonImport> imports;
  std::vector<std::string> names; // of the module, sorted
  bool is_open = false;           // may have names that are made when it runs
  std::vector<PythonImport> stars;
  std::optional<std::vector<std::string>> exports; // __all__
  std::vector<std::string> functions;              // everything named anywhere in it, sorted
  std::vector<PythonPrefix> prefixes;
  std::vector<PythonRoute> routes;
  std::vector<PythonListener> listeners;
  std::vector<PythonDispatch> dispatches;
  std::vector<std::uint32_t> open_origins; // lines: CORS for every origin, with credentials
  bool makes_directories = false;
};

struct PythonCode {
  std::vector<PythonFile> files;
  std::vector<std::string> standard_library; // module names of the python3 that looked, sorted
  std::vector<std::string> uses;             // names that are taken from objects anywhere, sorted
  std::vector<HandedOn> whole;               // objects that are handed on whole

  // The file of a module or package ("core.loader"): core/loader.py or core/loader/__init__.py.
  [[nodiscard]] const PythonFile* module(std::string_view name) const;
  [[nodiscard]] const PythonFile* file(std::string_view path) const;
  // Whether anything of the tree lies below that name: a package without __init__.py too.
  [[nodiscard]] bool has_package(std::string_view name) const;
  [[nodiscard]] bool is_standard(std::string_view module) const;
  // Whether any file defines a function, class, method or attribute of that name.
  [[nodiscard]] bool defines(std::string_view name) const;
  // Whether the module has the name, or may have it: by itself, by a submodule or by a star.
  [[nodiscard]] bool may_define(const PythonFile& module, std::string_view name) const;
};

// The probe's "sources" answer.
[[nodiscard]] PythonCode python_code_from(const boost::json::object& sources);

} // namespace aether
