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

#include "backend/blocks/index.h"

namespace aether::blocks {

class JobTally {
public:
  explicit JobTally(std::size_t layers) : files_(layers) {}

  // A file with a block; `layer` is an index into the layers.
  void begin_file(std::size_t layer);
  // A job of that file; counts once however often it is added.
  void add(std::string_view job);
  // What another thread counted, in other files.
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
  struct Counted {
    std::vector<std::size_t> files; // by layer
    std::size_t last_file = 0;      // the number of the last file that was counted
  };
  using Counts = std::unordered_map<std::string, Counted, Hash, std::equal_to<>>;

  Counted& counted(std::string_view job);

  Counts counts_;
  std::vector<std::size_t> files_; // by layer
  std::size_t layer_ = 0;          // of the file begun last
  std::size_t file_ = 0;           // its number, from 1
};

[[nodiscard]] JobTally tally_index(const Index& index);

} // namespace aether::blocks
