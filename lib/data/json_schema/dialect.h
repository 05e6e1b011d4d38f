// The drafts of JSON Schema that are known, and where each keeps subschemas.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aether::json_schema {

enum class Draft : std::uint8_t { draft7, draft2020_12 };

inline constexpr std::string_view k_draft7_uri = "http://json-schema.org/draft-07/schema";
inline constexpr std::string_view k_draft2020_12_uri =
    "https://json-schema.org/draft/2020-12/schema";

// Of a `$schema`; nothing for a metaschema that is somebody's own, or of another draft.
[[nodiscard]] std::optional<Draft> draft_of(std::string_view schema_uri);

// What a schema is read as: its draft, and the vocabularies that its metaschema turns on.
struct Dialect {
  Draft draft = Draft::draft2020_12;
  bool applicator = true;
  bool unevaluated = true;
  bool validation = true;
  bool format_assertion = false;

  bool operator==(const Dialect&) const = default;
};

enum class Vocabulary : std::uint8_t { applicator, unevaluated, validation, format, other };

// The vocabulary that a URI of `$vocabulary` names; nothing where it is not known.
[[nodiscard]] std::optional<Vocabulary> vocabulary_of(std::string_view uri);

// What the value of a keyword holds.
enum class Holds : std::uint8_t {
  nothing,           // no schema
  schema,            // one
  schemas,           // a list
  members,           // an object of them
  schema_or_schemas, // draft-07's items
};
[[nodiscard]] Holds holds(Draft draft, std::string_view keyword);

} // namespace aether::json_schema
