#include "verify_oi_tools/sources/openapi.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/error.h"
#include "core/text.h"
#include "data/document_reader.h"
#include "data/json_pointer.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr int k_deepest_reference = 24;
constexpr int k_most_references = 12;         // within each other
constexpr std::size_t k_most_values = 20'000; // of one schema with all that it refers to
constexpr std::array<std::string_view, 8> k_methods = {"get",     "put",  "post",  "delete",
                                                       "options", "head", "patch", "trace"};

// Copies a value with what its `$ref`s lead to in their place.
class Resolver {
public:
  explicit Resolver(const json::value& root) : root_(root) {}

  [[nodiscard]] json::value resolve(const json::value& value) {
    values_ = 0;
    return copy(value, 0);
  }

  // Of one step: the object that a reference leads to, or the value itself.
  [[nodiscard]] const json::value& target(const json::value& value) {
    const json::value* at = &value;
    for (int hops = 0; hops < k_deepest_reference; ++hops) {
      const json::object* object = at->if_object();
      const std::string reference = object == nullptr ? "" : text_at(*object, "$ref");
      if (reference.empty()) {
        return *at;
      }
      const json::value* next = find(reference);
      if (next == nullptr) {
        return *at;
      }
      at = next;
    }
    return *at;
  }

  [[nodiscard]] std::set<std::string> take_remote() { return std::exchange(remote_, {}); }
  [[nodiscard]] std::set<std::string> take_broken() { return std::exchange(broken_, {}); }

private:
  const json::value* find(const std::string& reference) {
    if (!reference.starts_with('#')) {
      remote_.insert(reference);
      return nullptr;
    }
    boost::system::error_code wrong;
    const json::value* found = root_.find_pointer(decoded(reference.substr(1)), wrong);
    if (found == nullptr) {
      broken_.insert(reference);
    }
    return found;
  }

  // A fragment of a URI: `{` is written as %7B.
  static std::string decoded(std::string_view fragment) {
    std::string made;
    for (std::size_t i = 0; i < fragment.size(); ++i) {
      const auto hex = fragment.substr(i, 3);
      unsigned byte = 0;
      if (hex.size() == 3 && hex[0] == '%' &&
          std::from_chars(hex.data() + 1, hex.data() + 3, byte, 16).ptr == hex.data() + 3) {
        made += static_cast<char>(byte);
        i += 2;
      } else {
        made += fragment[i];
      }
    }
    return made;
  }

  // What goes round and round ends at a reference: there anything may follow.
  json::value copy(const json::value& value, int references) {
    ++values_;
    if (const json::object* object = value.if_object()) {
      if (const std::string reference = text_at(*object, "$ref"); !reference.empty()) {
        const json::value* next = find(reference);
        return next == nullptr || references >= k_most_references || values_ > k_most_values
                   ? json::value(json::object{})
                   : copy(*next, references + 1);
      }
      json::object made;
      for (const auto& [key, member] : *object) {
        made[key] = copy(member, references);
      }
      return made;
    }
    if (const json::array* array = value.if_array()) {
      json::array made;
      for (const json::value& one : *array) {
        made.push_back(copy(one, references));
      }
      return made;
    }
    return value;
  }

  const json::value& root_;
  std::size_t values_ = 0;
  std::set<std::string> remote_;
  std::set<std::string> broken_;
};

Carrier carrier_of(std::string_view place) {
  return place == "path"     ? Carrier::path
         : place == "query"  ? Carrier::query
         : place == "header" ? Carrier::header
         : place == "cookie" ? Carrier::cookie
                             : Carrier::none;
}

// What an object schema has for members: of itself, of allOf, and of the branches of anyOf and
// oneOf, of which only what all require is required.
class Members {
public:
  void read(const json::object& schema, int depth = 0) {
    if (depth > k_deepest_reference) {
      return;
    }
    if (const json::object* properties = object_at(schema, "properties")) {
      for (const auto& [name, property] : *properties) {
        add(name, property);
      }
    }
    for (const json::value& one : array_at(schema, "required")) {
      if (one.is_string()) {
        required_.insert(std::string(one.get_string()));
      }
    }
    for (const json::value& one : array_at(schema, "allOf")) {
      if (const json::object* part = one.if_object()) {
        read(*part, depth + 1);
      }
    }
    for (const char* word : {"anyOf", "oneOf"}) {
      read_branches(array_at(schema, word), depth);
    }
  }

  [[nodiscard]] bool empty() const { return members_.empty(); }

