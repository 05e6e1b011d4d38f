#include "backend/blocks/comment_line.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace aether::blocks {

namespace {

struct Found {
  Leader leader = Leader::none;
  std::size_t length = 0;
};

std::size_t run_of(std::string_view text, std::string_view characters, std::size_t from = 0) {
  return std::min(text.find_first_not_of(characters, from), text.size());
}

bool blank_at(std::string_view text, std::size_t at) {
  return at >= text.size() || is_blank(text[at]);
}

// """ or ''' with an optional string prefix such as r or rb.
Found docstring(std::string_view text) {
  const std::size_t prefix = std::min<std::size_t>(run_of(text, "rRuUbBfF"), 2);
  const std::string_view quotes = text.substr(prefix, 3);
  return quotes == "\"\"\"" || quotes == "'''" ? Found{Leader::opener, prefix + 3} : Found{};
}

Found starting_with_hash(std::string_view text) {
  const std::size_t hashes = run_of(text, "#");
  const std::string_view next = text.substr(hashes, 1);
  return {Leader::hash, next == ":" || next == "!" ? hashes + 1 : hashes};
}

// Doxygen's `///<` and `/**<`, which speak of what stands before them.
std::size_t with_pointer(std::string_view text, std::size_t length) {
  return text.substr(length, 1) == "<" && blank_at(text, length + 1) ? length + 1 : length;
}

Found starting_with_slash(std::string_view text) {
  if (text.starts_with("//")) {
    return {Leader::slashes, with_pointer(text, run_of(text, "/!"))};
  }
  return text.starts_with("/*") && !text.starts_with("/*/")
             ? Found{Leader::opener, with_pointer(text, run_of(text, "*!", 1))}
             : Found{};
}

Found starting_with_dash(std::string_view text) {
  const std::size_t dashes = run_of(text, "-");
  if (dashes < 2) {
    return {};
  }
  if (dashes == 2 && text.substr(2, 1) == "[") { // Lua's --[[ and --[==[
    const std::size_t level = run_of(text, "=", 3);
    return text.substr(level, 1) == "[" ? Found{Leader::opener, level + 1} : Found{};
  }
  if (text.substr(dashes, 1) == ">") { // the end of an HTML comment
    return {};
  }
  return {Leader::dashes, dashes};
}

Found starting_with_brace(std::string_view text) {
  if (text.starts_with("{/*")) {
    return {Leader::opener, run_of(text, "*", 2)};
  }
  return text.starts_with("{-") || text.starts_with("{#") ? Found{Leader::opener, 2} : Found{};
}

Found leading_word(std::string_view text) {
  for (const std::string_view word : {"rem", "dnl", "..", "!", "'"}) {
    if (starts_with_ignoring_case(text, word) && blank_at(text, word.size())) {
      return {Leader::word, word.size()};
    }
  }
  return {};
}

Found leader_of(std::string_view text) {
  if (text.empty()) {
    return {};
  }
  switch (text.front()) {
  case '#':
    return starting_with_hash(text);
  case '/':
    return starting_with_slash(text);
  case '*': {
    const std::size_t stars = run_of(text, "*");
    const bool closer = text.substr(stars, 1) == "/" || text.substr(stars, 1) == ")";
    return !closer && (stars == 1 || blank_at(text, stars)) ? Found{Leader::star, stars} : Found{};
  }
  case '-':
    return starting_with_dash(text);
  case ';':
    return {Leader::semicolons, run_of(text, ";")};
  case '%':
    return {Leader::percent, run_of(text, "%")};
  case '<':
    if (text.starts_with("<!--")) {
      return {Leader::opener, run_of(text, "-", 2)};
    }
    if (text.starts_with("<%--")) {
      return {Leader::opener, run_of(text, "-", 2)};
    }
    return text.starts_with("<#") ? Found{Leader::opener, 2} : Found{};
  case '(':
    return text.starts_with("(*") ? Found{Leader::opener, run_of(text, "*", 1)} : Found{};
  case '{':
    return starting_with_brace(text);
  default: {
    const Found string = docstring(text);
    return string.leader != Leader::none ? string : leading_word(text);
  }
  }
}

// A closing delimiter at the end of a line. Those that could end prose or a value too count only
// where nothing else stands before them on the line, or where `opened` says that their kind of
// comment began on this very line.
std::size_t closer_length(std::string_view text, std::string_view opened) {
  for (const std::string_view closer : {"*/}", "*/", "--%>", "-->", "\"\"\"", "'''"}) {
    if (text.ends_with(closer)) {
      // The stars of `**/` belong to it.
      const std::string_view body = text.substr(0, text.size() - closer.size());
      return text.size() - (closer.front() == '*' ? body.find_last_not_of('*') + 1 : body.size());
    }
  }
  struct Pair {
    std::string_view open;
    std::string_view close;
  };
  static constexpr std::array k_pairs = {Pair{"(*", "*)"}, Pair{"{-", "-}"},    Pair{"{#", "#}"},
                                         Pair{"<#", "#>"}, Pair{"--[", "--]]"}, Pair{"--[", "]]"}};
  for (const Pair& pair : k_pairs) {
    if (text.ends_with(pair.close) && (text == pair.close || opened.starts_with(pair.open))) {
      return pair.close.size();
    }
  }
  return 0;
}

// White space, no-break spaces too: what a word processor makes of the space after `#`.
std::size_t blanks_at(std::string_view text) {
  constexpr std::string_view k_no_break_space = "\xC2\xA0";
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.substr(at).starts_with(k_no_break_space)) {
      at += k_no_break_space.size();
    } else if (is_blank(text[at])) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

// The right edge of a box: `* text  *`, `# text  #`.
std::size_t box_edge(std::string_view text, Leader leader) {
  const char edge = leader == Leader::star ? '*' : leader == Leader::hash ? '#' : '\0';
  const std::size_t last = text.size() - 1;
  const bool framed = text.size() > 2 && text[last] == edge && is_blank(text[last - 1]);
  return framed ? text.size() - trim_right(text.substr(0, last)).size() : 0;
}

std::uint32_t columns_of(std::string_view before) {
  std::uint32_t columns = 0;
  for (const char c : before) {
    columns = c == '\t' ? (columns / 8 + 1) * 8 : columns + 1;
  }
  return columns;
}

} // namespace

