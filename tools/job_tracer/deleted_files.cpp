#include "job_tracer/deleted_files.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "backend/blocks/layers.h"
#include "job_tracer/blocks.h"
#include "job_tracer/named_files.h"
#include "job_tracer/resolver.h"

namespace aether::job_tracer {

namespace {

bool by_path(const FileEntry& a, const FileEntry& b) { return a.path < b.path; }

// The number of the root that a path belongs to; that of no root, where an export has none so
// named.
std::size_t root_of(const Index& index, const std::string& path) {
  const auto root = std::find_if(index.roots.begin(), index.roots.end(), [&](const RootEntry& one) {
    return !index.merged() || path.starts_with(one.name + "/");
  });
  return static_cast<std::size_t>(root - index.roots.begin());
}

FileEntry entry_for(const Index& index, const std::string& path) {
  FileEntry entry;
  entry.path = path;
  entry.layer = index.layers.empty() ? std::string(blocks::k_other_layer) : index.layers.back();
  entry.root = static_cast<std::uint32_t>(root_of(index, path));
  return entry;
}

// An index of more files. Its references are those of the index before, but where they now lead to
// a file that came, and are stronger or lead to many.
class Extended {
public:
  Extended(const Index& before, const std::set<std::string>& added) : after_(before) {
    for (const std::string& path : added) {
      after_.files.push_back(entry_for(before, path));
    }
    std::sort(after_.files.begin(), after_.files.end(), by_path);
    for (const FileEntry& file : before.files) {
      ids_.push_back(*after_.find_file(file.path));
    }
    for (const std::string& path : added) {
      added_.insert(*after_.find_file(path));
    }
    resolve_references(after_, [](const RootEntry&, std::string_view) { return false; });
    for (std::size_t i = 0; i < before.files.size(); ++i) {
      merge(before.files[i], after_.files[ids_[i]]);
    }
  }

  // The paths of those that came and are led to.
  [[nodiscard]] std::set<std::string> named() const {
    std::set<std::string> paths;
    for (const std::uint32_t file : named_) {
      paths.insert(after_.files[file].path);
    }
    return paths;
  }

  [[nodiscard]] Index take() { return std::move(after_); }

private:
  void merge(const FileEntry& before, FileEntry& after) {
    for (std::size_t b = 0; b < before.blocks.size(); ++b) {
      const std::vector<Reference>& old = before.blocks[b].references;
      std::vector<Reference>& now = after.blocks[b].references;
      for (std::size_t r = 0; r < old.size() && r < now.size(); ++r) {
        if (!leads_to_added(old[r], now[r])) {
          now[r] = old[r];
          now[r].files = renumbered(old[r].files);
        }
      }
    }
  }

  // Resolutions are in the order of their strength: an exact path counts more than the only file of
  // that name. What is on disk stays what is meant.
  bool leads_to_added(const Reference& old, const Reference& now) {
    const bool of_many =
        now.resolution == Resolution::glob || now.resolution == Resolution::directory;
    if (now.resolution == Resolution::ambiguous || old.resolution == Resolution::present ||
        now.resolution > old.resolution || (now.resolution == old.resolution && !of_many)) {
      return false;
    }
    bool any = false;
    for (const std::uint32_t file : now.files) {
      if (added_.contains(file)) {
        named_.insert(file);
        any = true;
      }
    }
    return any;
  }

  FileIds renumbered(const FileIds& files) {
    const auto [known, is_new] = renumbered_.try_emplace(&files.list());
    if (is_new && !files.empty()) {
      std::vector<std::uint32_t> ids;
      for (const std::uint32_t file : files) {
        ids.push_back(ids_[file]);
      }
      known->second = FileIds(std::move(ids));
    }
    return known->second;
  }

  Index after_;
  std::vector<std::uint32_t> ids_; // in `after` of the files of `before`
  std::set<std::uint32_t> added_;  // in `after`
  std::set<std::uint32_t> named_;  // those of them that are led to
  std::map<const std::vector<std::uint32_t>*, FileIds> renumbered_; // lists that are shared stay so
};

} // namespace

void add_deleted_files(LoadedIndex& loaded, const std::vector<std::string>& names) {
  std::set<std::string> paths;
  const PathEnds ends(loaded.index);
  for (const std::string& name : names) {
    if (std::string path = path_of_missing(loaded, name, ends);
        !path.empty() && root_of(loaded.index, path) < loaded.index.roots.size()) {
      paths.insert(std::move(path));
    }
  }
  if (paths.empty()) {
    return;
  }
  Extended all(loaded.index, paths);
  const std::set<std::string> named = all.named();
  if (named == paths) {
    loaded.index = all.take();
  } else if (!named.empty()) {
    loaded.index = Extended(loaded.index, named).take();
  }
}

} // namespace aether::job_tracer
