#include "os/system_figures.h"

#include <cstdlib>
#include <fstream>
#include <map>

#include <gmock/gmock.h>

namespace aether {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_meminfo = "MemTotal:       16000000 kB\nMemFree:         1000000 kB\n"
                                  "MemAvailable:   12000000 kB\n";
constexpr const char* k_mounts2 =
    "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n30 22 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n";
constexpr const char* k_mounts1 =
    "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
    "33 25 0:29 / /sys/fs/cgroup/memory rw shared:9 - cgroup cgroup rw,memory\n"
    "34 25 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n";

class SystemTree : public testing::Test {
protected:
  SystemTree() {
    std::string name = testing::TempDir() + "aether-system-XXXXXX";
    root_ = ::mkdtemp(name.data());
  }
  ~SystemTree() override { fs::remove_all(root_); }

  void write(const std::map<std::string, std::string>& files) {
    for (const auto& [name, text] : files) {
      fs::create_directories((root_ / name).parent_path());
      std::ofstream(root_ / name) << text;
    }
  }

  fs::path root_;
};

TEST_F(SystemTree, memory_is_the_machines_without_a_limit) {
  write({{"proc/meminfo", k_meminfo}});
  const auto memory = SystemFigures(root_).memory();
  ASSERT_TRUE(memory);
  EXPECT_EQ(memory->source, "the machine");
  EXPECT_EQ(memory->limit, 16'000'000ULL * 1024);
  EXPECT_DOUBLE_EQ(memory->used_ratio(), 0.25);
}

TEST_F(SystemTree, the_tightest_group_of_version_2_counts_its_cache_left_out) {
  write({{"proc/meminfo", k_meminfo},
         {"proc/self/mountinfo", k_mounts2},
         {"proc/self/cgroup", "0::/system.slice/aether.service\n"},
         {"sys/fs/cgroup/system.slice/memory.max", "1000000000\n"},
         {"sys/fs/cgroup/system.slice/memory.current", "950000000\n"},
         {"sys/fs/cgroup/system.slice/memory.stat", "anon 1\ninactive_file 50000000\n"},
         {"sys/fs/cgroup/system.slice/aether.service/memory.max", "max\n"},
         {"sys/fs/cgroup/system.slice/aether.service/memory.current", "5\n"}});
  const auto memory = SystemFigures(root_).memory();
  EXPECT_EQ(memory->source, "memory.max of /system.slice");
  EXPECT_EQ(memory->used, 900'000'000U);
  EXPECT_DOUBLE_EQ(memory->used_ratio(), 0.9);
}

TEST_F(SystemTree, version_1_has_its_own_names_and_its_own_no_limit) {
  write({{"proc/meminfo", k_meminfo},
         {"proc/self/mountinfo", k_mounts1},
         {"proc/self/cgroup", "9:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n"},
         {"sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"},
         {"sys/fs/cgroup/memory/memory.usage_in_bytes", "1\n"},
         {"sys/fs/cgroup/memory/docker/abc/memory.limit_in_bytes", "1000\n"},
         {"sys/fs/cgroup/memory/docker/abc/memory.usage_in_bytes", "800\n"},
         {"sys/fs/cgroup/memory/docker/abc/memory.stat", "total_inactive_file 100\n"}});
  const auto memory = SystemFigures(root_).memory();
  EXPECT_EQ(memory->source, "memory.limit_in_bytes of /docker/abc");
  EXPECT_EQ(memory->used, 700U);
}

TEST_F(SystemTree, a_container_sees_its_group_at_the_mount) {
  write({{"proc/meminfo", k_meminfo},
         {"proc/self/mountinfo",
          "33 25 0:29 /docker/abc /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"},
         {"proc/self/cgroup", "9:memory:/docker/abc\n"},
         {"sys/fs/cgroup/memory/memory.limit_in_bytes", "1000\n"},
         {"sys/fs/cgroup/memory/memory.usage_in_bytes", "900\n"}});
  EXPECT_EQ(SystemFigures(root_).memory()->limit, 1000U);
}

TEST_F(SystemTree, cores_follow_the_quota) {
  write({{"proc/loadavg", "1.50 1.00 0.50 1/200 4242\n"},
         {"proc/stat", "cpu  1 2\ncpu0 1\ncpu1 1\ncpu2 1\ncpu3 1\nintr 5\n"},
         {"proc/pressure/cpu", "some avg10=1.50 avg60=2.25 avg300=3.00 total=5\n"
                               "full avg10=0.00 avg60=0.25 avg300=0.00 total=0\n"}});
  auto cpu = SystemFigures(root_).cpu();
  ASSERT_TRUE(cpu);
  EXPECT_EQ(cpu->cores, 4);
  EXPECT_EQ(cpu->load_5, 1.0);
  EXPECT_EQ(cpu->pressure->some_60, 2.25);
  EXPECT_EQ(cpu->pressure->full_60, 0.25);
  write({{"proc/self/mountinfo", k_mounts2},
         {"proc/self/cgroup", "0::/a\n"},
         {"sys/fs/cgroup/a/cpu.max", "150000 100000\n"}});
  cpu = SystemFigures(root_).cpu();
  EXPECT_EQ(cpu->cores, 1.5);
  EXPECT_EQ(cpu->cores_source, "cpu.max of /a");
}

TEST_F(SystemTree, nothing_is_said_of_what_is_not_there) {
  const SystemFigures figures(root_);
  EXPECT_FALSE(figures.cpu());
  EXPECT_FALSE(figures.memory());
  EXPECT_FALSE(figures.files());
  EXPECT_TRUE(figures.mounts().empty());
}

TEST_F(SystemTree, a_path_is_on_the_nearest_mount) {
  write({{"proc/self/mountinfo",
          "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n40 22 0:50 / /mnt/far\\040away rw - nfs4 h:/x rw\n"
          "41 22 0:51 / /mnt/fuse rw - fuse.sshfs h: rw\n"}});
  const std::vector<Mount> mounts = SystemFigures(root_).mounts();
  EXPECT_EQ(mount_of(mounts, "/mnt/far away/file")->type, "nfs4");
  EXPECT_TRUE(mount_of(mounts, "/mnt/far away")->is_remote());
  EXPECT_TRUE(mount_of(mounts, "/mnt/fuse/x")->is_remote());
  EXPECT_EQ(mount_of(mounts, "/mnt/fused")->point, "/");
  EXPECT_FALSE(mount_of(mounts, "/mnt/fused")->is_remote());
}

TEST(SystemFigures, read_this_machine) {
  const SystemFigures figures;
  EXPECT_TRUE(figures.cpu());
  EXPECT_GT(figures.memory()->limit, 0U);
  const std::vector<Mount> mounts = figures.mounts(); // in a changed root "/" may be none
  EXPECT_NE(mount_of(mounts, "/proc/self"), nullptr);
}

} // namespace
} // namespace aether
