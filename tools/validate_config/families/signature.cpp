#include "validate_config/families/signature.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::validate_config {

namespace {

bool is_name(std::string_view text) {
  const auto is_first = [](char c) {
    return is_ascii_letter(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
  };
  return !text.empty() && is_first(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_first(c) || is_ascii_digit(c); });
}

bool is_keyword(std::string_view text) {
  constexpr std::array<std::string_view, 35> k_keywords = {
      "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
      "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
      "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
      "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
  return std::find(k_keywords.begin(), k_keywords.end(), text) != k_keywords.end();
}

// The offset behind an expression that ends at one of `ends` outside of brackets and quotes; npos
// where brackets or quotes do not close.
std::size_t end_of_expression(std::string_view text, std::size_t at, std::string_view ends) {
  std::vector<char> open;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      for (++i; i < text.size() && text[i] != c; ++i) {
        i += text[i] == '\\' ? 1U : 0U;
      }
      if (i >= text.size()) {
        return std::string_view::npos;
      }
    } else if (open.empty() && ends.find(c) != std::string_view::npos) {
      return i;
    } else if (c == '(' || c == '[' || c == '{') {
      open.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || open.back() != c) {
        return std::string_view::npos;
      }
      open.pop_back();
    }
  }
  return open.empty() ? text.size() : std::string_view::npos;
}

// Without line ends and comments.
std::string on_one_line(std::string_view text) {
  std::string line;
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote == '\0' && c == '#') {
      i = std::min(text.find('\n', i), text.size());
      line += ' ';
      continue;
    }
    quote = quote == '\0' && (c == '"' || c == '\'') ? c : c == quote ? '\0' : quote;
    line += c == '\n' || c == '\r' ? ' ' : c;
  }
  return line;
}

class Reader {
public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::string problem() {
    std::string_view text = trim(text_);
    for (const std::string_view word : {"async ", "def "}) {
      text = text.starts_with(word) ? trim_left(text.substr(word.size())) : text;
    }
    const std::size_t open = text.find('(');
    if (open == std::string_view::npos) {
      return "there is no `(`";
    }
    const std::string_view name = trim(text.substr(0, open));
    if (!is_dotted_name(name)) {
      return fmt::format("`{}` is no name", printable(name));
    }
    const std::size_t close = end_of_expression(text, open + 1, ")");
    if (close == std::string_view::npos || close == text.size()) {
      return "a bracket or quote does not close";
    }
    std::string wrong = parameters(text.substr(open + 1, close - open - 1));
    return wrong.empty() ? answer(trim(text.substr(close + 1))) : wrong;
  }

private:
  static bool is_dotted_name(std::string_view text) {
    for (;;) {
      const std::size_t dot = text.find('.');
      if (!is_name(text.substr(0, dot)) || is_keyword(text.substr(0, dot))) {
        return false;
      }
      if (dot == std::string_view::npos) {
        return true;
      }
      text.remove_prefix(dot + 1);
    }
  }

  static std::string answer(std::string_view rest) {
    if (rest.ends_with(':')) {
      rest = trim(rest.substr(0, rest.size() - 1));
    }
    if (rest.empty()) {
      return "";
    }
    if (!rest.starts_with("->") || trim(rest.substr(2)).empty()) {
      return fmt::format("`{}` stands behind it", printable(rest));
    }
    return end_of_expression(rest, 2, "") == rest.size() ? "" : "a bracket does not close";
  }

  std::string parameters(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = end_of_expression(list, at, ",");
      if (end == std::string_view::npos) {
        return "a bracket or quote does not close";
      }
      const std::string_view one = trim(list.substr(at, end - at));
      if (one.empty() && end < list.size()) {
        return "nothing stands before a comma";
      }
      std::string wrong = one.empty() ? "" : parameter(one);
      if (!wrong.empty()) {
        return wrong;
      }
      at = end + 1;
    }
    return "";
  }

  std::string parameter(std::string_view text) {
    if (text == "*" || text == "/") {
      keyword_only_ = keyword_only_ || text == "*";
      return "";
    }
    const std::size_t stars = std::min(text.find_first_not_of('*'), text.size());
    keyword_only_ = keyword_only_ || stars == 1;
    const std::string_view bare = text.substr(stars);
    const std::size_t name_end = std::min(bare.find_first_of(":="), bare.size());
    const std::string_view name = trim(bare.substr(0, name_end));
    if (!is_name(name) || is_keyword(name)) {
      return fmt::format("`{}` is no parameter", printable(trim(text)));
    }
    if (!seen_.insert(std::string(name)).second) {
      return fmt::format("the parameter {} is there twice", printable(name));
    }
    const std::size_t equals = end_of_expression(bare, name_end, "=");
    if (equals == std::string_view::npos) {
      return "a bracket or quote does not close";
    }
    if (name_end < bare.size() && bare[name_end] == ':' &&
        trim(bare.substr(name_end + 1, equals - name_end - 1)).empty()) {
      return fmt::format("{} has no type behind its `:`", printable(name));
    }
    const bool has_default = equals < bare.size();
    if (has_default && trim(bare.substr(equals + 1)).empty()) {
      return fmt::format("{} has no value behind its `=`", printable(name));
    }
    if (!has_default && had_default_ && !keyword_only_ && stars == 0) {
      return fmt::format("{} has no default, and one before it has", printable(name));
    }
    had_default_ = had_default_ || has_default;
    return "";
  }

  std::string_view text_;
  std::set<std::string> seen_;
  bool had_default_ = false;
  bool keyword_only_ = false;
};

} // namespace

std::string signature_problem(std::string_view text) { return Reader(on_one_line(text)).problem(); }

} // namespace aether::validate_config
