#include "data/document_reader.h"

#include "data/dotenv.h"
#include "data/json.h"
#include "data/json_places.h"
#include "data/toml.h"
#include "data/yaml.h"

namespace aether {

namespace {

constexpr std::size_t k_max_json_values = 2'000'000;

} // namespace

std::string_view to_string(DocumentFormat format) {
  switch (format) {
  case DocumentFormat::yaml:
    return "YAML";
  case DocumentFormat::toml:
    return "TOML";
  case DocumentFormat::json:
    return "JSON";
  case DocumentFormat::dotenv:
    return ".env";
  }
  return "";
}

std::optional<DocumentFormat> format_of(std::string_view file_name) {
  const std::string_view name = file_name.substr(file_name.rfind('/') + 1);
  if (name == ".env" || name.starts_with(".env.") || name.ends_with(".env")) {
    return DocumentFormat::dotenv;
  }
  if (name.ends_with(".yaml") || name.ends_with(".yml")) {
    return DocumentFormat::yaml;
  }
  if (name.ends_with(".toml")) {
    return DocumentFormat::toml;
  }
  return name.ends_with(".json") ? std::optional(DocumentFormat::json) : std::nullopt;
}

Document parse_document(std::string_view text, std::string_view name, DocumentFormat format) {
  switch (format) {
  case DocumentFormat::yaml:
    return parse_yaml(text, name);
  case DocumentFormat::toml:
    return parse_toml(text, name);
  case DocumentFormat::json:
    return {parse_json(text, name, {.values = k_max_json_values}), {}, {}};
  case DocumentFormat::dotenv:
    return parse_dotenv_document(text, name);
  }
  return {};
}

void locate(Document& document, std::string_view text, DocumentFormat format) {
  if (document.places.empty() && format == DocumentFormat::json) {
    document.places = locate_json(text);
  }
}

} // namespace aether
