#include "db/sql_lexer.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace aether {

namespace {

bool begins_name(char c) {
  return is_ascii_letter(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool goes_on_name(char c) { return begins_name(c) || is_ascii_digit(c) || c == '$'; }

bool is_space(char c) { return is_blank(c) || c == '\n'; }

// What is thrown within this file, and caught at its edge.
struct Stop {
  SqlProblem problem;
};

class Lexer {
public:
  Lexer(std::string_view script, SqlDialect dialect) : script_(script), dialect_(dialect) {}

  // The next token, or nothing at the end. Throws Stop.
  std::optional<SqlToken> next() {
    skip_blank_and_comments();
    if (at_ >= script_.size()) {
      return std::nullopt;
    }
    const std::size_t begin = at_;
    const SqlTokenKind kind = take();
    return SqlToken{kind, script_.substr(begin, at_ - begin), begin};
  }

private:
  [[nodiscard]] bool postgres() const { return dialect_ == SqlDialect::postgres; }
  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < script_.size() ? script_[at_ + ahead] : '\0';
  }

  [[noreturn]] static void stop(std::string message, std::size_t at) {
    throw Stop{{std::move(message), at}};
  }

  void skip_blank_and_comments() {
    while (at_ < script_.size()) {
      if (is_space(script_[at_])) {
        ++at_;
      } else if (script_.substr(at_).starts_with("--")) {
        skip_line_comment();
      } else if (script_.substr(at_).starts_with("/*")) {
        skip_block_comment();
      } else if (!postgres() && script_.substr(at_).starts_with("\xEF\xBB\xBF")) {
        at_ += 3; // a byte order mark, where files were joined
      } else {
        return;
      }
    }
  }

  // PostgreSQL's also end at a carriage return.
  void skip_line_comment() {
    at_ = std::min(script_.find_first_of(postgres() ? "\r\n" : "\n", at_), script_.size());
  }

  // PostgreSQL's nest; SQLite's end at the first `*/`, or with the script.
  void skip_block_comment() {
    const std::size_t begin = at_;
    std::size_t depth = 1;
    at_ += 2;
    while (depth > 0) {
      const std::size_t mark = script_.find_first_of("*/", at_);
      if (mark == k_none || mark + 1 >= script_.size()) {
        if (postgres()) {
          stop("a comment never ends: `/*` without `*/`", begin);
        }
        at_ = script_.size();
        return;
      }
      const std::string_view two = script_.substr(mark, 2);
      const bool opens = postgres() && two == "/*";
      const bool closes = two == "*/";
      depth = opens ? depth + 1 : closes ? depth - 1 : depth;
      at_ = mark + (opens || closes ? 2 : 1);
    }
  }

  SqlTokenKind take() {
    const char c = script_[at_];
    if (c == '\'') {
      return take_string(0, Escapes::doubled);
    }
    if (c == '"' || (!postgres() && (c == '`' || c == '['))) {
      return take_quoted_name(0);
    }
    if (c == '$' && postgres()) {
      return take_dollar();
    }
    if (begins_name(c)) {
      return take_word();
    }
    if (is_ascii_digit(c) || (c == '.' && is_ascii_digit(peek(1)))) {
      return take_number();
    }
    if (!postgres() && (c == '?' || c == ':' || c == '@' || c == '#' || c == '$') &&
        (c == '?' || goes_on_name(peek(1)))) {
      take_parameter();
      return SqlTokenKind::parameter;
    }
    if (c == '\\' && postgres()) {
      const std::size_t end = std::min(script_.find_first_of(" \t\n", at_ + 1), script_.size());
      stop("`" + std::string(script_.substr(at_, end - at_)) +
               "` is a command of psql, which only psql can run",
           at_);
    }
    ++at_;
    return SqlTokenKind::symbol;
  }

  void skip_name() {
    while (at_ < script_.size() && goes_on_name(script_[at_])) {
      ++at_;
    }
  }

  enum class Escapes { doubled, backslash };

  // From a quote `prefix` bytes ahead on.
  SqlTokenKind take_string(std::size_t prefix, Escapes escapes) {
    const std::size_t begin = at_;
    at_ += prefix + 1;
    while (true) {
      const std::size_t mark = script_.find_first_of("'\\", at_);
      if (mark == k_none) {
        stop("a string never ends", begin);
      }
      if (script_[mark] == '\\') {
        at_ = std::min(mark + (escapes == Escapes::backslash ? 2 : 1), script_.size());
      } else if (mark + 1 < script_.size() && script_[mark + 1] == '\'') {
        at_ = mark + 2;
      } else {
        at_ = mark + 1;
        if (escapes == Escapes::doubled || !skip_to_continuation()) {
          return SqlTokenKind::string;
        }
      }
    }
  }

  // A string goes on at a quote on a later line, and an E'' string keeps its backslashes there.
  bool skip_to_continuation() {
    const std::size_t end = at_;
    bool newline = false;
    while (is_space(peek()) || script_.substr(at_).starts_with("--")) {
      if (peek() == '-') {
        skip_line_comment();
      } else {
        newline = newline || peek() == '\n' || peek() == '\r';
        ++at_;
      }
    }
    if (!newline || peek() != '\'') {
      at_ = end;
      return false;
    }
    ++at_;
    return true;
  }

  SqlTokenKind take_quoted_name(std::size_t prefix) {
    const std::size_t begin = at_;
    const char open = script_[at_ + prefix];
    const char close = open == '[' ? ']' : open;
    at_ += prefix + 1;
    while (true) {
      const std::size_t mark = script_.find(close, at_);
      if (mark == k_none) {
        stop("a quoted name never ends", begin);
      }
      at_ = mark + 1;
      if (close == ']' || peek() != close) {
        return SqlTokenKind::quoted_name;
      }
      ++at_;
    }
  }

  // $1, $$...$$ or $tag$...$tag$.
  SqlTokenKind take_dollar() {
    if (is_ascii_digit(peek(1))) {
      do {
        ++at_;
      } while (is_ascii_digit(peek()));
      return SqlTokenKind::parameter;
    }
    std::size_t end = at_ + 1;
    while (end < script_.size() && script_[end] != '$' && goes_on_name(script_[end])) {
      ++end;
    }
    if (end >= script_.size() || script_[end] != '$') {
      ++at_;
      return SqlTokenKind::symbol;
    }
    const std::string_view tag = script_.substr(at_, end + 1 - at_);
    const std::size_t close = script_.find(tag, end + 1);
    if (close == k_none) {
      stop("a string never ends: there is no second `" + std::string(tag) + "`", at_);
    }
    at_ = close + tag.size();
    return SqlTokenKind::string;
  }

  // SQLite's; `$a::b(c)` is one, as Tcl names variables.
  void take_parameter() {
    ++at_;
    skip_name();
    while (script_.substr(at_).starts_with("::")) {
      at_ += 2;
      skip_name();
    }
    const std::size_t end = script_.find_first_of(") \t\r\n\f\v", at_);
    if (peek() == '(' && end != k_none && script_[end] == ')') {
      at_ = end + 1;
    }
  }

  SqlTokenKind take_word() {
    const char c = ascii_lower(script_[at_]);
    if (peek(1) == '\'' && postgres() && (c == 'e' || c == 'b' || c == 'x' || c == 'n')) {
      return take_string(1, c == 'e' ? Escapes::backslash : Escapes::doubled);
    }
    if (peek(1) == '\'' && !postgres() && c == 'x') {
      return take_string(1, Escapes::doubled);
    }
    if (postgres() && c == 'u' && peek(1) == '&' && (peek(2) == '\'' || peek(2) == '"')) {
      return peek(2) == '"' ? take_quoted_name(2) : take_string(2, Escapes::doubled);
    }
    skip_name();
    return SqlTokenKind::word;
  }

  SqlTokenKind take_number() {
    while (at_ < script_.size()) {
      const char c = script_[at_];
      const char before = at_ > 0 ? ascii_lower(script_[at_ - 1]) : '\0';
      const bool sign = (c == '+' || c == '-') && before == 'e' && is_ascii_digit(peek(1));
      if (!is_ascii_digit(c) && !is_ascii_letter(c) && c != '.' && c != '_' && !sign) {
        break;
      }
      if (c == '.' && peek(1) == '.') { // a range: 1..10
        break;
      }
      ++at_;
    }
    return SqlTokenKind::number;
  }

  std::string_view script_;
  SqlDialect dialect_;
  std::size_t at_ = 0;
};

// Knows whether a semicolon ends the statement whose tokens it has seen.
class StatementEnd {
public:
  explicit StatementEnd(SqlDialect dialect) : dialect_(dialect) {}

  // Whether this token, not yet among `tokens`, ends the statement.
  bool ends_with(const SqlToken& token, const std::vector<SqlToken>& tokens) {
    if (dialect_ == SqlDialect::sqlite) {
      return token.is_symbol(';') && (!is_trigger(tokens) || after_end(tokens));
    }
    count(token, tokens);
    return token.is_symbol(';') && brackets_.empty() && !body_;
  }

  // The byte of the BEGIN ATOMIC whose END is not there.
  [[nodiscard]] std::optional<std::size_t> open_body() const { return body_; }

  // The byte of the innermost bracket that is open.
  [[nodiscard]] std::optional<std::size_t> open_bracket() const {
    return brackets_.empty() ? std::nullopt : std::optional(brackets_.back());
  }

private:
  // The word at a place, EXPLAIN and its options left aside.
  static bool is_trigger(const std::vector<SqlToken>& tokens) {
    std::size_t at = 0;
    if (at < tokens.size() && tokens[at].is_word("explain")) {
      ++at;
      at += at + 1 < tokens.size() && tokens[at].is_word("query") ? 2U : 0U;
    }
    const auto word = [&](std::string_view text) {
      return at < tokens.size() && tokens[at].is_word(text);
    };
    if (!word("create")) {
      return false;
    }
    ++at;
    at += word("temp") || word("temporary") ? 1U : 0U;
    return word("trigger");
  }

  static bool after_end(const std::vector<SqlToken>& tokens) {
    const std::size_t size = tokens.size();
    return size >= 2 && tokens[size - 1].is_word("end") && tokens[size - 2].is_symbol(';');
  }

  void count(const SqlToken& token, const std::vector<SqlToken>& tokens) {
    if (token.is_symbol('(')) {
      brackets_.push_back(token.begin);
    } else if (token.is_symbol(')')) {
      if (!brackets_.empty()) {
        brackets_.pop_back();
      }
    } else if (!body_) {
      const bool begins = brackets_.empty() && token.is_word("atomic") && !tokens.empty() &&
                          tokens.back().is_word("begin") && creates_routine(tokens);
      body_ = begins ? std::optional(tokens.back().begin) : std::nullopt;
    } else if (token.is_word("end") &&
               (tokens.back().is_symbol(';') || tokens.back().is_word("atomic"))) {
      body_.reset(); // the END of a CASE, and a column's label, follow something else
    }
  }

  static bool creates_routine(const std::vector<SqlToken>& tokens) {
    std::size_t at = 1;
    if (tokens.size() > 3 && tokens[1].is_word("or") && tokens[2].is_word("replace")) {
      at = 3;
    }
    return at < tokens.size() && tokens[0].is_word("create") &&
           (tokens[at].is_word("function") || tokens[at].is_word("procedure"));
  }

  SqlDialect dialect_;
  std::vector<std::size_t> brackets_; // the bytes of those that are open
  std::optional<std::size_t> body_;   // the byte of its BEGIN
};

} // namespace

bool SqlToken::is_word(std::string_view word) const {
  return kind == SqlTokenKind::word && equals_ignoring_case(text, word);
}

bool SqlToken::is_symbol(char c) const { return kind == SqlTokenKind::symbol && text.front() == c; }

std::string SqlToken::name() const {
  if (kind != SqlTokenKind::quoted_name) {
    return to_lower(text);
  }
  const std::size_t open = text.find_first_of("\"`[");
  const std::string_view inside = text.substr(open + 1, text.size() - open - 2);
  std::string plain;
  for (std::size_t i = 0; i < inside.size(); ++i) {
    plain += inside[i];
    i += text[open] != '[' && inside[i] == text[open] ? 1U : 0U; // a doubled quote
  }
  return plain;
}

SqlScript split_sql(std::string_view script, SqlDialect dialect) {
  SqlScript result;
  Lexer lexer(script, dialect);
  std::vector<SqlToken> tokens;
  StatementEnd end(dialect);
  const auto finish = [&](std::size_t after) {
    if (!tokens.empty()) {
      const std::size_t begin = tokens.front().begin;
      const std::string_view text = script.substr(begin, tokens.back().end() - begin);
      const std::string_view whole = script.substr(begin, after - begin);
      result.statements.push_back({text, whole, begin, std::move(tokens)});
    }
    tokens.clear();
    end = StatementEnd(dialect);
  };
  try {
    while (const std::optional<SqlToken> token = lexer.next()) {
      if (end.ends_with(*token, tokens)) {
        finish(token->end());
      } else {
        tokens.push_back(*token);
      }
    }
    if (const std::optional<std::size_t> bracket = end.open_bracket()) {
      throw Stop{{"a bracket never ends: `(` without `)`", *bracket}};
    }
    if (const std::optional<std::size_t> body = end.open_body()) {
      throw Stop{{"a body never ends: `BEGIN ATOMIC` without `END`", *body}};
    }
    finish(tokens.empty() ? 0 : tokens.back().end());
  } catch (const Stop& stopped) {
    result.problem = stopped.problem;
  }
  return result;
}

} // namespace aether
