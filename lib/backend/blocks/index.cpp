#include "backend/blocks/index.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace aether::blocks {

namespace {

constexpr std::array k_resolutions = {
    std::pair{Resolution::exact, std::string_view("exact")},
    std::pair{Resolution::glob, std::string_view("glob")},
    std::pair{Resolution::directory, std::string_view("directory")},
    std::pair{Resolution::suffix, std::string_view("suffix")},
    std::pair{Resolution::base_name, std::string_view("base_name")},
    std::pair{Resolution::ambiguous, std::string_view("ambiguous")},
    std::pair{Resolution::present, std::string_view("present")},
    std::pair{Resolution::dangling, std::string_view("dangling")},
    std::pair{Resolution::external, std::string_view("external")},
};

} // namespace

std::string_view to_string(Direction direction) {
  return direction == Direction::incoming ? "incoming" : "outgoing";
}

std::string_view to_string(Resolution resolution) {
  return std::find_if(k_resolutions.begin(), k_resolutions.end(),
                      [&](const auto& pair) { return pair.first == resolution; })
      ->second;
}

std::optional<Resolution> parse_resolution(std::string_view text) {
  for (const auto& [resolution, name] : k_resolutions) {
    if (name == text) {
      return resolution;
    }
  }
  return std::nullopt;
}

bool fits(Resolution resolution, std::size_t files) {
  switch (resolution) {
  case Resolution::exact:
  case Resolution::suffix:
  case Resolution::base_name:
    return files == 1;
  case Resolution::glob:
  case Resolution::directory:
    return files >= 1;
  case Resolution::ambiguous:
    return files >= 2;
  case Resolution::present:
  case Resolution::dangling:
  case Resolution::external:
    return files == 0;
  }
  return false;
}

std::optional<std::uint32_t> Index::find_file(std::string_view path) const {
  const auto found =
      std::lower_bound(files.begin(), files.end(), path,
                       [](const FileEntry& file, std::string_view p) { return file.path < p; });
  if (found == files.end() || found->path != path) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(found - files.begin());
}

std::string_view Index::path_in_root(const FileEntry& file) const {
  std::string_view path = file.path;
  if (merged()) {
    path.remove_prefix(roots[file.root].name.size() + 1);
  }
  return path;
}

std::vector<std::string> jobs_of(const FileEntry& file) {
  std::vector<std::string> jobs;
  std::unordered_set<std::string_view> met;
  for (const Block& block : file.blocks) {
    std::copy_if(block.jobs.begin(), block.jobs.end(), std::back_inserter(jobs),
                 [&](const std::string& job) { return met.insert(job).second; });
  }
  return jobs;
}

JobIndex index_jobs(const Index& index) {
  // Names repeat in thousands of files: hash first, sort once.
  std::unordered_map<std::string_view, std::vector<JobPlace>> by_name;
  for (std::uint32_t i = 0; i < index.files.size(); ++i) {
    const std::vector<Block>& blocks = index.files[i].blocks;
    for (std::uint32_t b = 0; b < blocks.size(); ++b) {
      for (const std::string& job : blocks[b].jobs) {
        std::vector<JobPlace>& places = by_name[job];
        if (places.empty() || places.back().file != i) {
          places.push_back({i, b});
        }
      }
    }
  }
  JobIndex jobs;
  for (auto& [name, files] : by_name) {
    jobs.emplace(name, std::move(files));
  }
  return jobs;
}

std::vector<std::string_view> job_names(const JobIndex& jobs) {
  std::vector<std::string_view> names;
  names.reserve(jobs.size());
  for (const auto& [name, files] : jobs) {
    names.push_back(name);
  }
  return names;
}

} // namespace aether::blocks
