#include "verify_oi_tools/python_literal.h"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr int k_deepest_literal = 50;

class LiteralReader {
public:
  explicit LiteralReader(std::string_view text) : rest_(text) {}

  std::optional<json::value> read() {
    std::optional<json::value> value = read_value(0);
    skip_space();
    return rest_.empty() ? value : std::nullopt;
  }

private:
  void skip_space() {
    rest_.remove_prefix(std::min(rest_.size(), rest_.find_first_not_of(" \t\r\n")));
  }

  bool take(char c) {
    skip_space();
    if (!rest_.starts_with(c)) {
      return false;
    }
    rest_.remove_prefix(1);
    return true;
  }

  std::optional<json::value> read_value(int depth) {
    skip_space();
    if (rest_.empty() || depth > k_deepest_literal) {
      return std::nullopt;
    }
    switch (rest_.front()) {
    case '\'':
    case '"':
      return read_text();
    case '[':
      rest_.remove_prefix(1);
      return read_list(']', depth);
    case '(':
      rest_.remove_prefix(1);
      return read_list(')', depth);
    case '{':
      rest_.remove_prefix(1);
      return read_dictionary(depth);
    default:
      return read_word();
    }
  }

  std::optional<json::value> read_word() {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> k_words = {
        {{"None", "null"}, {"True", "true"}, {"False", "false"}}};
    const std::size_t end = std::min(rest_.size(), rest_.find_first_of(" \t\r\n,:]})"));
    std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end);
    for (const auto& [python, other] : k_words) {
      word = word == python ? other : word;
    }
    boost::system::error_code wrong;
    json::value value = json::parse(word, wrong);
    return wrong ? std::nullopt : std::optional(std::move(value));
  }

  std::optional<json::value> read_text() {
    const char quote = rest_.front();
    if (rest_.substr(1).starts_with(quote) && rest_.substr(2).starts_with(quote)) {
      return std::nullopt; // of many lines
    }
    std::string made;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      const char c = rest_[i];
      if (c == quote) {
        rest_.remove_prefix(i + 1);
        return json::value(made);
      }
      if (c == '\\' && i + 1 < rest_.size()) {
        const char escaped = rest_[++i];
        if (escaped != quote && escaped != '\\' && escaped != 'n' && escaped != 't' &&
            escaped != '"' && escaped != '\'') {
          return std::nullopt;
        }
        made += escaped == 'n' ? '\n' : escaped == 't' ? '\t' : escaped;
      } else {
        made += c;
      }
    }
    return std::nullopt;
  }

  std::optional<json::value> read_list(char end, int depth) {
    json::array made;
    while (!take(end)) {
      std::optional<json::value> one = read_value(depth + 1);
      if (!one) {
        return std::nullopt;
      }
      made.push_back(std::move(*one));
      if (!take(',')) {
        return take(end) ? std::optional<json::value>(std::move(made)) : std::nullopt;
      }
    }
    return made;
  }

  std::optional<json::value> read_dictionary(int depth) {
    json::object made;
    while (!take('}')) {
      const std::optional<json::value> key = read_value(depth + 1);
      if (!key || !key->is_string() || !take(':')) {
        return std::nullopt;
      }
      std::optional<json::value> value = read_value(depth + 1);
      if (!value) {
        return std::nullopt;
      }
      made[key->get_string()] = std::move(*value);
      if (!take(',')) {
        return take('}') ? std::optional<json::value>(std::move(made)) : std::nullopt;
      }
    }
    return made;
  }

  std::string_view rest_;
};

} // namespace

std::optional<json::value> python_literal(std::string_view text) {
  return LiteralReader(text).read();
}

} // namespace aether::verify_oi_tools
