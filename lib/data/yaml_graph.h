// The representation graph of YAML 1.2.2 (section 3.2.1): what composing makes of a text and
// constructing makes a Document of. Internal to data/yaml*.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "core/finding.h"

namespace aether::yaml {

using NodeId = std::uint32_t;
inline constexpr NodeId k_no_node = std::numeric_limits<NodeId>::max();

inline constexpr std::size_t k_node_bytes = 32; // what a value takes beside its text

enum class Kind : std::uint8_t { plain, quoted, sequence, mapping, alias };

struct Node {
  Kind kind = Kind::plain;
  bool open = true; // its end has not been read, so that an alias to it is a cycle
  std::uint8_t height = 0;
  std::uint32_t tag = 0; // in Graph::tags; 0 = none is written
  Position at;
  std::string text;              // of a scalar
  NodeId target = k_no_node;     // of an alias; never an alias itself
  std::uint32_t first_child = 0; // in Graph::children
  std::uint32_t child_count = 0;
  std::size_t bytes = k_node_bytes; // with all that is below, aliases expanded
};

// The document as written: aliases point to their nodes, mappings hold keys and values by turns,
// tags are unchecked, `<<` is a key like any other. There are no cycles.
struct Graph {
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<std::string> tags = {""};
  NodeId root = k_no_node; // none in a text without a document

  [[nodiscard]] NodeId resolve(NodeId id) const {
    return nodes[id].kind == Kind::alias ? nodes[id].target : id;
  }
  [[nodiscard]] NodeId child(const Node& node, std::size_t index) const {
    return children[node.first_child + index];
  }
};

} // namespace aether::yaml
