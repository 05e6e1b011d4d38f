// Types of parameters, compared by what they mean: the words of the catalog (`string`, `list`),
// annotations of Python (`list[int] | None`, `Optional[str]`, `Literal["a"]`) and JSON Schemas all
// become sets of kinds of JSON values.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

namespace aether::verify_oi_tools {

enum Kind : std::uint8_t {
  k_null = 1,
  k_boolean = 2,
  k_integer = 4,
  k_number = 8, // that is no integer
  k_string = 16,
  k_array = 32,
  k_object = 64,
};
inline constexpr std::uint8_t k_any_kind = 127;

struct Type {
  std::uint8_t kinds = k_any_kind;
  bool is_known = false;                  // false: nothing is said, or nothing that is understood
  std::shared_ptr<const Type> items;      // of arrays, or the values of objects; nothing: any
  std::vector<boost::json::value> values; // the only ones, where these are listed
  std::string text;                       // as it was written

  [[nodiscard]] bool is_any() const { return !is_known || (kinds == k_any_kind && values.empty()); }
};

// An annotation of Python, or a word of JSON Schema, as a catalog or signature has it.
[[nodiscard]] Type type_of_text(std::string_view text);

// Of a JSON Schema or an OpenAPI schema object (3.0 with `nullable`) whose references are resolved.
[[nodiscard]] Type type_of_schema(const boost::json::value& schema);

// "a string or null", "one of \"a\", \"b\"", "anything".
[[nodiscard]] std::string shown(const Type& type);

enum class Agreement : std::uint8_t {
  agrees,    // whatever is told is taken
  partly,    // some of what is told is refused
  different, // nothing of what is told is taken
};

// Whether what is told to be possible is possible. What nothing is known of agrees with anything.
// null counts where only it is told: a default of None is how an optional parameter is written.
[[nodiscard]] Agreement compare(const Type& told, const Type& real);

} // namespace aether::verify_oi_tools