  void append_to(std::vector<Parameter>& parameters, Carrier carrier) const {
    for (const auto& [name, schema] : members_) {
      Parameter made;
      made.name = name;
      made.type = type_of_schema(schema);
      made.schema = schema;
      made.required = required_.contains(name);
      made.carrier = carrier;
      made.kind = ParameterKind::keyword_only;
      if (const json::object* object = schema.if_object()) {
        made.description = text_at(*object, "description");
        if (const json::value* value = object->if_contains("default")) {
          made.default_value = json::serialize(*value);
        }
      }
      parameters.push_back(std::move(made));
    }
  }

private:
  void add(std::string_view name, const json::value& schema) {
    if (std::none_of(members_.begin(), members_.end(),
                     [&](const auto& one) { return one.first == name; })) {
      members_.emplace_back(name, schema);
    }
  }

  void read_branches(const json::array& branches, int depth) {
    std::optional<std::set<std::string>> by_all;
    for (const json::value& one : branches) {
      Members branch;
      if (const json::object* part = one.if_object()) {
        branch.read(*part, depth + 1);
      }
      for (const auto& [name, schema] : branch.members_) {
        add(name, schema);
      }
      if (by_all) {
        std::erase_if(*by_all,
                      [&](const std::string& name) { return !branch.required_.contains(name); });
      } else {
        by_all = branch.required_;
      }
    }
    if (by_all) {
      required_.insert(by_all->begin(), by_all->end());
    }
  }

  std::vector<std::pair<std::string, json::value>> members_;
  std::set<std::string> required_;
};

class OpenApiReader {
public:
  explicit OpenApiReader(const Document& document)
      : document_(document), resolver_(document.root) {}

  OpenApi read(std::string_view name) {
    const json::object& root = object_of(name);
    OpenApi made;
    made.version = text_at(root, "openapi");
    if (const json::object* info = object_at(root, "info")) {
      made.title = text_at(*info, "title");
      made.backend_version = text_at(*info, "version");
    }
    has_security_ = !array_at(root, "security").empty();
    if (const json::object* paths = object_at(root, "paths")) {
      for (const auto& [path, item] : *paths) {
        read_path(path, resolver_.target(item), made.operations);
      }
    }
    return made;
  }

private:
  [[nodiscard]] const json::object& object_of(std::string_view name) const {
    const json::object* root = document_.root.if_object();
    const std::string version = root == nullptr ? "" : text_at(*root, "openapi");
    if (version.starts_with("3.0") || version.starts_with("3.1")) {
      return *root;
    }
    const bool is_swagger = root != nullptr && root->contains("swagger");
    throw Error(ExitCode::bad_input,
                fmt::format("{}: expected an OpenAPI document of version 3.0 or 3.1, but {}", name,
                            is_swagger         ? "it is Swagger 2.0"
                            : !version.empty() ? fmt::format("it is of {}", printable(version))
                            : root == nullptr  ? "it is no object"
                                               : "it has no `openapi`"));
  }

  void read_path(std::string_view path, const json::value& value,
                 std::vector<Operation>& operations) {
    const json::object* item = value.if_object();
    if (item == nullptr) {
      return;
    }
    for (const auto& [word, member] : *item) {
      const json::object* written = member.if_object();
      if (written != nullptr &&
          std::find(k_methods.begin(), k_methods.end(), word) != k_methods.end()) {
        operations.push_back(operation(path, word, *item, *written));
      }
    }
  }

