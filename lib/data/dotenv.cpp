#include "data/dotenv.h"

#include <algorithm>

#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"

namespace aether {

namespace {

constexpr std::size_t k_none = std::string_view::npos;

bool is_key(std::string_view text) {
  return !text.empty() && !is_ascii_digit(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_ascii_letter(c) || is_ascii_digit(c) || c == '_' || c == '.' || c == '-';
         });
}

class Parser {
public:
  Parser(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  std::vector<EnvironmentLine> parse() {
    if (text_.starts_with("\xEF\xBB\xBF")) {
      text_.remove_prefix(3);
    }
    while (at_ < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      take_line(trim(text_.substr(at_, end - at_)));
      const std::size_t next = std::max(at_, std::min(text_.find('\n', at_), text_.size()));
      at_ = std::min(next + 1, text_.size());
      ++line_;
    }
    return std::move(lines_);
  }

private:
  [[noreturn]] void fail(std::string_view message) const {
    throw InputError(name_, {line_, 1}, message);
  }

  void take_line(std::string_view line) {
    if (line.empty() || line.front() == '#') {
      return;
    }
    const std::size_t equals = line.find('=');
    std::string_view key = trim(line.substr(0, equals));
    if (key.starts_with("export") && key.size() > 6 && is_blank(key[6])) {
      key = trim_left(key.substr(6));
    }
    if (equals == k_none || !is_key(key)) {
      fail("expected KEY=VALUE");
    }
    const std::uint32_t line_number = line_;
    const std::string_view after = line.substr(equals + 1);
    const std::string_view value = trim_left(after);
    std::string read = value.starts_with('"') || value.starts_with('\'')
                           ? take_quoted(static_cast<std::size_t>(value.data() - text_.data()))
                           : plain(after);
    lines_.push_back({std::string(key),
                      std::move(read),
                      line_number,
                      {line_number, column_of(key)},
                      {line_number, column_of(value)}});
  }

  // Of a part of the text within its line.
  [[nodiscard]] std::uint32_t column_of(std::string_view part) const {
    const std::string_view before =
        text_.substr(0, static_cast<std::size_t>(part.data() - text_.data()));
    const std::string_view in_line = before.substr(before.rfind('\n') + 1);
    return static_cast<std::uint32_t>(count_code_points(in_line) + 1);
  }

  // A # begins a comment only after a blank.
  static std::string plain(std::string_view value) {
    std::size_t end = value.find('#');
    while (end != k_none && (end == 0 || !is_blank(value[end - 1]))) {
      end = value.find('#', end + 1);
    }
    return std::string(trim(value.substr(0, end)));
  }

  // From the opening quote on; leaves at_ on the line that closes it.
  std::string take_quoted(std::size_t open) {
    const char quote = text_[open];
    const std::uint32_t first_line = line_;
    std::string value;
    for (std::size_t i = open + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == quote) {
        at_ = i;
        check_rest(i + 1);
        return value;
      }
      const std::size_t escape = c == '\\' && quote == '"'
                                     ? std::string_view("ntr\"\\$").find(text_.substr(i + 1, 1))
                                     : k_none;
      if (escape != k_none && i + 1 < text_.size()) {
        value += std::string_view("\n\t\r\"\\$")[escape];
        ++i;
      } else {
        line_ += c == '\n' ? 1U : 0U;
        value += c;
      }
    }
    line_ = first_line;
    fail("a quote never ends");
  }

  // After a closing quote: blank, or a comment.
  void check_rest(std::size_t begin) const {
    const std::string_view rest =
        trim(text_.substr(begin, std::min(text_.find('\n', begin), text_.size()) - begin));
    if (!rest.empty() && rest.front() != '#') {
      fail("text after the closing quote");
    }
  }

  std::string_view text_;
  std::string_view name_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<EnvironmentLine> lines_;
};

} // namespace

std::vector<EnvironmentLine> parse_dotenv(std::string_view text, std::string_view name) {
  return Parser(text, name).parse();
}

Document parse_dotenv_document(std::string_view text, std::string_view name) {
  boost::json::object object;
  Document document;
  for (EnvironmentLine& line : parse_dotenv(text, name)) {
    const auto [member, is_new] = object.emplace(line.key, nullptr);
    const auto index = static_cast<std::size_t>(member - object.begin());
    member->value() = line.value;
    document.places.resize(object.size());
    document.places[index] = {line.key_at, line.value_at, 0};
  }
  document.root = std::move(object);
  document.places.push_back({{}, {1, 1}, 0});
  return document;
}

} // namespace aether
