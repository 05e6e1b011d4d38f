// Texts that name variables as configuration files do: ${NAME} and ${NAME:-otherwise}.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace aether {

struct VariableReference {
  std::string name;
  std::optional<std::string> otherwise;
};

// The text with what `value_of` gives in place of each; what is not closed stays as it is.
[[nodiscard]] std::string
expand_variables(std::string_view text,
                 const std::function<std::string(const VariableReference& reference)>& value_of);

} // namespace aether
