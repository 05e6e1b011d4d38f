// JSON Schema, draft 2020-12 and draft-07: compiled once, evaluated many times.
//
// References lead to the metaschemas, which are compiled in, and to what `fetch` gives; nothing is
// read from a network. Nesting, steps and patterns are bounded, so that no schema and no instance
// takes more than a few seconds.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "data/json_schema/dialect.h"
#include "data/json_schema/resources.h"

namespace aether::json_schema {

// One thing that is wrong with an instance.
struct Problem {
  std::string instance; // JSON pointer to what is wrong
  bool at_key = false;  // its key is, rather than its value
  std::string keyword;  // that does not hold, as in "required"
  std::string schema;   // where that keyword is: URI of a document, `#`, JSON pointer
  std::string message;
  std::string hint;    // what would mend it, or empty
  bool secret = false; // its value is not to be shown
};

struct CompileOptions {
  Dialect dialect; // of schemas that name none
  Fetch fetch;
  std::string uri; // of the schema's document
};

struct Compiled;

class Schema {
public:
  // Throws SchemaError for what is no schema, and references that lead nowhere.
  Schema(boost::json::value document, CompileOptions options);
  Schema(const Schema&) = delete;
  Schema& operator=(const Schema&) = delete;
  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  // Both throw Error (bad_input) where the schema leads back to itself without end, or evaluation
  // takes too many steps.
  [[nodiscard]] bool is_valid(const boost::json::value& instance) const;
  // What is wrong, as it was met; empty for a valid instance. Of very many the first are kept, and
  // the number of the others is put in `more`.
  [[nodiscard]] std::vector<Problem> evaluate(const boost::json::value& instance,
                                              std::size_t* more = nullptr) const;

private:
  std::unique_ptr<Resources> resources_;
  std::unique_ptr<Compiled> compiled_;
};

// Whether the schema is one by its own metaschema; what is wrong with it, as of any instance.
[[nodiscard]] std::vector<Problem> check_schema(const boost::json::value& schema,
                                                const CompileOptions& options);

} // namespace aether::json_schema
