// What is wrong with how a block says what it says, and the edits that would make it canonical.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/index.h"

namespace aether::blocks {

// Replaces the bytes [begin, end) of the text that was parsed.
struct Edit {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::string text;
};

struct BlockReading {
  Block block;
  std::vector<Finding>
      defects;             // of the rules non-canonical, job-count, duplicate-job, unsorted-jobs
  std::vector<Edit> edits; // ascending, disjoint
};

// What a block says and what is wrong with it. Nothing for a template.
[[nodiscard]] std::optional<BlockReading> examine_block(const RawBlock& raw);

} // namespace aether::blocks
