// What YAML 1.2 gives a meaning and PyYAML, which reads an Aether backend's files, refuses.
#pragma once

#include <cstddef>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "data/document.h"
#include "data/locator.h"

namespace aether::yaml {

// Gathers at most k_max_ambiguities. Refers to the text, which must outlive it.
class RefusedByPyYaml {
public:
  explicit RefusedByPyYaml(std::string_view text) : locator_(text) {}

  void add(std::size_t offset, std::string_view text, std::string_view reading);
  void add_tab(std::size_t offset); // the first alone: they have one cause
  void add_anchor(std::size_t offset, std::string_view anchor, std::size_t line); // if it was there
  void forget_anchors() { anchors_.clear(); }

  [[nodiscard]] std::vector<Ambiguity> take() { return std::move(all_); }

private:
  Locator locator_;
  bool has_tab_ = false;
  std::unordered_map<std::string_view, std::size_t> anchors_; // and their lines
  std::vector<Ambiguity> all_;
};

} // namespace aether::yaml
