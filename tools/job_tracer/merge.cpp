#include "job_tracer/merge.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "job_tracer/resolver.h"

namespace aether::job_tracer {

namespace {

// A root on its way to a name: the last components of its path, as many as it takes.
struct Naming {
  std::string path;
  std::filesystem::path name = std::filesystem::path(path).filename();
  std::filesystem::path rest = std::filesystem::path(path).parent_path();

  bool lengthen() {
    if (!rest.has_relative_path()) {
      return false;
    }
    name = rest.filename() / name;
    rest = rest.parent_path();
    return true;
  }
};

// Whether a file below the one could have the name of a file below the other.
bool collide(const Naming& a, const Naming& b) {
  const auto [in_a, in_b] =
      std::mismatch(a.name.begin(), a.name.end(), b.name.begin(), b.name.end());
  return in_a == a.name.end() || in_b == b.name.end();
}

void part(Naming& a, Naming& b) {
  Naming& longer = a.name.native().size() < b.name.native().size() ? b : a;
  Naming& shorter = &longer == &a ? b : a;
  const bool same = a.name == b.name;
  const bool shorter_grew = shorter.lengthen();
  const bool longer_grew = (same || !shorter_grew) && longer.lengthen();
  if (!shorter_grew && !longer_grew) {
    shorter.name += "~"; // `/r` and `/r/a`, by their whole paths
  }
}

std::vector<RootEntry> unite_roots(const std::vector<NamedIndex>& parts) {
  std::set<std::string> paths;
  for (const NamedIndex& part : parts) {
    for (const RootEntry& root : part.index.roots) {
      paths.insert(root.path);
    }
  }
  std::vector<Naming> namings;
  for (const std::string& path : paths) {
    namings.push_back({path});
    if (namings.back().name.empty()) {
      namings.back().name = "root"; // the root of the file system
    }
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (auto a = namings.begin(); a != namings.end(); ++a) {
      for (auto b = std::next(a); b != namings.end(); ++b) {
        if (collide(*a, *b)) {
          part(*a, *b);
          changed = true;
        }
      }
    }
  }
  std::vector<RootEntry> roots;
  std::transform(namings.begin(), namings.end(), std::back_inserter(roots),
                 [](const Naming& naming) {
                   return RootEntry{naming.name.string(), naming.path};
                 });
  std::sort(roots.begin(), roots.end(), [](const RootEntry& a, const RootEntry& b) {
    return std::tie(a.name, a.path) < std::tie(b.name, b.path);
  });
  return roots;
}

class Merger {
public:
  explicit Merger(const std::vector<NamedIndex>& parts) { merged_.roots = unite_roots(parts); }

  void add(NamedIndex part) {
    std::vector<std::uint32_t> root_of;
    for (const RootEntry& root : part.index.roots) {
      const auto found = std::find_if(merged_.roots.begin(), merged_.roots.end(),
                                      [&](const RootEntry& own) { return own.path == root.path; });
      root_of.push_back(static_cast<std::uint32_t>(found - merged_.roots.begin()));
    }
    add_layers(part.index.layers);
    for (Registry& registry : part.index.registries) {
      registry.file = renamed(part.index, registry.root, registry.file, root_of);
      registry.root = root_of[registry.root];
      const auto [place, added] = registries_.try_emplace({registry.root, registry.file}, registry);
      if (!added && place->second != registry) {
        throw Error(ExitCode::bad_input,
                    fmt::format("{}: `{}` differs from what an export before it says; make the "
                                "exports anew",
                                part.name, printable(registry.file)));
      }
    }
    for (FileEntry& file : part.index.files) {
      file.path = renamed(part.index, file.root, file.path, root_of);
      file.root = root_of[file.root];
      add_file(std::move(file), part.name);
    }
    const bool one_root = part.index.roots.size() == 1;
    for (const std::string& warning : part.index.warnings) {
      warnings_.insert(one_root && merged_.merged()
                           ? merged_.roots[root_of.front()].name + "/" + warning
                           : warning);
    }
  }

  Index finish() {
    for (auto& [path, file] : files_) {
      merged_.files.push_back(std::move(file));
    }
    for (auto& [key, registry] : registries_) {
      merged_.registries.push_back(std::move(registry));
    }
    merged_.warnings.assign(warnings_.begin(), warnings_.end());
    // What is on disk was asked when the parts were made.
    resolve_references(merged_, [](const RootEntry&, std::string_view) { return false; });
    return std::move(merged_);
  }

private:
  [[nodiscard]] std::string renamed(const Index& part, std::uint32_t root, const std::string& path,
                                    const std::vector<std::uint32_t>& root_of) const {
    const std::string below = part.merged() ? path.substr(part.roots[root].name.size() + 1) : path;
    return merged_.merged() ? merged_.roots[root_of[root]].name + "/" + below : below;
  }

  // Keeps the order of each part; a layer that is new stands before Other.
  void add_layers(const std::vector<std::string>& layers) {
    for (const std::string& layer : layers) {
      if (std::find(merged_.layers.begin(), merged_.layers.end(), layer) == merged_.layers.end()) {
        const bool ends_in_other = !merged_.layers.empty() && merged_.layers.back() == "Other";
        merged_.layers.insert(merged_.layers.end() - (ends_in_other ? 1 : 0), layer);
      }
    }
  }

  void add_file(FileEntry file, const std::string& part) {
    const auto [place, added] = files_.try_emplace(file.path, file);
    if (added) {
      return;
    }
    for (Block& block : file.blocks) {
      block.references.clear();
    }
    FileEntry known = place->second;
    for (Block& block : known.blocks) {
      block.references.clear();
    }
    if (known != file) {
      throw Error(
          ExitCode::bad_input,
          fmt::format("{}: `{}` differs from what an export before it says; make the exports anew",
                      part, printable(file.path)));
    }
  }

  Index merged_;
  std::map<std::string, FileEntry> files_;
  std::map<std::pair<std::uint32_t, std::string>, Registry> registries_;
  std::set<std::string> warnings_;
};

} // namespace

Index merge(std::vector<NamedIndex> parts) {
  // The order of the parts must not show.
  std::stable_sort(parts.begin(), parts.end(), [](const NamedIndex& a, const NamedIndex& b) {
    const auto key = [](const NamedIndex& part) {
      return part.index.roots.empty() ? std::string() : part.index.roots.front().path;
    };
    return key(a) < key(b);
  });
  Merger merger(parts);
  for (NamedIndex& part : parts) {
    merger.add(std::move(part));
  }
  return merger.finish();
}

} // namespace aether::job_tracer
