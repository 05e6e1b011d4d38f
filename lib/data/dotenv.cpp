#include "data/dotenv.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/characters.h"
#include "data/locator.h"

namespace aether {

namespace {

constexpr std::size_t k_max_variables = 500'000;

bool is_key(std::string_view text) {
  return !text.empty() && !is_ascii_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '.' || c == '-';
         });
}

// What Python takes for white space beyond ASCII: NEL, the spaces and separators of Unicode.
constexpr std::array<std::string_view, 19> k_wide_spaces = {
    "\u0085", "\u00A0", "\u1680", "\u2000", "\u2001", "\u2002", "\u2003",
    "\u2004", "\u2005", "\u2006", "\u2007", "\u2008", "\u2009", "\u200A",
    "\u2028", "\u2029", "\u202F", "\u205F", "\u3000"};

// Bytes of the white space within a line that a text begins or ends with; 0 where there is none.
std::size_t leading_space(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text.front()) < 0x80U) {
    return !text.empty() && is_blank(text.front()) ? 1 : 0;
  }
  const auto found = std::find_if(k_wide_spaces.begin(), k_wide_spaces.end(),
                                  [&](std::string_view space) { return text.starts_with(space); });
  return found == k_wide_spaces.end() ? 0 : found->size();
}
std::size_t trailing_space(std::string_view text) {
  if (text.empty() || static_cast<unsigned char>(text.back()) < 0x80U) {
    return !text.empty() && is_blank(text.back()) ? 1 : 0;
  }
  const auto found = std::find_if(k_wide_spaces.begin(), k_wide_spaces.end(),
                                  [&](std::string_view space) { return text.ends_with(space); });
  return found == k_wide_spaces.end() ? 0 : found->size();
}

std::string decode(std::string_view quoted, char quote) {
  constexpr std::string_view k_escapes = "\\'\"abfnrtv";
  constexpr std::string_view k_meanings = "\\'\"\a\b\f\n\r\t\v";
  const std::string_view escapes = quote == '"' ? k_escapes : k_escapes.substr(0, 2);
  std::string value;
  value.reserve(quoted.size());
  for (std::size_t i = 0; i < quoted.size(); ++i) {
    const std::size_t escape =
        quoted[i] == '\\' && i + 1 < quoted.size() ? escapes.find(quoted[i + 1]) : k_none;
    if (escape != k_none) {
      value += k_meanings[escape];
      ++i;
    } else if (quoted[i] != '\r') { // of CRLF, which Python reads as one line feed
      value += quoted[i];
    }
  }
  return value;
}

class Parser {
public:
  Parser(std::string_view text, std::string_view name) : text_(text), name_(name), locator_(text) {}

  std::vector<EnvironmentLine> parse() {
    while (true) {
      skip_space();
      if (at_ == text_.size()) {
        return std::move(lines_);
      }
      if (text_[at_] == '\n') {
        ++at_;
      } else if (text_[at_] == '#') {
        at_ = end_of_line();
      } else {
        take_assignment();
      }
    }
  }

private:
  [[noreturn]] void fail(std::size_t at, std::string_view message) {
    throw InputError(name_, locator_.at(at), message);
  }

  [[nodiscard]] std::size_t end_of_line() const {
    return std::min(text_.find('\n', at_), text_.size());
  }

  void skip_space() {
    while (const std::size_t space = leading_space(text_.substr(at_))) {
      at_ += space;
    }
  }

  void take_assignment() {
    skip_export();
    EnvironmentLine line;
    const std::size_t begin = at_;
    line.key_at = locator_.at(begin);
    line.line = line.key_at.line;
    line.key = take_key();
    skip_space();
    if (at_ == text_.size() || text_[at_] != '=' || !is_key(line.key)) {
      fail(begin, "expected KEY=VALUE");
    }
    ++at_;
    skip_space();
    line.value_at = locator_.at(at_);
    const char first = at_ < text_.size() ? text_[at_] : '\0';
    line.value = first == '"' || first == '\'' ? take_quoted() : take_plain();
    if (lines_.size() >= k_max_variables) {
      fail(begin, fmt::format("more than {} variables", k_max_variables));
    }
    lines_.push_back(std::move(line));
  }

  void skip_export() {
    constexpr std::string_view k_export = "export";
    if (text_.substr(at_).starts_with(k_export) &&
        leading_space(text_.substr(at_ + k_export.size())) != 0) {
      at_ += k_export.size();
      skip_space();
    }
  }

  std::string take_key() {
    const std::string_view line = text_.substr(at_, end_of_line() - at_);
    if (line.starts_with('\'')) {
      const std::size_t close = line.find('\'', 1);
      at_ += close == k_none ? line.size() : close + 1;
      return std::string(line.substr(1, close == k_none ? 0 : close - 1));
    }
    std::size_t end = 0;
    while (end < line.size() && line[end] != '=' && line[end] != '#' &&
           leading_space(line.substr(end)) == 0) {
      ++end;
    }
    at_ += end;
    return std::string(line.substr(0, end));
  }

  std::string take_plain() {
    std::string_view value = text_.substr(at_, end_of_line() - at_);
    at_ += value.size();
    for (std::size_t end = value.find('#'); end != k_none; end = value.find('#', end + 1)) {
      if (trailing_space(value.substr(0, end)) != 0) {
        value = value.substr(0, end);
        break;
      }
    }
    while (const std::size_t space = trailing_space(value)) {
      value.remove_suffix(space);
    }
    return std::string(value);
  }

  std::string take_quoted() {
    const char quote = text_[at_];
    const std::size_t close = closing_quote(at_ + 1, quote);
    if (close == k_none) {
      fail(at_, "the quote that opens here is never closed");
    }
    std::string value = decode(text_.substr(at_ + 1, close - at_ - 1), quote);
    at_ = close + 1;
    skip_space();
    if (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '#') {
      fail(at_, "text after the closing quote");
    }
    at_ = end_of_line();
    return value;
  }

  // The first quote without a backslash before it, be that escaped itself or not. Where there is
  // none, the last with one: so python-dotenv's expression goes back.
  [[nodiscard]] std::size_t closing_quote(std::size_t begin, char quote) const {
    std::size_t last = k_none;
    for (std::size_t i = text_.find(quote, begin); i != k_none; i = text_.find(quote, i + 1)) {
      last = i;
      if (i == begin || text_[i - 1] != '\\') {
        return i;
      }
    }
    return last;
  }

  std::string_view text_;
  std::string_view name_;
  Locator locator_;
  std::size_t at_ = 0;
  std::vector<EnvironmentLine> lines_;
};

} // namespace

std::vector<EnvironmentLine> parse_dotenv(std::string_view text, std::string_view name) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  check_characters(text, name);
  return Parser(text, name).parse();
}

Document parse_dotenv_document(std::string_view text, std::string_view name) {
  boost::json::object object;
  Document document;
  for (EnvironmentLine& line : parse_dotenv(text, name)) {
    const auto [member, is_new] = object.emplace(line.key, nullptr);
    if (!is_new) {
      const auto first = static_cast<std::size_t>(member - object.begin());
      throw InputError(name, line.key_at,
                       fmt::format("duplicate key `{}`, first on line {}", line.key,
                                   document.places[first].key.line));
    }
    member->value() = line.value;
    document.places.push_back({line.key_at, line.value_at, 0});
  }
  document.root = std::move(object);
  document.places.push_back({{}, {1, 1}, 0});
  return document;
}

} // namespace aether
