#include "data/json_schema/compiler.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "data/json_schema/uri.h"
#include "data/json_schema/values.h"

namespace aether::json_schema {

namespace {

namespace json = boost::json;

constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> k_types = {{
    {"null", k_null},
    {"boolean", k_boolean},
    {"integer", k_integer},
    {"number", k_number},
    {"string", k_string},
    {"array", k_array},
    {"object", k_object},
}};

const json::value k_zero(std::int64_t{0});

class Compiler {
public:
  explicit Compiler(Resources& resources) : resources_(resources) {}

  Compiled compile(const json::value& root) {
    compiled_.root = node(root);
    do {
      fill_all();
    } while (compile_dynamic_targets());
    list_dynamic_anchors();
    return std::move(compiled_);
  }

private:
  // Its rules are filled in later, so that schemas may refer to each other.
  const Node* node(const json::value& schema) {
    const auto [known, is_new] = nodes_.emplace(&schema, nullptr);
    if (is_new) {
      compiled_.nodes.emplace_back();
      known->second = &compiled_.nodes.back();
      known->second->schema = &schema;
      waiting_.push_back(known->second);
    } else {
      known->second->shared = true;
    }
    return known->second;
  }

  void fill_all() {
    while (!waiting_.empty()) {
      Node& next = *waiting_.back();
      waiting_.pop_back();
      fill(next);
    }
  }

  // Every resource that can be in the dynamic scope; true where that made new nodes.
  bool compile_dynamic_targets() {
    const std::size_t before = compiled_.nodes.size();
    std::set<const Resource*> used;
    for (const Node& one : compiled_.nodes) {
      used.insert(one.resource);
    }
    for (const Resource* resource : used) {
      for (auto& [anchor, targets] : compiled_.dynamic_targets) {
        if (resource->dynamic_anchors.contains(anchor)) {
          targets[resource] = node(*resource->anchors.find(anchor)->second);
        }
      }
    }
    return compiled_.nodes.size() != before;
  }

  // The same by resource, for evaluation.
  void list_dynamic_anchors() {
    std::size_t index = 0;
    for (const auto& [anchor, targets] : compiled_.dynamic_targets) {
      for (const auto& [resource, target] : targets) {
        compiled_.dynamic_anchors[resource].emplace_back(index, target);
      }
      ++index;
    }
  }

  [[noreturn]] void fail(std::string_view keyword, const std::string& message) const {
    const SchemaPlace& place = *place_;
    throw SchemaError(std::string(place.document), child_pointer(place.pointer, keyword), message);
  }

  static void index_enumeration(Node& node) {
    constexpr std::size_t k_many = 16;
    if (node.enumeration->size() > k_many) {
      for (const json::value& one : *node.enumeration) {
        if (one.is_string()) {
          node.enumerated_texts.insert(one.get_string());
        }
      }
    }
  }

  void fill(Node& node) {
    const json::value& schema = *node.schema;
    place_ = &resources_.place_of(schema);
    node.place = place_;
    node.resource = place_->resource;
    if (const bool* truth = schema.if_bool()) {
      node.kind = *truth ? Node::Kind::always : Node::Kind::never;
      return;
    }
    if (!schema.is_object()) {
      throw SchemaError(std::string(place_->document), place_->pointer,
                        "a schema is an object or a boolean");
    }
    schema_ = &schema.get_object();
    const json::value* write_only = schema_->if_contains("writeOnly");
    node.write_only = write_only != nullptr && write_only->is_bool() && write_only->get_bool();
    const Dialect& dialect = node.resource->dialect;
    draft7_ = dialect.draft == Draft::draft7;
    fill_references(node);
    if (draft7_ && schema_->contains("$ref")) {
      return;
    }
    if (dialect.applicator) {
      fill_combinators(node);
      fill_array_applicators(node);
      fill_object_applicators(node);
    }
    if (dialect.unevaluated && !draft7_) {
      node.unevaluated_properties = subschema("unevaluatedProperties");
      node.unevaluated_items = subschema("unevaluatedItems");
    }
    if (dialect.validation) {
      fill_any(node);
      fill_number(node);
      fill_string(node);
      fill_array(node);
      fill_object(node);
    }
    fill_format(node, dialect.format_assertion);
  }

