#include "validate_config/families/declared_range.h"

#include <algorithm>
#include <charconv>

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "core/text.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

std::optional<double> number_in(std::string_view text) {
  text = trim(text);
  if (text.empty() || (!is_ascii_digit(text.front()) && text.front() != '-')) {
    return std::nullopt;
  }
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc() && end == text.data() + text.size() ? std::optional(number)
                                                                   : std::nullopt;
}

// Behind the first of the words, up to `end`.
std::optional<std::string_view> behind(std::string_view text, std::string_view word) {
  const std::size_t at = text.find(word);
  return at == std::string_view::npos ? std::nullopt : std::optional(text.substr(at + word.size()));
}

std::string_view first_word(std::string_view text) {
  text = trim_left(text);
  return text.substr(0, text.find_first_of(" \t,;)"));
}

// `8-16 GB of memory` is about something else; `1-60 seconds`, `1-8 (each)` are not.
bool goes_on_as_sentence(std::string_view rest) {
  std::size_t words = 0;
  for (rest = trim_left(rest); !rest.empty() && is_ascii_letter(rest.front()); ++words) {
    rest = rest.substr(std::min(rest.find_first_of(" \t,;.:("), rest.size()));
    rest = trim_left(rest);
  }
  return words > 1;
}

bool is_number_kind(std::string_view kind) {
  return kind == "int" || kind == "float" || kind.ends_with("Int") || kind.ends_with("Float");
}

} // namespace

DeclaredRange::DeclaredRange(const DeclaredField& field) : field_(field) { read_comment(); }

// `1-65535`, `0.0 to 2.0`, `1..8`, `between 1 and 8`, `at least 1`, `at most 8`, `>= 1`;
// `one of: a, b, c`, `a | b | c`.
void DeclaredRange::read_comment() {
  const std::string text = to_lower(field_.comment);
  if (is_number_kind(field_.kind)) {
    std::string_view rest = text;
    for (const std::string_view word : {"between ", "from ", "range ", "range: ", "allowed: "}) {
      rest = behind(rest, word).value_or(rest);
    }
    for (const std::string_view separator : {" and ", " to ", "..", "-", "–"}) {
      const std::size_t at = rest.find(separator);
      if (at == std::string_view::npos || least_) {
        continue;
      }
      const auto least = number_in(rest.substr(0, at));
      const std::string_view behind_it = trim_left(rest.substr(at + separator.size()));
      const auto most = number_in(first_word(behind_it));
      if (least && most && *least < *most &&
          !goes_on_as_sentence(behind_it.substr(first_word(behind_it).size()))) {
        least_ = least;
        most_ = most;
      }
    }
    for (const std::string_view word : {"at least ", "minimum ", "min ", ">= ", ">="}) {
      if (const auto found = behind(text, word); found && !least_) {
        least_ = number_in(first_word(*found));
      }
    }
    for (const std::string_view word : {"at most ", "maximum ", "max ", "<= ", "<="}) {
      if (const auto found = behind(text, word); found && !most_) {
        most_ = number_in(first_word(*found));
      }
    }
    return;
  }
  const auto list = behind(text, "one of");
  const bool bars = text.find(" | ") != std::string::npos;
  if (field_.kind != "str" || (!list && !bars)) {
    return;
  }
  std::string_view rest = list.value_or(text);
  rest.remove_prefix(rest.starts_with(':') ? 1 : 0);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(list ? ",|" : "|"), rest.size());
    std::string_view word = trim(rest.substr(0, end));
    word = word.starts_with("or ") ? word.substr(3) : word;
    if (word.empty() || word.find(' ') != std::string_view::npos) {
      words_.clear(); // a sentence
      return;
    }
    words_.emplace_back(word);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

std::string DeclaredRange::problem(const json::value& value, bool from_text) const {
  std::optional<double> number;
  if (value.is_number()) {
    number = value.to_number<double>();
  } else if (from_text && value.is_string() && is_number_kind(field_.kind)) {
    number = number_in(value.get_string());
    if (!number && !value.get_string().empty()) {
      return "is no number";
    }
  }
  if (number && is_number_kind(field_.kind)) {
    const auto low = [&](std::optional<double> limit) { return limit && *number < *limit; };
    const auto high = [&](std::optional<double> limit) { return limit && *number > *limit; };
    if (low(field_.ge) || low(least_)) {
      return fmt::format("is {}, and has to be at least {}", *number,
                         low(field_.ge) ? *field_.ge : *least_);
    }
    if (high(field_.le) || high(most_)) {
      return fmt::format("is {}, and may be at most {}", *number,
                         high(field_.le) ? *field_.le : *most_);
    }
    if (field_.gt && *number <= *field_.gt) {
      return fmt::format("is {}, and has to be above {}", *number, *field_.gt);
    }
    if (field_.lt && *number >= *field_.lt) {
      return fmt::format("is {}, and has to be below {}", *number, *field_.lt);
    }
    return "";
  }
  if (value.is_string() && !field_.allowed.empty() &&
      std::find(field_.allowed.begin(), field_.allowed.end(), value) == field_.allowed.end()) {
    std::string shown;
    for (const json::value& one : field_.allowed) {
      shown += (shown.empty() ? "" : ", ") +
               (one.is_string() ? std::string(one.get_string()) : json::serialize(one));
    }
    return fmt::format("is `{}`, and may be one of {}",
                       printable(std::string_view(value.get_string())), printable(shown));
  }
  if (value.is_string() && !words_.empty() &&
      std::find(words_.begin(), words_.end(), to_lower(value.get_string())) == words_.end()) {
    return fmt::format("is `{}`, and the comment behind the field says {}",
                       printable(std::string_view(value.get_string())), printable(field_.comment));
  }
  if (field_.kind == "int" && value.is_string() && !from_text) {
    return "is text, and has to be a number";
  }
  return "";
}

} // namespace aether::validate_config
