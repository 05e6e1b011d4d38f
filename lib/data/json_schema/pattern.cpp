#include "data/json_schema/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8 // NOLINT(cppcoreguidelines-macro-usage): what pcre2.h asks for
#include <pcre2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::json_schema {

namespace {

constexpr std::uint32_t k_match_limit = 1'000'000; // under a tenth of a second
constexpr std::uint32_t k_heap_limit_kib = 32 * 1024;

// The categories that ECMA-262 also knows by long names.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> k_categories = {{
    {"Letter", "L"},
    {"Uppercase_Letter", "Lu"},
    {"Lowercase_Letter", "Ll"},
    {"Titlecase_Letter", "Lt"},
    {"Mark", "M"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Symbol", "S"},
    {"Separator", "Z"},
    {"Space_Separator", "Zs"},
    {"Other", "C"},
    {"Control", "Cc"},
}};

// ECMA's \s beyond ASCII, for a character class.
constexpr std::string_view k_wide_space =
    R"(\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff)";

// ECMA's `.`; PCRE2's, which is faster, takes U+2028 and U+2029 as well.
constexpr std::string_view k_no_line_end = R"([^\n\r\u2028\u2029])";

// ECMA-262 in PCRE2's words, where the two differ.
class Translator {
public:
  Translator(std::string_view text, bool exact_dots) : text_(text), exact_dots_(exact_dots) {}

  std::string translate() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\\' && at_ + 1 < text_.size()) {
        escape();
        continue;
      }
      take(c);
      ++at_;
    }
    return std::move(out_);
  }

private:
  void take(char c) {
    if (in_class_ && c == '[') { // begins no class of POSIX
      out_ += "\\[";
    } else if (!in_class_ && c == '.' && exact_dots_) {
      out_ += k_no_line_end;
    } else {
      in_class_ = c == '[' || (in_class_ && c != ']');
      out_ += c;
    }
  }

  void escape() {
    const char c = text_[at_ + 1];
    if (c == 'u' && surrogates()) {
      return;
    }
    if (c == 'v') { // PCRE2 means all vertical space
      out_ += R"(\x0b)";
    } else if (c == 's') {
      out_ +=
          in_class_ ? "\\s" + std::string(k_wide_space) : "[\\s" + std::string(k_wide_space) + "]";
    } else if (c == 'S' && !in_class_) {
      out_ += "[^\\s" + std::string(k_wide_space) + "]";
    } else if ((c == 'p' || c == 'P') && at_ + 2 < text_.size() && text_[at_ + 2] == '{') {
      property();
      return;
    } else {
      out_ += '\\';
      out_ += c;
    }
    at_ += 2;
  }

  // Two of UTF-16, as they stand in JSON: one character. What is alone is in no text.
  bool surrogates() {
    const std::optional<std::uint32_t> high = unit(at_);
    if (!high || *high < 0xd800 || *high > 0xdfff) {
      return false;
    }
    const std::optional<std::uint32_t> low = unit(at_ + 6);
    const bool is_pair = *high < 0xdc00 && low && *low >= 0xdc00 && *low <= 0xdfff;
    if (is_pair) {
      out_ += fmt::format("\\u{{{:x}}}", 0x10000 + ((*high - 0xd800) << 10U) + (*low - 0xdc00));
    } else if (!in_class_) {
      out_ += "(?!)";
    }
    at_ += is_pair ? 12 : 6;
    return true;
  }

  // The number of `\uXXXX` at an offset.
  [[nodiscard]] std::optional<std::uint32_t> unit(std::size_t at) const {
    const std::string_view digits = text_.substr(std::min(at + 2, text_.size()), 4);
    std::uint32_t number = 0;
    const auto [end, failed] =
        std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    return text_.substr(std::min(at, text_.size()), 2) == "\\u" && digits.size() == 4 &&
                   failed == std::errc() && end == digits.data() + 4
               ? std::optional(number)
               : std::nullopt;
  }

  void property() {
    const std::size_t end = text_.find('}', at_);
    if (end == std::string_view::npos) {
      out_ += text_.substr(at_);
      at_ = text_.size();
      return;
    }
    std::string_view name = text_.substr(at_ + 3, end - at_ - 3);
    name.remove_prefix(name.find('=') == std::string_view::npos ? 0 : name.find('=') + 1);
    for (const auto& [known, category] : k_categories) {
      name = name == known ? category : name;
    }
    out_ += std::string(text_.substr(at_, 2)) + "{" + std::string(name) + "}";
    at_ = end + 1;
  }

  std::string_view text_;
  bool exact_dots_;
  std::size_t at_ = 0;
  bool in_class_ = false;
  std::string out_;
};

