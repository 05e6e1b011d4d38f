#include "data/yaml_scan.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "core/text.h"
#include "data/yaml_flow.h"
#include "data/yaml_refused.h"
#include "data/yaml_rewriter.h"

namespace aether::yaml {

namespace {

constexpr std::size_t k_longest_key = 1024;
constexpr std::string_view k_tab_indents = "a tab is no indentation";
constexpr std::string_view k_quotes = "\"\"";

class Scanner {
public:
  Scanner(std::string_view text, std::string_view name, const ScanLimits& limits)
      : text_(text), name_(name), limits_(limits), rewriter_(text), refused_(text) {}

  Scan scan() {
    for (skip_to_token(); at_ < text_.size(); skip_to_token()) {
      drop_stale_key();
      if (flows_.empty()) {
        unwind(static_cast<std::ptrdiff_t>(column()));
      }
      take_token();
    }
    end_document();
    rewriter_.finish();
    return {rewriter_.take_text(), rewriter_.take_map(), std::move(scalars_), refused_.take()};
  }

private:
  // A node in a block collection that a `:` on its line would make a key.
  struct Key {
    bool is_possible = false;
    bool is_plain = false;
    bool is_required = false; // stands where only a key can
    std::size_t at = 0;
    std::size_t line = 0;
    std::ptrdiff_t column = 0;
  };

  // A block collection.
  struct Block {
    std::ptrdiff_t indent = -1; // the column of its entries
    bool is_mapping = false;
  };

  [[noreturn]] void fail(std::size_t offset, std::string_view message) const {
    throw input_error(name_, position_at(text_, offset), message);
  }

  [[nodiscard]] char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\n';
  }
  [[nodiscard]] bool blank_follows() const { return is_blank(peek(1)) || peek(1) == '\n'; }
  [[nodiscard]] std::size_t column() const { return at_ - line_begin_; }

