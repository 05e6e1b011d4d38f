#include "backend/blocks/collector.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <system_error>

#include <fmt/format.h>

#include "backend/blocks/block_reading.h"
#include "backend/blocks/examine_block.h"
#include "core/path.h"
#include "core/text.h"

namespace aether::blocks {

namespace {

Finding file_defect(std::string_view rule, Position at, std::string message, std::string hint) {
  Finding finding;
  finding.rule = rule;
  finding.severity = Severity::error;
  finding.begin = at;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  return finding;
}

// The first byte within the blocks that is no UTF-8, as an offset of the file.
std::optional<std::uint64_t> find_bad_byte(const Piece& piece, std::uint64_t offset,
                                           const std::vector<RawBlock>& blocks) {
  for (const RawBlock& raw : blocks) {
    const std::size_t begin = raw.fields.front().begin;
    const std::size_t found =
        find_invalid_utf8(piece.text.substr(begin, raw.fields.back().end - begin));
    if (found != std::string_view::npos) {
      return offset + begin + found;
    }
  }
  return std::nullopt;
}

} // namespace

Collector::Collector(const Layers& layers, ScanDepth depth)
    : layers_(layers), depth_(depth), tally_(layers.names().size()) {}

void Collector::take(const WalkedFile& walked) {
  Reading reading{walked};
  const bool has_extension = !extension_of(walked.name).empty();
  try {
    const SourceKind kind =
        reader_.read({walked.directory_fd, walked.name, !has_extension},
                     [this, &reading](const Piece& piece, std::uint64_t offset) {
                       return take_piece(piece, offset, reading);
                     });
    if (reader_.passed_over() != 0) {
      warnings_.push_back(fmt::format("{}: line {}: longer than 64 MiB, passed over",
                                      text_of_name(walked.path()), reader_.passed_over()));
    }
    reading.file.empty = kind == SourceKind::empty;
    const bool wanted = reading.tallied || !reading.file.blocks.empty() || !wants_blocks_alone();
    if (wanted && kind != SourceKind::binary && kind != SourceKind::not_source) {
      keep(std::move(reading));
    }
  } catch (const std::system_error& failed) {
    refuse_want_of_descriptors(failed.code().value());
    warn(walked.path(), failed.code().value());
  }
}

void Collector::warn(std::string_view path, int error_number) {
  warnings_.push_back(fmt::format("{}: not read: {}", text_of_name(path),
                                  std::generic_category().message(error_number)));
}

void Collector::move_to(Index& index) {
  std::move(files_.begin(), files_.end(), std::back_inserter(index.files));
  std::move(warnings_.begin(), warnings_.end(), std::back_inserter(index.warnings));
}

ParsedPiece Collector::take_piece(const Piece& piece, std::uint64_t offset, Reading& reading) {
  ParsedPiece parsed =
      parse_blocks(piece, markup_of(reading.walked.name),
                   depth_ == ScanDepth::everything ? ParseDepth::everything : ParseDepth::blocks);
  if (!reading.bad_byte) {
    reading.bad_byte = find_bad_byte(piece, offset, parsed.blocks);
  }
  if (depth_ == ScanDepth::tally) {
    tally(parsed.blocks, reading);
  } else {
    add(parsed, reading);
  }
  return parsed;
}

void Collector::tally(const std::vector<RawBlock>& blocks, Reading& reading) {
  for (const RawBlock& raw : blocks) {
    const std::optional<JobList> jobs = read_jobs(raw);
    if (!jobs) {
      continue;
    }
    if (!reading.tallied) {
      tally_.begin_file(layers_.number_of(reading.walked.path()));
      reading.tallied = true;
    }
    for (const std::string_view job : jobs->listed) {
      tally_.add(job);
    }
  }
}

void Collector::add_block(const RawBlock& raw, Reading& reading) const {
  FileEntry& file = reading.file;
  std::optional<Block> block;
  if (depth_ != ScanDepth::everything) {
    block = read_block(raw);
  } else if (std::optional<BlockReading> examined = examine_block(raw)) {
    block = std::move(examined->block);
    std::move(examined->defects.begin(), examined->defects.end(), std::back_inserter(file.defects));
  }
  if (block) {
    file.blocks.push_back(std::move(*block));
  } else if (!reading.only_template) {
    reading.only_template = {raw.line, raw.column};
  }
}

void Collector::add(const ParsedPiece& parsed, Reading& reading) const {
  FileEntry& file = reading.file;
  for (const RawBlock& raw : parsed.blocks) {
    add_block(raw, reading);
  }
  for (const MalformedTag& tag : parsed.malformed) {
    file.defects.push_back(file_defect("malformed-block", {tag.line, tag.column}, tag.problem,
                                       "a block is the tag alone on its line, then Incoming, "
                                       "Processing and Outgoing, each on its own line"));
  }
  for (const RawBlock& raw : parsed.untagged) {
    if (is_correct(raw)) {
      file.defects.push_back(file_defect("untagged-block", {raw.line, raw.column},
                                         "the three lines of a block stand without the tag above "
                                         "them",
                                         "put a line `@.architecture` above them"));
    }
  }
}

void Collector::keep(Reading reading) {
  const std::string path = reading.walked.path();
  std::string text = text_of_name(path);
  if (find_invalid_utf8(path) != k_none) {
    warnings_.push_back(
        fmt::format("{}: the name is not UTF-8: its bytes are shown as \\xff", text));
  }
  if (reading.bad_byte) {
    warnings_.push_back(
        fmt::format("{}: not UTF-8 at byte {}: shown as U+FFFD", text, *reading.bad_byte));
  }
  if (depth_ == ScanDepth::everything && reading.only_template && reading.file.blocks.empty()) {
    reading.file.defects.push_back(
        file_defect("missing-block", *reading.only_template,
                    "the block is a template: placeholders stand in place of its parts",
                    "write what the file does in their place"));
    reading.file.defects.back().severity = Severity::note;
  }
  if (depth_ != ScanDepth::tally) {
    reading.file.path = std::move(text);
    reading.file.layer = layers_.layer_of(reading.file.path);
    files_.push_back(std::move(reading.file));
  }
}

} // namespace aether::blocks
