#include "core/variables.h"

namespace aether {

std::string
expand_variables(std::string_view text,
                 const std::function<std::string(const VariableReference& reference)>& value_of) {
  constexpr std::string_view k_open = "${";
  constexpr std::string_view k_otherwise = ":-";
  std::string made;
  for (std::size_t begin = 0; (begin = text.find(k_open)) != std::string_view::npos;) {
    const std::size_t end = text.find('}', begin);
    if (end == std::string_view::npos) {
      break;
    }
    made += text.substr(0, begin);
    const std::string_view inside = text.substr(begin + k_open.size(), end - begin - k_open.size());
    const std::size_t mark = inside.find(k_otherwise);
    VariableReference reference{std::string(inside.substr(0, mark)), std::nullopt};
    if (mark != std::string_view::npos) {
      reference.otherwise = inside.substr(mark + k_otherwise.size());
    }
    made += value_of(reference);
    text.remove_prefix(end + 1);
  }
  return made.append(text);
}

} // namespace aether
