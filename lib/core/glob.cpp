#include "core/glob.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/text.h"

namespace aether {

namespace {

struct CodePoint {
  char32_t value = 0;
  std::size_t length = 0; // in bytes
};

// An invalid byte reads as a value above Unicode, so that it equals only itself.
CodePoint read_code_point(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return static_cast<char32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::size_t length = utf8_sequence_length(text, at);
  switch (length) {
  case 0:
    return {0x110000U + byte(at), 1};
  case 1:
    return {byte(at), 1};
  default:
    break;
  }
  char32_t value = byte(at) & (0xFFU >> (length + 1));
  for (std::size_t i = at + 1; i < at + length; ++i) {
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, length};
}

enum class Kind : std::uint8_t {
  literal,
  any,       // one character within a component
  set,       // `[...]`
  star,      // `*`
  globstar,  // `**`
  skip_dirs, // `**/`: no component at all, or
  dirs,      // whole components up to a slash
  open,      // `{` of a group
  comma,     // end of an alternative that others follow
  close,     // `}`
};

struct Token {
  Kind kind = Kind::literal;
  char32_t character = 0;  // literal
  std::size_t begin = 0;   // set: its content in the pattern
  std::size_t end = 0;     // set
  std::size_t next = 0;    // open, comma: the comma or the bracket that ends the alternative
  std::size_t closing = 0; // comma: the bracket that ends the group
};

// The pattern as the states of a nondeterministic automaton, which reads the text once and holds
// all states it may be in: time is at most pattern times text, whatever the pattern.
class Automaton {
public:
  explicit Automaton(std::string_view pattern) : pattern_(pattern) {
    tokenize();
    link_groups();
    seen_.assign(tokens_.size() + 1, 0);
  }

  [[nodiscard]] bool matches(std::string_view text) {
    enter(0);
    for (std::size_t at = 0; at < text.size();) {
      if (next_.empty()) {
        return false;
      }
      const CodePoint read = read_code_point(text, at);
      at += read.length;
      ++step_;
      current_.swap(next_);
      next_.clear();
      for (const std::size_t state : current_) {
        advance(state, read.value);
      }
    }
    return seen_[tokens_.size()] == step_;
  }

  [[nodiscard]] bool has_closed_brackets() const { return !sets_end_ && !open_group_; }

private:
  void tokenize() {
    for (std::size_t i = 0; i < pattern_.size();) {
      switch (pattern_[i]) {
      case '*':
        i = add_stars(i);
        break;
      case '[':
        i = add_set(i);
        break;
      case '?':
        i = add(Kind::any, i);
        break;
      case '{':
        i = add(Kind::open, i);
        break;
      case ',':
        i = add(Kind::comma, i);
        break;
      case '}':
        i = add(Kind::close, i);
        break;
      case '\\':
        i = add_literal(i + 1 < pattern_.size() ? i + 1 : i);
        break;
      default:
        i = add_literal(i);
      }
    }
  }

  std::size_t add(Kind kind, std::size_t at) {
    tokens_.push_back({.kind = kind, .character = static_cast<unsigned char>(pattern_[at])});
    return at + 1;
  }

  std::size_t add_literal(std::size_t at) {
    const CodePoint read = read_code_point(pattern_, at);
    tokens_.push_back({.character = read.value});
    return at + read.length;
  }

  std::size_t add_stars(std::size_t at) {
    const std::size_t end = std::min(pattern_.find_first_not_of('*', at), pattern_.size());
    if (end == at + 1) {
      return add(Kind::star, at);
    }
    const bool starts_component =
        tokens_.empty() || tokens_.back().kind == Kind::open ||
        tokens_.back().kind == Kind::comma ||
        (tokens_.back().kind == Kind::literal && tokens_.back().character == U'/') ||
        tokens_.back().kind == Kind::dirs;
    if (!starts_component || end == pattern_.size() || pattern_[end] != '/') {
      add(Kind::globstar, at);
      return end;
    }
    add(Kind::skip_dirs, at);
    add(Kind::dirs, at);
    return end + 1;
  }

  std::size_t add_set(std::size_t at) {
    std::size_t begin = at + 1;
    if (begin < pattern_.size() && (pattern_[begin] == '!' || pattern_[begin] == '^')) {
      ++begin;
    }
    std::size_t end = begin;
    while (!sets_end_ && end < pattern_.size() && (pattern_[end] != ']' || end == begin)) {
      end += pattern_[end] == '\\' ? 2U : 1U;
    }
    if (sets_end_ || end >= pattern_.size()) {
      sets_end_ = true; // no bracket closes from here on: do not look for it again
      return add_literal(at);
    }
    add(Kind::set, at);
    tokens_.back().begin = at + 1;
    tokens_.back().end = end;
    return end + 1;
  }

