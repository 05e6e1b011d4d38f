// Signatures of the catalog: `name(parameter: type = default, ...) -> type`, as Python has them.
#pragma once

#include <string>
#include <string_view>

namespace aether::validate_config {

// Why the text is no signature of a function; empty where it is one. Looks at names, brackets,
// quotes, the order of parameters and that none is there twice; types and defaults are any
// expression.
[[nodiscard]] std::string signature_problem(std::string_view text);

} // namespace aether::validate_config
