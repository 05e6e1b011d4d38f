#include "data/json_schema/metaschemas.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/json.h"
#include "embedded.h"

namespace aether::json_schema {

std::optional<boost::json::value> find_metaschema(std::string_view uri) {
  using Entry = std::pair<std::string_view, const std::string_view*>;
  static const std::array<Entry, 10> k_metaschemas = {{
      {"http://json-schema.org/draft-07/schema", &k_draft7_metaschema},
      {"https://json-schema.org/draft/2020-12/schema", &k_metaschema},
      {"https://json-schema.org/draft/2020-12/meta/core", &k_meta_core},
      {"https://json-schema.org/draft/2020-12/meta/applicator", &k_meta_applicator},
      {"https://json-schema.org/draft/2020-12/meta/unevaluated", &k_meta_unevaluated},
      {"https://json-schema.org/draft/2020-12/meta/validation", &k_meta_validation},
      {"https://json-schema.org/draft/2020-12/meta/meta-data", &k_meta_meta_data},
      {"https://json-schema.org/draft/2020-12/meta/format-annotation", &k_meta_format_annotation},
      {"https://json-schema.org/draft/2020-12/meta/format-assertion", &k_meta_format_assertion},
      {"https://json-schema.org/draft/2020-12/meta/content", &k_meta_content},
  }};
  const auto* found = std::find_if(k_metaschemas.begin(), k_metaschemas.end(),
                                   [&](const Entry& entry) { return entry.first == uri; });
  return found == k_metaschemas.end() ? std::nullopt
                                      : std::optional(parse_json(*found->second, uri));
}

} // namespace aether::json_schema
