// Reads the three lines that follow a tag: Incoming, Processing, Outgoing, each at the start of its
// line, in this order. The parser's inner part.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/comment_line.h"

namespace aether::blocks {

// A line of a text, with where it stands.
struct Line {
  std::string_view raw;
  std::size_t begin = 0;
  std::size_t next = 0; // where the next line begins; the text's size after the last
  std::uint32_t number = 0;

  // No newline ended it: in a piece of a text it may go on.
  [[nodiscard]] bool unfinished() const { return begin + raw.size() == next; }
};

[[nodiscard]] Line line_at(std::string_view text, std::size_t begin, std::uint32_t number);

// The column of a byte of the line, in code points from 1.
[[nodiscard]] std::uint32_t column_of(const Line& line, std::size_t offset);

// Which of the three keys the text begins with, and where its value begins.
struct KeyFound {
  std::size_t index = 0;
  std::size_t key_length = 0;
  std::size_t value_offset = 0;
};

[[nodiscard]] std::optional<KeyFound> key_of(std::string_view text);

class FieldReader {
public:
  enum class Outcome {
    complete,
    missing_key,
    out_of_order,
    too_long, // begun, but not complete within the longest that is read
    cut_off,  // the piece ended before the block did
  };

  // `leader`: the tag's, outermost; a line comment ends with the first line that does not begin
  // with it, but in Markdown `#` makes a heading. `leaders`: as many as are stripped from each
  // line.
  FieldReader(const Piece& piece, Leader leader, bool markdown, unsigned leaders = 1)
      : piece_(piece), leader_(markdown ? Leader::none : leader), leaders_(leaders) {}

  // From the start of a line on.
  Outcome read(std::size_t begin, std::uint32_t number);

  // Where the first line begins that does not belong to the block.
  [[nodiscard]] std::size_t next() const { return next_; }
  // The indices of the key that had to come next, and of the one that came out of order.
  [[nodiscard]] std::size_t expected() const { return expected_; }
  [[nodiscard]] std::size_t met() const { return met_; }

  RawBlock block;

private:
  bool take(const Line& line);
  bool begin_field(const Line& line, const CommentLine& stripped, const KeyFound& key);
  bool go_on(const Line& line, const CommentLine& stripped);
  void consume(const Line& line);

  const Piece& piece_;
  Leader leader_;
  unsigned leaders_;
  std::size_t next_ = 0;
  std::uint32_t next_line_ = 0;
  std::size_t expected_ = 0;
  std::size_t met_ = 0;
  bool wrong_order_ = false;
  RawField* open_ = nullptr; // the field that a deeper line would go on
  std::uint32_t indent_ = 0;
};

} // namespace aether::blocks
