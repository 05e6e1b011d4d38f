#include "os/system_figures.h"

#include <sched.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>

#include <fmt/format.h>

namespace aether {

namespace {

namespace fs = std::filesystem;

// Version 1 says "no limit" by the largest number of whole pages.
constexpr std::uint64_t k_no_limit = std::uint64_t{1} << 60U;

std::vector<std::string> words(std::string_view text) {
  std::istringstream stream{std::string(text)};
  return {std::istream_iterator<std::string>(stream), {}};
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> made;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    made.push_back(line);
  }
  return made;
}

std::optional<std::uint64_t> to_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end != text.data() ? std::optional(value) : std::nullopt;
}

double to_double(std::string_view text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// `name value` lines, also `name: value kB`.
std::optional<std::uint64_t> field(const std::string& text, std::string_view name) {
  for (const std::string& line : lines(text)) {
    const std::vector<std::string> parts = words(line);
    if (parts.size() >= 2 && (parts[0] == name || parts[0] == std::string(name) + ":")) {
      const auto value = to_number(parts[1]);
      return value && parts.size() > 2 && parts[2] == "kB" ? *value * 1024 : value;
    }
  }
  return std::nullopt;
}

// \040 and its like, as the kernel writes blanks in paths.
std::string without_octal(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 3 < text.size()) {
      plain += static_cast<char>((text[i + 1] - '0') * 64 + (text[i + 2] - '0') * 8 +
                                 (text[i + 3] - '0'));
      i += 3;
    } else {
      plain += text[i];
    }
  }
  return plain;
}

struct MountLine {
  std::string root;
  Mount mount;
  std::string options; // of the file system
};

// proc(5), /proc/PID/mountinfo: ID PARENT MAJOR:MINOR ROOT POINT OPTIONS [FIELD...] - TYPE SOURCE
// OPTIONS
std::vector<MountLine> parse_mounts(const std::string& text) {
  std::vector<MountLine> made;
  for (const std::string& line : lines(text)) {
    const std::vector<std::string> parts = words(line);
    const auto dash = std::find(parts.begin(), parts.end(), "-");
    if (parts.size() < 6 || parts.end() - dash < 4) {
      continue;
    }
    made.push_back({without_octal(parts[3]),
                    {without_octal(parts[4]), *(dash + 1), without_octal(*(dash + 2))},
                    *(dash + 3)});
  }
  return made;
}

bool has_word(std::string_view list, std::string_view word) {
  return fmt::format(",{},", list).find(fmt::format(",{},", word)) != std::string::npos;
}

} // namespace

std::optional<Pressure> parse_pressure(std::string_view text) {
  Pressure made;
  bool any = false;
  for (const std::string& line : lines(std::string(text))) {
    const std::vector<std::string> parts = words(line);
    if (parts.size() < 4) {
      continue;
    }
    const bool full = parts[0] == "full";
    const auto value = [&](std::size_t index) {
      return to_double(std::string_view(parts[index]).substr(parts[index].find('=') + 1));
    };
    (full ? made.full_10 : made.some_10) = value(1);
    (full ? made.full_60 : made.some_60) = value(2);
    (full ? made.full_300 : made.some_300) = value(3);
    any = true;
  }
  return any ? std::optional(made) : std::nullopt;
}

bool Mount::is_remote() const {
  constexpr std::array<std::string_view, 16> k_types = {
      "nfs",   "nfs4",      "cifs",   "smb3", "smbfs", "ceph",  "9p",     "afs",
      "ncpfs", "glusterfs", "lustre", "gpfs", "ocfs2", "davfs", "autofs", "beegfs"};
  return type.starts_with("fuse") ||
         std::find(k_types.begin(), k_types.end(), type) != k_types.end();
}

