// What a block says (its fields and jobs), what is wrong with how it says it, and the edits that
// would make it canonical.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "job_tracer/block_parser.h"
#include "job_tracer/field.h"
#include "job_tracer/index.h"

namespace aether::job_tracer {

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

// What a block says. Nothing for a template, a block with placeholders in place of its parts, which
// documents no file.
[[nodiscard]] std::optional<Block> read_block(const RawBlock& raw);

// Only its jobs, as views into the text.
[[nodiscard]] std::optional<JobList> read_jobs(const RawBlock& raw);

// Everything. Nothing for a template.
[[nodiscard]] std::optional<BlockReading> examine_block(const RawBlock& raw);

// Whether three lines without a tag are correct ones: no template, each with its ` --- {...}`.
[[nodiscard]] bool is_correct(const RawBlock& raw);

} // namespace aether::job_tracer
