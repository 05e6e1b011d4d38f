// The file graph: who hands data to whom, as the blocks say.
#pragma once

#include <cstdint>
#include <vector>

#include "job_tracer/index.h"

namespace aether::job_tracer {

// `from` hands data to `to`. Said by the Outgoing of the one, the Incoming of the other, or both.
struct Edge {
  std::uint32_t from = 0; // indices into Index::files
  std::uint32_t to = 0;
  bool outgoing = false; // `from` says so
  bool incoming = false; // `to` says so

  bool operator==(const Edge&) const = default;
};

// "outgoing", "incoming" or "both".
[[nodiscard]] std::string_view declared_by(const Edge& edge);

struct Graph {
  std::vector<Edge> edges; // by from, then to; no file has an edge to itself
  // For each file the indices of its edges into `edges`.
  std::vector<std::vector<std::uint32_t>> leaving;
  std::vector<std::vector<std::uint32_t>> arriving;
};

// Needs resolved references. Ambiguous ones make no edge.
[[nodiscard]] Graph build_graph(const Index& index);

} // namespace aether::job_tracer
