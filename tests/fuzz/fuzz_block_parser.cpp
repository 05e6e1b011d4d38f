// Any text: the parser ends, gives the same for a text cut in two as for the whole, every field
// lies within the text, and a fixed text needs no second fix.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/block_reading.h"
#include "backend/blocks/examine_block.h"
#include "job_tracer/blocks.h"
#include "job_tracer/fix.h"
#include "job_tracer/reference.h"

namespace {

using namespace aether::job_tracer;

void require(bool truth) {
  if (!truth) {
    std::abort();
  }
}

std::vector<std::uint32_t> lines_of(const ParsedPiece& parsed) {
  std::vector<std::uint32_t> lines;
  for (const RawBlock& block : parsed.blocks) {
    lines.push_back(block.line);
  }
  return lines;
}

void examine(std::string_view text, const ParsedPiece& parsed) {
  for (const RawBlock& block : parsed.blocks) {
    std::size_t end = 0;
    for (const RawField& field : block.fields) {
      require(field.begin >= end && field.begin < field.end && field.end <= text.size());
      end = field.end;
    }
    if (const std::optional<BlockReading> reading = examine_block(block)) {
      (void)split_references(reading->block.incoming.left);
    }
    (void)is_correct(block);
  }
}

void compare_with_pieces(std::string_view text, std::size_t cut, Markup markup) {
  const ParsedPiece whole = parse_blocks({text, 1, true, {}}, markup, ParseDepth::everything);
  examine(text, whole);
  const ParsedPiece first =
      parse_blocks({text.substr(0, cut), 1, false, {}}, markup, ParseDepth::everything);
  require(first.resume <= cut);
  if (first.resume == 0) {
    return; // nothing was taken; the reader would offer a longer piece
  }
  const ParsedPiece second =
      parse_blocks({text.substr(first.resume), first.resume_line, true, first.resume_fence}, markup,
                   ParseDepth::everything);
  std::vector<std::uint32_t> lines = lines_of(first);
  const std::vector<std::uint32_t> rest = lines_of(second);
  lines.insert(lines.end(), rest.begin(), rest.end());
  require(lines == lines_of(whole));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Markup markup = (data[0] & 1U) != 0 ? Markup::markdown : Markup::plain;
  compare_with_pieces(text, text.size() * data[0] / 256, markup);
  const FixedText once = fix_text(text, markup);
  require(fix_text(once.text, markup).text == once.text);
  return 0;
}
