// The metaschemas of draft-07 and 2020-12, compiled in from share/schemas/metaschemas.
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/value.hpp>

namespace aether::json_schema {

// By URI without fragment.
[[nodiscard]] std::optional<boost::json::value> find_metaschema(std::string_view uri);

} // namespace aether::json_schema
