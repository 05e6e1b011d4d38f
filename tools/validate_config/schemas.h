// The schemas that documents are held against: the ones that are built in, those that a user or a
// document names, and where their references lead. Each is compiled once.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/document_reader.h"
#include "data/json_schema/schema.h"
#include "validate_config/options.h"

namespace aether::validate_config {

// A schema that is built in; its name is that of --print-schema.
struct BuiltInSchema {
  std::string_view name;
  std::string_view text;
};
[[nodiscard]] const std::vector<BuiltInSchema>& built_in_schemas();

// As it is written; null where there is none of that name.
[[nodiscard]] boost::json::value built_in_value(std::string_view name);

class Schemas {
public:
  explicit Schemas(const Options& options);

  // From a file, of any format that a document may have. Throws Error (no_input, bad_input) whose
  // message names file and place.
  const json_schema::Schema& from_file(const std::string& file);
  // From an address, which --schema-map leads to, or file:; null where there is none. Throws Error.
  const json_schema::Schema* from_uri(const std::string& uri);
  // Null where there is none of that name.
  const json_schema::Schema* built_in(std::string_view name);

private:
  [[nodiscard]] json_schema::CompileOptions compile_options(std::string uri) const;
  // Of a text of that name; an error in it is placed there.
  const json_schema::Schema& compile(const std::string& key, const std::string& name,
                                     const std::string& text, DocumentFormat format,
                                     const std::string& uri);
  // Where the map and file: lead, if there is such a file.
  [[nodiscard]] std::optional<std::filesystem::path> file_of(std::string_view uri) const;
  [[nodiscard]] std::optional<boost::json::value> fetch(std::string_view uri) const;

  std::vector<SchemaDirectory> map_;
  json_schema::Draft draft_;
  bool assert_formats_;
  std::size_t max_size_;
  std::map<std::string, json_schema::Schema, std::less<>> compiled_;
};

// The schema that a document names itself: `"$schema"` of JSON and YAML, `# yaml-language-server:
// $schema=FILE` and `#:schema FILE` in comments. Nothing where it names none, or a metaschema.
[[nodiscard]] std::optional<std::string>
schema_named_in(std::string_view text, const Document& document, DocumentFormat format);

} // namespace aether::validate_config