  void skip_to_token() {
    const std::size_t blanks = at_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') {
        pass_line(std::max(blanks, line_begin_));
      } else if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size()) - 1;
      } else if (c == '\t') {
        note_tab(at_);
      } else if (c != ' ' && c != '\r') {
        break;
      }
    }
    const std::size_t rest = std::max(blanks, line_begin_);
    if (at_ == text_.size()) {
      rewriter_.remove(rest, at_);
    } else if (!flows_.empty() || (after_colon_ && line_begin_ <= blanks)) {
      shorten_blanks(rest);
    }
  }

  // Nothing on the line from `rest` on has a meaning.
  void pass_line(std::size_t rest) {
    if (!flows_.empty()) {
      rewriter_.replace(rest, at_ + 1, " ");
    } else {
      rewriter_.remove(rest, is_bare_line_ ? at_ + 1 : at_);
    }
    is_bare_line_ = true;
    over_lines_ = false;
    ++line_;
    line_begin_ = at_ + 1;
    key_allowed_ = key_allowed_ || flows_.empty();
  }

  // Where no column depends on them.
  void shorten_blanks(std::size_t begin) {
    if (at_ - begin > 1) {
      rewriter_.replace(begin, at_, " ");
    }
  }

  void note_tab(std::size_t tab) {
    refused_.add_tab(tab);
    const bool is_first = tab_line_ != line_;
    tab_line_ = line_;
    if (!is_first || flows_.empty() || text_.find_first_not_of(' ', line_begin_) != tab ||
        static_cast<std::ptrdiff_t>(tab - line_begin_) > block_.indent) {
      return;
    }
    const std::size_t next = text_.find_first_not_of(" \t\r", tab);
    if (next != k_none && text_[next] != '\n') {
      fail(tab, k_tab_indents);
    }
  }

  void drop_stale_key() {
    const bool is_stale = line_ != key_.line || at_ - key_.at > k_longest_key;
    if (key_.is_possible && is_stale) {
      key_.is_possible = false;
      if (key_.is_required && key_.is_plain && block_.is_mapping) {
        fail(key_.at, "`:` is missing after this key");
      }
      if (key_.is_required && !key_.is_plain) { // of others in a list yaml-cpp tells
        fail(key_.at, "this stands where only a key can: is the indentation wrong?");
      }
    }
  }

  void unwind(std::ptrdiff_t column) {
    while (block_.indent > column) {
      block_ = outer_blocks_.back();
      outer_blocks_.pop_back();
    }
  }

  void roll(std::ptrdiff_t column, bool is_mapping) {
    if (flows_.empty() && block_.indent < column) {
      outer_blocks_.push_back(std::exchange(block_, {column, is_mapping}));
      count_node();
      check_depth();
    }
  }

  void check_depth() const {
    if (outer_blocks_.size() + flows_.size() > limits_.depth) {
      fail(at_, fmt::format("nested deeper than {} levels", limits_.depth));
    }
  }

  void count_node() {
    if (++nodes_ > limits_.nodes) {
      fail(at_, fmt::format("more than {} keys and values", limits_.nodes));
    }
  }

  void take_token() {
    const bool is_line_start = column() == 0;
    is_bare_line_ = false;
    after_colon_ = false;
    if (is_line_start && is_document_mark(text_, at_)) {
      take_document_mark();
      return;
    }
    if (is_line_start && text_[at_] == '%' && flows_.empty()) {
      take_directive();
      return;
    }
    if (directive_ != k_none) {
      fail(directive_, "a directive, and no `---` after it");
    }
    has_content_ = true;
    const bool after_json = std::exchange(after_json_, false);
    const bool over_lines = std::exchange(over_lines_, false);
    if (!take_indicator(after_json, over_lines)) {
      take_node();
    }
  }

  // True where an indicator was there and taken.
  bool take_indicator(bool after_json, bool over_lines_before) {
    const char c = peek();
    const bool in_flow = !flows_.empty();
    if (in_flow && (c == ']' || c == '}')) {
      close_flow(c);
    } else if (in_flow && c == ',') {
      take_comma();
    } else if ((c == '-' || c == '?') && blank_follows()) {
      take_block_indicator();
    } else if (c == ':' &&
               (blank_follows() || (in_flow && (after_json || is_flow_sign(peek(1)))))) {
      take_colon(over_lines_before);
    } else {
      return false;
    }
    node_ = k_none;
    return true;
  }

  static bool is_flow_sign(char c) { return std::string_view(",[]{}").find(c) != k_none; }

  void take_node() {
    begin_entry();
    switch (peek()) {
    case '[':
    case '{':
      open_flow();
      return;
    case '&':
    case '!':
      take_property();
      return;
    case '*':
      begin_node();
      at_ = end_of_word();
      node_ = k_none;
      flows_.end_node();
      return;
    case '"':
    case '\'':
      take_quoted();
      return;
    case '|':
    case '>':
      if (flows_.empty()) {
        take_block_scalar();
        return;
      }
      break;
    default:
      break;
    }
    take_plain();
  }

  void begin_entry() {
    if (!flows_.begin_node(line_, peek() == '?' && blank_follows())) {
      fail(at_, "`,` is missing before this");
    }
  }

  // The key that a scalar, an alias, a property or a flow collection may be.
  void begin_node() {
    count_node();
    after_indicator_ = false;
    if (flows_.empty() && key_allowed_) {
      const auto at_column = static_cast<std::ptrdiff_t>(column());
      const bool is_plain = std::string_view("&!*[{\"'|>").find(peek()) == k_none;
      key_ = {true, is_plain, block_.indent == at_column, at_, line_, at_column};
    }
    key_allowed_ = false;
  }

  void open_flow() {
    begin_node();
    flows_.open(at_);
    check_depth();
    node_ = k_none;
    ++at_;
  }

  void close_flow(char bracket) {
    if (!flows_.close(text_, bracket)) {
      fail_unclosed();
    }
    ++at_;
    after_json_ = true;
    key_allowed_ = false;
  }

  [[noreturn]] void fail_unclosed() const {
    const std::size_t open = flows_.last_bracket();
    fail(open, fmt::format("`{}` is never closed", text_[open]));
  }

  void take_comma() {
    if (!flows_.take_comma()) {
      fail(at_, "nothing stands before this `,`");
    }
    ++at_;
  }

  void take_block_indicator() {
    begin_entry();
    note_missing_node();
    if (flows_.empty() && !key_allowed_) {
      fail(at_,
           fmt::format("`{}` begins no entry behind other text: it needs a line of its own, or "
                       "quotes",
                       peek()));
    }
    if (key_allowed_) {
      roll(static_cast<std::ptrdiff_t>(column()), peek() == '?');
    }
    key_.is_possible = false;
    key_allowed_ = flows_.empty();
    ++at_;
  }

  void take_colon(bool over_lines_before) {
    if (!flows_.take_colon(line_)) {
      refused_.add(at_, ":", "the end of a key that begins on another line");
    }
    if (flows_.empty()) {
      take_block_colon(over_lines_before);
    }
    note_missing_node();
    key_.is_possible = false;
    ++at_;
  }

  // Properties on the lines before the key are its mapping's.
  void begin_key() {
    if (!scalars_.empty() && scalars_.back().begin >= key_.at) {
      scalars_.back().node = to_offset(key_.at);
    }
  }

  void take_block_colon(bool over_lines_before) {
    if (key_.is_possible) {
      roll(key_.column, true);
      begin_key();
      key_allowed_ = false;
      after_colon_ = true;
      return;
    }
    if (over_lines_before) {
      fail(text_.find_first_not_of(" \t", line_begin_),
           "a key within text over several lines: is the indentation wrong?");
    }
    if (!key_allowed_) {
      fail(at_, "a `:` too many: text with `: ` in it needs quotes");
    }
    roll(static_cast<std::ptrdiff_t>(column()), true);
  }

  // An indicator after another: what is between them is null.
  void note_missing_node() {
    if (after_indicator_) {
      count_node();
    }
    after_indicator_ = true;
  }

  [[nodiscard]] std::size_t end_of_word() const {
    return std::min(text_.find_first_of(flows_.empty() ? " \t\r\n" : " \t\r\n,[]{}", at_ + 1),
                    text_.size());
  }

  void take_property() {
    const bool is_anchor = peek() == '&';
    node_ = std::min(node_, at_);
    begin_node();
    std::size_t end = end_of_word();
    if (text_.substr(at_).starts_with("!<")) {
      end = std::min(text_.find_first_of(">\n", at_), text_.size());
      end += end < text_.size() && text_[end] == '>' ? 1U : 0U;
    }
    if (is_anchor) {
      refused_.add_anchor(at_, text_.substr(at_, end - at_), line_ + 1);
    }
    at_ = end;
  }

  void check_plain_start() const {
    const char c = peek();
    if (c == ']' || c == '}' || c == ',') {
      fail(at_, fmt::format("`{}` outside of brackets", c));
    }
    if (c == '%' || c == '@' || c == '`' || c == '|' || c == '>') {
      fail(at_, fmt::format("text that begins with `{}` needs quotes", c));
    }
  }

  void take_plain() {
    check_plain_start();
    SourceScalar scalar = scalar_here();
    const std::size_t end =
        std::max(end_of_plain(text_, at_, block_.indent, !flows_.empty()), at_ + 1);
    const std::string_view text = text_.substr(at_, end - at_);
    begin_node();
    const std::size_t question = flows_.empty() ? k_none : text.find('?');
    if (question != k_none) { // ends the scalar, to PyYAML and yaml-cpp
      refused_.add(at_ + question, "?", "a letter");
    }
    if (const std::size_t tab = text.find('\t'); tab != k_none) {
      note_tab(at_ + tab);
    }
    take_scalar(scalar, end);
    if (!flows_.empty() && is_touched_by_value(end)) {
      rewriter_.replace(at_, end + 1, "\"\": ");
    } else {
      rewriter_.replace(at_, end, k_quotes);
    }
    pass(end);
    flows_.end_node();
  }

  // `key:[1]`, of which yaml-cpp makes one scalar.
  [[nodiscard]] bool is_touched_by_value(std::size_t end) const {
    const std::string_view next = text_.substr(end, 2);
    return next == ":[" || next == ":{";
  }

  void take_quoted() {
    SourceScalar scalar = scalar_here();
    scalar.style = peek() == '"' ? ScalarStyle::double_quoted : ScalarStyle::single_quoted;
    const std::size_t end = end_of_quoted(text_, at_);
    if (end == k_none) {
      fail(at_, "the quote that opens here is never closed");
    }
    begin_node();
    take_scalar(scalar, end);
    rewriter_.replace(at_, end, k_quotes);
    pass(end);
    after_json_ = true;
    flows_.end_node();
  }

  [[nodiscard]] SourceScalar scalar_here() const {
    SourceScalar scalar;
    scalar.begin = to_offset(at_);
    scalar.node = to_offset(std::min(node_, at_));
    return scalar;
  }

  void take_scalar(SourceScalar scalar, std::size_t end) {
    scalar.end = to_offset(end);
    scalars_.push_back(scalar);
  }

  // Rewritten as quotes, since a plain scalar would go on in what is wrongly indented below.
  void take_block_scalar() {
    SourceScalar scalar = find_block_scalar(text_, name_, at_, block_.indent);
    scalar.node = scalar_here().node;
    begin_node();
    const std::string_view header = text_.substr(at_, scalar.lines - at_);
    if (const std::size_t tab = header.find('\t'); tab < header.find('#')) {
      note_tab(at_ + tab);
    }
    if (scalar.indent == 0 && scalar.end > scalar.lines) {
      refused_.add(at_, text_.substr(at_, 1), "text that is not indented");
    }
    scalars_.push_back(scalar);
    rewriter_.replace(at_, scalar.end - (text_[scalar.end - 1] == '\n' ? 1U : 0U), k_quotes);
    pass(scalar.end);
    is_bare_line_ = true;
    over_lines_ = false;
    key_allowed_ = true;
    if (const std::size_t next = text_.find_first_not_of(' ', at_);
        next != k_none && text_[next] == '\t') {
      fail(next, k_tab_indents);
    }
  }

  // Goes behind a scalar.
  void pass(std::size_t end) {
    node_ = k_none;
    const std::string_view text = text_.substr(at_, end - at_);
    const std::size_t last = text.rfind('\n');
    over_lines_ = last != k_none;
    if (over_lines_) {
      line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
      line_begin_ = at_ + last + 1;
    }
    at_ = end;
  }

  void take_directive() {
    if (has_content_) {
      fail(at_, "a directive within a document: text that begins with `%` needs quotes");
    }
    directive_ = at_;
    at_ = std::min(text_.find('\n', at_), text_.size());
  }

  void take_document_mark() {
    const bool begins = peek() == '-';
    if (begins) {
      directive_ = k_none;
    }
    end_document();
    has_content_ = begins;
    refused_.forget_anchors();
    at_ += 3;
  }

  void end_document() {
    if (!flows_.empty()) {
      fail_unclosed();
    }
    if (directive_ != k_none) {
      fail(directive_, "a directive, and no `---` after it");
    }
    line_ += 1; // no key goes on
    drop_stale_key();
    line_ -= 1;
    unwind(-1);
    after_indicator_ = false;
    node_ = k_none;
  }

  std::string_view text_;
  std::string_view name_;
  ScanLimits limits_;
  Rewriter rewriter_;
  std::vector<SourceScalar> scalars_;
  RefusedByPyYaml refused_;
  std::size_t at_ = 0;
  std::size_t line_ = 0;
  std::size_t line_begin_ = 0;
  bool is_bare_line_ = true; // nothing but blanks and comments so far
  FlowStack flows_;
  Block block_; // the innermost
  std::vector<Block> outer_blocks_;
  Key key_;
  bool key_allowed_ = true;
  bool after_json_ = false;      // a quoted scalar or a flow collection, which `:` may touch
  bool after_indicator_ = false; // and no node since
  bool after_colon_ = false;     // of a key on this line: no block collection follows on it
  bool over_lines_ = false;      // after a scalar that ends on this line and does not begin on it
  std::size_t node_ = k_none;    // the first property of the node that comes
  std::size_t directive_ = k_none;
  bool has_content_ = false;
  std::size_t tab_line_ = k_none; // of the last tab
  std::size_t nodes_ = 0;
};

} // namespace

Scan scan(std::string_view text, std::string_view name, const ScanLimits& limits) {
  return Scanner(text, name, limits).scan();
}

} // namespace aether::yaml
