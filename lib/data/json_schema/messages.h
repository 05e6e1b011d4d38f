// What a person is told about a value that does not fit. Internal to data/json_schema.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace aether::json_schema {

// "a string", "the integer 5", "an object".
[[nodiscard]] std::string described(const boost::json::value& value);

// The same without the value: "a string", "a number".
[[nodiscard]] std::string kind_text(const boost::json::value& value);

// "a string or null", for a set of types (node.h).
[[nodiscard]] std::string types_text(std::uint8_t types);

// A value as JSON, cut where it is long.
[[nodiscard]] std::string shown(const boost::json::value& value);

// "one of `a`, `b` and 5".
[[nodiscard]] std::string choice_text(const boost::json::array& values);

// "did you mean `a`?" for a string among strings, or nothing.
[[nodiscard]] std::string choice_hint(const boost::json::array& values,
                                      const boost::json::value& value);

// "did you mean `a`?", or nothing.
[[nodiscard]] std::string nearest_hint(std::string_view name,
                                       const std::vector<std::string_view>& candidates);

// Its beginning and "...", where it has more characters.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

[[nodiscard]] std::string counted(std::uint64_t number, std::string_view one);

} // namespace aether::json_schema