bool has_line_separator(std::string_view text) {
  return text.find("\u2028") != std::string_view::npos ||
         text.find("\u2029") != std::string_view::npos;
}

// What PCRE2 takes, and ECMA-262 with the u flag does not: \A, \Z, \a and the like.
bool has_foreign_escape(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
      if ((is_ascii_letter(text[i]) || is_ascii_digit(text[i])) &&
          std::string_view("bBcdDfknpPrsStuvwWx0123456789").find(text[i]) ==
              std::string_view::npos) {
        return true;
      }
    }
  }
  return false;
}

std::string message_of(int code) {
  std::array<PCRE2_UCHAR, 256> text{};
  pcre2_get_error_message(code, text.data(), text.size());
  return {text.begin(), std::find(text.begin(), text.end(), '\0')};
}

struct MatchState {
  MatchState()
      : context(pcre2_match_context_create(nullptr)), data(pcre2_match_data_create(1, nullptr)) {
    pcre2_set_match_limit(context, k_match_limit);
    pcre2_set_heap_limit(context, k_heap_limit_kib);
  }
  MatchState(const MatchState&) = delete;
  MatchState& operator=(const MatchState&) = delete;
  ~MatchState() {
    pcre2_match_data_free(data);
    pcre2_match_context_free(context);
  }

  pcre2_match_context* context;
  pcre2_match_data* data;
};

} // namespace

void Pattern::Free::operator()(pcre2_real_code_8* code) const { pcre2_code_free(code); }

pcre2_real_code_8* Pattern::compile_code(std::string_view text, std::uint32_t options,
                                         bool exact_dots, std::string& problem) {
  const std::string translated = Translator(text, exact_dots).translate();
  struct FreeContext {
    void operator()(pcre2_compile_context* context) const { pcre2_compile_context_free(context); }
  };
  const std::unique_ptr<pcre2_compile_context, FreeContext> context(
      pcre2_compile_context_create(nullptr));
  pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALT_BSUX);
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_ANYCRLF);
  int error = 0;
  PCRE2_SIZE offset = 0;
  pcre2_real_code_8* code =
      pcre2_compile(reinterpret_cast<PCRE2_SPTR>(translated.data()), translated.size(),
                    options | PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALLOW_EMPTY_CLASS |
                        PCRE2_MATCH_UNSET_BACKREF | PCRE2_NEVER_BACKSLASH_C,
                    &error, &offset, context.get());
  if (code == nullptr) {
    problem = message_of(error);
  }
  return code;
}

std::optional<Pattern> Pattern::compile(std::string_view text, std::string& problem) {
  if (has_foreign_escape(text)) {
    problem = "an escape that ECMA-262 does not know";
    return std::nullopt;
  }
  Pattern pattern;
  pattern.text_ = text;
  pattern.code_.reset(compile_code(text, 0, false, problem));
  if (!pattern.code_) {
    return std::nullopt;
  }
  return pattern;
}

namespace {

struct Deadline {
  std::chrono::steady_clock::time_point end;
};

int stop_when_late(pcre2_callout_block* /*unused*/, void* data) {
  const bool late = std::chrono::steady_clock::now() > static_cast<const Deadline*>(data)->end;
  return late ? PCRE2_ERROR_CALLOUT : 0;
}

} // namespace

// PCRE2's own limit does not count what a single step scans, and begins anew at every start: in a
// long text the pattern stops at each of its parts to look at the clock.
Match Pattern::search(std::string_view text, MatchBudget& budget) const {
  constexpr std::size_t k_long = 4096;
  if (budget.is_spent()) {
    return Match::too_costly;
  }
  thread_local const MatchState state;
  const auto before = std::chrono::steady_clock::now();
  Deadline deadline{before + budget.left()};
  std::unique_ptr<pcre2_real_code_8, Free> own; // for this text alone
  const bool is_long = text.size() > k_long;
  const bool exact_dots = has_line_separator(text);
  if (is_long || exact_dots) {
    std::string problem;
    own.reset(compile_code(text_, is_long ? PCRE2_AUTO_CALLOUT : 0, exact_dots, problem));
    pcre2_set_callout(state.context, &stop_when_late, &deadline);
  }
  const int result =
      pcre2_match(own ? own.get() : code_.get(), reinterpret_cast<PCRE2_SPTR>(text.data()),
                  text.size(), 0, PCRE2_NO_UTF_CHECK, state.data, state.context);
  pcre2_set_callout(state.context, nullptr, nullptr);
  budget.spend(std::chrono::steady_clock::now() - before);
  if (result >= 0) {
    return Match::yes;
  }
  return result == PCRE2_ERROR_NOMATCH ? Match::no : Match::too_costly;
}

} // namespace aether::json_schema
