#include "job_tracer/fuzzy.h"

#include <algorithm>
#include <tuple>

#include "core/text.h"

namespace aether::job_tracer {

namespace {

constexpr int k_match = 16;
constexpr int k_gap_start = -3;
constexpr int k_gap_extension = -1;
constexpr int k_after_white = 10;
constexpr int k_after_delimiter = 9;
constexpr int k_after_non_word = 8;
constexpr int k_camel = 7;
constexpr int k_consecutive = 4;

enum class Class { white, non_word, delimiter, lower, upper, letter, digit };

Class class_of(char c) {
  if (c >= 'a' && c <= 'z') {
    return Class::lower;
  }
  if (c >= 'A' && c <= 'Z') {
    return Class::upper;
  }
  if (is_ascii_digit(c)) {
    return Class::digit;
  }
  if ((static_cast<unsigned char>(c) & 0x80U) != 0) {
    return Class::letter;
  }
  if (is_blank(c) || c == '\n') {
    return Class::white;
  }
  return std::string_view("/,:;|").find(c) != std::string_view::npos ? Class::delimiter
                                                                     : Class::non_word;
}

int bonus_of(Class before, Class current) {
  const bool word = current == Class::lower || current == Class::upper ||
                    current == Class::letter || current == Class::digit;
  if (word) {
    switch (before) {
    case Class::white:
      return k_after_white;
    case Class::delimiter:
      return k_after_delimiter;
    case Class::non_word:
      return k_after_non_word;
    case Class::lower:
    case Class::upper:
    case Class::letter:
    case Class::digit:
      break;
    }
    const bool camel = before == Class::lower && current == Class::upper;
    const bool number = before != Class::digit && current == Class::digit;
    return camel || number ? k_camel : 0;
  }
  return current == Class::white ? k_after_white : k_after_non_word;
}

// The window [begin, end) of the first match, shortened from its end.
std::optional<std::pair<std::size_t, std::size_t>> window_of(std::string_view query,
                                                             std::string_view text) {
  std::size_t matched = 0;
  std::size_t end = 0;
  for (; end < text.size() && matched < query.size(); ++end) {
    matched += ascii_lower(text[end]) == ascii_lower(query[matched]) ? 1U : 0U;
  }
  if (matched < query.size()) {
    return std::nullopt;
  }
  std::size_t begin = end;
  while (matched > 0) {
    --begin;
    matched -= ascii_lower(text[begin]) == ascii_lower(query[matched - 1]) ? 1U : 0U;
  }
  return std::pair(begin, end);
}

} // namespace

std::optional<int> fuzzy_score(std::string_view query, std::string_view text) {
  const auto window = window_of(query, text);
  if (!window) {
    return std::nullopt;
  }
  const auto [begin, end] = *window;
  int score = 0;
  int first_bonus = 0;
  std::size_t matched = 0;
  std::size_t run = 0;
  bool in_gap = false;
  Class before = begin == 0 ? Class::white : class_of(text[begin - 1]);
  for (std::size_t i = begin; i < end; ++i) {
    const Class current = class_of(text[i]);
    if (matched < query.size() && ascii_lower(text[i]) == ascii_lower(query[matched])) {
      int bonus = bonus_of(before, current);
      if (run == 0) {
        first_bonus = bonus;
      } else {
        // A new word within a run begins a run of its own.
        if (bonus >= k_after_non_word && bonus > first_bonus) {
          first_bonus = bonus;
        }
        bonus = std::max({bonus, first_bonus, k_consecutive});
      }
      score += k_match + (matched == 0 ? bonus * 2 : bonus);
      in_gap = false;
      ++run;
      ++matched;
    } else {
      score += in_gap ? k_gap_extension : k_gap_start;
      in_gap = true;
      run = 0;
      first_bonus = 0;
    }
    before = current;
  }
  return score;
}

std::vector<FuzzyMatch> fuzzy_rank(std::string_view query,
                                   const std::vector<std::string_view>& names) {
  const std::string lower = to_lower(query);
  std::vector<FuzzyMatch> matches;
  for (const std::string_view name : names) {
    if (const std::optional<int> score = fuzzy_score(query, name)) {
      const bool substring = to_lower(name).find(lower) != std::string::npos;
      matches.push_back({std::string(name), *score, substring});
    }
  }
  const auto key = [](const FuzzyMatch& match) {
    return std::tuple(!match.substring, -match.score, match.name.size(),
                      std::string_view(match.name));
  };
  std::sort(matches.begin(), matches.end(),
            [&](const FuzzyMatch& a, const FuzzyMatch& b) { return key(a) < key(b); });
  return matches;
}

} // namespace aether::job_tracer
