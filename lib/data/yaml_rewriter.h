// What yaml-cpp is given in place of a YAML text: its structure alone. yaml-cpp takes 100 ns for a
// character, so each scalar becomes one or two of them, and comments and bare lines go.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aether::yaml {

// From offsets in the rewritten text to those in the source.
class SourceMap {
public:
  // From here on `source` is at `rewritten`. In the order of both.
  void add(std::size_t rewritten, std::size_t source);
  // Fast where the offsets asked for grow.
  [[nodiscard]] std::size_t source_offset(std::size_t rewritten) const;

private:
  struct Step {
    std::uint32_t rewritten = 0;
    std::uint32_t source = 0;
  };

  std::vector<Step> steps_;
  mutable std::size_t last_ = 0; // the step that the last answer came from
};

// Replacements come in the order of the text and do not overlap.
class Rewriter {
public:
  explicit Rewriter(std::string_view text) : text_(text) { rewritten_.reserve(text.size() / 2); }

  void replace(std::size_t begin, std::size_t end, std::string_view by);
  void remove(std::size_t begin, std::size_t end);
  void finish();

  [[nodiscard]] std::string take_text() { return std::move(rewritten_); }
  [[nodiscard]] SourceMap take_map() { return std::move(map_); }

private:
  std::string_view text_;
  std::string rewritten_;
  SourceMap map_;
  std::size_t copied_ = 0; // of the text
};

} // namespace aether::yaml
