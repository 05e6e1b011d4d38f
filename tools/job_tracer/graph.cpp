#include "job_tracer/graph.h"

#include <algorithm>
#include <unordered_map>

namespace aether::job_tracer {

namespace {

// An edge as seen from one of its ends.
struct Neighbour {
  std::uint32_t file = 0;
  bool said_here = false;
  bool said_there = false;
};

// Adds files, in order, to neighbours that are in order.
void add_neighbours(const std::vector<std::uint32_t>& files, const Neighbour& kind,
                    std::vector<Neighbour>& neighbours) {
  const auto middle = static_cast<std::ptrdiff_t>(neighbours.size());
  for (const std::uint32_t file : files) {
    if (file != kind.file) {
      neighbours.push_back({file, kind.said_here, kind.said_there});
    }
  }
  std::inplace_merge(neighbours.begin(), neighbours.begin() + middle, neighbours.end(),
                     [](const Neighbour& a, const Neighbour& b) { return a.file < b.file; });
}

} // namespace

std::string_view declared_by(const Edge& edge) {
  return edge.outgoing && edge.incoming ? "both" : edge.outgoing ? "outgoing" : "incoming";
}

Graph::Graph(const Index& index)
    : outgoing_(gather(index, Direction::outgoing)), incoming_(gather(index, Direction::incoming)) {
}

Graph::Said Graph::gather(const Index& index, Direction direction) {
  Said said;
  said.by_file.resize(index.files.size());
  said.of_file.resize(index.files.size());
  std::unordered_map<const Files*, std::uint32_t> known;
  for (std::uint32_t file = 0; file < index.files.size(); ++file) {
    for (const Block& block : index.files[file].blocks) {
      for (const Reference& reference : block.references) {
        if (reference.direction != direction || reference.files.empty() ||
            reference.resolution == Resolution::ambiguous) {
          continue;
        }
        const Files* named = &reference.files.list();
        const auto next = static_cast<std::uint32_t>(said.bundles.size());
        const auto [place, is_new] = known.emplace(named, next);
        if (is_new) {
          said.bundles.push_back({named, {}});
          std::for_each(named->begin(), named->end(),
                        [&](std::uint32_t one) { said.of_file[one].push_back(next); });
        }
        Files& naming = said.bundles[place->second].naming;
        if (naming.empty() || naming.back() != file) {
          naming.push_back(file);
          said.by_file[file].push_back(place->second);
        }
      }
    }
  }
  return said;
}

std::vector<Edge> Graph::around(std::uint32_t file, const Said& own, const Said& others,
                                Direction own_direction) {
  std::vector<Neighbour> neighbours;
  for (const std::uint32_t bundle : own.by_file[file]) {
    add_neighbours(*own.bundles[bundle].named, {file, true, false}, neighbours);
  }
  for (const std::uint32_t bundle : others.of_file[file]) {
    add_neighbours(others.bundles[bundle].naming, {file, false, true}, neighbours);
  }
  const bool leaves = own_direction == Direction::outgoing;
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < neighbours.size();) {
    Neighbour united = neighbours[i];
    // Several references that say the same are one edge.
    for (++i; i < neighbours.size() && neighbours[i].file == united.file; ++i) {
      united.said_here = united.said_here || neighbours[i].said_here;
      united.said_there = united.said_there || neighbours[i].said_there;
    }
    edges.push_back(leaves ? Edge{file, united.file, united.said_here, united.said_there}
                           : Edge{united.file, file, united.said_there, united.said_here});
  }
  return edges;
}

std::vector<Edge> Graph::leaving(std::uint32_t file) const {
  return around(file, outgoing_, incoming_, Direction::outgoing);
}

std::vector<Edge> Graph::arriving(std::uint32_t file) const {
  return around(file, incoming_, outgoing_, Direction::incoming);
}

void Graph::each_edge(const std::function<void(const Edge&)>& take) const {
  for (std::uint32_t file = 0; file < outgoing_.by_file.size(); ++file) {
    const std::vector<Edge> edges = leaving(file);
    std::for_each(edges.begin(), edges.end(), take);
  }
}

std::vector<Edge> Graph::edges() const {
  std::vector<Edge> all;
  each_edge([&](const Edge& edge) { all.push_back(edge); });
  return all;
}

} // namespace aether::job_tracer
