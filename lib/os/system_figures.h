// What Linux says of its CPU, memory, pressure, mounts and files: proc(5), cgroups(7), the kernel's
// cgroup-v1/memory.rst, cgroup-v2.rst and psi.rst. Every path is below a root that can be another
// than `/`: a host's that is mounted in a container, or a recorded tree.
//
// Nothing here asks the hardware or a file system: only text is read, and what is missing or cannot
// be read is no value.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

// /proc/pressure/NAME, or a control group's NAME.pressure: shares of time, 0 to 100.
struct Pressure {
  double some_10 = 0, some_60 = 0, some_300 = 0;
  double full_10 = 0, full_60 = 0, full_300 = 0;
};

[[nodiscard]] std::optional<Pressure> parse_pressure(std::string_view text);

struct CpuFigures {
  double load_1 = 0, load_5 = 0, load_15 = 0;
  double cores = 1;         // that this process may use: affinity of the machine, and quotas
  std::string cores_source; // "cpu.max of /system.slice/aether.service"; empty: the machine's
  std::optional<Pressure> pressure;
};

struct MemoryFigures {
  std::uint64_t limit = 0; // bytes
  std::uint64_t used = 0;  // that cannot be had back by dropping caches
  std::string source;      // "the machine", "memory.max of /system.slice/aether.service"
  std::optional<Pressure> pressure;

  [[nodiscard]] double used_ratio() const {
    return limit == 0 ? 0 : static_cast<double>(used) / static_cast<double>(limit);
  }
};

struct FileFigures {
  std::uint64_t open = 0; // of the whole machine
  std::uint64_t limit = 0;
};

struct Mount {
  std::string point;
  std::string type;
  std::string source;

  // Of a kind that asks another machine or process: it may hang.
  [[nodiscard]] bool is_remote() const;
};

class SystemFigures {
public:
  explicit SystemFigures(std::filesystem::path root = "/") : root_(std::move(root)) {}

  [[nodiscard]] std::optional<CpuFigures> cpu() const;
  // Of all limits from the process's own control group up to the root, and of the machine, the one
  // of which the largest share is used.
  [[nodiscard]] std::optional<MemoryFigures> memory() const;
  [[nodiscard]] std::optional<FileFigures> files() const;
  [[nodiscard]] std::vector<Mount> mounts() const;

private:
  // A directory of control groups, from the process's own up to the root of the hierarchy.
  struct Group {
    std::filesystem::path directory;
    std::string name;
    bool second = true; // version 2
  };

  [[nodiscard]] std::optional<std::string> read(const std::filesystem::path& path) const;
  [[nodiscard]] std::optional<std::uint64_t> number(const std::filesystem::path& path) const;
  [[nodiscard]] std::vector<Group> groups(std::string_view controller) const;
  [[nodiscard]] std::optional<MemoryFigures> memory_of(const Group& group) const;
  [[nodiscard]] std::optional<double> cpus_of(const Group& group) const;

  std::filesystem::path root_;
};

// The mount that a path is on, by the text of absolute paths alone.
[[nodiscard]] const Mount* mount_of(const std::vector<Mount>& mounts,
                                    const std::filesystem::path& path);

} // namespace aether
