// Makes nodes of schemas, each once, and follows their references. Internal to data/json_schema.
#pragma once

#include <deque>
#include <map>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/json_schema/node.h"

namespace aether::json_schema {

struct Compiled {
  const Node* root = nullptr;
  std::deque<Node> nodes;
  // By anchor and resource: where a $dynamicRef leads when the resource is in the dynamic scope.
  std::map<std::string_view, std::unordered_map<const Resource*, const Node*>> dynamic_targets;
  // The same by resource; an anchor by its place among all of them.
  std::unordered_map<const Resource*, std::vector<std::pair<std::size_t, const Node*>>>
      dynamic_anchors;
};

// The nodes point into `resources`. Throws SchemaError.
[[nodiscard]] Compiled compile(const boost::json::value& root, Resources& resources);

} // namespace aether::json_schema
