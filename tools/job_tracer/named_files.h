// What a user means who names a file or a directory of the tree.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "job_tracer/load_index.h"

namespace aether::job_tracer {

// The files whose path ends in these whole components.
[[nodiscard]] std::vector<std::string> files_ending_in(const Index& index, std::string_view name);

// The same for many names, without a look at every file for each. The index has to outlive it.
class PathEnds {
public:
  explicit PathEnds(const Index& index);
  [[nodiscard]] std::vector<std::string> files_ending_in(std::string_view name) const;

private:
  std::unordered_multimap<std::string_view, std::string_view> paths_; // by their last component
};

// The path in the index of a file as a user names it: below the root, below the current directory
// or the top of the git work tree, absolute, or the unique end of a path. Empty when there is none.
[[nodiscard]] std::string find_named_file(const LoadedIndex& loaded, const std::string& name,
                                          const PathEnds* ends = nullptr);

// The path that a file would have in the index which is neither there nor on disk, nor the unique
// end of a path: in a directory that is there, if any. Empty for any other name.
[[nodiscard]] std::string path_of_missing(const LoadedIndex& loaded, const std::string& name,
                                          const PathEnds& ends);

// What a name stands for: a file, or every file below a directory.
struct Named {
  enum class Kind {
    files,      // of the index; none below a directory that holds no source
    not_source, // it is there, below the root, but not in the index
    outside,    // it is there, but not below the root
    missing,
  };

  Kind kind = Kind::missing;
  std::vector<std::string> files; // paths in the index, or of a registry
};
[[nodiscard]] Named find_named(const LoadedIndex& loaded, const std::string& name);

} // namespace aether::job_tracer
