#include "job_tracer/block_parser.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <optional>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include "core/text.h"
#include "job_tracer/comment_line.h"

namespace aether::job_tracer {

namespace {

// A tag followed by more text than this without its three lines is malformed; keeps the work per
// tag bounded whatever the file holds.
constexpr std::size_t k_longest_block = std::size_t{1} << 20U;
constexpr std::size_t k_none = std::string_view::npos;

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  if (from >= text.size()) {
    return k_none;
  }
  const void* at = ::memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return at == nullptr ? k_none
                       : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

// Where the tag occurs. Nearly all text of a tree is passed over here: `@` followed by `.` is
// looked for sixteen bytes at a time, which takes half the time of memmem on trees full of
// decorators.
std::size_t find_tag(std::string_view text, std::size_t from) {
#ifdef __SSE2__
  const __m128i at_signs = _mm_set1_epi8('@');
  const __m128i dots = _mm_set1_epi8('.');
  for (; from + 17 <= text.size(); from += 16) {
    const char* here = text.data() + from;
    const __m128i first = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here));
    const __m128i second = _mm_loadu_si128(reinterpret_cast<const __m128i*>(here + 1));
    const __m128i both =
        _mm_and_si128(_mm_cmpeq_epi8(first, at_signs), _mm_cmpeq_epi8(second, dots));
    for (auto hits = static_cast<unsigned>(_mm_movemask_epi8(both)); hits != 0; hits &= hits - 1) {
      const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(hits));
      if (text.substr(at).starts_with(k_tag)) {
        return at;
      }
    }
  }
#endif
  return find_word(text, k_tag, from);
}

// A line of the text, with where it stands.
struct Line {
  std::string_view raw;
  std::size_t begin = 0;
  std::size_t next = 0; // where the next line begins; the text's size after the last
  std::uint32_t number = 0;

  // No newline ended it: in a piece of a text it may go on.
  [[nodiscard]] bool unfinished() const { return begin + raw.size() == next; }
};

Line line_at(std::string_view text, std::size_t begin, std::uint32_t number) {
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  return {text.substr(begin, end - begin), begin, std::min(end + 1, text.size()), number};
}

std::uint32_t column_of(const Line& line, std::size_t offset) {
  return static_cast<std::uint32_t>(count_code_points(line.raw.substr(0, offset)) + 1);
}

// Which of the three keys the text begins with, and where its value begins.
struct KeyFound {
  std::size_t index = 0;
  std::size_t key_length = 0;
  std::size_t value_offset = 0;
};

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

// Code fences as CommonMark has them: closed by a line of the same character, at least as many,
// and nothing else.
Fence after_line(Fence fence, std::string_view raw) {
  std::string_view text = trim(raw);
  while (text.starts_with("- ") || text.starts_with("> ") || text.starts_with("* ")) {
    text = trim_left(text.substr(2));
  }
  if (text.empty() || (text.front() != '`' && text.front() != '~')) {
    return fence;
  }
  const std::size_t length = std::min(text.find_first_not_of(text.front()), text.size());
  const bool bare = length == text.size();
  if (fence.length == 0) {
    const bool in_line = text.front() == '`' && text.find('`', length) != k_none; // ```code```
    return length >= 3 && !in_line ? Fence{text.front(), length} : fence;
  }
  return bare && text.front() == fence.character && length >= fence.length ? Fence{} : fence;
}

enum class Outcome { complete, missing_key, out_of_order, cut_off };

// Reads the three lines that follow a tag.
class FieldReader {
public:
  // `leader`: the tag's; a line comment ends with the first line that does not begin with it, but
  // in Markdown `#` makes a heading.
  FieldReader(const Piece& piece, Leader leader, bool markdown)
      : piece_(piece), leader_(markdown ? Leader::none : leader) {}

