// The flow collections (YAML 1.2.2, section 7.4) that are open at a place of a text, and what is
// wrong between their brackets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aether::yaml {

class FlowStack {
public:
  [[nodiscard]] bool empty() const { return open_.empty(); }
  [[nodiscard]] std::size_t size() const { return open_.size(); }
  [[nodiscard]] std::size_t last_bracket() const { return open_.back().bracket; } // its offset

  void open(std::size_t bracket) { open_.push_back({bracket, Entry::none, 0}); }
  // False where the innermost has another bracket and so is not closed.
  [[nodiscard]] bool close(std::string_view text, char bracket);

  // These have an effect within brackets only. False where a comma is missing before the node.
  [[nodiscard]] bool begin_node(std::size_t line, bool is_explicit_key);
  void end_node();
  // False where nothing stands before the comma.
  [[nodiscard]] bool take_comma();
  // False where the key before the colon began on another line without a `?`, which PyYAML refuses.
  [[nodiscard]] bool take_colon(std::size_t line);

private:
  enum class Entry : std::uint8_t { none, begun, complete }; // since the last comma
  struct Flow {
    std::size_t bracket = 0;
    Entry entry = Entry::none;
    std::size_t key_line = 0; // npos for any
  };

  std::vector<Flow> open_;
};

} // namespace aether::yaml