std::optional<std::string> SystemFigures::read(const fs::path& path) const {
  std::ifstream in(root_ / path.relative_path(), std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(in), {});
  return in.bad() || text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<std::uint64_t> SystemFigures::number(const fs::path& path) const {
  const auto text = read(path);
  return text ? to_number(*text) : std::nullopt;
}

std::vector<SystemFigures::Group> SystemFigures::groups(std::string_view controller) const {
  std::vector<Group> made;
  const std::vector<MountLine> mounted = parse_mounts(read("/proc/self/mountinfo").value_or(""));
  for (const std::string& line : lines(read("/proc/self/cgroup").value_or(""))) {
    // HIERARCHY:CONTROLLERS:PATH; version 2 is hierarchy 0 without controllers.
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (second == std::string::npos) {
      continue;
    }
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool is_second = controllers.empty();
    if (!is_second && !has_word(controllers, controller)) {
      continue;
    }
    const auto found = std::find_if(mounted.begin(), mounted.end(), [&](const MountLine& one) {
      return is_second ? one.mount.type == "cgroup2"
                       : one.mount.type == "cgroup" && has_word(one.options, controller);
    });
    if (found == mounted.end()) {
      continue;
    }
    // The mount may show a part of the hierarchy only, as in a container.
    fs::path below = fs::path(line.substr(second + 1)).lexically_normal();
    if (const fs::path inside = below.lexically_relative(found->root);
        !inside.empty() && *inside.begin() != "..") {
      below = "/" / inside;
    }
    std::error_code failed;
    if (!fs::is_directory(
            root_ / fs::path(found->mount.point).relative_path() / below.relative_path(), failed)) {
      below = "/";
    }
    for (fs::path group = below.lexically_normal();; group = group.parent_path()) {
      made.push_back(
          {fs::path(found->mount.point) / group.relative_path(), group.string(), is_second});
      if (!group.has_relative_path()) {
        break;
      }
    }
  }
  return made;
}

std::optional<MemoryFigures> SystemFigures::memory_of(const Group& group) const {
  const char* limit_file = group.second ? "memory.max" : "memory.limit_in_bytes";
  const auto limit = number(group.directory / limit_file); // "max" is no number
  const auto used =
      number(group.directory / (group.second ? "memory.current" : "memory.usage_in_bytes"));
  if (!limit || !used || *limit >= k_no_limit) {
    return std::nullopt;
  }
  MemoryFigures figures;
  figures.limit = *limit;
  const std::uint64_t cache = field(read(group.directory / "memory.stat").value_or(""),
                                    group.second ? "inactive_file" : "total_inactive_file")
                                  .value_or(0);
  figures.used = *used - std::min(*used, cache);
  figures.source = fmt::format("{} of {}", limit_file, group.name);
  figures.pressure = parse_pressure(read(group.directory / "memory.pressure").value_or(""));
  return figures;
}

std::optional<MemoryFigures> SystemFigures::memory() const {
  std::optional<MemoryFigures> tightest;
  const auto consider = [&](const MemoryFigures& one) {
    if (!tightest || one.used_ratio() > tightest->used_ratio()) {
      tightest = one;
    }
  };
  if (const auto text = read("/proc/meminfo")) {
    const auto total = field(*text, "MemTotal");
    const auto available = field(*text, "MemAvailable");
    if (total && available) {
      MemoryFigures machine;
      machine.limit = *total;
      machine.used = *total - std::min(*total, *available);
      machine.source = "the machine";
      machine.pressure = parse_pressure(read("/proc/pressure/memory").value_or(""));
      consider(machine);
    }
  }
  for (const Group& group : groups("memory")) {
    if (const auto figures = memory_of(group)) {
      consider(*figures);
    }
  }
  return tightest;
}

std::optional<double> SystemFigures::cpus_of(const Group& group) const {
  if (group.second) {
    const std::vector<std::string> parts = words(read(group.directory / "cpu.max").value_or(""));
    if (parts.size() == 2 && parts[0] != "max" && to_double(parts[1]) > 0) {
      return to_double(parts[0]) / to_double(parts[1]);
    }
    return std::nullopt;
  }
  const auto quota = number(group.directory / "cpu.cfs_quota_us"); // -1: none, and no number here
  const auto period = number(group.directory / "cpu.cfs_period_us");
  return quota && period && *period > 0
             ? std::optional(static_cast<double>(*quota) / static_cast<double>(*period))
             : std::nullopt;
}

std::optional<CpuFigures> SystemFigures::cpu() const {
  const std::vector<std::string> load = words(read("/proc/loadavg").value_or(""));
  if (load.size() < 3) {
    return std::nullopt;
  }
  CpuFigures figures;
  figures.load_1 = to_double(load[0]);
  figures.load_5 = to_double(load[1]);
  figures.load_15 = to_double(load[2]);
  std::size_t processors = 0;
  for (const std::string& line : lines(read("/proc/stat").value_or(""))) {
    if (line.size() > 3 && line.starts_with("cpu") && line[3] >= '0' && line[3] <= '9') {
      ++processors;
    }
  }
  cpu_set_t allowed;
  if (root_ == "/" && ::sched_getaffinity(0, sizeof allowed, &allowed) == 0) {
    processors = static_cast<std::size_t>(CPU_COUNT(&allowed));
  }
  figures.cores = static_cast<double>(std::max<std::size_t>(processors, 1));
  for (const Group& group : groups("cpu")) {
    if (const auto cores = cpus_of(group); cores && *cores > 0 && *cores < figures.cores) {
      figures.cores = *cores;
      figures.cores_source =
          fmt::format("{} of {}", group.second ? "cpu.max" : "cpu.cfs_quota_us", group.name);
    }
  }
  figures.pressure = parse_pressure(read("/proc/pressure/cpu").value_or(""));
  return figures;
}

std::optional<FileFigures> SystemFigures::files() const {
  const std::vector<std::string> parts = words(read("/proc/sys/fs/file-nr").value_or(""));
  if (parts.size() < 3) {
    return std::nullopt;
  }
  const auto open = to_number(parts[0]);
  const auto limit = to_number(parts[2]);
  return open && limit ? std::optional(FileFigures{*open, *limit}) : std::nullopt;
}

std::vector<Mount> SystemFigures::mounts() const {
  std::vector<Mount> made;
  for (MountLine& line : parse_mounts(read("/proc/self/mountinfo").value_or(""))) {
    made.push_back(std::move(line.mount));
  }
  return made;
}

// The last of those with the longest point: a later mount covers an earlier one.
const Mount* mount_of(const std::vector<Mount>& mounts, const fs::path& path) {
  const Mount* best = nullptr;
  const std::string wanted = path.lexically_normal().string();
  for (const Mount& one : mounts) {
    const std::string prefix = one.point == "/" ? "/" : one.point + "/";
    if ((wanted + "/").starts_with(prefix) &&
        (best == nullptr || one.point.size() >= best->point.size())) {
      best = &one;
    }
  }
  return best;
}

} // namespace aether
