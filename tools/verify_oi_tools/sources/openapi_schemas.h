// The schemas within an OpenAPI document, as JSON Schemas.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "verify_oi_tools/sources/openapi.h"

namespace aether::verify_oi_tools {

// OpenAPI 3.0 writes `nullable`, and `exclusiveMinimum: true`, where JSON Schema has other words.
void make_standard(boost::json::value& schema);

struct SchemaProblem {
  std::string parameter; // empty: of an answer
  std::string message;
};

// What is no schema of the parameters, the body and the answers of an operation, one of each;
// `version`: of OpenAPI.
[[nodiscard]] std::vector<SchemaProblem> problems_of_schemas(const Operation& operation,
                                                             std::string_view version);

} // namespace aether::verify_oi_tools
