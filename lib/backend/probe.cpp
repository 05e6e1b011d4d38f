#include "backend/probe.h"

#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "k_probe_modules.h"
#include "os/process.h"

namespace aether {

namespace {

namespace json = boost::json;

// Imports the probe's modules from what it is handed, so that nothing depends on where the tool is
// installed and no file is left behind.
constexpr const char* k_start = R"(import json, sys
from importlib.machinery import ModuleSpec
given = json.load(sys.stdin)
class Given:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in given["modules"]:
            return ModuleSpec(name, Given, is_package=name == "backend_probe")
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        name = module.__name__
        exec(compile(given["modules"][name], name.replace(".", "/") + ".py", "exec"), module.__dict__)
sys.meta_path.insert(0, Given)
from backend_probe.answer import answer
json.dump(answer(given["request"]), sys.stdout)
)";

json::object modules() {
  json::object made;
  for (const auto& [name, text] : backend::k_probe_modules) {
    const bool package = name == "__init__";
    made[package ? std::string("backend_probe") : fmt::format("backend_probe.{}", name)] = text;
  }
  return made;
}

// The last line of a traceback says what it was.
std::string last_line(std::string_view text) {
  text = text.substr(0, text.find_last_not_of(" \t\r\n") + 1);
  return printable(text.substr(text.rfind('\n') + 1)); // npos + 1 is 0
}

} // namespace

ProbeResult ask_probe(const json::object& request, const ProbeOptions& options) {
  ProcessRequest call;
  // Isolated, without bytecode and without site: neither the user's nor the backend's modules.
  call.argv = {options.python, "-I", "-B", "-S", "-c", k_start};
  call.input = json::serialize(json::object{{"modules", modules()}, {"request", request}});
  call.timeout = options.timeout;
  ProcessResult done;
  try {
    done = run_process(call);
  } catch (const Error& error) {
    return {std::nullopt, error.what()};
  }
  if (done.timed_out) {
    return {std::nullopt, fmt::format("{} took longer than {} s", printable(options.python),
                                      options.timeout.count() / 1000)};
  }
  if (done.status != 0 || done.too_much) {
    std::string why = last_line(done.err);
    if (done.status > 128) { // a source that nests beyond what Python's own parser bears
      why = fmt::format("signal {} ended it", done.status - 128);
    }
    return {std::nullopt,
            fmt::format("{} failed{}{}", printable(options.python), why.empty() ? "" : ": ", why)};
  }
  try {
    const json::value answer = parse_json(done.out, "the probe's answer", {.depth = 500});
    return {answer.as_object(), {}};
  } catch (const std::exception& error) {
    return {std::nullopt, fmt::format("the probe's answer cannot be read: {}", error.what())};
  }
}

} // namespace aether
