// Reading JSON (RFC 8259) strictly, over boost::json: duplicate keys, invalid UTF-8 and trailing
// text are errors, and every error says where. Writing is JsonWriter's.
#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace aether {

struct JsonLimits {
  std::size_t depth = 200;
  std::size_t values = std::numeric_limits<std::size_t>::max(); // arrays and objects among them
};

// The value is made to be read: its storage is one region, freed as a whole with the last value
// that uses it, and moving a part of it into a value with other storage copies.
//
// Throws Error (bad_input) reading `NAME:LINE:COLUMN: message`. Empty or truncated text is said to
// be so. `name` is how the text is called in messages ("standard input", a path).
[[nodiscard]] boost::json::value parse_json(std::string_view text, std::string_view name,
                                            const JsonLimits& limits = {});

// Checks that a document is the one expected: an object whose "schema" is `schema`. Throws Error
// (bad_input): `NAME: expected an aether/job_tracer/export/1 document (from `job_tracer export -`),
// but it is ...`.
void expect_schema(const boost::json::value& document, std::string_view name,
                   std::string_view schema, std::string_view made_by);

// What a document is about: its member `name`, an array of objects or an object of objects.
struct Records {
  std::string_view name;
  boost::json::kind kind = boost::json::kind::array;
};

// Both: a document of the suite as another tool wrote it. What cannot be parsed is told together
// with what was expected. One without its records is refused: half a document is not an empty one.
[[nodiscard]] boost::json::value read_document(std::string_view text, std::string_view name,
                                               std::string_view schema, std::string_view made_by,
                                               std::optional<Records> records = std::nullopt);

// The same where any of several kinds will do.
struct DocumentKind {
  std::string_view schema;
  std::string_view made_by;
  std::optional<Records> records = std::nullopt;
};
[[nodiscard]] boost::json::value read_document(std::string_view text, std::string_view name,
                                               const std::vector<DocumentKind>& kinds);

} // namespace aether
