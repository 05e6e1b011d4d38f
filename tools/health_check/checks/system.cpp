// CPU, memory and open files from /proc and control groups, and the file systems that the backend
// writes to.
#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "health_check/plan.h"
#include "os/system_figures.h"

namespace aether::health_check {

namespace {

namespace fs = std::filesystem;

Figure percent(std::string name, double ratio) {
  return {std::move(name), Unit::percent, ratio * 100, {}, {}, 0.0, 100.0};
}

void check_cpu(const Context& context, const Check& check, const Report& report) {
  const auto cpu = SystemFigures(context.options.system_root).cpu();
  if (!cpu) {
    report(result_of(check, State::unknown, "/proc/loadavg cannot be read"));
    return;
  }
  const double per_core = cpu->load_5 / cpu->cores;
  const std::string cores =
      fmt::format("{} core{}{}", shown_number(cpu->cores, Unit::count), cpu->cores == 1 ? "" : "s",
                  cpu->cores_source.empty() ? "" : " by " + printable(cpu->cores_source));
  CheckResult result =
      result_of(check, State::healthy, fmt::format("load {:.2f} on {}", cpu->load_5, cores));
  result.details = {{"load_1", cpu->load_1},
                    {"load_5", cpu->load_5},
                    {"load_15", cpu->load_15},
                    {"cores", cpu->cores}};
  result.measure({"load_per_core", Unit::none, per_core, {}, {}, 0.0, {}},
                 context.limits("cpu_load_per_core"),
                 fmt::format("load {:.2f} on {}: {:.2f} a core", cpu->load_5, cores, per_core));
  if (cpu->pressure) {
    result.measure({"pressure", Unit::percent, cpu->pressure->some_60, {}, {}, 0.0, 100.0},
                   context.limits("cpu_pressure_percent"),
                   fmt::format("something waited for the CPU in {:.0f} % of the last minute",
                               cpu->pressure->some_60));
  }
  report(result);
}

void check_memory(const Context& context, const Check& check, const Report& report) {
  const auto memory = SystemFigures(context.options.system_root).memory();
  if (!memory || memory->limit == 0) {
    report(result_of(check, State::unknown, "/proc/meminfo cannot be read"));
    return;
  }
  const std::string shown = fmt::format(
      "{} of {} used ({:.0f} %), {}", shown_number(static_cast<double>(memory->used), Unit::bytes),
      shown_number(static_cast<double>(memory->limit), Unit::bytes), memory->used_ratio() * 100,
      printable(memory->source));
  CheckResult result = result_of(check, State::healthy, shown);
  result.details = {{"used_bytes", memory->used},
                    {"limit_bytes", memory->limit},
                    {"limit_source", memory->source}};
  result.measure(percent("used", memory->used_ratio()), context.limits("memory_used_percent"),
                 shown);
  result.figures.push_back({"used_bytes",
                            Unit::bytes,
                            static_cast<double>(memory->used),
                            {},
                            {},
                            0.0,
                            static_cast<double>(memory->limit)});
  if (memory->pressure) {
    result.measure({"pressure", Unit::percent, memory->pressure->some_60, {}, {}, 0.0, 100.0},
                   context.limits("memory_pressure_percent"),
                   fmt::format("something waited for memory in {:.0f} % of the last minute",
                               memory->pressure->some_60));
  }
  report(result);
}

void check_files(const Context& context, const Check& check, const Report& report) {
  const auto files = SystemFigures(context.options.system_root).files();
  if (!files || files->limit == 0) {
    report(result_of(check, State::unknown, "/proc/sys/fs/file-nr cannot be read"));
    return;
  }
  const double ratio = static_cast<double>(files->open) / static_cast<double>(files->limit);
  const std::string shown = fmt::format("{} files are open on the machine", files->open);
  CheckResult result = result_of(check, State::healthy, shown);
  result.details = {{"open", files->open}, {"limit", files->limit}};
  result.measure(percent("used", ratio), context.limits("file_descriptors_used_percent"),
                 fmt::format("{} of {} file descriptors are in use", files->open, files->limit));
  report(result);
}

void check_disk(const Context& context, const Check& check, const fs::path& path,
                const Report& report) {
  struct statvfs of {};
  if (::statvfs(path.c_str(), &of) != 0) {
    CheckResult failed =
        result_of(check, failed_state(check),
                  fmt::format("{}: {}", printable(path.string()), std::strerror(errno)));
    failed.cause = "unreadable";
    report(failed);
    return;
  }
  const double block = static_cast<double>(of.f_frsize);
  const double used = static_cast<double>(of.f_blocks - of.f_bfree) * block;
  const double free = static_cast<double>(of.f_bavail) * block; // for those who are not root
  const double ratio = used + free > 0 ? used / (used + free) : 0;
  const std::string shown =
      fmt::format("{:.0f} % of {} used, {} free", ratio * 100,
                  shown_number(used + free, Unit::bytes), shown_number(free, Unit::bytes));
  CheckResult result = result_of(check, State::healthy, shown);
  result.details = {{"used_bytes", used}, {"free_bytes", free}};
  result.measure(percent("used", ratio), context.limits("disk_used_percent"), shown);
  result.figures.push_back({"free_bytes", Unit::bytes, free, {}, {}, 0.0, used + free});
  if (of.f_files > 0) {
    const double inodes =
        static_cast<double>(of.f_files - of.f_ffree) / static_cast<double>(of.f_files);
    result.measure(percent("inodes_used", inodes), context.limits("inodes_used_percent"),
                   fmt::format("{:.0f} % of the inodes are used", inodes * 100));
  }
  if ((of.f_flag & ST_RDONLY) != 0) {
    result.details["read_only"] = true;
  }
  report(result);
}

// The nearest directory that is there: what is to be made lies on its file system.
fs::path existing(fs::path path) {
  std::error_code failed;
  while (path.has_relative_path() && !fs::exists(path, failed)) {
    path = path.parent_path();
  }
  return path;
}

struct Disk {
  fs::path path;
  std::string of; // "root, storage"
};

// By mount; told from text alone, so that a dead mount hangs nobody here.
std::map<std::string, Disk> disks_of(const Context& context, const std::vector<Mount>& mounts) {
  std::map<std::string, Disk> disks;
  const auto add = [&](const fs::path& path, const char* of) {
    const Mount* mount = mount_of(mounts, path);
    Disk& disk = disks[mount == nullptr ? path.string() : mount->point];
    disk.path = disk.path.empty() ? path : disk.path;
    if (disk.of.find(of) == std::string::npos) {
      disk.of += (disk.of.empty() ? "" : ", ") + std::string(of);
    }
  };
  add(context.targets.backend.root, "root");
  for (const StorageTarget& one : context.targets.storage) {
    add(one.directory, "storage");
  }
  if (context.targets.database && context.targets.database->url.engine == DatabaseEngine::sqlite) {
    add(context.targets.database->url.file, "database");
  }
  return disks;
}

void plan_disks(const Context& context, Plan& plan) {
  const std::vector<Mount> mounts = SystemFigures().mounts();
  for (const auto& [point, disk] : disks_of(context, mounts)) {
    Check check = context.check("system", "disk " + point);
    check.target = fmt::format("{} ({})", point, disk.of);
    const Mount* mount = mount_of(mounts, disk.path);
    if (mount != nullptr && mount->is_remote()) {
      plan.settled.push_back(
          skipped(check, fmt::format("a file system of another machine or process ({}): asking it "
                                     "for its figures can hang",
                                     printable(mount->type))));
      continue;
    }
    const auto run = [&context, check, path = disk.path](const Report& report) {
      check_disk(context, check, existing(path), report);
    };
    plan.works.push_back({{check}, run, context.limit(context.rules("system"))});
  }
}

} // namespace

void plan_system(const Context& context, Plan& plan) {
  if (!context.wants("system")) {
    return;
  }
  const Check cpu = context.check("system", "cpu");
  const Check memory = context.check("system", "memory");
  const Check files = context.check("system", "file_descriptors");
  const auto run = [&context, cpu, memory, files](const Report& report) {
    check_cpu(context, cpu, report);
    check_memory(context, memory, report);
    check_files(context, files, report);
  };
  plan.works.push_back({{cpu, memory, files}, run, context.limit(context.rules("system"))});
  plan_disks(context, plan);
}

} // namespace aether::health_check
