// Which keys of configuration documents some code of the backend reads.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "validate_config/tree.h"

namespace aether::validate_config {

class ReadKeys {
public:
  explicit ReadKeys(const Tree& tree);

  // Whether some code opens the document, or names it.
  [[nodiscard]] bool is_opened(std::string_view path) const;
  // Whether a key, by its dotted name and its pointer, is read there; or a table around it.
  [[nodiscard]] bool is_read(std::string_view path, std::string_view name,
                             std::string_view pointer) const;

private:
  [[nodiscard]] bool names(const std::string& text, std::string_view path) const;

  const Tree& tree_;
  std::set<std::pair<std::string, std::string>> pointers_; // file and pointer
};

} // namespace aether::validate_config
