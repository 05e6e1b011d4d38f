#include "job_tracer/fix.h"

#include <algorithm>
#include <optional>

#include "backend/blocks/block_reading.h"
#include "backend/blocks/examine_block.h"
#include "core/error.h"
#include "core/text.h"
#include "job_tracer/blocks.h"
#include "job_tracer/check.h"
#include "os/atomic_write.h"
#include "os/file.h"

namespace aether::job_tracer {

namespace {

// The edits of a block on lines that have a finding.
std::vector<Edit> wanted_edits(const RawBlock& raw, BlockReading reading) {
  std::erase_if(reading.edits, [&](const Edit& edit) {
    const auto field = std::find_if(raw.fields.begin(), raw.fields.end(), [&](const RawField& one) {
      return one.begin <= edit.begin && edit.begin <= one.end;
    });
    return std::none_of(reading.defects.begin(), reading.defects.end(), [&](const Finding& found) {
      return field != raw.fields.end() && found.begin.line == field->line;
    });
  });
  return std::move(reading.edits);
}

} // namespace

FixedText fix_text(std::string_view text, Markup markup, const DropIgnored& drop_ignored) {
  FixedText fixed;
  const ParsedPiece parsed = parse_blocks({text, 1, true, {}}, markup, ParseDepth::blocks);
  std::size_t copied = 0;
  for (const RawBlock& raw : parsed.blocks) {
    std::optional<BlockReading> reading = examine_block(raw);
    if (!reading) {
      continue;
    }
    if (drop_ignored) {
      drop_ignored(reading->defects);
    }
    for (const Edit& edit : wanted_edits(raw, std::move(*reading))) {
      fixed.text += text.substr(copied, edit.begin - copied);
      fixed.text += edit.text;
      copied = edit.end;
      ++fixed.fields;
    }
  }
  fixed.text += text.substr(copied);
  return fixed;
}

FixSummary fix_files(const std::filesystem::path& root, const std::vector<std::string>& paths,
                     const Selection& selection) {
  constexpr std::size_t k_largest = std::size_t{64} << 20U;
  FixSummary summary;
  for (const std::string& path : paths) {
    const std::filesystem::path file = root / name_of_text(path);
    try {
      if (std::filesystem::is_symlink(file)) {
        continue;
      }
      const std::string text = read_file(file, k_largest);
      const FixedText fixed = fix_text(text, markup_of(path), [&](std::vector<Finding>& findings) {
        std::for_each(findings.begin(), findings.end(),
                      [&](Finding& finding) { finding.file = path; });
        apply_selection(selection, rules(), findings);
      });
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
