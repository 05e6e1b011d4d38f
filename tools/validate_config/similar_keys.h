// Misspelt keys where a schema leaves others open: `enabeld` where `enabled` is missing.
#pragma once

#include <string>
#include <vector>

#include <boost/json/value.hpp>

#include "core/finding.h"
#include "data/document.h"

namespace aether::validate_config {

// Only what stands below properties, items, additionalProperties, $ref within the schema and allOf
// is looked at.
void find_similar_keys(const boost::json::value& schema, const Document& document,
                       const std::string& file, std::vector<Finding>& findings);

} // namespace aether::validate_config