  Outcome read(std::size_t begin, std::uint32_t number) {
    const std::size_t limit = std::min(piece_.text.size(), begin + k_longest_block);
    bool goes_on = true;
    next_ = begin;
    next_line_ = number;
    while (goes_on && next_ < limit) {
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
    return expected_ == k_keys.size() ? Outcome::complete : Outcome::missing_key;
  }

  [[nodiscard]] std::size_t next() const { return next_; }
  [[nodiscard]] std::uint32_t next_line() const { return next_line_; }
  [[nodiscard]] std::size_t expected() const { return expected_; }
  [[nodiscard]] std::size_t met() const { return met_; }
  RawBlock block;

private:
  // Whether the block may go on after this line; a line that does not belong to it is left.
  bool take(const Line& line) {
    const CommentLine stripped = strip_comment(line.raw);
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
    const bool in_block_comment = !is_line_comment(leader_);
    if (key ? !begin_field(line, stripped, *key)
            : !go_on(line,
                     in_block_comment ? strip_comment(line.raw, LeaderUse::block) : stripped)) {
      return false;
    }
    consume(line);
    return !stripped.closes || stripped.leader == Leader::opener;
  }

  bool begin_field(const Line& line, const CommentLine& stripped, const KeyFound& key) {
    if (key.index != expected_) {
      wrong_order_ = expected_ < k_keys.size();
      met_ = key.index;
      return false;
    }
    RawField& field = block.fields[expected_++];
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

  bool go_on(const Line& line, const CommentLine& stripped) {
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

  void consume(const Line& line) {
    next_ = line.next;
    ++next_line_;
  }

  const Piece& piece_;
  Leader leader_;
  std::size_t next_ = 0;
  std::uint32_t next_line_ = 0;
  std::size_t expected_ = 0; // the index of the key that has to come next
  std::size_t met_ = 0;      // the key that came out of order
  bool wrong_order_ = false;
  RawField* open_ = nullptr; // the field that a deeper line would go on
  std::uint32_t indent_ = 0;
};

std::string problem_text(Outcome outcome, const FieldReader& reader) {
  const std::string expected(k_keys[std::min(reader.expected(), k_keys.size() - 1)]);
  if (outcome == Outcome::out_of_order) {
    return "`" + std::string(k_keys[reader.met()]) + ":` stands where `" + expected +
           ":` has to come";
  }
  return "`" + expected + ":` is missing after the tag";
}

class Parser {
public:
  Parser(const Piece& piece, Markup markup, ParseDepth depth)
      : piece_(piece), markdown_(markup == Markup::markdown), depth_(depth),
        line_(piece.first_line), fence_(piece.fence) {}

  ParsedPiece parse() {
    if (piece_.text.starts_with("\xEF\xBB\xBF") && piece_.first_line == 1) {
      at_ = 3;
    }
    while (!stopped_) {
      const std::size_t tag = find_tag(piece_.text, at_);
      look_for_untagged(std::min(tag, piece_.text.size()));
      if (stopped_ || tag == k_none) {
        break;
      }
      const std::size_t begin = std::max(line_start(tag), at_);
      go_to(begin);
      take_tag(line_at(piece_.text, begin, 0));
    }
    if (!stopped_) {
      go_to(piece_.last ? piece_.text.size() : line_start(piece_.text.size()));
      stop_here();
    }
    return std::move(parsed_);
  }

private:
  [[nodiscard]] std::size_t line_start(std::size_t at) const {
    const std::size_t newline = at == 0 ? k_none : piece_.text.rfind('\n', at - 1);
    return newline == k_none ? 0 : newline + 1;
  }

  // Moves on to the start of a later line, past the fences of Markdown.
  void go_to(std::size_t begin) {
    if (begin <= at_) {
      return;
    }
    if (markdown_) {
      const std::string_view passed = piece_.text.substr(at_, begin - at_);
      for (std::size_t i = 0; i < passed.size();) {
        const Line line = line_at(passed, i, 0);
        fence_ = after_line(fence_, line.raw);
        i = line.next;
      }
    }
    at_ = begin;
  }

  // The number of the line at_; most texts are never asked for one.
  std::uint32_t line_number() {
    const std::string_view passed = piece_.text.substr(counted_, at_ - counted_);
    line_ += static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
    counted_ = at_;
    return line_;
  }

  void stop_here() {
    parsed_.resume = at_;
    parsed_.resume_line = piece_.last ? 0 : line_number();
    parsed_.resume_fence = fence_;
    stopped_ = true;
  }

  void take_tag(Line line) {
    if (!piece_.last && line.unfinished()) {
      stop_here();
      return;
    }
    const CommentLine stripped = strip_comment(line.raw);
    if (stripped.text != k_tag || fence_.length > 0) {
      go_to(line.next);
      return;
    }
    line.number = line_number();
    const bool closed = stripped.closes && stripped.leader != Leader::opener;
    FieldReader reader(piece_, stripped.leader, markdown_);
    reader.block.line = line.number;
    reader.block.column = column_of(line, stripped.offset);
    const Outcome outcome = closed ? Outcome::missing_key : reader.read(line.next, line.number + 1);
    if (outcome == Outcome::cut_off) {
      stop_here();
      return;
    }
    if (outcome == Outcome::complete) {
      go_to(reader.next());
      parsed_.blocks.push_back(std::move(reader.block));
      return;
    }
    parsed_.malformed.push_back({line.number, reader.block.column, problem_text(outcome, reader)});
    // What follows is no untagged block: its lines belong to this tag.
    go_to(std::max(line.next, reader.next()));
  }

  // Three correct lines without a tag, before `limit`.
  void look_for_untagged(std::size_t limit) {
    if (depth_ == ParseDepth::blocks) {
      return;
    }
    while (true) {
      const std::size_t hit = find_word(piece_.text.substr(0, limit), "ncoming", at_);
      if (hit == k_none) {
        return;
      }
      const std::size_t begin = std::max(line_start(hit), at_);
      go_to(begin);
      const Line line = line_at(piece_.text, begin, line_number());
      if (!piece_.last && line.unfinished()) {
        stop_here();
        return;
      }
      const CommentLine stripped = strip_comment(line.raw);
      const std::optional<KeyFound> key = key_of(stripped.text);
      if (!key || key->index != 0 || fence_.length > 0) {
        go_to(line.next);
        continue;
      }
      FieldReader reader(piece_, stripped.leader, markdown_);
      const Outcome outcome = reader.read(begin, line.number);
      if (outcome == Outcome::cut_off) {
        stop_here();
        return;
      }
      if (outcome == Outcome::complete && reader.block.text_between == 0) {
        reader.block.line = line.number;
        reader.block.column = column_of(line, stripped.offset);
        parsed_.untagged.push_back(std::move(reader.block));
        go_to(reader.next());
      } else {
        go_to(line.next);
      }
    }
  }

  const Piece& piece_;
  bool markdown_;
  ParseDepth depth_;
  ParsedPiece parsed_;
  std::size_t at_ = 0; // always at the start of a line
  std::uint32_t line_; // the number of the line that begins at counted_
  std::size_t counted_ = 0;
  Fence fence_;
  bool stopped_ = false;
};

} // namespace

ParsedPiece parse_blocks(const Piece& piece, Markup markup, ParseDepth depth) {
  return Parser(piece, markup, depth).parse();
}

} // namespace aether::job_tracer
