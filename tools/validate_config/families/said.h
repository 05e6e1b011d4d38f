// What the configuration says, wherever it stands: the scalars of documents and the defaults of the
// settings' code.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "validate_config/tree.h"

namespace aether::validate_config {

struct Said {
  std::string name; // dotted
  const boost::json::value* value = nullptr;
  std::string file;
  Position at;
  std::string pointer;
};

// Valid as long as the tree is. Standards, and environments other than the one that counts, are
// left out.
[[nodiscard]] std::vector<Said> said_in(Tree& tree);

// The last part of a dotted name: as it is written, and in lower case.
[[nodiscard]] std::string_view last_part(std::string_view name);
[[nodiscard]] std::string last_of(std::string_view name);

[[nodiscard]] bool has_any(std::string_view text, std::initializer_list<std::string_view> words);

// Whether the text holds the word as a whole name.
[[nodiscard]] bool has_word(std::string_view text, std::string_view word);

// By their names: `.env.example`; a developer's or a test's environment; production's.
[[nodiscard]] bool is_template(std::string_view file);
[[nodiscard]] bool is_local_environment(std::string_view file);
[[nodiscard]] bool is_production(std::string_view file);

} // namespace aether::validate_config
