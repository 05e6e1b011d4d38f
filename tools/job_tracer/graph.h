// The file graph: who hands data to whom, as the blocks say.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "backend/blocks/index.h"
#include "job_tracer/blocks.h"

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

// Holds the lists of files that references lead to, each once, and makes edges from them when it
// is asked: files that all name `**/*.py` have edges by the square of their number. No file has an
// edge to itself; ambiguous references make none. The index has to outlive it.
class Graph {
public:
  // Needs resolved references.
  explicit Graph(const Index& index);

  // The edges from a file by their `to`, and those to a file by their `from`.
  [[nodiscard]] std::vector<Edge> leaving(std::uint32_t file) const;
  [[nodiscard]] std::vector<Edge> arriving(std::uint32_t file) const;

  // All, by from, then to.
  void each_edge(const std::function<void(const Edge&)>& take) const;
  [[nodiscard]] std::vector<Edge> edges() const;

private:
  using Files = std::vector<std::uint32_t>;

  // Files that name the same list, in one direction.
  struct Bundle {
    const Files* named = nullptr; // ascending
    Files naming;                 // ascending
  };
  // The bundles of one direction, and for each file those that name it and those it is one of.
  struct Said {
    std::vector<Bundle> bundles;
    std::vector<Files> by_file; // indices into bundles: the file is among `naming`
    std::vector<Files> of_file; // the file is among `named`
  };

  [[nodiscard]] static Said gather(const Index& index, Direction direction);
  // The others that a file names in one direction, and those that name it in the other.
  [[nodiscard]] static std::vector<Edge> around(std::uint32_t file, const Said& own,
                                                const Said& others, Direction own_direction);

  Said outgoing_;
  Said incoming_;
};

} // namespace aether::job_tracer
