// How many files have each job, by layer: all that `list` and `find` need, gathered by a scan
// without keeping what the blocks say.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "job_tracer/index.h"

namespace aether::job_tracer {

class JobTally {
public:
  explicit JobTally(std::size_t layers) : layers_(layers), files_(layers) {}

  // Counts a file that has these blocks; `layer` is an index into the layers.
  void add(std::size_t layer, const std::vector<Block>& blocks);
  void add(const JobTally& other);

  // For each job the number of files in each layer, sorted by name.
  [[nodiscard]] std::map<std::string_view, std::vector<std::size_t>> jobs() const;
  // The number of files with a block in each layer.
  [[nodiscard]] const std::vector<std::size_t>& files() const { return files_; }
  [[nodiscard]] std::vector<std::string_view> names() const;

private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  using Counts = std::unordered_map<std::string, std::vector<std::size_t>, Hash, std::equal_to<>>;

  std::vector<std::size_t>& counts_of(std::string_view job);

  std::size_t layers_;
  Counts counts_;
  std::vector<std::size_t> files_;
};

[[nodiscard]] JobTally tally_index(const Index& index);

} // namespace aether::job_tracer
