#include "data/json_schema/schema.h"

#include <boost/json/object.hpp>

#include "data/json_schema/evaluator.h"
#include "data/json_schema/metaschemas.h"
#include "data/json_schema/uri.h"

namespace aether::json_schema {

namespace json = boost::json;

Schema::Schema(json::value document, CompileOptions options)
    : resources_(std::make_unique<Resources>(std::move(options.fetch), options.dialect)) {
  const json::value& root = resources_->add(std::move(document), options.uri);
  compiled_ = std::make_unique<Compiled>(compile(root, *resources_));
}

Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

bool Schema::is_valid(const json::value& instance) const {
  return Evaluator(*compiled_).is_valid(instance);
}

std::vector<Problem> Schema::evaluate(const json::value& instance, std::size_t* more) const {
  Evaluator evaluator(*compiled_);
  std::vector<Problem> found;
  if (!evaluator.is_valid(instance)) {
    found = evaluator.problems(instance);
  }
  if (more != nullptr) {
    *more = evaluator.more();
  }
  return found;
}

std::vector<Problem> check_schema(const json::value& schema, const CompileOptions& options) {
  const json::object* object = schema.if_object();
  const json::value* named = object == nullptr ? nullptr : object->if_contains("$schema");
  const Draft draft = guess_draft(schema, options.dialect.draft);
  std::string uri(draft == Draft::draft7 ? k_draft7_uri : k_draft2020_12_uri);
  if (named != nullptr && named->is_string()) {
    uri = split_fragment(named->get_string()).absolute;
  }
  std::optional<json::value> metaschema = find_metaschema(uri);
  if (!metaschema && options.fetch) {
    metaschema = options.fetch(uri);
  }
  if (!metaschema) {
    return {}; // compiling it says what is wrong with `$schema`
  }
  return Schema(std::move(*metaschema), {Dialect(), options.fetch, uri}).evaluate(schema);
}

} // namespace aether::json_schema
