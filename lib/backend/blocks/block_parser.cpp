#include "backend/blocks/block_parser.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "backend/blocks/comment_line.h"
#include "backend/blocks/field_reader.h"
#include "core/text.h"

namespace aether::blocks {

namespace {

std::size_t find_word(std::string_view text, std::string_view word, std::size_t from) {
  if (from >= text.size()) {
    return k_none;
  }
  const void* at = ::memmem(text.data() + from, text.size() - from, word.data(), word.size());
  return at == nullptr ? k_none
                       : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

// Code fences as CommonMark has them: closed by a line of the same character, at least as many,
// and nothing else.
Fence fence_after(Fence fence, std::string_view raw) {
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

std::string problem_text(FieldReader::Outcome outcome, const FieldReader& reader) {
  const std::string expected(k_keys[std::min(reader.expected(), k_keys.size() - 1)]);
  if (outcome == FieldReader::Outcome::out_of_order) {
    return "`" + std::string(k_keys[reader.met()]) + ":` stands where `" + expected +
           ":` has to come";
  }
  if (outcome == FieldReader::Outcome::too_long) {
    return "`" + expected + ":` does not come within 8 MiB of the tag: a block may not be longer";
  }
  return "`" + expected + ":` is missing after the tag";
}

// Comments within comments: code that was commented out, generated code.
constexpr unsigned k_most_leaders = 3;

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
        fence_ = fence_after(fence_, line.raw);
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
    unsigned leaders = 1;
    CommentLine stripped = strip_comment(line.raw);
    while (stripped.text != k_tag && leaders < k_most_leaders) { // `// # @.architecture`
      stripped = strip_comment(line.raw, LeaderUse::any, ++leaders);
    }
    if (stripped.text != k_tag || fence_.length > 0) {
      go_to(line.next);
      return;
    }
    line.number = line_number();
    const bool closed = stripped.closes && !stripped.opens;
    FieldReader reader(piece_, stripped.leader, markdown_, leaders);
    reader.block.line = line.number;
    reader.block.column = column_of(line, stripped.offset);
    const FieldReader::Outcome outcome =
        closed ? FieldReader::Outcome::missing_key : reader.read(line.next, line.number + 1);
    if (outcome == FieldReader::Outcome::cut_off) {
      stop_here();
      return;
    }
    if (outcome == FieldReader::Outcome::complete) {
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
      const FieldReader::Outcome outcome = reader.read(begin, line.number);
      if (outcome == FieldReader::Outcome::cut_off) {
        stop_here();
        return;
      }
      if (outcome == FieldReader::Outcome::complete && reader.block.text_between == 0) {
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

Markup markup_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::string_view extension = dot == k_none ? std::string_view() : name.substr(dot);
  const bool markdown = equals_ignoring_case(extension, ".md") ||
                        equals_ignoring_case(extension, ".mdx") ||
                        equals_ignoring_case(extension, ".markdown");
  return markdown ? Markup::markdown : Markup::plain;
}

ParsedPiece parse_blocks(const Piece& piece, Markup markup, ParseDepth depth) {
  return Parser(piece, markup, depth).parse();
}

} // namespace aether::blocks
