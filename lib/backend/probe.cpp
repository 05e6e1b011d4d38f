#include "backend/probe.h"

#include <utility>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/probe_bytecode.h"
#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "k_probe_modules.h"
#include "os/process.h"

namespace aether {

namespace {

namespace json = boost::json;

// Imports the probe's modules from what it is handed, so that nothing depends on where the tool is
// installed and no file is left behind. A line of sizes is followed by request and texts in JSON
// and by the bytecode, which counts where it is of this python3's making.
constexpr const char* k_start = R"(import json, marshal, sys
from importlib.machinery import ModuleSpec
from importlib.util import MAGIC_NUMBER
read = sys.stdin.buffer.read
request, texts, magic, bytecode = map(int, sys.stdin.buffer.readline().split())
request, texts = json.loads(read(request)), read(texts)
ready = read(magic) == MAGIC_NUMBER
modules = marshal.loads(read(bytecode)) if ready else json.loads(texts)
class Given:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name in modules:
            return ModuleSpec(name, Given, is_package=name == "backend_probe")
    @staticmethod
    def create_module(spec):
        return None
    @staticmethod
    def exec_module(module):
        name = module.__name__
        code = modules[name]
        code = marshal.loads(code) if ready else compile(code, name.replace(".", "/") + ".py", "exec")
        exec(code, module.__dict__)
sys.meta_path.insert(0, Given)
from backend_probe.answer import answer
sys.stdout.write(json.dumps(answer(request)))
)";

json::object modules() {
  json::object made;
  for (const auto& [name, text] : backend::k_probe_modules) {
    const bool package = name == "__init__";
    made[package ? std::string("backend_probe") : fmt::format("backend_probe.{}", name)] = text;
  }
  return made;
}

std::string input_of(const json::object& request) {
  using backend::k_bytecode_magic, backend::k_probe_bytecode;
  const std::string asked = json::serialize(request);
  const std::string texts = json::serialize(modules());
  return fmt::format("{} {} {} {}\n{}{}{}{}", asked.size(), texts.size(), k_bytecode_magic.size(),
                     k_probe_bytecode.size(), asked, texts, k_bytecode_magic, k_probe_bytecode);
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
  call.input = input_of(request);
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
