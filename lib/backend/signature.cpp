#include "backend/signature.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "core/text.h"

namespace aether {

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

class SignatureReader {
public:
  Signature read(std::string_view text) {
    signature_.problem = problem(trim(text));
    return std::move(signature_);
  }

private:
  std::string problem(std::string_view text) {
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
    signature_.name = name;
    const auto close = end_of_expression(text, open + 1, ")");
    if (!close || *close == text.size()) {
      return "a bracket or quote does not close";
    }
    std::string wrong = parameters(text.substr(open + 1, *close - open - 1));
    return wrong.empty() ? answer(trim(text.substr(*close + 1))) : wrong;
  }

  static bool is_dotted_name(std::string_view text) {
    for (;;) {
      const std::size_t dot = text.find('.');
      if (!is_python_name(text.substr(0, dot))) {
        return false;
      }
      if (dot == std::string_view::npos) {
        return true;
      }
      text.remove_prefix(dot + 1);
    }
  }

  std::string answer(std::string_view rest) {
    if (rest.ends_with(':')) {
      rest = trim(rest.substr(0, rest.size() - 1));
    }
    if (rest.empty()) {
      return "";
    }
    if (!rest.starts_with("->") || trim(rest.substr(2)).empty()) {
      return fmt::format("`{}` stands behind it", printable(rest));
    }
    signature_.answer = trim(rest.substr(2));
    return end_of_expression(rest, 2, "") ? "" : "a bracket does not close";
  }

  std::string parameters(std::string_view list) {
    for (std::size_t at = 0; at < list.size();) {
      const auto end = end_of_expression(list, at, ",");
      if (!end) {
        return "a bracket or quote does not close";
      }
      const std::string_view one = trim(list.substr(at, *end - at));
      if (one.empty() && *end < list.size()) {
        return "nothing stands before a comma";
      }
      std::string wrong = one.empty() ? "" : parameter(one);
      if (!wrong.empty()) {
        return wrong;
      }
      at = *end + 1;
    }
    return "";
  }

  std::string marker(std::string_view text) {
    if (text == "*") {
      keyword_only_ = true;
      return "";
    }
    for (SignatureParameter& one : signature_.parameters) {
      one.kind = one.kind == ParameterKind::ordinary ? ParameterKind::positional_only : one.kind;
    }
    return signature_.parameters.empty() ? "nothing stands before `/`" : "";
  }

  std::string parameter(std::string_view text) {
    if (text == "*" || text == "/") {
      return marker(text);
    }
    const std::size_t stars = std::min(text.find_first_not_of('*'), text.size());
    const std::string_view bare = text.substr(stars);
    const std::size_t name_end = std::min(bare.find_first_of(":="), bare.size());
    const std::string_view name = trim(bare.substr(0, name_end));
    if (!is_python_name(name) || stars > 2) {
      return fmt::format("`{}` is no parameter", printable(trim(text)));
    }
    if (!seen_.insert(std::string(name)).second) {
      return fmt::format("the parameter {} is there twice", printable(name));
    }
    SignatureParameter made;
    made.name = name;
    made.kind = stars == 2      ? ParameterKind::rest_keyword
                : stars == 1    ? ParameterKind::rest_positional
                : keyword_only_ ? ParameterKind::keyword_only
                                : ParameterKind::ordinary;
    keyword_only_ = keyword_only_ || stars == 1;
    std::string wrong = type_and_default(bare, name_end, made);
    signature_.parameters.push_back(std::move(made));
    return wrong;
  }

  std::string type_and_default(std::string_view bare, std::size_t name_end,
                               SignatureParameter& made) {
    const auto equals = end_of_expression(bare, name_end, "=");
    if (!equals) {
      return "a bracket or quote does not close";
    }
    if (name_end < bare.size() && bare[name_end] == ':') {
      made.type = trim(bare.substr(name_end + 1, *equals - name_end - 1));
      if (made.type.empty()) {
        return fmt::format("{} has no type behind its `:`", printable(made.name));
      }
    }
    if (*equals < bare.size()) {
      made.default_value = trim(bare.substr(*equals + 1));
      if (made.default_value->empty()) {
        return fmt::format("{} has no value behind its `=`", printable(made.name));
      }
    }
    if (!made.default_value && had_default_ && made.kind == ParameterKind::ordinary) {
      return fmt::format("{} has no default, and one before it has", printable(made.name));
    }
    had_default_ = had_default_ || made.default_value;
    return "";
  }

  Signature signature_;
  std::set<std::string> seen_;
  bool had_default_ = false;
  bool keyword_only_ = false;
};

} // namespace

std::optional<std::size_t> end_of_expression(std::string_view text, std::size_t at,
                                             std::string_view ends) {
  std::vector<char> open;
  for (std::size_t i = at; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      for (++i; i < text.size() && text[i] != c; ++i) {
        i += text[i] == '\\' ? 1U : 0U;
      }
      if (i >= text.size()) {
        return std::nullopt;
      }
    } else if (open.empty() && ends.find(c) != std::string_view::npos) {
      return i;
    } else if (c == '(' || c == '[' || c == '{') {
      open.push_back(c == '(' ? ')' : c == '[' ? ']' : '}');
    } else if (c == ')' || c == ']' || c == '}') {
      if (open.empty() || open.back() != c) {
        return std::nullopt;
      }
      open.pop_back();
    }
  }
  return open.empty() ? std::optional(text.size()) : std::nullopt;
}

bool is_python_name(std::string_view text) { return is_name(text) && !is_keyword(text); }

Signature parse_signature(std::string_view text) {
  return SignatureReader().read(on_one_line(text));
}

} // namespace aether
