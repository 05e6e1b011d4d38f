// One document against one schema: what is wrong with it, with places.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/finding.h"
#include "data/document_reader.h"
#include "data/json_schema/schema.h"

namespace aether::validate_config {

// Reads the text; what keeps it from being read, or is read in two ways, goes to `findings`.
[[nodiscard]] std::optional<Document> read_checked(std::string_view text, const std::string& file,
                                                   DocumentFormat format,
                                                   std::vector<Finding>& findings);

// `text` is what the document was parsed from.
void check_against(const json_schema::Schema& schema, Document& document, std::string_view text,
                   DocumentFormat format, const std::string& file, std::vector<Finding>& findings);

} // namespace aether::validate_config
