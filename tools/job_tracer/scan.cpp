#include "job_tracer/scan.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>
#include <system_error>
#include <thread>

#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "job_tracer/block_reading.h"
#include "job_tracer/file_reader.h"
#include "job_tracer/registry.h"
#include "os/descriptor.h"
#include "os/file.h"
#include "os/walk.h"

namespace aether::job_tracer {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_none = std::string_view::npos;

Finding file_defect(std::string_view rule, Position at, std::string message, std::string hint) {
  Finding finding;
  finding.rule = rule;
  finding.severity = Severity::error;
  finding.begin = at;
  finding.message = std::move(message);
  finding.hint = std::move(hint);
  return finding;
}

// What one thread gathers.
class Collector {
public:
  // With a null depth only the jobs are counted.
  Collector(const Layers& layers, std::optional<ScanDepth> depth)
      : layers_(layers), depth_(depth), tally_(layers.names().size()) {}

  void take(int directory_fd, const char* name, std::string_view path) {
    FileEntry file;
    std::uint64_t bad_byte = 0;
    bool bad = false;
    const auto take_piece = [&](const Piece& piece, std::uint64_t offset) {
      const ParseDepth depth =
          depth_ == ScanDepth::everything ? ParseDepth::everything : ParseDepth::blocks;
      ParsedPiece parsed = parse_blocks(piece, markup_of(name), depth);
      add(parsed, file);
      for (const RawBlock& raw : parsed.blocks) {
        const std::size_t begin = raw.fields.front().begin;
        const std::size_t found =
            find_invalid_utf8(piece.text.substr(begin, raw.fields.back().end - begin));
        if (found != k_none && !bad) {
          bad = true;
          bad_byte = offset + begin + found;
        }
      }
      return parsed;
    };
    const std::string_view base = name;
    try {
      const SourceKind kind = reader_.read(
          {directory_fd, name, !ScanRules::has_extension(base.substr(base.rfind('/') + 1))},
          take_piece);
      file.empty = kind == SourceKind::empty;
      if (kind == SourceKind::binary || kind == SourceKind::not_source ||
          (wants_blocks_alone() && file.blocks.empty())) {
        return;
      }
    } catch (const std::system_error& failed) {
      warn(path, failed.code().value());
      return;
    }
    if (!depth_) {
      tally_.add(layers_.number_of(path), file.blocks);
    }
    keep(std::move(file), path, bad ? std::optional(bad_byte) : std::nullopt);
  }

  [[nodiscard]] const JobTally& tally() const { return tally_; }

  void warn(std::string_view path, int error_number) {
    const std::string reason = error_number == EFBIG
                                   ? "a line or block is larger than 64 MiB"
                                   : std::generic_category().message(error_number);
    warnings_.push_back(fmt::format("{}: not read: {}", path_text(path), reason));
  }

  void move_to(Index& index) {
    std::move(files_.begin(), files_.end(), std::back_inserter(index.files));
    std::move(warnings_.begin(), warnings_.end(), std::back_inserter(index.warnings));
  }

private:
  [[nodiscard]] bool wants_blocks_alone() const { return !depth_ || depth_ == ScanDepth::blocks; }

  void keep(FileEntry file, std::string_view path, std::optional<std::uint64_t> bad_byte) {
    file.path = path_text(path);
    if (file.path != path) {
      warnings_.push_back(fmt::format("{}: the name is not UTF-8: shown with U+FFFD", file.path));
    }
    if (bad_byte) {
      warnings_.push_back(
          fmt::format("{}: not UTF-8 at byte {}: shown as U+FFFD", file.path, *bad_byte));
    }
    if (depth_) {
      file.layer = layers_.layer_of(file.path);
      files_.push_back(std::move(file));
    }
  }

  void add(const ParsedPiece& parsed, FileEntry& file) const {
    for (const RawBlock& raw : parsed.blocks) {
      if (depth_ == ScanDepth::everything) {
        if (std::optional<BlockReading> reading = examine_block(raw)) {
          file.blocks.push_back(std::move(reading->block));
          std::move(reading->defects.begin(), reading->defects.end(),
                    std::back_inserter(file.defects));
        }
      } else if (std::optional<Block> block =
                     read_block(raw, depth_ ? BlockPart::all : BlockPart::jobs)) {
        file.blocks.push_back(std::move(*block));
      }
    }
    for (const MalformedTag& tag : parsed.malformed) {
      file.defects.push_back(file_defect("malformed-block", {tag.line, tag.column}, tag.problem,
                                         "a block is the tag alone on its line, then Incoming, "
                                         "Processing and Outgoing, each on its own line"));
    }
    for (const RawBlock& raw : parsed.untagged) {
      if (is_correct(raw)) {
        file.defects.push_back(
            file_defect("untagged-block", {raw.line, raw.column},
                        "the three lines of a block stand without the tag above them",
                        "put a line `@.architecture` above them"));
      }
    }
  }

