// The files of one root by their paths below it, and what a path, a glob or a name leads to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "backend/blocks/file_ids.h"
#include "backend/blocks/index.h"
#include "job_tracer/blocks.h"

namespace aether::job_tracer {

// External without files: the text leads nowhere here.
struct Resolved {
  Resolved() = default;
  // In any order.
  Resolved(Resolution how, std::vector<std::uint32_t> ids);

  Resolution resolution = Resolution::external;
  FileIds files;
};

class PathTree {
public:
  // A file by its index; the path has to outlive the tree.
  void add(std::uint32_t id, std::string_view path);
  // After the last add.
  void finish();

  [[nodiscard]] Resolved resolve_exactly(std::string_view path) const;
  // By exact path, glob, directory, unique suffix, then unique base name.
  [[nodiscard]] Resolved resolve(std::string_view text) const;

private:
  using Ids = std::vector<std::uint32_t>;
  using Paths = std::vector<std::pair<std::string_view, std::uint32_t>>;

  [[nodiscard]] Paths::const_iterator first_from(std::string_view path) const;
  [[nodiscard]] Ids below(std::string_view directory) const;
  [[nodiscard]] Ids matching(std::string_view pattern) const;
  [[nodiscard]] Resolved by_end(std::string_view text) const;

  Paths paths_;
  std::unordered_map<std::uint32_t, std::string_view> path_of_;
  std::unordered_map<std::string_view, Ids> by_base_name_;
};

} // namespace aether::job_tracer
