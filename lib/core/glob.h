// Shell patterns over paths: `*` and `?` stay within a component, `**` crosses components, `[...]`
// is a set (`!` or `^` negates), `{a,b}` alternatives, `\` quotes. Matches the whole text.
#pragma once

#include <string_view>

namespace aether {

[[nodiscard]] bool has_glob(std::string_view text);
// Whether each `[` and `{` is closed; one that is not stands for itself.
[[nodiscard]] bool has_closed_brackets(std::string_view pattern);
[[nodiscard]] bool glob_matches(std::string_view pattern, std::string_view text);

} // namespace aether