  const Layers& layers_;
  std::optional<ScanDepth> depth_;
  JobTally tally_;
  FileReader reader_;
  std::vector<FileEntry> files_;
  std::vector<std::string> warnings_;
};

using Collectors = std::vector<std::unique_ptr<Collector>>;

void scan_tree(const ScanRequest& request, Collectors& collectors) {
  const ScanRules rules(request.options);
  const WalkRules walk_rules{[&](std::string_view directory, std::string_view name) {
                               return rules.enters(directory, name);
                             },
                             [&](std::string_view directory, std::string_view name) {
                               return rules.takes(directory, name);
                             }};
  const auto problems =
      walk(request.root, request.threads, walk_rules, [&](const WalkedFile& file) {
        collectors[file.worker]->take(file.directory_fd, file.name, file.path());
      });
  for (const WalkProblem& problem : problems) {
    collectors.front()->warn(problem.path, problem.error_number);
  }
}

// A path as a user wrote it, below the root; nothing when it lies outside, is no regular file or
// leads through a symbolic link of the tree.
std::optional<std::string> below_root(const std::string& written, const fs::path& root) {
  std::error_code failed;
  for (const fs::path& base : {fs::current_path(failed), root}) {
    const fs::path path = (base / written).lexically_normal();
    if (!fs::is_regular_file(fs::symlink_status(path, failed))) {
      continue;
    }
    const fs::path relative = path.lexically_relative(root);
    const fs::path real =
        (fs::canonical(path.parent_path(), failed) / path.filename()).lexically_relative(root);
    const bool inside = !real.empty() && *real.begin() != "..";
    const bool looks_inside = !relative.empty() && *relative.begin() != "..";
    if (inside && (real == relative || !looks_inside)) {
      return real.string();
    }
  }
  return std::nullopt;
}

void scan_listed(const ScanRequest& request, Collectors& collectors) {
  const ScanRules rules(request.options);
  const Descriptor root(::open(request.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) {
    throw system_error(ExitCode::no_input,
                       "cannot open directory " + printable(request.root.string()), errno);
  }
  std::vector<std::string> paths;
  std::error_code failed;
  for (const std::string& written : *request.listed) {
    if (std::optional<std::string> path = below_root(written, request.root)) {
      if (rules.takes_path(*path)) {
        paths.push_back(std::move(*path));
      }
    } else if (!fs::exists(fs::symlink_status(written, failed))) {
      collectors.front()->warn(written, ENOENT);
    }
  }
  std::sort(paths.begin(), paths.end());
  paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
  std::atomic<std::size_t> next = 0;
  const auto work = [&](Collector& collector) {
    for (std::size_t i = next++; i < paths.size(); i = next++) {
      collector.take(root.get(), paths[i].c_str(), paths[i]);
    }
  };
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < collectors.size(); ++i) {
    others.emplace_back([&, i] { work(*collectors[i]); });
  }
  work(*collectors.front());
}

// Entries are large: their places are sorted first, then each entry moves once.
void sort_by_path(std::vector<FileEntry>& files) {
  std::vector<std::pair<std::string_view, std::size_t>> order;
  order.reserve(files.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    order.emplace_back(files[i].path, i);
  }
  std::sort(order.begin(), order.end());
  std::vector<FileEntry> sorted;
  sorted.reserve(files.size());
  for (const auto& [path, i] : order) {
    sorted.push_back(std::move(files[i]));
  }
  files = std::move(sorted);
}

TalliedScan gather(const ScanRequest& request, const Layers& layers,
                   std::optional<ScanDepth> depth) {
  Collectors collectors;
  for (std::size_t i = 0; i < std::max<std::size_t>(request.threads, 1); ++i) {
    collectors.push_back(std::make_unique<Collector>(layers, depth));
  }
  if (request.listed) {
    scan_listed(request, collectors);
  } else {
    scan_tree(request, collectors);
  }
  TalliedScan gathered{{}, JobTally(layers.names().size())};
  Index& index = gathered.index;
  index.roots.push_back(
      {path_text(request.root.filename().string()), path_text(request.root.string())});
  index.layers = layers.names();
  for (const auto& collector : collectors) {
    gathered.tally.add(collector->tally());
    collector->move_to(index);
  }
  std::sort(index.warnings.begin(), index.warnings.end());
  return gathered;
}

void add_registry(const fs::path& root, Index& index) {
  const fs::path file = root / k_registry_file;
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    return;
  }
  try {
    index.registries.push_back(parse_registry(read_file(file), k_registry_file));
  } catch (const Error& error) {
    Registry broken;
    broken.file = k_registry_file;
    broken.problem = error.what();
    index.registries.push_back(std::move(broken));
  }
}

} // namespace

Index scan(const ScanRequest& request, const Layers& layers) {
  Index index = gather(request, layers, request.depth).index;
  sort_by_path(index.files);
  if (request.depth == ScanDepth::everything) {
    add_registry(request.root, index);
  }
  return index;
}

TalliedScan scan_jobs(const ScanRequest& request, const Layers& layers) {
  return gather(request, layers, std::nullopt);
}

Layers load_layers(const std::optional<std::string>& file, const fs::path& root) {
  if (file) {
    return Layers::parse(read_file_or_stdin(*file), input_name(*file));
  }
  const fs::path own = root / ".architecture/layers.yaml";
  std::error_code failed;
  if (fs::exists(own, failed)) {
    return Layers::parse(read_file(own), ".architecture/layers.yaml");
  }
  return Layers::defaults();
}

std::string path_text(std::string_view path) { return to_valid_utf8(path); }

} // namespace aether::job_tracer
