#include "job_tracer/fix.h"

#include <optional>

#include "core/error.h"
#include "core/text.h"
#include "job_tracer/block_parser.h"
#include "job_tracer/block_reading.h"
#include "os/atomic_write.h"
#include "os/file.h"

namespace aether::job_tracer {

FixedText fix_text(std::string_view text, bool markdown) {
  FixedText fixed;
  const ParsedPiece parsed = parse_blocks(
      {text, 1, true, {}}, markdown ? Markup::markdown : Markup::plain, ParseDepth::blocks);
  std::size_t copied = 0;
  for (const RawBlock& raw : parsed.blocks) {
    const std::optional<BlockReading> reading = examine_block(raw);
    if (!reading) {
      continue;
    }
    for (const Edit& edit : reading->edits) {
      fixed.text += text.substr(copied, edit.begin - copied);
      fixed.text += edit.text;
      copied = edit.end;
      ++fixed.fields;
    }
  }
  fixed.text += text.substr(copied);
  return fixed;
}

FixSummary fix_files(const std::filesystem::path& root, const std::vector<std::string>& paths) {
  constexpr std::size_t k_largest = std::size_t{64} << 20U;
  FixSummary summary;
  for (const std::string& path : paths) {
    const std::filesystem::path file = root / path;
    try {
      if (std::filesystem::is_symlink(file)) {
        continue;
      }
      const std::string text = read_file(file, k_largest);
      const FixedText fixed = fix_text(text, markup_of(path) == Markup::markdown);
      if (fixed.fields > 0) {
        write_file_atomically(file, fixed.text);
        ++summary.files;
        summary.fields += fixed.fields;
      }
    } catch (const Error& error) {
      summary.failures.emplace_back(error.what());
    } catch (const std::filesystem::filesystem_error& error) {
      summary.failures.push_back(printable(path) + ": " + error.code().message());
    }
  }
  return summary;
}

} // namespace aether::job_tracer
