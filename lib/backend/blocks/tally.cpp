#include "backend/blocks/tally.h"

#include <algorithm>
#include <functional>

namespace aether::blocks {

JobTally::Counted& JobTally::counted(std::string_view job) {
  const auto found = counts_.find(job);
  return found != counts_.end()
             ? found->second
             : counts_.emplace(std::string(job), Counted{std::vector<std::size_t>(files_.size())})
                   .first->second;
}

void JobTally::begin_file(std::size_t layer) {
  layer_ = layer;
  ++files_.at(layer);
  ++file_;
}

void JobTally::add(std::string_view job) {
  Counted& counts = counted(job);
  if (counts.last_file != file_) {
    counts.last_file = file_;
    ++counts.files[layer_];
  }
}

void JobTally::add(const JobTally& other) {
  const auto add_up = [](std::vector<std::size_t>& sum, const std::vector<std::size_t>& more) {
    std::transform(sum.begin(), sum.end(), more.begin(), sum.begin(), std::plus<>());
  };
  add_up(files_, other.files_);
  for (const auto& [job, counts] : other.counts_) {
    add_up(counted(job).files, counts.files);
  }
}

std::map<std::string_view, std::vector<std::size_t>> JobTally::jobs() const {
  std::map<std::string_view, std::vector<std::size_t>> sorted;
  for (const auto& [job, counts] : counts_) {
    sorted.emplace(job, counts.files);
  }
  return sorted;
}

std::vector<std::string_view> JobTally::names() const {
  std::vector<std::string_view> names;
  for (const auto& [job, counts] : jobs()) {
    names.push_back(job);
  }
  return names;
}

JobTally tally_index(const Index& index) {
  JobTally tally(index.layers.size());
  for (const FileEntry& file : index.files) {
    if (!file.blocks.empty()) {
      const auto layer = std::find(index.layers.begin(), index.layers.end(), file.layer);
      tally.begin_file(static_cast<std::size_t>(layer - index.layers.begin()));
      for (const Block& block : file.blocks) {
        std::for_each(block.jobs.begin(), block.jobs.end(),
                      [&](const std::string& job) { tally.add(job); });
      }
    }
  }
  return tally;
}

} // namespace aether::blocks
