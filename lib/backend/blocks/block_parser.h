// Finds the `@.architecture` blocks of a text. Lenient in what it accepts, exact in what it
// reports: a block is a tag alone on its line (once the comment leader is stripped) with the lines
// Incoming, Processing and Outgoing after it in this order; everything else is a mention.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/tag_search.h"

namespace aether::blocks {

inline constexpr std::array<std::string_view, 3> k_keys = {"Incoming", "Processing", "Outgoing"};

// A block that goes on for longer is malformed; keeps the work per tag bounded whatever the file
// holds.
inline constexpr std::size_t k_longest_block = std::size_t{8} << 20U;

struct RawField {
  std::string_view key;        // as written
  std::string_view first_line; // what follows the colon, trimmed
  std::string joined;          // with the lines that go on, joined by a space, if there are any
  std::uint32_t line = 0;
  std::uint32_t column = 0;       // of the key, in code points from 1
  std::uint32_t value_column = 0; // of the value on the key's line
  std::size_t begin = 0;          // bytes of the text: from the key ...
  std::size_t end = 0;            // ... to the end of the value, comment closers left out
  bool several_lines = false;
  bool blank_before_colon = false;
  bool blank_after_colon = true;

  [[nodiscard]] std::string_view value() const {
    return several_lines ? std::string_view(joined) : first_line;
  }
};

inline constexpr std::size_t k_processing = 1; // its place among the fields

struct RawBlock {
  std::uint32_t line = 0; // of the tag
  std::uint32_t column = 0;
  std::array<RawField, 3> fields; // in the order of k_keys
  std::uint32_t text_between = 0; // the first line between the fields that belongs to none, or 0
};

struct MalformedTag {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::string problem;
};

enum class Markup { plain, markdown }; // in Markdown a code fence holds illustrations
// By the name of a file.
[[nodiscard]] Markup markup_of(std::string_view name);

enum class ParseDepth { blocks, everything }; // everything: malformed tags and untagged blocks too

// An open code fence of Markdown; length 0: none.
struct Fence {
  char character = 0;
  std::size_t length = 0;

  bool operator==(const Fence&) const = default;
};

// A text, or a piece of one that is too large to hold: begins at a line's start.
struct Piece {
  std::string_view text;
  std::uint32_t first_line = 1;
  bool last = true;
  Fence fence = {}; // Markdown: what was open where the piece begins
};

struct ParsedPiece {
  std::vector<RawBlock> blocks; // views and offsets point into the piece
  std::vector<MalformedTag> malformed;
  std::vector<RawBlock> untagged; // their line is that of Incoming
  std::size_t resume =
      0; // where the next piece has to begin: the end, or an unfinished line or block
  std::uint32_t resume_line = 1; // its number; not told for the last piece
  Fence resume_fence;
};

[[nodiscard]] ParsedPiece parse_blocks(const Piece& piece, Markup markup, ParseDepth depth);

} // namespace aether::blocks
