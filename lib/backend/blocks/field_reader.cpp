#include "backend/blocks/field_reader.h"

#include <algorithm>

#include "core/text.h"

namespace aether::blocks {

namespace {} // namespace

Line line_at(std::string_view text, std::size_t begin, std::uint32_t number) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  return {text.substr(begin, end - begin), begin, std::min(end + 1, text.size()), number};
}

std::uint32_t column_of(const Line& line, std::size_t offset) {
  return static_cast<std::uint32_t>(count_code_points(line.raw.substr(0, offset)) + 1);
}

std::optional<KeyFound> key_of(std::string_view text) {
  for (std::size_t i = 0; i < k_keys.size(); ++i) {
    if (!starts_with_ignoring_case(text, k_keys[i])) {
      continue;
    }
    std::size_t at = k_keys[i].size();
    while (at < text.size() && is_blank(text[at])) {
      ++at;
    }
    if (at < text.size() && text[at] == ':') {
      ++at;
      while (at < text.size() && is_blank(text[at])) {
        ++at;
      }
      return KeyFound{i, k_keys[i].size(), at};
    }
  }
  return std::nullopt;
}

FieldReader::Outcome FieldReader::read(std::size_t begin, std::uint32_t number) {
  const std::size_t limit = std::min(piece_.text.size(), begin + k_longest_block);
  bool goes_on = true;
  next_ = begin;
  next_line_ = number;
  while (goes_on && (next_ < limit || expected_ == k_keys.size()) && next_ < piece_.text.size()) {
    const Line line = line_at(piece_.text, next_, next_line_);
    if (!piece_.last && line.unfinished()) {
      return Outcome::cut_off;
    }
    goes_on = take(line);
  }
  if (goes_on && next_ >= piece_.text.size() && !piece_.last) {
    return Outcome::cut_off; // what follows may belong to it
  }
  if (wrong_order_) {
    return Outcome::out_of_order;
  }
  if (expected_ == k_keys.size()) {
    return Outcome::complete;
  }
  return goes_on && expected_ > 0 && next_ >= limit && limit < piece_.text.size()
             ? Outcome::too_long
             : Outcome::missing_key;
}

// Whether the block may go on after this line; a line that does not belong to it is left.
bool FieldReader::take(const Line& line) {
  const CommentLine stripped = strip_comment(line.raw, LeaderUse::any, leaders_);
  if (stripped.text.empty()) {
    open_ = nullptr;
    if (stripped.closes || expected_ == k_keys.size()) {
      return false;
    }
    consume(line);
    return true;
  }
  if (stripped.text == k_tag || (is_line_comment(leader_) && stripped.leader != leader_)) {
    return false;
  }
  const std::optional<KeyFound> key = key_of(stripped.text);
  const bool in_block_comment = !is_line_comment(leader_) && leaders_ == 1;
  if (key ? !begin_field(line, stripped, *key)
          : !go_on(line, in_block_comment ? strip_comment(line.raw, LeaderUse::block) : stripped)) {
    return false;
  }
  consume(line);
  return !stripped.closes || stripped.opens;
}

bool FieldReader::begin_field(const Line& line, const CommentLine& stripped, const KeyFound& key) {
  if (key.index != expected_) {
    wrong_order_ = expected_ < k_keys.size();
    met_ = key.index;
    return false;
  }
  RawField& field = block.fields[expected_++];
  const std::string_view colon =
      stripped.text.substr(key.key_length, key.value_offset - key.key_length);
  field.blank_before_colon = !colon.starts_with(':');
  field.blank_after_colon = !colon.ends_with(':') || key.value_offset == stripped.text.size();
  field.key = stripped.text.substr(0, key.key_length);
  field.first_line = stripped.text.substr(key.value_offset);
  field.line = line.number;
  field.column = column_of(line, stripped.offset);
  field.value_column = column_of(line, stripped.offset + key.value_offset);
  field.begin = line.begin + stripped.offset;
  field.end = field.begin + stripped.text.size();
  open_ = &field;
  indent_ = stripped.indent;
  return true;
}

bool FieldReader::go_on(const Line& line, const CommentLine& stripped) {
  if (open_ != nullptr && stripped.indent > indent_) {
    if (!open_->several_lines) {
      open_->joined = open_->first_line;
    }
    open_->joined += open_->joined.empty() ? "" : " ";
    open_->joined += stripped.text;
    open_->end = line.begin + stripped.offset + stripped.text.size();
    open_->several_lines = true;
    return true;
  }
  if (expected_ == k_keys.size()) {
    return false;
  }
  open_ = nullptr;
  if (expected_ > 0 && block.text_between == 0) {
    block.text_between = line.number;
  }
  return true;
}

void FieldReader::consume(const Line& line) {
  next_ = line.next;
  ++next_line_;
}

} // namespace aether::blocks