  Operation operation(std::string_view path, std::string_view word, const json::object& item,
                      const json::object& written) {
    Operation made;
    Tool& tool = made.tool;
    tool.name = text_at(written, "operationId");
    tool.endpoint = path;
    tool.method = word;
    std::transform(tool.method.begin(), tool.method.end(), tool.method.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    tool.pointer = fmt::format("/paths/{}/{}", pointer_token(path), word);
    if (const auto place = document_.find(tool.pointer)) {
      tool.at = place->key.line > 0 ? place->key : place->value;
    }
    tool.description = text_at(written, "description");
    made.summary = text_at(written, "summary");
    made.is_deprecated = flag_at(written, "deprecated", false);
    made.needs_login =
        written.contains("security") ? !array_at(written, "security").empty() : has_security_;
    for (const json::value& one : array_at(written, "tags")) {
      made.tags.emplace_back(one.is_string() ? std::string(one.get_string()) : "");
    }
    made.written = written;
    read_parameters(item, written, tool);
    read_body(written, made);
    if (const json::object* responses = object_at(written, "responses")) {
      const json::value whole = resolver_.resolve(*responses);
      made.responses = whole.is_object() ? whole.get_object() : json::object();
    }
    for (const std::string& one : resolver_.take_remote()) {
      made.remote_references.push_back(one);
    }
    for (const std::string& one : resolver_.take_broken()) {
      made.broken_references.push_back(one);
    }
    return made;
  }

  // Those of the operation, then those of its path that it does not say anew.
  void read_parameters(const json::object& item, const json::object& written, Tool& tool) {
    for (const json::object* object : {&written, &item}) {
      for (const json::value& one : array_at(*object, "parameters")) {
        if (const json::object* parameter = resolver_.target(one).if_object()) {
          add(*parameter, tool);
        }
      }
    }
  }

  void add(const json::object& written, Tool& tool) {
    Parameter made;
    made.name = text_at(written, "name");
    made.carrier = carrier_of(text_at(written, "in"));
    const bool is_known =
        std::any_of(tool.parameters.begin(), tool.parameters.end(), [&](const Parameter& one) {
          return one.name == made.name && one.carrier == made.carrier;
        });
    if (made.name.empty() || is_known) {
      return;
    }
    made.required = flag_at(written, "required", made.carrier == Carrier::path);
    made.description = text_at(written, "description");
    made.kind = ParameterKind::keyword_only;
    if (const json::value* schema = written.if_contains("schema")) {
      const json::value whole = resolver_.resolve(*schema);
      made.type = type_of_schema(whole);
      made.schema = whole;
      if (whole.is_object() && whole.get_object().contains("default")) {
        made.default_value = json::serialize(whole.get_object().at("default"));
      }
    }
    tool.parameters.push_back(std::move(made));
  }

  void read_body(const json::object& written, Operation& made) {
    const json::value* body = written.if_contains("requestBody");
    const json::object* object = body == nullptr ? nullptr : resolver_.target(*body).if_object();
    const json::object* content = object == nullptr ? nullptr : object_at(*object, "content");
    if (content == nullptr) {
      return;
    }
    const bool required = flag_at(*object, "required", false);
    bool is_first = true;
    for (const auto& [media, value] : *content) {
      made.media_types.emplace_back(media);
      const json::object* media_object = value.if_object();
      const json::value* schema =
          media_object == nullptr ? nullptr : media_object->if_contains("schema");
      if (is_first && (schema != nullptr || required)) { // the others are other forms of the same
        add_body(schema == nullptr ? json::value(json::object{}) : resolver_.resolve(*schema),
                 media, required, made.tool);
      }
      is_first = false;
    }
  }

  static void add_body(const json::value& schema, std::string_view media, bool required,
                       Tool& tool) {
    const bool is_form = media.starts_with("multipart/") || media.find("urlencoded") != media.npos;
    const Carrier carrier = is_form ? Carrier::form : Carrier::body;
    Members members;
    if (const json::object* object = schema.if_object()) {
      members.read(*object);
    }
    if (!members.empty()) {
      const std::size_t before = tool.parameters.size();
      members.append_to(tool.parameters, carrier);
      for (std::size_t i = before; i < tool.parameters.size(); ++i) {
        tool.parameters[i].required = tool.parameters[i].required && required;
      }
      return;
    }
    Parameter whole; // an array, a string, an object with any members
    whole.name = "body";
    whole.type = type_of_schema(schema);
    whole.schema = schema;
    whole.required = required;
    whole.carrier = carrier;
    tool.parameters.push_back(std::move(whole));
  }

  const Document& document_;
  Resolver resolver_;
  bool has_security_ = false;
};

std::string route_of(std::string_view method, std::string_view endpoint) {
  return to_lower(method) + " " + without_names(endpoint);
}

} // namespace

const Operation* OpenApi::find(std::string_view method, std::string_view endpoint) const {
  const auto found = by_route.find(route_of(method, endpoint));
  if (found == by_route.end()) {
    return nullptr;
  }
  for (const std::size_t i : found->second) {
    if (operations[i].tool.endpoint == endpoint) {
      return &operations[i];
    }
  }
  return &operations[found->second.front()];
}

OpenApi read_openapi(std::string_view text, std::string_view name) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: expected an OpenAPI document, but it is empty", name));
  }
  const bool is_json = first != std::string_view::npos && text[first] == '{';
  const DocumentFormat format = is_json ? DocumentFormat::json : DocumentFormat::yaml;
  Document document = parse_document(text, name, format);
  locate(document, text, format);
  OpenApi made = OpenApiReader(document).read(name);
  for (std::size_t i = 0; i < made.operations.size(); ++i) {
    const Tool& tool = made.operations[i].tool;
    made.by_route[route_of(tool.method, tool.endpoint)].push_back(i);
  }
  return made;
}

} // namespace aether::verify_oi_tools
