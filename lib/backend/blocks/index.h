// The index: what job_tracer knows of a tree. Made by a scan or read from an export; every answer
// is a function of it, so that both give the same bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/blocks/file_ids.h"
#include "core/finding.h"

namespace aether::blocks {

// One of the three lines of a block.
struct Field {
  std::string left;
  std::string right;
  std::uint32_t line = 0;
  std::uint32_t column = 0; // where `left` begins; 0 when it spans several lines

  [[nodiscard]] std::string canonical() const { return left + " --- {" + right + "}"; }
  bool operator==(const Field&) const = default;
};

enum class Direction : std::uint8_t { incoming, outgoing };

[[nodiscard]] std::string_view to_string(Direction direction);

// How a reference was resolved to files.
enum class Resolution : std::uint8_t {
  exact,     // a path below the root
  glob,      // a pattern that files match
  directory, // every file below it
  suffix,    // the only file whose path ends so
  base_name, // the only file of that name
  ambiguous, // several files end so or have that name
  present,   // on disk below the root, but not in the index (configuration, data)
  dangling,  // looks like a path and leads nowhere
  external,  // a phrase, a call, a URL: an end outside the tree
};

inline constexpr std::array k_all_resolutions = {
    Resolution::exact,   Resolution::glob,      Resolution::directory,
    Resolution::suffix,  Resolution::base_name, Resolution::ambiguous,
    Resolution::present, Resolution::dangling,  Resolution::external};

[[nodiscard]] std::string_view to_string(Resolution resolution);
[[nodiscard]] std::optional<Resolution> parse_resolution(std::string_view text);
// Whether a reference so resolved may lead to this number of files.
[[nodiscard]] bool fits(Resolution resolution, std::size_t files);

struct Reference {
  Direction direction = Direction::incoming;
  std::string text;
  Resolution resolution = Resolution::external;
  FileIds files; // candidates if ambiguous
  Position position;

  bool operator==(const Reference&) const = default;
};

struct Block {
  std::uint32_t line = 0; // of the tag
  Field incoming;
  Field processing;
  Field outgoing;
  std::vector<std::string> jobs;          // each once, in the order listed
  std::vector<std::uint32_t> job_columns; // of each job in Processing; empty where not known
  std::optional<std::uint64_t> job_count; // N as stated
  std::vector<Reference> references;      // once resolved

  bool operator==(const Block&) const = default;
};

// The rules that a scan can find broken by a single file.
inline constexpr std::array<std::string_view, 7> k_file_rules = {
    "malformed-block", "untagged-block", "non-canonical", "job-count",
    "duplicate-job",   "unsorted-jobs",  "missing-block"};

struct FileEntry {
  std::string path;  // below the root, `/` between components, valid UTF-8
  std::string layer; // one of Index::layers
  std::vector<Block> blocks;
  std::vector<Finding> defects; // what the rules about a single file found; `file` left empty
  std::uint32_t root = 0;       // index into Index::roots
  bool empty = false;           // nothing but white space: no block is asked for

  bool operator==(const FileEntry&) const = default;
};

struct RegisteredJob {
  std::string name;
  std::string category;
  Position position;

  bool operator==(const RegisteredJob&) const = default;
};

// The job types that a backend allows (.architecture/job_types.yaml).
struct Registry {
  std::string file; // below the root
  std::vector<RegisteredJob> jobs;
  std::uint32_t root = 0;
  std::string problem; // why it could not be read; it then has no jobs

  bool operator==(const Registry&) const = default;
};

// A tree that was scanned. An index of one root has paths as they are; where exports of different
// roots were merged, each path begins with the root's name.
struct RootEntry {
  std::string name;
  std::string path; // absolute

  bool operator==(const RootEntry&) const = default;
};

struct Index {
  std::vector<RootEntry> roots;
  std::vector<std::string> layers; // their order
  std::vector<Registry> registries;
  std::vector<FileEntry> files; // sorted by path
  std::vector<std::string> warnings;

  [[nodiscard]] bool merged() const { return roots.size() > 1; }
  // The index of the file with this path, or nothing.
  [[nodiscard]] std::optional<std::uint32_t> find_file(std::string_view path) const;
  // The path below the file's own root (without the root's name that merging puts before it).
  [[nodiscard]] std::string_view path_in_root(const FileEntry& file) const;

  bool operator==(const Index&) const = default;
};

// The jobs of all its blocks, each once.
[[nodiscard]] std::vector<std::string> jobs_of(const FileEntry& file);

// Where a job stands: a file, and the first of its blocks that has it.
struct JobPlace {
  std::uint32_t file = 0;
  std::uint32_t block = 0;
};

// Every job type with the files that have it (ascending), sorted by name.
using JobIndex = std::map<std::string, std::vector<JobPlace>, std::less<>>;
[[nodiscard]] JobIndex index_jobs(const Index& index);

// The names of all job types, in order.
[[nodiscard]] std::vector<std::string_view> job_names(const JobIndex& jobs);

} // namespace aether::blocks
