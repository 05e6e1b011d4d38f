// The schema resources that a compilation knows (JSON Schema Core 2020-12, sections 4.3.5 and 8.2):
// documents and the resources embedded in them, their URIs and anchors. References lead nowhere
// else: the network is never read.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include <boost/json/value.hpp>

#include "core/error.h"
#include "data/json_schema/dialect.h"

namespace aether::json_schema {

// What is wrong with a schema, and where. `uri` is that of the document, `pointer` a JSON pointer
// into it.
class SchemaError : public Error {
public:
  SchemaError(std::string uri, std::string pointer, const std::string& message);

  [[nodiscard]] const std::string& uri() const { return uri_; }
  [[nodiscard]] const std::string& pointer() const { return pointer_; }

private:
  std::string uri_;
  std::string pointer_;
};

// The document that a URI without fragment names, or nothing.
using Fetch = std::function<std::optional<boost::json::value>(std::string_view uri)>;

struct Resource {
  std::string uri; // absolute, or what stands for it where no $id was given
  Dialect dialect;
  const boost::json::value* root = nullptr;
  std::map<std::string, const boost::json::value*, std::less<>> anchors; // dynamic ones too
  std::set<std::string, std::less<>> dynamic_anchors;
};

// Where a subschema is.
struct SchemaPlace {
  Resource* resource = nullptr;
  std::string_view document; // its URI
  std::string pointer;       // from the document's root
};

class Resources {
public:
  Resources(Fetch fetch, const Dialect& fallback);

  // Takes a document and all resources in it. Throws SchemaError.
  const boost::json::value& add(boost::json::value document, const std::string& uri);

  // The subschema that an absolute URI with a fragment names; fetches what is not there. Throws
  // SchemaError at `place` where it leads nowhere.
  const boost::json::value& resolve(std::string_view uri, const SchemaPlace& place);

  // Of a subschema that add() met or resolve() led to.
  [[nodiscard]] const SchemaPlace& place_of(const boost::json::value& schema) const;

  [[nodiscard]] const std::deque<Resource>& all() const { return resources_; }

private:
  void index(const boost::json::value& schema, SchemaPlace at);
  void index_children(const boost::json::object& schema, const SchemaPlace& at);
  Resource& take_identifiers(const boost::json::value& schema, const SchemaPlace& at);
  static void take_anchors(const boost::json::value& schema, Resource& resource);
  Resource& new_resource(const boost::json::value& root, std::string uri, const Dialect& dialect);
  Dialect dialect_of(std::string_view schema_uri, const SchemaPlace& at);
  const boost::json::value* follow(Resource& from, std::string_view pointer);
  Resource* find_or_fetch(std::string_view uri);

  Fetch fetch_;
  Dialect fallback_;
  std::deque<std::unique_ptr<boost::json::value>> documents_;
  std::deque<std::string> document_uris_;
  std::deque<Resource> resources_;
  std::map<std::string, Resource*, std::less<>> by_uri_;
  std::unordered_map<const boost::json::value*, SchemaPlace> places_;
};

// The draft of a schema that names none: draft-07 where it has what only that one knows
// (`definitions`, `dependencies`, lists in `items`, `additionalItems`, an `$id` of a fragment),
// else `fallback`.
[[nodiscard]] Draft guess_draft(const boost::json::value& schema, Draft fallback);

// `/a/b` with a token appended, escaped.
[[nodiscard]] std::string child_pointer(std::string_view pointer, std::string_view token);

} // namespace aether::json_schema
