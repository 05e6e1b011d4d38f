#include "verify_oi_tools/verify_config.h"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "backend/lenient_json.h"
#include "core/text.h"
#include "data/valid_document.h"
#include "embedded.h"
#include "os/file.h"

namespace aether::verify_oi_tools {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::vector<std::string> names_of(const json::object& object, std::string_view key) {
  std::vector<std::string> made;
  for (const json::value& one : array_at(object, key)) {
    made.emplace_back(one.as_string());
  }
  return made;
}

} // namespace

ExecutionPlan read_verify_config(const fs::path& root, const std::optional<std::string>& file) {
  ExecutionPlan plan;
  std::error_code failed;
  const fs::path path = file ? fs::path(*file) : root / k_verify_file;
  if (!file && !fs::exists(path, failed)) {
    return plan;
  }
  const std::string name = printable(file ? *file : std::string(k_verify_file));
  const std::string text = file ? read_file_or_stdin(*file) : read_named(path);
  const Document document = parse_valid_document(text, name, k_verify_tools_schema);
  if (const json::object* object = document.root.if_object()) {
    plan.allow = names_of(*object, "allow");
    plan.refuse = names_of(*object, "refuse");
    if (const json::object* arguments = object_at(*object, "arguments")) {
      for (const auto& [tool, value] : *arguments) {
        plan.arguments[tool] = value.as_object();
      }
    }
  }
  return plan;
}

} // namespace aether::verify_oi_tools
