// Which architectural layer a file belongs to, by its path.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::blocks {

inline constexpr std::string_view k_other_layer = "Other";

class Layers {
public:
  // A YAML text: `layers:`, a list of {name, path} or {name, paths: [...]}, or a mapping from name
  // to path or paths. Throws Error (bad_input) naming `file` and the place.
  static Layers parse(std::string_view yaml, std::string_view file);
  static Layers defaults(); // share/layers.yaml, compiled in

  // By whole path components from the root; the longest pattern wins. Where none fits, the layer
  // without a path (Other, unless the table names it).
  [[nodiscard]] const std::string& layer_of(std::string_view path) const {
    return names_[number_of(path)];
  }
  // The same as an index into names().
  [[nodiscard]] std::size_t number_of(std::string_view path) const;

  // In order, the layer of the rest always among them.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }

private:
  struct Pattern {
    std::string path;
    std::size_t layer = 0;
  };

  std::vector<std::string> names_;
  std::vector<Pattern> patterns_;   // longest first
  std::optional<std::size_t> rest_; // the layer of files that no pattern fits
};

} // namespace aether::blocks
