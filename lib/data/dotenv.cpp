#include "data/dotenv.h"

#include <algorithm>

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
      at_ = 3;
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
    throw Error(ExitCode::bad_input, fmt::format("{}:{}: {}", name_, line_, message));
  }

  void take_line(std::string_view line) {
    if (line.empty() || line.front() == '#') {
      return;
    }
    const std::size_t equals = line.find('=');
    std::string_view key = trim(line.substr(0, equals));
    if (key.starts_with("export ")) {
      key = trim_left(key.substr(7));
    }
    if (equals == k_none || !is_key(key)) {
      fail("expected KEY=VALUE");
    }
    const std::uint32_t line_number = line_;
    const std::string_view value = trim_left(line.substr(equals + 1));
    std::string read = value.starts_with('"') || value.starts_with('\'')
                           ? take_quoted(static_cast<std::size_t>(value.data() - text_.data()))
                           : plain(value);
    lines_.push_back({std::string(key), std::move(read), line_number});
  }

  static std::string plain(std::string_view value) {
    std::size_t end = value.find('#');
    while (end != k_none && end > 0 && !is_blank(value[end - 1])) {
      end = value.find('#', end + 1);
    }
    return std::string(trim_right(value.substr(0, end)));
  }

  // From the opening quote on; leaves at_ on the line that closes it.
  std::string take_quoted(std::size_t open) {
    const char quote = text_[open];
    std::string value;
    for (std::size_t i = open + 1; i < text_.size(); ++i) {
      const char c = text_[i];
      if (c == quote) {
        at_ = i;
        return value;
      }
      if (c == '\\' && quote == '"' && i + 1 < text_.size()) {
        const char next = text_[++i];
        value += next == 'n'   ? "\n"
                 : next == 't' ? "\t"
                 : next == 'r' ? "\r"
                               : std::string(1, next);
      } else {
        line_ += c == '\n' ? 1U : 0U;
        value += c;
      }
    }
    fail("a quote never ends");
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

} // namespace aether
