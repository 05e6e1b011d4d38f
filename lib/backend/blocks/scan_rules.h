// Which files of a tree are sources, and so scanned.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace aether::blocks {

struct ScanOptions {
  std::vector<std::string> extensions; // --ext, beside the default list
  std::vector<std::string> exclude;    // globs over paths below the root, or names
  std::vector<std::string> include;    // brings back what is excluded
  bool default_excludes = true;
};

class ScanRules {
public:
  explicit ScanRules(const ScanOptions& options);

  // Paths are below the root; the root itself never takes part.
  [[nodiscard]] bool enters(std::string_view directory, std::string_view name) const;

  // By name: a source, or a file without extension, which counts when it begins with `#!`.
  [[nodiscard]] bool takes(std::string_view directory, std::string_view name) const;

  // The same for a file that is named in a list: what a walk would take.
  [[nodiscard]] bool takes_path(std::string_view path) const;

private:
  [[nodiscard]] bool excluded(std::string_view directory, std::string_view name) const;
  [[nodiscard]] bool below_excluded(std::string_view directory) const;
  [[nodiscard]] bool below_included(std::string_view path) const;
  [[nodiscard]] bool leads_to_included(std::string_view path) const;

  std::set<std::string, std::less<>> extensions_;
  std::vector<std::string> exclude_;
  std::vector<std::string> include_;
  bool default_excludes_;
};

// The extensions scanned by default, without the dot.
[[nodiscard]] const std::vector<std::string_view>& default_extensions();

// Whether a file name ends in the extension of a source or of a well-known kind of text or data
// file, so that a word of that form in a reference is a path.
[[nodiscard]] bool has_known_extension(std::string_view name);

} // namespace aether::blocks
