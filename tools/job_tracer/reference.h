// The references in the left part of Incoming or Outgoing: what each item of the list names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aether::job_tracer {

enum class ReferenceForm {
  path,   // looks like a path: dangling when it leads nowhere
  word,   // may be one: `core/runtime`, `data`; external when it leads nowhere
  phrase, // a phrase, a call, a URL: an end outside the tree
};

struct ReferenceText {
  std::string_view text;  // a path or glob without quotes and suffixes, or the whole phrase
  std::string_view item;  // the whole item of the list that it stands in
  std::size_t offset = 0; // of `text` in the list
  ReferenceForm form = ReferenceForm::phrase;
};

// Whether it speaks of many: `*.py`, `src/{a,b}.py`, `templates/{name}.html`. `[id].tsx` is the
// name of a route, no set of letters.
[[nodiscard]] constexpr bool is_pattern(std::string_view text) {
  return text.find_first_of("*?{") != std::string_view::npos;
}

// Splits at commas and semicolons outside brackets. An item gives each path in it, or, without
// any, itself as a phrase. `none` and placeholders give nothing.
[[nodiscard]] std::vector<ReferenceText> split_references(std::string_view left);

} // namespace aether::job_tracer