bool is_line_comment(Leader leader) {
  switch (leader) {
  case Leader::hash:
  case Leader::slashes:
  case Leader::dashes:
  case Leader::semicolons:
  case Leader::percent:
  case Leader::word:
    return true;
  case Leader::none:
  case Leader::star:
  case Leader::opener:
    return false;
  }
  return false;
}

CommentLine strip_comment(std::string_view line, LeaderUse use, unsigned leaders) {
  CommentLine stripped;
  std::string_view text = trim_right(line);
  std::size_t at = text.size() - trim_left(text).size();
  for (unsigned level = 0; level < leaders; ++level) {
    if (const std::size_t length = closer_length(text.substr(at), {}); length == text.size() - at) {
      stripped.closes = stripped.closes || length > 0;
      text.remove_suffix(length);
      break;
    }
    const std::string_view opened = text.substr(at);
    const Found found = leader_of(opened);
    const bool strip =
        found.leader != Leader::none && (use == LeaderUse::any || !is_line_comment(found.leader));
    if (strip) {
      stripped.leader = level == 0 ? found.leader : stripped.leader;
      stripped.opens = stripped.opens || found.leader == Leader::opener;
      at += found.length;
      at += blanks_at(text.substr(at));
    }
    const std::size_t closer = closer_length(text.substr(at), strip ? opened : std::string_view());
    stripped.closes = stripped.closes || closer > 0;
    text.remove_suffix(closer);
    text = trim_right(text.substr(0, std::max(at, text.size())));
    at = std::min(at, text.size());
    text.remove_suffix(strip ? box_edge(text.substr(at), found.leader) : 0);
    if (!strip) {
      break;
    }
  }
  stripped.text = trim_right(text.substr(at));
  stripped.offset = at;
  stripped.indent = columns_of(text.substr(0, at));
  return stripped;
}

} // namespace aether::blocks