  // References.

  void fill_references(Node& node) {
    if (const auto ref = text("$ref")) {
      combinators(node).ref = this->node(target("$ref", *ref));
    }
    if (const auto ref = draft7_ ? std::nullopt : text("$dynamicRef")) {
      const json::value& schema = target("$dynamicRef", *ref);
      combinators(node).dynamic_ref = this->node(schema);
      const std::string_view fragment = split_fragment(*ref).fragment;
      const json::value* anchor =
          schema.is_object() ? schema.get_object().if_contains("$dynamicAnchor") : nullptr;
      if (anchor != nullptr && anchor->is_string() && anchor->get_string() == fragment) {
        combinators(node).dynamic_anchor = anchor->get_string();
        compiled_.dynamic_targets[anchor->get_string()];
      }
    }
  }

  const json::value& target(std::string_view keyword, std::string_view reference) {
    SchemaPlace place = *place_;
    place.pointer = child_pointer(place.pointer, keyword);
    return resources_.resolve(resolve_reference(place.resource->uri, reference), place);
  }

  static Combinators& combinators(Node& node) {
    if (!node.combinators) {
      node.combinators = std::make_unique<Combinators>();
    }
    return *node.combinators;
  }

  // Reading keywords.

  [[nodiscard]] const json::value* member(std::string_view keyword) const {
    return schema_->if_contains(keyword);
  }

  std::optional<std::string_view> text(std::string_view keyword) const {
    const json::value* value = member(keyword);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_string()) {
      fail(keyword, fmt::format("`{}` is a string", keyword));
    }
    return std::string_view(value->get_string());
  }

  // Nothing where it asks for what no instance could exceed.
  std::optional<std::uint64_t> count(std::string_view keyword) const {
    const json::value* value = member(keyword);
    if (value == nullptr) {
      return std::nullopt;
    }
    if (!value->is_number() || !is_integer(*value) || compare_numbers(*value, k_zero) < 0) {
      fail(keyword, fmt::format("`{}` is a whole number, not below zero", keyword));
    }
    if (value->is_double()) {
      constexpr double k_largest = 1e18;
      return static_cast<std::uint64_t>(std::min(value->get_double(), k_largest));
    }
    return value->to_number<std::uint64_t>();
  }

  const json::value* number(std::string_view keyword) const {
    const json::value* value = member(keyword);
    if (value != nullptr && !value->is_number()) {
      fail(keyword, fmt::format("`{}` is a number", keyword));
    }
    return value;
  }

  const Node* subschema(std::string_view keyword) {
    const json::value* value = member(keyword);
    if (value == nullptr) {
      return nullptr;
    }
    if (!value->is_object() && !value->is_bool()) {
      fail(keyword, fmt::format("`{}` is a schema: an object or a boolean", keyword));
    }
    return node(*value);
  }

  std::vector<const Node*> subschemas(std::string_view keyword) {
    const json::value* value = member(keyword);
    if (value == nullptr) {
      return {};
    }
    if (!value->is_array() || value->get_array().empty()) {
      fail(keyword, fmt::format("`{}` is a list of schemas", keyword));
    }
    std::vector<const Node*> nodes;
    for (const json::value& item : value->get_array()) {
      nodes.push_back(node(item));
    }
    return nodes;
  }

  const json::object* object(std::string_view keyword) const {
    const json::value* value = member(keyword);
    if (value != nullptr && !value->is_object()) {
      fail(keyword, fmt::format("`{}` is an object", keyword));
    }
    return value == nullptr ? nullptr : &value->get_object();
  }

