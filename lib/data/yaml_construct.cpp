#include "data/yaml_construct.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"
#include "data/yaml_legacy.h"
#include "data/yaml_schema.h"

namespace aether::yaml {

namespace {

namespace json = boost::json;

constexpr std::string_view k_tag_prefix = "tag:yaml.org,2002:";
constexpr std::uint32_t k_not_built = std::numeric_limits<std::uint32_t>::max();

class Constructor {
public:
  Constructor(const Graph& graph, std::string_view name)
      : graph_(graph), name_(name), child_places_(graph.nodes.size(), k_not_built) {}

  [[nodiscard]] Document construct() {
    Place place{{}, {1, 1}, 0};
    json::value root = graph_.root == k_no_node ? json::value() : build(graph_.root, place);
    places_.push_back(place);
    return {std::move(root), std::move(places_), std::move(ambiguities_)};
  }

private:
  json::value build(NodeId id, Place& place) {
    place.value = graph_.nodes[id].at;
    const NodeId content = graph_.resolve(id);
    std::vector<Place> children;
    json::value value = build_content(graph_.nodes[content], children);
    std::uint32_t& first = child_places_[content];
    if (first == k_not_built) {
      first = static_cast<std::uint32_t>(places_.size());
      places_.insert(places_.end(), children.begin(), children.end());
    }
    place.children = first;
    return value;
  }

  json::value build_content(const Node& node, std::vector<Place>& children) {
    switch (node.kind) {
    case Kind::plain:
    case Kind::quoted:
      return build_scalar(node);
    case Kind::sequence:
      return build_sequence(node, children);
    case Kind::mapping:
      return build_mapping(node, children);
    case Kind::alias:
      break;
    }
    return nullptr;
  }

  [[noreturn]] void fail(const Node& node, std::string_view message) const {
    throw input_error(name_, node.at, message);
  }

  json::value build_scalar(const Node& node) {
    if (node.tag == 0) {
      if (node.kind == Kind::quoted) {
        return json::value(node.text, storage_);
      }
      json::value value = resolve_plain(node.text, storage_);
      note_ambiguity(node, value);
      return value;
    }
    const std::string_view type = type_of_tag(node);
    if (type == "str" || type == "binary" || type == "timestamp") {
      return json::value(node.text, storage_);
    }
    json::value value = resolve_plain(node.text, storage_);
    if (type == "float" && value.is_number()) {
      return value.to_number<double>();
    }
    const bool fits = (type == "int" && (value.is_int64() || value.is_uint64())) ||
                      (type == "bool" && value.is_bool()) || (type == "null" && value.is_null());
    if (!fits) {
      fail(node, fmt::format("`{}` is no !!{}", printable(node.text), printable(type)));
    }
    return value;
  }

  void note_ambiguity(const Node& node, const json::value& value) {
    std::string other = legacy_reading(node.text);
    if (!other.empty() && ambiguities_.size() < k_max_ambiguities &&
        ambiguous_.insert(&node).second) { // aliases build it again
      std::string reading = value.is_double()   ? fmt::format("the number {}", value.get_double())
                            : value.is_int64()  ? fmt::format("the number {}", value.get_int64())
                            : value.is_uint64() ? fmt::format("the number {}", value.get_uint64())
                                                : "text";
      ambiguities_.push_back({node.at, node.text, std::move(reading), std::move(other)});
    }
  }

  std::string_view type_of_tag(const Node& node) const {
    static constexpr std::array<std::string_view, 9> k_types = {
        "str", "binary", "timestamp", "int", "float", "bool", "null", "seq", "map"};
    const std::string_view tag = graph_.tags[node.tag];
    const std::string_view type =
        tag.starts_with(k_tag_prefix) ? tag.substr(k_tag_prefix.size()) : std::string_view();
    if (std::find(k_types.begin(), k_types.end(), type) == k_types.end()) {
      fail(node, fmt::format("unknown tag `{}`", printable(tag)));
    }
    return type;
  }

