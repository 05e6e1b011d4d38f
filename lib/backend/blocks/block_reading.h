// What a block says: its fields and jobs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "backend/blocks/field.h"
#include "backend/blocks/index.h"

namespace aether::blocks {

// What a block says. Nothing for a template, a block with placeholders in place of its parts, which
// documents no file.
[[nodiscard]] std::optional<Block> read_block(const RawBlock& raw);

// Only its jobs, as views into the text.
[[nodiscard]] std::optional<JobList> read_jobs(const RawBlock& raw);

// Whether three lines without a tag are correct ones: no template, each with its ` --- {...}`.
[[nodiscard]] bool is_correct(const RawBlock& raw);

} // namespace aether::blocks