  std::vector<std::string_view> names(std::string_view keyword, const json::value& value) const {
    if (!value.is_array()) {
      fail(keyword, fmt::format("`{}` is a list of strings", keyword));
    }
    std::vector<std::string_view> all;
    for (const json::value& item : value.get_array()) {
      if (!item.is_string()) {
        fail(keyword, fmt::format("`{}` is a list of strings", keyword));
      }
      all.emplace_back(item.get_string());
    }
    return all;
  }

  Pattern pattern(std::string_view keyword, std::string_view text) const {
    std::string problem;
    std::optional<Pattern> compiled = Pattern::compile(text, problem);
    if (!compiled) {
      fail(keyword, fmt::format("`{}` is no regular expression: {}", printable(text), problem));
    }
    return std::move(*compiled);
  }

  // Keywords.

  void fill_combinators(Node& node) {
    constexpr std::array<std::string_view, 7> k_keywords = {"allOf", "anyOf", "oneOf", "not",
                                                            "if",    "then",  "else"};
    if (std::none_of(k_keywords.begin(), k_keywords.end(),
                     [&](std::string_view keyword) { return member(keyword) != nullptr; })) {
      return;
    }
    Combinators& all = combinators(node);
    all.all_of = subschemas("allOf");
    all.any_of = subschemas("anyOf");
    all.one_of = subschemas("oneOf");
    all.negated = subschema("not");
    all.condition = subschema("if");
    if (all.condition != nullptr) {
      all.then = subschema("then");
      all.otherwise = subschema("else");
    }
  }

  static ArrayRules& array(Node& node) {
    if (!node.array) {
      node.array = std::make_unique<ArrayRules>();
    }
    return *node.array;
  }

  static ObjectRules& object(Node& node) {
    if (!node.object) {
      node.object = std::make_unique<ObjectRules>();
    }
    return *node.object;
  }

  void fill_array_applicators(Node& node) {
    const json::value* items = member("items");
    const bool list = draft7_ && items != nullptr && items->is_array();
    if (!list && items == nullptr && member("prefixItems") == nullptr &&
        member("contains") == nullptr) {
      return;
    }
    ArrayRules& rules = array(node);
    if (list) {
      for (const json::value& item : items->get_array()) {
        rules.prefix.push_back(this->node(item));
      }
      rules.items = subschema("additionalItems");
      rules.items_keyword = "additionalItems";
    } else {
      rules.prefix = draft7_ ? std::vector<const Node*>() : subschemas("prefixItems");
      rules.items = subschema("items");
      rules.items_keyword = "items";
    }
    rules.contains = subschema("contains");
    if (!draft7_ && node.resource->dialect.validation) {
      rules.min_contains = count("minContains");
      rules.max_contains = count("maxContains");
    }
  }

  void fill_object_applicators(Node& node) {
    if (const json::object* properties = object("properties")) {
      for (const json::key_value_pair& one : *properties) {
        object(node).properties.push_back({one.key(), this->node(one.value())});
      }
      std::sort(object(node).properties.begin(), object(node).properties.end(),
                [](const Property& a, const Property& b) { return a.name < b.name; });
    }
    if (const json::object* patterns = object("patternProperties")) {
      for (const json::key_value_pair& one : *patterns) {
        object(node).patterns.push_back(
            {pattern("patternProperties", one.key()), this->node(one.value())});
      }
    }
    if (const Node* additional = subschema("additionalProperties")) {
      object(node).additional = additional;
    }
    if (const Node* names = subschema("propertyNames")) {
      object(node).names = names;
    }
    fill_dependencies(node, draft7_ ? "dependencies" : "dependentSchemas");
  }

  void fill_dependencies(Node& node, std::string_view keyword) {
    const json::object* dependencies = object(keyword);
    if (dependencies == nullptr) {
      return;
    }
    for (const json::key_value_pair& one : *dependencies) {
      Dependency dependency{one.key(), {}, nullptr, keyword};
      if (one.value().is_array()) {
        dependency.required = names(keyword, one.value());
      } else {
        dependency.node = this->node(one.value());
      }
      object(node).dependencies.push_back(std::move(dependency));
    }
  }

