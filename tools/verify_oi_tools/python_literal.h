// Literals of Python as values of JSON: None, True, False, numbers, texts, lists, tuples and
// dictionaries with texts for keys (the Python language reference, 2.4 and 6.2).
#pragma once

#include <optional>
#include <string_view>

#include <boost/json/value.hpp>

namespace aether::verify_oi_tools {

// Also of JSON, whose words true, false and null are taken, too. Nothing for any other expression.
[[nodiscard]] std::optional<boost::json::value> python_literal(std::string_view text);

} // namespace aether::verify_oi_tools
