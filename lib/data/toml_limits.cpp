#include "data/toml_limits.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace aether {

namespace {

class Counter {
public:
  Counter(std::string_view text, const TomlLimits& limits) : text_(text), limits_(limits) {}

  std::optional<TomlExcess> count() {
    at_ = text_.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    while (!excess_ && at_ < text_.size()) {
      take();
    }
    return std::move(excess_);
  }

private:
  struct Open {
    bool is_table = false;
    std::size_t key_levels = 0; // of the tables that the key before the value in it makes
  };

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void take() {
    const char c = peek();
    if (c == ' ' || c == '\t' || c == '\r' || c == '=') {
      ++at_;
    } else if (c == '#') {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (c == '\n') {
      take_line_end();
    } else if (expects_key_) {
      take_key();
    } else if (c == ',') {
      ++at_;
      drop_key();
    } else if (c == '[' || c == '{') {
      open(c == '{');
    } else if (c == ']' || c == '}') {
      close();
    } else {
      take_scalar(c);
    }
  }

  void take_line_end() {
    ++at_;
    if (open_.empty()) {
      expects_key_ = true;
      key_levels_ = 0;
    }
  }

  // A header, the key before a value, or the brace of an inline table without one.
  void take_key() {
    expects_key_ = false;
    if (peek() == '}') {
      return;
    }
    const bool is_header = open_.empty() && peek() == '[';
    const bool is_list = is_header && text_.substr(at_).starts_with("[[");
    at_ += is_list ? 2U : is_header ? 1U : 0U;
    if (is_header) {
      header_levels_ = 0;
    }
    std::size_t parts = 0;
    do {
      at_ += peek() == '.' ? 1U : 0U;
      skip_blank();
      check(levels() + parts + (is_header ? 1U : 0U));
      ++parts;
      take_key_part();
      skip_blank();
    } while (!excess_ && peek() == '.');
    if (is_header) {
      header_levels_ = parts + (is_list ? 1U : 0U);
      take_plain("#\n");
    } else {
      (open_.empty() ? key_levels_ : open_.back().key_levels) = parts - 1;
      levels_in_brackets_ += open_.empty() ? 0 : parts - 1;
    }
  }

  void take_key_part() {
    if (peek() == '"' || peek() == '\'') {
      take_string(peek());
    } else {
      take_plain(". \t\r\n=[]{},#\"'");
    }
  }

  void take_scalar(char c) {
    check(levels());
    if (c == '"' || c == '\'') {
      take_string(c);
    } else {
      take_plain(" \t\r\n,]}#");
    }
  }

  // Up to one of the characters that end it. toml++ 3.3 leaves defined behaviour for characters
  // between U+00A1 and U+0499 here, and no valid document has any beyond ASCII.
  void take_plain(const char* ends) {
    const std::size_t end = std::min(text_.find_first_of(ends, at_), text_.size());
    const auto* foreign = std::find_if(text_.begin() + at_, text_.begin() + end, [](char c) {
      return static_cast<unsigned char>(c) >= 0x80U;
    });
    at_ = end;
    if (foreign != text_.begin() + end && !excess_) {
      excess_ = {static_cast<std::size_t>(foreign - text_.begin()),
                 "a character beyond ASCII outside of quotes: keys and values with such need them"};
    }
  }

  void take_string(char quote) {
    const std::string triple(3, quote);
    const bool is_long = text_.substr(at_).starts_with(triple);
    const std::string_view stops = quote == '\'' ? "'\n" : "\"\\\n";
    for (at_ += is_long ? 3U : 1U; at_ < text_.size(); ++at_) {
      at_ = std::min(text_.find_first_of(stops, at_), text_.size());
      if (peek() == '\\') {
        ++at_;
      } else if (peek() == quote && !is_long) {
        ++at_;
        return;
      } else if (peek() == quote && text_.substr(at_).starts_with(triple)) {
        at_ = std::min(text_.find_first_not_of(quote, at_ + 3), std::min(at_ + 5, text_.size()));
        return;
      } else if (peek() == '\n' && !is_long) {
        return;
      }
    }
    at_ = std::min(at_, text_.size());
  }

  void open(bool is_table) {
    check(levels() + 1);
    open_.push_back({is_table, 0});
    expects_key_ = is_table;
    ++at_;
  }

  void close() {
    ++at_;
    drop_key();
    if (!open_.empty()) {
      open_.pop_back();
    }
    expects_key_ = false;
  }

  // After a comma the key of an inline table's last value counts no more.
  void drop_key() {
    if (!open_.empty() && open_.back().is_table) {
      levels_in_brackets_ -= open_.back().key_levels;
      open_.back().key_levels = 0;
      expects_key_ = true;
    }
  }

  [[nodiscard]] std::size_t levels() const {
    return 1 + header_levels_ + key_levels_ + open_.size() + levels_in_brackets_;
  }

  // Each call counts one value, which stands in or is the innermost of so many tables and arrays.
  void check(std::size_t levels) {
    if (levels > limits_.depth) {
      excess_ = {at_, fmt::format("nested deeper than {} levels", limits_.depth)};
    } else if (++values_ > limits_.values) {
      excess_ = {at_, fmt::format("more than {} keys and values", limits_.values)};
    }
  }

  void skip_blank() { at_ = std::min(text_.find_first_not_of(" \t", at_), text_.size()); }

  std::string_view text_;
  TomlLimits limits_;
  std::size_t at_ = 0;
  std::optional<TomlExcess> excess_;
  std::vector<Open> open_;
  bool expects_key_ = true;
  std::size_t header_levels_ = 0;
  std::size_t key_levels_ = 0;         // of the key at the start of the line
  std::size_t levels_in_brackets_ = 0; // the sum of those in open_
  std::size_t values_ = 0;
};

} // namespace

std::optional<TomlExcess> find_toml_excess(std::string_view text, const TomlLimits& limits) {
  return Counter(text, limits).count();
}

} // namespace aether
