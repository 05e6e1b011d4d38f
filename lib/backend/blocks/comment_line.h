// One line of a source file without its comment dress: leader, white space, closing delimiter.
// Knows the comment syntaxes of many languages at once, since a block may stand in any file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aether::blocks {

// What stood before the text of a line.
enum class Leader : std::uint8_t {
  none,
  star,       // ` * ` within a block comment
  hash,       // # ## #: #!
  slashes,    // // /// //!
  dashes,     // -- ---
  semicolons, // ; ;;
  percent,    // % %%
  word,       // REM, dnl, .. and a single ! or '
  opener,     // a docstring or block comment begins on this line: """ /* /** <!-- (* {- --[[ <#
};

// Whether the leader has to be there on every line of one comment.
[[nodiscard]] bool is_line_comment(Leader leader);

struct CommentLine {
  std::string_view text;        // stripped; empty for a line that holds a leader or a closer only
  std::size_t offset = 0;       // of `text` in the line that was given
  std::uint32_t indent = 0;     // columns before `text`, a tab going on to the next multiple of 8
  Leader leader = Leader::none; // the outermost
  bool opens = false;           // a block comment or docstring begins on the line
  bool closes = false;          // a closing delimiter ended the line
};

enum class LeaderUse : std::uint8_t {
  any,
  block, // within a block comment: only ` * ` and openers; `---` or `#` begins text
};

// `line` is without its newline; a carriage return at its end is white space. Strips at most so
// many leaders, one within the other.
[[nodiscard]] CommentLine strip_comment(std::string_view line, LeaderUse use = LeaderUse::any,
                                        unsigned leaders = 1);

} // namespace aether::blocks
