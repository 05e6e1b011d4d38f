#include "job_tracer/tally.h"

#include <algorithm>
#include <unordered_set>

namespace aether::job_tracer {

std::vector<std::size_t>& JobTally::counts_of(std::string_view job) {
  const auto found = counts_.find(job);
  return found != counts_.end()
             ? found->second
             : counts_.emplace(std::string(job), std::vector<std::size_t>(layers_)).first->second;
}

void JobTally::add(std::size_t layer, const std::vector<Block>& blocks) {
  ++files_[layer];
  std::unordered_set<std::string_view> counted;
  for (const Block& block : blocks) {
    for (const std::string& job : block.jobs) {
      // The jobs of one block are each once; nearly all files have one block.
      if (blocks.size() == 1 || counted.insert(job).second) {
        ++counts_of(job)[layer];
      }
    }
  }
}

void JobTally::add(const JobTally& other) {
  const auto add_up = [](std::vector<std::size_t>& sum, const std::vector<std::size_t>& more) {
    std::transform(sum.begin(), sum.end(), more.begin(), sum.begin(), std::plus<>());
  };
  add_up(files_, other.files_);
  for (const auto& [job, counts] : other.counts_) {
    add_up(counts_of(job), counts);
  }
}

std::map<std::string_view, std::vector<std::size_t>> JobTally::jobs() const {
  return {counts_.begin(), counts_.end()};
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
      tally.add(static_cast<std::size_t>(layer - index.layers.begin()), file.blocks);
    }
  }
  return tally;
}

} // namespace aether::job_tracer