  void fill_any(Node& node) const {
    if (const json::value* types = member("type")) {
      if (types->is_array()) {
        for (const json::value& type : types->get_array()) {
          node.types |= type_of(type);
        }
      } else {
        node.types = type_of(*types);
      }
    }
    node.constant = member("const");
    if (const json::value* values = member("enum")) {
      if (!values->is_array()) {
        fail("enum", "`enum` is a list of values");
      }
      node.enumeration = &values->get_array();
      index_enumeration(node);
    }
  }

  [[nodiscard]] std::uint8_t type_of(const json::value& name) const {
    const auto* found = std::find_if(k_types.begin(), k_types.end(), [&](const auto& type) {
      return name.is_string() && name.get_string() == type.first;
    });
    if (found == k_types.end()) {
      fail("type", "`type` is one of null, boolean, integer, number, string, array and object, or "
                   "a list of these");
    }
    return found->second;
  }

  void fill_number(Node& node) const {
    NumberRules rules{number("minimum"), number("maximum"), number("exclusiveMinimum"),
                      number("exclusiveMaximum"), number("multipleOf")};
    if (rules.multiple_of != nullptr && compare_numbers(*rules.multiple_of, k_zero) <= 0) {
      fail("multipleOf", "`multipleOf` is above zero");
    }
    if (rules.minimum != nullptr || rules.maximum != nullptr || rules.multiple_of != nullptr ||
        rules.exclusive_minimum != nullptr || rules.exclusive_maximum != nullptr) {
      node.number = std::make_unique<NumberRules>(rules);
    }
  }

  static StringRules& string(Node& node) {
    if (!node.string) {
      node.string = std::make_unique<StringRules>();
    }
    return *node.string;
  }

  void fill_string(Node& node) const {
    if (const auto least = count("minLength")) {
      string(node).min_length = least;
    }
    if (const auto most = count("maxLength")) {
      string(node).max_length = most;
    }
    if (const auto expression = text("pattern")) {
      string(node).pattern = pattern("pattern", *expression);
    }
  }

  void fill_format(Node& node, bool assertion) const {
    const auto format = assertion ? text("format") : std::nullopt;
    if (const FormatCheck check = format ? find_format(*format) : nullptr) {
      string(node).format = *format;
      string(node).check_format = check;
    }
  }

  void fill_array(Node& node) const {
    if (const auto least = count("minItems")) {
      array(node).min_items = least;
    }
    if (const auto most = count("maxItems")) {
      array(node).max_items = most;
    }
    const json::value* unique = member("uniqueItems");
    if (unique != nullptr && unique->is_bool() && unique->get_bool()) {
      array(node).unique = true;
    }
  }

  void fill_object(Node& node) {
    if (const auto least = count("minProperties")) {
      object(node).min_properties = least;
    }
    if (const auto most = count("maxProperties")) {
      object(node).max_properties = most;
    }
    if (const json::value* required = member("required")) {
      object(node).required = names("required", *required);
    }
    if (const json::object* dependencies = draft7_ ? nullptr : object("dependentRequired")) {
      for (const json::key_value_pair& one : *dependencies) {
        object(node).dependencies.push_back(
            {one.key(), names("dependentRequired", one.value()), nullptr, "dependentRequired"});
      }
    }
  }

  Resources& resources_;
  Compiled compiled_;
  std::unordered_map<const json::value*, Node*> nodes_;
  std::vector<Node*> waiting_;
  // Of the schema being filled.
  const SchemaPlace* place_ = nullptr;
  const json::object* schema_ = nullptr;
  bool draft7_ = false;
};

} // namespace

const Node* ObjectRules::find(std::string_view name) const {
  const auto found =
      std::lower_bound(properties.begin(), properties.end(), name,
                       [](const Property& one, std::string_view text) { return one.name < text; });
  return found == properties.end() || found->name != name ? nullptr : found->node;
}

Compiled compile(const json::value& root, Resources& resources) {
  return Compiler(resources).compile(root);
}

} // namespace aether::json_schema
