#include "backend/blocks/block_reading.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace aether::blocks {

namespace {

using Splits = std::array<SplitField, 3>;

Splits split_fields(const RawBlock& raw) {
  return {split_field(raw.fields[0].value()), split_field(raw.fields[1].value()),
          split_field(raw.fields[2].value())};
}

// A placeholder in one field alone may be what the file says: `<canvas>` as the place where things
// are drawn, `{...}` for types that nobody wrote down. Real jobs then tell that the block is real.
bool is_template(const Splits& splits) {
  const auto placeholders =
      std::count_if(splits.begin(), splits.end(), [](const SplitField& split) {
        return is_placeholder(split.left) || is_placeholder(split.right);
      });
  if (placeholders >= 2 || is_job_placeholder(splits[k_processing].right)) {
    return true;
  }
  const JobList jobs = placeholders == 0 ? JobList() : parse_jobs(splits[k_processing].right);
  return placeholders == 1 && jobs.listed.empty() && !jobs.count;
}

Field to_field(const RawField& raw, const SplitField& split) {
  return {to_valid_utf8(split.left), to_valid_utf8(split.right), raw.line,
          raw.several_lines ? 0 : raw.value_column};
}

} // namespace

std::optional<Block> read_block(const RawBlock& raw) {
  const Splits splits = split_fields(raw);
  if (is_template(splits)) {
    return std::nullopt;
  }
  const JobList jobs = parse_jobs(splits[k_processing].right);
  Block block;
  block.line = raw.line;
  block.job_count = jobs.count;
  block.jobs = jobs.unique();
  block.incoming = to_field(raw.fields[0], splits[0]);
  block.processing = to_field(raw.fields[1], splits[1]);
  block.outgoing = to_field(raw.fields[2], splits[2]);
  return block;
}

std::optional<JobList> read_jobs(const RawBlock& raw) {
  const Splits splits = split_fields(raw);
  if (is_template(splits)) {
    return std::nullopt;
  }
  return parse_jobs(splits[k_processing].right);
}

bool is_correct(const RawBlock& raw) {
  const Splits splits = split_fields(raw);
  return raw.text_between == 0 && !is_template(splits) &&
         std::all_of(splits.begin(), splits.end(), [](const SplitField& split) {
           return split.separator == Separator::canonical && split.braces;
         });
}

} // namespace aether::blocks
