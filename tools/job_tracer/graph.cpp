#include "job_tracer/graph.h"

#include <algorithm>
#include <tuple>

namespace aether::job_tracer {

namespace {

void add_edges(std::uint32_t file, const Reference& reference, std::vector<Edge>& edges) {
  if (reference.resolution == Resolution::ambiguous) {
    return;
  }
  for (const std::uint32_t other : reference.files) {
    if (other == file) {
      continue;
    }
    if (reference.direction == Direction::outgoing) {
      edges.push_back({file, other, true, false});
    } else {
      edges.push_back({other, file, false, true});
    }
  }
}

// Several references that say the same become one edge.
void unite(std::vector<Edge>& edges) {
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) {
    return std::tie(a.from, a.to) < std::tie(b.from, b.to);
  });
  std::vector<Edge> united;
  for (const Edge& edge : edges) {
    if (!united.empty() && united.back().from == edge.from && united.back().to == edge.to) {
      united.back().outgoing = united.back().outgoing || edge.outgoing;
      united.back().incoming = united.back().incoming || edge.incoming;
    } else {
      united.push_back(edge);
    }
  }
  edges = std::move(united);
}

} // namespace

std::string_view declared_by(const Edge& edge) {
  return edge.outgoing && edge.incoming ? "both" : edge.outgoing ? "outgoing" : "incoming";
}

Graph build_graph(const Index& index) {
  Graph graph;
  for (std::uint32_t i = 0; i < index.files.size(); ++i) {
    for (const Block& block : index.files[i].blocks) {
      for (const Reference& reference : block.references) {
        add_edges(i, reference, graph.edges);
      }
    }
  }
  unite(graph.edges);
  graph.leaving.resize(index.files.size());
  graph.arriving.resize(index.files.size());
  for (std::uint32_t e = 0; e < graph.edges.size(); ++e) {
    graph.leaving[graph.edges[e].from].push_back(e);
    graph.arriving[graph.edges[e].to].push_back(e);
  }
  return graph;
}

} // namespace aether::job_tracer