  // Finds the alternatives of each group. What belongs to no group with a comma is literal.
  void link_groups() {
    struct Group {
      std::size_t open = 0;
      std::vector<std::size_t> commas;
    };
    std::vector<Group> groups;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind == Kind::open) {
        groups.push_back({i, {}});
      } else if (tokens_[i].kind == Kind::comma && !groups.empty()) {
        groups.back().commas.push_back(i);
      } else if (tokens_[i].kind == Kind::close && !groups.empty()) {
        link(groups.back().open, groups.back().commas, i);
        groups.pop_back();
      }
    }
    open_group_ = !groups.empty();
    for (Token& token : tokens_) {
      const bool in_group = token.next != 0;
      if (token.kind >= Kind::open && !in_group) {
        token.kind = Kind::literal;
      }
    }
  }

  void link(std::size_t open, const std::vector<std::size_t>& commas, std::size_t close) {
    if (commas.empty()) {
      return;
    }
    std::size_t last = open;
    for (const std::size_t comma : commas) {
      tokens_[last].next = comma;
      tokens_[comma].closing = close;
      last = comma;
    }
    tokens_[last].next = close;
    tokens_[close].next = close;
  }

  // Adds a state and all that are reached from it without reading.
  void enter(std::size_t state) {
    pending_.push_back(state);
    while (!pending_.empty()) {
      const std::size_t at = pending_.back();
      pending_.pop_back();
      if (seen_[at] == step_) {
        continue;
      }
      seen_[at] = step_;
      if (at < tokens_.size()) {
        follow(at);
      }
    }
  }

  void follow(std::size_t at) {
    const Token& token = tokens_[at];
    switch (token.kind) {
    case Kind::literal:
    case Kind::any:
    case Kind::set:
    case Kind::dirs:
      next_.push_back(at);
      break;
    case Kind::star:
    case Kind::globstar:
      next_.push_back(at);
      pending_.push_back(at + 1);
      break;
    case Kind::skip_dirs:
      pending_.push_back(at + 1);
      pending_.push_back(at + 2);
      break;
    case Kind::open:
      pending_.push_back(at + 1);
      for (std::size_t i = token.next; tokens_[i].kind == Kind::comma; i = tokens_[i].next) {
        pending_.push_back(i + 1);
      }
      break;
    case Kind::comma:
      pending_.push_back(token.closing + 1);
      break;
    case Kind::close:
      pending_.push_back(at + 1);
      break;
    }
  }

  void advance(std::size_t state, char32_t read) {
    const Token& token = tokens_[state];
    switch (token.kind) {
    case Kind::literal:
      enter_if(read == token.character, state + 1);
      break;
    case Kind::any:
      enter_if(read != U'/', state + 1);
      break;
    case Kind::set:
      enter_if(read != U'/' && in_set(token, read), state + 1);
      break;
    case Kind::star:
      enter_if(read != U'/', state);
      break;
    case Kind::globstar:
      enter(state);
      break;
    case Kind::dirs:
      enter(state);
      enter_if(read == U'/', state + 1);
      break;
    case Kind::skip_dirs:
    case Kind::open:
    case Kind::comma:
    case Kind::close:
      break; // follow() never leaves the automaton in one of these
    }
  }

  void enter_if(bool condition, std::size_t state) {
    if (condition) {
      enter(state);
    }
  }

  [[nodiscard]] bool in_set(const Token& set, char32_t read) const {
    std::size_t at = set.begin;
    const bool negated = pattern_[at] == '!' || pattern_[at] == '^';
    at += negated ? 1U : 0U;
    while (at < set.end) {
      const char32_t low = read_member(at);
      char32_t high = low;
      if (at + 1 < set.end && pattern_[at] == '-') {
        ++at;
        high = read_member(at);
      }
      if (low <= read && read <= high) {
        return !negated;
      }
    }
    return negated;
  }

  char32_t read_member(std::size_t& at) const {
    at += pattern_[at] == '\\' ? 1U : 0U;
    const CodePoint read = read_code_point(pattern_, at);
    at += read.length;
    return read.value;
  }

  std::string_view pattern_;
  std::vector<Token> tokens_;
  bool sets_end_ = false;
  bool open_group_ = false;       // a `{` that nothing closes
  std::vector<std::size_t> seen_; // for each state, the step in which it was entered last
  std::size_t step_ = 1;
  std::vector<std::size_t> current_;
  std::vector<std::size_t> next_;
  std::vector<std::size_t> pending_;
};

} // namespace

bool has_glob(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == '*' || text[i] == '?' || text[i] == '[' || text[i] == '{') {
      return true;
    }
  }
  return false;
}

bool has_closed_brackets(std::string_view pattern) {
  return Automaton(pattern).has_closed_brackets();
}

bool glob_matches(std::string_view pattern, std::string_view text) {
  const std::size_t prefix = pattern.find_first_of("*?[]{},\\");
  if (prefix == std::string_view::npos) {
    return pattern == text;
  }
  // Most paths differ in what is literal at either end, and need no automaton to say so.
  std::string_view suffix = pattern.substr(pattern.find_last_of("*?[]{},\\") + 1);
  suffix.remove_prefix(suffix.starts_with('/') ? 1 : 0); // that of `**/` may match nothing
  if (!text.starts_with(pattern.substr(0, prefix)) || !text.ends_with(suffix)) {
    return false;
  }
  return Automaton(pattern).matches(text);
}

} // namespace aether
