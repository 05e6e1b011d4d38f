// check --fix: sorts jobs, corrects N and makes blocks canonical, and changes nothing else.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace aether::job_tracer {

struct FixedText {
  std::string text;
  std::size_t fields = 0; // lines of blocks that were rewritten
};

// Pure: a text with the blocks that can be mended without loss made canonical.
[[nodiscard]] FixedText fix_text(std::string_view text, bool markdown);

struct FixSummary {
  std::size_t files = 0;
  std::size_t fields = 0;
  std::vector<std::string> failures; // `FILE: reason`
};

// Rewrites files (paths below the root), each whole or not at all, mode kept. Symbolic links and
// files over 64 MiB are left alone.
[[nodiscard]] FixSummary fix_files(const std::filesystem::path& root,
                                   const std::vector<std::string>& paths);

} // namespace aether::job_tracer
