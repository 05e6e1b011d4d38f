#include "data/json_schema/resources.h"

#include <algorithm>
#include <charconv>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "data/document.h"
#include "data/json_schema/metaschemas.h"
#include "data/json_schema/uri.h"

namespace aether::json_schema {

namespace {

namespace json = boost::json;

std::optional<std::string_view> string_member(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value == nullptr || !value->is_string()
             ? std::nullopt
             : std::optional<std::string_view>(value->get_string());
}

const json::value* child_of(const json::value& value, std::string_view token) {
  if (const json::object* object = value.if_object()) {
    return object->if_contains(token);
  }
  const json::array* array = value.if_array();
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool number = error == std::errc() && end == token.data() + token.size();
  return array != nullptr && number && index < array->size() ? &(*array)[index] : nullptr;
}

} // namespace

SchemaError::SchemaError(std::string uri, std::string pointer, const std::string& message)
    : Error(ExitCode::bad_input, message), uri_(std::move(uri)), pointer_(std::move(pointer)) {}

std::string child_pointer(std::string_view pointer, std::string_view token) {
  std::string child = std::string(pointer) + "/";
  for (const char c : token) {
    if (c == '~') {
      child += "~0";
    } else if (c == '/') {
      child += "~1";
    } else {
      child += c;
    }
  }
  return child;
}

namespace {

bool has_draft7_only(const json::object& schema) {
  const json::value* items = schema.if_contains("items");
  const auto id = string_member(schema, "$id");
  return (items != nullptr && items->is_array()) || (id && id->starts_with('#')) ||
         schema.contains("additionalItems") || schema.contains("dependencies") ||
         (schema.contains("definitions") && !schema.contains("$defs"));
}

bool looks_like_draft7(const json::value& schema) {
  if (!schema.is_object()) {
    return false;
  }
  if (has_draft7_only(schema.get_object())) {
    return true;
  }
  for (const json::key_value_pair& member : schema.get_object()) {
    const json::value& value = member.value();
    const Holds what = holds(Draft::draft7, member.key());
    bool found = false;
    if (what == Holds::members && value.is_object()) {
      found = std::any_of(value.get_object().begin(), value.get_object().end(),
                          [](const auto& inner) { return looks_like_draft7(inner.value()); });
    } else if (what == Holds::schemas && value.is_array()) {
      found = std::any_of(value.get_array().begin(), value.get_array().end(), looks_like_draft7);
    } else if (what != Holds::nothing) {
      found = looks_like_draft7(value);
    }
    if (found) {
      return true;
    }
  }
  return false;
}

} // namespace

Draft guess_draft(const json::value& schema, Draft fallback) {
  const bool names_one = schema.is_object() && schema.get_object().contains("$schema");
  return !names_one && looks_like_draft7(schema) ? Draft::draft7 : fallback;
}

Resources::Resources(Fetch fetch, const Dialect& fallback)
    : fetch_(std::move(fetch)), fallback_(fallback) {}

const json::value& Resources::add(json::value document, const std::string& uri) {
  documents_.push_back(std::make_unique<json::value>(std::move(document)));
  document_uris_.push_back(uri);
  const json::value& root = *documents_.back();
  Dialect dialect = fallback_;
  dialect.draft = guess_draft(root, dialect.draft);
  index(root, {&new_resource(root, uri, dialect), document_uris_.back(), ""});
  return root;
}

Resource& Resources::new_resource(const json::value& root, std::string uri,
                                  const Dialect& dialect) {
  resources_.emplace_back();
  Resource& resource = resources_.back();
  resource.root = &root;
  resource.dialect = dialect;
  by_uri_.emplace(uri, &resource);
  resource.uri = std::move(uri);
  return resource;
}

// `at.resource` is the one around the schema, or that of the document whose root it is.
void Resources::index(const json::value& schema, SchemaPlace at) {
  if (places_.contains(&schema)) {
    return;
  }
  if (schema.is_object()) {
    at.resource = &take_identifiers(schema, at);
  }
  places_.emplace(&schema, SchemaPlace{at.resource, at.document, at.pointer});
  if (schema.is_object()) {
    index_children(schema.get_object(), at);
  }
}

// The resource that the schema belongs to, which may begin with it.
Resource& Resources::take_identifiers(const json::value& schema, const SchemaPlace& at) {
  const json::object& object = schema.get_object();
  const bool is_root = at.resource->root == &schema;
  const auto metaschema = string_member(object, "$schema");
  Dialect dialect = at.resource->dialect;
  if (metaschema && (is_root || object.contains("$id"))) {
    dialect = dialect_of(*metaschema, at);
  }
  if (is_root) {
    at.resource->dialect = dialect;
  }
  if (dialect.draft == Draft::draft7 && object.contains("$ref")) {
    return *at.resource; // its siblings mean nothing
  }
  Resource* resource = at.resource;
  if (const auto id = string_member(object, "$id"); id && !id->starts_with('#')) {
    const std::string uri(split_fragment(resolve_reference(at.resource->uri, *id)).absolute);
    if (is_root) {
      resource->uri = uri;
      by_uri_.emplace(uri, resource);
    } else {
      resource = &new_resource(schema, uri, dialect);
    }
  }
  take_anchors(schema, *resource);
  return *resource;
}

void Resources::take_anchors(const json::value& schema, Resource& resource) {
  const json::object& object = schema.get_object();
  if (resource.dialect.draft == Draft::draft7) {
    const auto id = string_member(object, "$id");
    const std::string_view fragment = id ? split_fragment(*id).fragment : std::string_view();
    if (!fragment.empty()) {
      resource.anchors.emplace(fragment, &schema);
    }
    return;
  }
  if (const auto anchor = string_member(object, "$anchor")) {
    resource.anchors.emplace(*anchor, &schema);
  }
  if (const auto anchor = string_member(object, "$dynamicAnchor")) {
    resource.anchors.emplace(*anchor, &schema);
    resource.dynamic_anchors.emplace(*anchor);
  }
}

void Resources::index_children(const json::object& schema, const SchemaPlace& at) {
  const Draft draft = at.resource->dialect.draft;
  const bool only_ref = draft == Draft::draft7 && schema.contains("$ref");
  for (const json::key_value_pair& member : schema) {
    const SchemaPlace below{at.resource, at.document, child_pointer(at.pointer, member.key())};
    const json::value& value = member.value();
    const Holds what =
        only_ref && member.key() != "definitions" ? Holds::nothing : holds(draft, member.key());
    if (what == Holds::members && value.is_object()) {
      for (const json::key_value_pair& inner : value.get_object()) {
        index(inner.value(), {at.resource, at.document, child_pointer(below.pointer, inner.key())});
      }
    } else if ((what == Holds::schemas || what == Holds::schema_or_schemas) && value.is_array()) {
      for (std::size_t i = 0; i < value.get_array().size(); ++i) {
        index(value.get_array()[i],
              {at.resource, at.document, child_pointer(below.pointer, std::to_string(i))});
      }
    } else if (what == Holds::schema || what == Holds::schema_or_schemas) {
      index(value, below);
    }
  }
}

Dialect Resources::dialect_of(std::string_view schema_uri, const SchemaPlace& at) {
  if (const auto draft = draft_of(schema_uri)) {
    Dialect dialect = fallback_;
    dialect.draft = *draft;
    return dialect;
  }
  const std::string place = child_pointer(at.pointer, "$schema");
  const std::string uri = resolve_reference(at.resource->uri, schema_uri);
  const Resource* metaschema = find_or_fetch(split_fragment(uri).absolute);
  if (metaschema == nullptr || !metaschema->root->is_object()) {
    throw SchemaError(std::string(at.document), place,
                      fmt::format("the dialect {} is not known: draft-07 and 2020-12 are, and "
                                  "metaschemas that --schema-map leads to",
                                  printable(schema_uri)));
  }
  Dialect dialect = metaschema->dialect;
  const json::value* vocabularies = metaschema->root->get_object().if_contains("$vocabulary");
  if (dialect.draft == Draft::draft7 || vocabularies == nullptr || !vocabularies->is_object()) {
    return dialect;
  }
  dialect = {dialect.draft, false, false, false, fallback_.format_assertion};
  for (const json::key_value_pair& member : vocabularies->get_object()) {
    const auto vocabulary = vocabulary_of(member.key());
    const bool required = member.value().is_bool() && member.value().get_bool();
    if (!vocabulary && required) {
      throw SchemaError(std::string(at.document), place,
                        fmt::format("its metaschema asks for the vocabulary {}, which is not known",
                                    printable(member.key())));
    }
    dialect.applicator |= vocabulary == Vocabulary::applicator;
    dialect.unevaluated |= vocabulary == Vocabulary::unevaluated;
    dialect.validation |= vocabulary == Vocabulary::validation;
    dialect.format_assertion |= vocabulary == Vocabulary::format;
  }
  return dialect;
}

Resource* Resources::find_or_fetch(std::string_view uri) {
  if (const auto known = by_uri_.find(uri); known != by_uri_.end()) {
    return known->second;
  }
  std::optional<json::value> document = find_metaschema(uri);
  if (!document && fetch_) {
    document = fetch_(uri);
  }
  if (!document) {
    return nullptr;
  }
  add(std::move(*document), std::string(uri));
  return by_uri_.find(uri)->second;
}

// Through what is no schema too; what it leads to then becomes one.
const json::value* Resources::follow(Resource& from, std::string_view pointer) {
  const json::value* value = from.root;
  SchemaPlace at = places_.at(from.root);
  while (!pointer.empty()) {
    if (pointer.front() != '/') {
      return nullptr;
    }
    pointer.remove_prefix(1);
    const std::string token = unescape_pointer_token(pointer.substr(0, pointer.find('/')));
    pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
    value = child_of(*value, token);
    if (value == nullptr) {
      return nullptr;
    }
    at.pointer = child_pointer(at.pointer, token);
    if (const auto place = places_.find(value); place != places_.end()) {
      at.resource = place->second.resource;
    }
  }
  if (value->is_object() || value->is_bool()) {
    index(*value, at);
  }
  return value;
}

const json::value& Resources::resolve(std::string_view uri, const SchemaPlace& place) {
  const auto fail = [&](std::string_view why) -> SchemaError {
    return {std::string(place.document), place.pointer,
            fmt::format("the reference leads to {}, {}", printable(uri), why)};
  };
  const SplitUri split = split_fragment(uri);
  Resource* resource = find_or_fetch(split.absolute);
  if (resource == nullptr) {
    throw fail("which is not here: name its directory with --schema-map (the network is not read)");
  }
  const std::string fragment = percent_decoded(split.fragment);
  const json::value* schema = nullptr;
  if (fragment.empty() || fragment.front() == '/') {
    schema = follow(*resource, fragment);
  } else if (const auto anchor = resource->anchors.find(fragment);
             anchor != resource->anchors.end()) {
    schema = anchor->second;
  }
  if (schema == nullptr) {
    throw fail("which is not there");
  }
  if (!schema->is_object() && !schema->is_bool()) {
    throw fail("which is no schema");
  }
  return *schema;
}

const SchemaPlace& Resources::place_of(const json::value& schema) const {
  return places_.at(&schema);
}

} // namespace aether::json_schema
