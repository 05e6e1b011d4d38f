// check --fix: sorts jobs, corrects N and makes blocks canonical, and changes nothing else.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/block_parser.h"
#include "core/finding.h"
#include "job_tracer/blocks.h"
#include "report/selection.h"

namespace aether::job_tracer {

struct FixedText {
  std::string text;
  std::size_t fields = 0; // lines of blocks that were rewritten
};

// Takes the findings away that a user does not want to hear of.
using DropIgnored = std::function<void(std::vector<Finding>&)>;

// Pure: a text with the lines of blocks that can be mended without loss made canonical, but for
// those whose findings are all ignored.
[[nodiscard]] FixedText fix_text(std::string_view text, Markup markup,
                                 const DropIgnored& drop_ignored = {});

struct FixSummary {
  std::size_t files = 0;
  std::size_t fields = 0;
  std::vector<std::string> failures; // `FILE: reason`
};

// Rewrites files (paths below the root), each whole or not at all, mode kept. Symbolic links and
// files over 64 MiB are left alone.
[[nodiscard]] FixSummary fix_files(const std::filesystem::path& root,
                                   const std::vector<std::string>& paths,
                                   const Selection& selection);

} // namespace aether::job_tracer
