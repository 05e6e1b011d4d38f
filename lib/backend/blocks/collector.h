// What one thread of a scan gathers: it reads each file it is given and keeps what the depth asks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/file_reader.h"
#include "backend/blocks/index.h"
#include "backend/blocks/layers.h"
#include "backend/blocks/tally.h"
#include "os/walk.h"

namespace aether::blocks {

enum class ScanDepth {
  tally,      // no files, only how many have each job
  blocks,     // only files that have a block
  tree,       // every source file
  everything, // and what the rules about single files find, and the registry
};

class Collector {
public:
  Collector(const Layers& layers, ScanDepth depth);

  // A file that cannot be read becomes a warning.
  void take(const WalkedFile& walked);
  void warn(std::string_view path, int error_number);

  [[nodiscard]] const JobTally& tally() const { return tally_; }
  void move_to(Index& index);

private:
  // A file while it is read.
  struct Reading {
    const WalkedFile& walked;
    FileEntry file = {};
    std::optional<std::uint64_t> bad_byte = {}; // the first that is no UTF-8 within a block
    bool tallied = false;
    std::optional<Position> only_template = {}; // the first block, where placeholders make it none
  };

  ParsedPiece take_piece(const Piece& piece, std::uint64_t offset, Reading& reading);
  void tally(const std::vector<RawBlock>& blocks, Reading& reading);
  void add(const ParsedPiece& parsed, Reading& reading) const;
  void add_block(const RawBlock& raw, Reading& reading) const;
  void keep(Reading reading);
  [[nodiscard]] bool wants_blocks_alone() const { return depth_ <= ScanDepth::blocks; }

  const Layers& layers_;
  ScanDepth depth_;
  JobTally tally_;
  FileReader reader_;
  std::vector<FileEntry> files_;
  std::vector<std::string> warnings_;
};

} // namespace aether::blocks
