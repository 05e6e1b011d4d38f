#include "validate_config/schemas.h"

#include <algorithm>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/json.h"
#include "data/json_schema/metaschemas.h"
#include "k_config_schemas.h"
#include "os/file.h"

namespace aether::validate_config {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

DocumentFormat schema_format(const std::string& file) {
  return format_of(file).value_or(DocumentFormat::json);
}

// A problem of a schema, with the place in the file where it is.
InputError placed_error(const std::string& file, std::string_view text, Document& document,
                        DocumentFormat format, const std::string& pointer, bool at_key,
                        const std::string& message) {
  locate(document, text, format);
  const std::optional<Place> place = document.find(pointer);
  const Position at = !place                          ? Position{1, 1}
                      : at_key && place->key.line > 0 ? place->key
                                                      : place->value;
  return {printable(file), at, message};
}

constexpr std::string_view k_kept_in_paths = "/!$&'()*+,;=:@"; // of an address (RFC 3986)

} // namespace

const std::vector<BuiltInSchema>& built_in_schemas() {
  static const std::vector<BuiltInSchema> k_schemas = [] {
    std::vector<BuiltInSchema> made;
    made.reserve(k_config_schemas.size());
    for (const auto& [name, text] : k_config_schemas) {
      made.push_back({name, text});
    }
    return made;
  }();
  return k_schemas;
}

boost::json::value built_in_value(std::string_view name) {
  const auto found = std::find_if(built_in_schemas().begin(), built_in_schemas().end(),
                                  [&](const BuiltInSchema& one) { return one.name == name; });
  return found == built_in_schemas().end() ? boost::json::value() : parse_json(found->text, name);
}

Schemas::Schemas(const Options& options)
    : map_(options.schema_map), draft_(options.draft), assert_formats_(options.assert_formats),
      max_size_(options.max_size) {}

json_schema::CompileOptions Schemas::compile_options(std::string uri) const {
  json_schema::CompileOptions options;
  options.dialect.draft = draft_;
  options.dialect.format_assertion = assert_formats_;
  options.fetch = [this](std::string_view wanted) { return fetch(wanted); };
  options.uri = std::move(uri);
  return options;
}

std::optional<fs::path> Schemas::file_of(std::string_view uri) const {
  const auto there = [](const fs::path& file) {
    std::error_code failed;
    return fs::is_regular_file(file, failed);
  };
  constexpr std::string_view k_file = "file://";
  if (uri.starts_with(k_file)) {
    const fs::path file = percent_decoded(uri.substr(k_file.size()));
    return there(file) ? std::optional(file) : std::nullopt;
  }
  for (const SchemaDirectory& one : map_) {
    if (uri.starts_with(one.prefix)) {
      std::string_view rest = uri.substr(one.prefix.size());
      rest.remove_prefix(rest.starts_with('/') ? 1 : 0);
      fs::path file = fs::path(one.directory) / percent_decoded(rest);
      if (there(file)) {
        return file;
      }
    }
  }
  return std::nullopt;
}

std::optional<json::value> Schemas::fetch(std::string_view uri) const {
  const std::optional<fs::path> file = file_of(uri);
  if (!file) {
    return std::nullopt;
  }
  const std::string text = read_named(*file, max_size_);
  return parse_document(text, printable(file->string()), schema_format(file->string())).root;
}

const json_schema::Schema& Schemas::from_file(const std::string& file) {
  if (const auto known = compiled_.find(file); known != compiled_.end()) {
    return known->second;
  }
  const std::string text = file == "-" ? read_stdin(max_size_) : read_named(file, max_size_);
  const std::string uri =
      "file://" + percent_encoded(fs::absolute(file).lexically_normal().string(), k_kept_in_paths);
  return compile(file, input_name(file), text, schema_format(file), uri);
}

const json_schema::Schema* Schemas::from_uri(const std::string& uri) {
  if (const auto known = compiled_.find(uri); known != compiled_.end()) {
    return &known->second;
  }
  const std::optional<fs::path> file = file_of(uri);
  return file ? &compile(uri, printable(file->string()), read_named(*file, max_size_),
                         schema_format(file->string()), uri)
              : nullptr;
}

const json_schema::Schema& Schemas::compile(const std::string& key, const std::string& name,
                                            const std::string& text, DocumentFormat format,
                                            const std::string& uri) {
  Document document = parse_document(text, name, format);
  const json_schema::CompileOptions options = compile_options(uri);
  try {
    const auto problems = json_schema::check_schema(document.root, options);
    if (!problems.empty()) {
      const json_schema::Problem& first = problems.front();
      throw placed_error(name, text, document, format, first.instance, first.at_key,
                         "no JSON Schema: " + first.message);
    }
    return compiled_.emplace(key, json_schema::Schema(document.root, options)).first->second;
  } catch (const json_schema::SchemaError& error) {
    if (error.uri() != uri) {
      throw Error(error.code(), fmt::format("{}#{}: {}", printable(error.uri()),
                                            printable(error.pointer()), error.what()));
    }
    throw placed_error(name, text, document, format, error.pointer(), false, error.what());
  }
}

const json_schema::Schema* Schemas::built_in(std::string_view name) {
  if (const auto known = compiled_.find(name); known != compiled_.end()) {
    return &known->second;
  }
  const auto found = std::find_if(built_in_schemas().begin(), built_in_schemas().end(),
                                  [&](const BuiltInSchema& one) { return one.name == name; });
  if (found == built_in_schemas().end()) {
    return nullptr;
  }
  json_schema::CompileOptions options = compile_options(std::string(name));
  options.dialect.format_assertion = true;
  return &compiled_
              .emplace(std::string(name),
                       json_schema::Schema(parse_json(found->text, name), options))
              .first->second;
}

std::optional<std::string> schema_named_in(std::string_view text, const Document& document,
                                           DocumentFormat format) {
  if (const json::object* object = document.root.if_object()) {
    const json::value* named = object->if_contains("$schema");
    if (named != nullptr && named->is_string()) {
      const std::string name(named->get_string());
      return json_schema::draft_of(name) ? std::nullopt : std::optional(name);
    }
  }
  if (format == DocumentFormat::json) {
    return std::nullopt;
  }
  constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";
  text.remove_prefix(text.starts_with(k_byte_order_mark) ? k_byte_order_mark.size() : 0);
  constexpr std::string_view k_yaml = "yaml-language-server:";
  constexpr std::string_view k_toml = "#:schema";
  while (!text.empty()) { // the comments at the beginning
    const std::string_view line = trim(text.substr(0, text.find('\n')));
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
    if (line.starts_with(k_toml)) {
      return std::string(trim(line.substr(k_toml.size())));
    }
    if (!line.empty() && line.front() != '#' && line.front() != '%' && line != "---") {
      break;
    }
    const std::size_t at = line.find("$schema=");
    if (line.find(k_yaml) != std::string_view::npos && at != std::string_view::npos) {
      return std::string(trim(line.substr(at + 8)));
    }
  }
  return std::nullopt;
}

} // namespace aether::validate_config
