#include "data/yaml_refused.h"

#include <string>

#include <fmt/format.h>

namespace aether::yaml {

void RefusedByPyYaml::add(std::size_t offset, std::string_view text, std::string_view reading) {
  if (all_.size() < k_max_ambiguities) {
    all_.push_back({locator_.at(offset), std::string(text), std::string(reading), "an error"});
  }
}

void RefusedByPyYaml::add_tab(std::size_t offset) {
  if (!has_tab_) {
    has_tab_ = true;
    add(offset, "\\t", "white space");
  }
}

void RefusedByPyYaml::add_anchor(std::size_t offset, std::string_view anchor, std::size_t line) {
  const auto [first, is_new] = anchors_.emplace(anchor, line);
  if (!is_new) {
    add(offset, anchor, fmt::format("another node than on line {}", first->second));
  }
}

} // namespace aether::yaml
