#include "verify_oi_tools/lock.h"

#include <sstream>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/sha256.h"
#include "core/version.h"
#include "data/json.h"
#include "data/json_writer.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr std::string_view k_lock_schema = "aether/verify_oi_tools/lock/1";

Approved fingerprints_of(const Tool& tool) {
  std::string parameters;
  for (const Parameter& one : tool.parameters) {
    // lengths, so that no text can pass for another
    parameters +=
        fmt::format("{}:{} {}:{} {} {}:{}\n", one.name.size(), one.name, one.type.text.size(),
                    one.type.text, one.required, one.description.size(), one.description);
  }
  for (const std::string* one : {&tool.title, &tool.hint_title}) {
    parameters += one->empty() ? "" : fmt::format("title {}:{}\n", one->size(), *one);
  }
  parameters += tool.is_read_only ? "read-only\n" : "";
  for (const auto* schema : {&tool.input_schema, &tool.output_schema}) {
    if (*schema) {
      parameters += json::serialize(**schema);
    }
  }
  return {"", sha256(tool.description), sha256(tool.signature), sha256(parameters)};
}

} // namespace

Lock read_lock(std::string_view text, std::string_view name) {
  const json::value document =
      read_document(text, name, k_lock_schema, "verify_oi_tools --update-lock FILE",
                    Records{"tools", json::kind::object});
  Lock lock;
  for (const auto& [path, value] : document.get_object().at("tools").get_object()) {
    const json::object& one = value.get_object();
    if (text_at(one, "description").empty()) {
      throw Error(ExitCode::bad_input,
                  fmt::format("{}: its entry of {} is not whole; --update-lock makes it anew", name,
                              std::string_view(path)));
    }
    lock[path] = {text_at(one, "approved"), text_at(one, "description"), text_at(one, "signature"),
                  text_at(one, "parameters")};
  }
  return lock;
}

Lock lock_of(const std::vector<const Tool*>& tools, const Lock& before,
             std::chrono::system_clock::time_point now) {
  Lock made;
  const std::string time =
      fmt::format("{:%FT%TZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
  for (const Tool* tool : tools) {
    Approved one = fingerprints_of(*tool);
    const auto old = before.find(tool->path);
    one.time = old != before.end() && changed(old->second, *tool).empty() ? old->second.time : time;
    made.emplace(tool->path, std::move(one));
  }
  return made;
}

std::string to_json(const Lock& lock) {
  std::ostringstream stream;
  {
    JsonWriter out(stream, JsonLayout::pretty);
    out.begin_object();
    out.member("schema", k_lock_schema);
    out.member("tool", "verify_oi_tools");
    out.member("version", version());
    out.key("tools").begin_object();
    for (const auto& [path, one] : lock) {
      out.key(path).begin_object();
      out.member("approved", one.time);
      out.member("description", one.description);
      out.member("signature", one.signature);
      out.member("parameters", one.parameters);
      out.end_object();
    }
    out.end_object();
    out.end_object();
    out.end_line();
  }
  return stream.str();
}

std::string changed(const Approved& approved, const Tool& tool) {
  const Approved now = fingerprints_of(tool);
  std::string names;
  const auto compare = [&](std::string_view name, const std::string& before,
                           const std::string& after) {
    if (before != after) {
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
  };
  compare("description", approved.description, now.description);
  compare("signature", approved.signature, now.signature);
  compare("parameters", approved.parameters, now.parameters);
  return names;
}

} // namespace aether::verify_oi_tools
