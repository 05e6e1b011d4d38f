// Scalars of YAML 1.2.2 (chapters 7 and 8) in the text: how far they go and what they say. yaml-cpp
// is wrong about some of it: escapes, the last lines of a text, lines that are folded.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace aether::yaml {

enum class ScalarStyle : std::uint8_t { plain, single_quoted, double_quoted, literal, folded };
enum class Chomping : std::uint8_t { clip, strip, keep };

// Of a text of at most 1 GiB.
[[nodiscard]] constexpr std::uint32_t to_offset(std::size_t offset) {
  return static_cast<std::uint32_t>(offset);
}

// A scalar in the source, by offsets.
struct SourceScalar {
  ScalarStyle style = ScalarStyle::plain;
  Chomping chomping = Chomping::clip;
  std::uint32_t node = 0;   // the first of its anchor and tag, else `begin`
  std::uint32_t begin = 0;  // its first letter, quote or indicator
  std::uint32_t end = 0;    // behind its last letter, quote or line
  std::uint32_t lines = 0;  // of a block scalar: where the first of its lines begins
  std::uint32_t indent = 0; // of a block scalar: the columns that are no part of its lines
};

// A parent's indentation is the column from 0 of the block collection around the scalar, -1 at the
// top. Columns are bytes: what stands before them is ASCII.
[[nodiscard]] std::size_t end_of_plain(std::string_view text, std::size_t begin,
                                       std::ptrdiff_t parent_indent, bool in_flow);

// Npos where the quote is never closed before the end of the text or of the document.
[[nodiscard]] std::size_t end_of_quoted(std::string_view text, std::size_t begin);

// Throws InputError for what cannot stand behind the indicator, and for blank lines that hide the
// indentation. `name` is how the text is called in messages.
[[nodiscard]] SourceScalar find_block_scalar(std::string_view text, std::string_view name,
                                             std::size_t begin, std::ptrdiff_t parent_indent);

// Throws InputError for escapes that YAML has not.
[[nodiscard]] std::string text_of(const SourceScalar& scalar, std::string_view text,
                                  std::string_view name);

// Whether `---` or `...` stands at this start of a line.
[[nodiscard]] bool is_document_mark(std::string_view text, std::size_t line_begin);

} // namespace aether::yaml
