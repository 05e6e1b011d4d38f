#include "data/json_schema/schema.h"

#include <map>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "data/json_pointer.h"
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

namespace {

// Where objects below name another draft with `$schema`, which may stand beside `$id` only.
void find_foreign(const json::value& value, Draft draft, const std::string& pointer,
                  std::vector<std::pair<std::string, const json::value*>>& found) {
  if (const json::array* array = value.if_array()) {
    for (std::size_t i = 0; i < array->size(); ++i) {
      find_foreign((*array)[i], draft, pointer + "/" + std::to_string(i), found);
    }
  }
  const json::object* object = value.if_object();
  if (object == nullptr) {
    return;
  }
  const json::value* named = object->if_contains("$schema");
  if (!pointer.empty() && named != nullptr && named->is_string() && object->contains("$id")) {
    const auto its = draft_of(named->get_string());
    if (its && *its != draft) {
      found.emplace_back(pointer, &value);
      return;
    }
  }
  for (const auto& [key, member] : *object) {
    find_foreign(member, draft, pointer + "/" + pointer_token(key), found);
  }
}

bool is_below(std::string_view pointer, std::string_view root) {
  return pointer.starts_with(root) &&
         (pointer.size() == root.size() || pointer[root.size()] == '/');
}

} // namespace

namespace {

// Compiled once a thread: a server may have thousands of schemas.
const Schema* compiled_metaschema(const std::string& uri) {
  thread_local std::map<std::string, Schema> made;
  const auto known = made.find(uri);
  if (known != made.end()) {
    return &known->second;
  }
  std::optional<json::value> metaschema = find_metaschema(uri);
  return metaschema ? &made.emplace(uri, Schema(std::move(*metaschema), {Dialect(), {}, uri}))
                           .first->second
                    : nullptr;
}

std::vector<Problem> hold_against(const std::string& uri, const json::value& schema,
                                  const CompileOptions& options) {
  if (const Schema* metaschema = compiled_metaschema(uri)) {
    return metaschema->evaluate(schema);
  }
  std::optional<json::value> metaschema = options.fetch ? options.fetch(uri) : std::nullopt;
  return metaschema
             ? Schema(std::move(*metaschema), {Dialect(), options.fetch, uri}).evaluate(schema)
             : std::vector<Problem>(); // compiling it says what is wrong with `$schema`
}

} // namespace

std::vector<Problem> check_schema(const json::value& schema, const CompileOptions& options) {
  const json::object* object = schema.if_object();
  const json::value* named = object == nullptr ? nullptr : object->if_contains("$schema");
  const Draft draft = guess_draft(schema, options.dialect.draft);
  std::string uri(draft == Draft::draft7 ? k_draft7_uri : k_draft2020_12_uri);
  if (named != nullptr && named->is_string()) {
    uri = split_fragment(named->get_string()).absolute;
  }
  std::vector<Problem> problems = hold_against(uri, schema, options);
  if (problems.empty()) {
    return problems;
  }
  // Resources of another draft inside have its metaschema.
  std::vector<std::pair<std::string, const json::value*>> foreign;
  find_foreign(schema, draft, "", foreign);
  for (const auto& found : foreign) {
    const std::string& pointer = found.first;
    std::erase_if(problems, [&](const Problem& one) { return is_below(one.instance, pointer); });
    for (Problem& one : check_schema(*found.second, options)) {
      one.instance.insert(0, pointer);
      problems.push_back(std::move(one));
    }
  }
  return problems;
}

} // namespace aether::json_schema
