// Regular expressions of JSON Schema: ECMA-262 with the u flag, as PCRE2 can read them. The only
// user of PCRE2.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct pcre2_real_code_8;

namespace aether::json_schema {

enum class Match : std::uint8_t {
  no,
  yes,
  too_costly, // it took more steps than any sound pattern does
};

class Pattern {
public:
  // Nothing, and a message in `problem`, where the text is no regular expression.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view text, std::string& problem);

  // Whether it matches anywhere in the text.
  [[nodiscard]] Match search(std::string_view text) const;
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  struct Free {
    void operator()(pcre2_real_code_8* code) const;
  };
  Pattern() = default;

  std::string text_;
  std::unique_ptr<pcre2_real_code_8, Free> code_;
};

} // namespace aether::json_schema