  void check_tag(const Node& node, std::string_view type) const {
    if (node.tag != 0 && type_of_tag(node) != type) {
      fail(node, fmt::format("this is a !!{}, not what its tag says", type));
    }
  }

  json::value build_sequence(const Node& node, std::vector<Place>& children) {
    check_tag(node, "seq");
    json::array items(storage_);
    items.reserve(node.child_count);
    children.resize(node.child_count);
    for (std::size_t i = 0; i < node.child_count; ++i) {
      items.push_back(build(graph_.child(node, i), children[i]));
    }
    return json::value(std::move(items));
  }

  json::value build_mapping(const Node& node, std::vector<Place>& children) {
    check_tag(node, "map");
    json::object members(storage_);
    members.reserve(node.child_count / 2);
    children.reserve(node.child_count / 2);
    NodeId merged = k_no_node;
    for (std::size_t i = 0; i < node.child_count; i += 2) {
      const Node& key = graph_.nodes[graph_.child(node, i)];
      const NodeId value = graph_.child(node, i + 1);
      if (key.kind == Kind::plain && key.tag == 0 && key.text == "<<") {
        if (merged != k_no_node) {
          fail(key, "duplicate key `<<`");
        }
        merged = value;
      } else {
        add_member(members, children, key, value);
      }
    }
    if (merged != k_no_node) {
      merge(members, children, merged);
    }
    return json::value(std::move(members));
  }

  void add_member(json::object& members, std::vector<Place>& children, const Node& key,
                  NodeId value_id) {
    const std::string& name = text_of_key(key);
    const auto [member, is_new] = members.emplace(name, nullptr);
    if (!is_new) {
      const auto index = static_cast<std::size_t>(member - members.begin());
      fail(key, fmt::format("duplicate key `{}`, first on line {}", printable(name),
                            children[index].key.line));
    }
    Place place;
    place.key = key.at;
    member->value() = build(value_id, place);
    children.push_back(place);
  }

  const std::string& text_of_key(const Node& key) {
    const Node& node = key.kind == Kind::alias ? graph_.nodes[key.target] : key;
    if (node.kind == Kind::sequence || node.kind == Kind::mapping) {
      fail(key, "a key must be text, not a list or a mapping");
    }
    if (node.tag != 0) {
      (void)type_of_tag(node);
    } else if (node.kind == Kind::plain) {
      note_ambiguity(node, nullptr);
    }
    return node.text;
  }

  // https://yaml.org/type/merge.html: a mapping, or a list of them of which the first wins.
  void merge(json::object& members, std::vector<Place>& children, NodeId source_id) {
    const Node& written = graph_.nodes[source_id];
    const Node& source = graph_.nodes[graph_.resolve(source_id)];
    if (source.kind == Kind::sequence) {
      for (std::size_t i = 0; i < source.child_count; ++i) {
        merge_mapping(members, children, graph_.child(source, i));
      }
    } else if (source.kind == Kind::mapping) {
      merge_mapping(members, children, source_id);
    } else {
      fail(written, "`<<` merges a mapping or a list of mappings");
    }
  }

  void merge_mapping(json::object& members, std::vector<Place>& children, NodeId source_id) {
    Place source;
    json::value value = build(source_id, source);
    if (!value.is_object()) {
      fail(graph_.nodes[source_id], "`<<` merges a mapping or a list of mappings");
    }
    std::size_t place = source.children;
    for (json::key_value_pair& member : value.get_object()) {
      if (members.emplace(member.key(), std::move(member.value())).second) {
        children.push_back(places_[place]);
      }
      ++place;
    }
  }

  const Graph& graph_;
  std::string_view name_;
  std::vector<std::uint32_t> child_places_; // by NodeId: where in places_ the children's begin
  std::vector<Place> places_;
  std::vector<Ambiguity> ambiguities_;
  std::unordered_set<const Node*> ambiguous_;
  json::storage_ptr storage_ = json::make_shared_resource<json::monotonic_resource>();
};

} // namespace

Document construct(const Graph& graph, std::string_view name) {
  return Constructor(graph, name).construct();
}

} // namespace aether::yaml
