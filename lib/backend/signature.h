// Signatures as tools are told of: `name(parameter: type = default, *, other) -> type`, as a
// function of Python has them (Python's reference, "Function definitions"), with `async`, `def` and
// a colon at the end where they are written.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

enum class ParameterKind : std::uint8_t {
  positional_only, // before a `/`
  ordinary,
  rest_positional, // *args
  keyword_only,    // behind a `*`
  rest_keyword,    // **kwargs
};

struct SignatureParameter {
  std::string name;
  std::string type;                         // as it is written; empty where there is none
  std::optional<std::string> default_value; // as it is written
  ParameterKind kind = ParameterKind::ordinary;

  [[nodiscard]] bool is_rest() const {
    return kind == ParameterKind::rest_positional || kind == ParameterKind::rest_keyword;
  }
  [[nodiscard]] bool is_required() const { return !default_value && !is_rest(); }
};

struct Signature {
  std::string name; // may be dotted
  std::vector<SignatureParameter> parameters;
  std::string answer; // the type behind `->`
  // Why the text is none: what was read until there is above. Empty where it is one.
  std::string problem;
};

// Looks at names, brackets, quotes, the order of parameters and that none is there twice; types and
// defaults are any expression.
[[nodiscard]] Signature parse_signature(std::string_view text);

// Where the expression that begins at `at` ends: at the first of `ends` outside of brackets and
// quotes, or at the end of the text; nothing where brackets or quotes do not close.
[[nodiscard]] std::optional<std::size_t> end_of_expression(std::string_view text, std::size_t at,
                                                           std::string_view ends);

// An identifier of Python that is no keyword.
[[nodiscard]] bool is_python_name(std::string_view text);

} // namespace aether
