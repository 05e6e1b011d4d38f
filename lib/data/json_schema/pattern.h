// Regular expressions of JSON Schema: ECMA-262 with the u flag, as PCRE2 can read them. The only
// user of PCRE2.
#pragma once

#include <chrono>
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

// Time for all the matching of one evaluation: sound patterns take microseconds.
class MatchBudget {
public:
  [[nodiscard]] bool is_spent() const { return left_ <= std::chrono::steady_clock::duration(); }
  [[nodiscard]] std::chrono::steady_clock::duration left() const { return left_; }
  void spend(std::chrono::steady_clock::duration time) { left_ -= time; }

private:
  std::chrono::steady_clock::duration left_ = std::chrono::seconds(1);
};

class Pattern {
public:
  // Nothing, and a message in `problem`, where the text is no regular expression.
  [[nodiscard]] static std::optional<Pattern> compile(std::string_view text, std::string& problem);

  // Whether it matches anywhere in the text, which has to be UTF-8.
  [[nodiscard]] Match search(std::string_view text, MatchBudget& budget) const;
  [[nodiscard]] const std::string& text() const { return text_; }

private:
  struct Free {
    void operator()(pcre2_real_code_8* code) const;
  };
  Pattern() = default;
  // Null, and a message, where it cannot be compiled; the caller owns it.
  static pcre2_real_code_8* compile_code(std::string_view text, std::uint32_t options,
                                         bool exact_dots, std::string& problem);

  std::string text_;
  std::unique_ptr<pcre2_real_code_8, Free> code_;
};

} // namespace aether::json_schema
