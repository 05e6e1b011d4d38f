#include "data/json_schema/dialect.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/json_schema/uri.h"

namespace aether::json_schema {

namespace {

struct Keyword {
  std::string_view name;
  Holds in_draft7;
  Holds in_draft2020_12;
};

// Draft-07's `dependencies` may also hold lists of names, which are no schemas and are passed over.
constexpr std::array<Keyword, 22> k_keywords = {{
    {"$defs", Holds::nothing, Holds::members},
    {"additionalItems", Holds::schema, Holds::nothing},
    {"additionalProperties", Holds::schema, Holds::schema},
    {"allOf", Holds::schemas, Holds::schemas},
    {"anyOf", Holds::schemas, Holds::schemas},
    {"contains", Holds::schema, Holds::schema},
    {"contentSchema", Holds::nothing, Holds::schema},
    {"definitions", Holds::members, Holds::nothing},
    {"dependencies", Holds::members, Holds::nothing},
    {"dependentSchemas", Holds::nothing, Holds::members},
    {"else", Holds::schema, Holds::schema},
    {"if", Holds::schema, Holds::schema},
    {"items", Holds::schema_or_schemas, Holds::schema},
    {"not", Holds::schema, Holds::schema},
    {"oneOf", Holds::schemas, Holds::schemas},
    {"patternProperties", Holds::members, Holds::members},
    {"prefixItems", Holds::nothing, Holds::schemas},
    {"properties", Holds::members, Holds::members},
    {"propertyNames", Holds::schema, Holds::schema},
    {"then", Holds::schema, Holds::schema},
    {"unevaluatedItems", Holds::nothing, Holds::schema},
    {"unevaluatedProperties", Holds::nothing, Holds::schema},
}};

constexpr std::array<std::pair<std::string_view, Vocabulary>, 8> k_vocabularies = {{
    {"https://json-schema.org/draft/2020-12/vocab/core", Vocabulary::other},
    {"https://json-schema.org/draft/2020-12/vocab/applicator", Vocabulary::applicator},
    {"https://json-schema.org/draft/2020-12/vocab/unevaluated", Vocabulary::unevaluated},
    {"https://json-schema.org/draft/2020-12/vocab/validation", Vocabulary::validation},
    {"https://json-schema.org/draft/2020-12/vocab/meta-data", Vocabulary::other},
    {"https://json-schema.org/draft/2020-12/vocab/format-annotation", Vocabulary::other},
    {"https://json-schema.org/draft/2020-12/vocab/format-assertion", Vocabulary::format},
    {"https://json-schema.org/draft/2020-12/vocab/content", Vocabulary::other},
}};

} // namespace

std::optional<Draft> draft_of(std::string_view schema_uri) {
  const std::string_view absolute = split_fragment(schema_uri).absolute;
  if (absolute == k_draft7_uri || absolute == "https://json-schema.org/draft-07/schema") {
    return Draft::draft7;
  }
  return absolute == k_draft2020_12_uri ? std::optional(Draft::draft2020_12) : std::nullopt;
}

std::optional<Vocabulary> vocabulary_of(std::string_view uri) {
  const auto* found = std::find_if(k_vocabularies.begin(), k_vocabularies.end(),
                                   [&](const auto& one) { return one.first == uri; });
  return found == k_vocabularies.end() ? std::nullopt : std::optional(found->second);
}

Holds holds(Draft draft, std::string_view keyword) {
  const auto* found =
      std::lower_bound(k_keywords.begin(), k_keywords.end(), keyword,
                       [](const Keyword& one, std::string_view name) { return one.name < name; });
  if (found == k_keywords.end() || found->name != keyword) {
    return Holds::nothing;
  }
  return draft == Draft::draft7 ? found->in_draft7 : found->in_draft2020_12;
}

} // namespace aether::json_schema
