#include "os/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <condition_variable>
#include <exception>
#include <limits>
#include <memory>
#include <mutex>
#include <thread>

#include "core/error.h"
#include "core/path.h"
#include "core/text.h"
#include "os/descriptor.h"

namespace aether {

namespace {

// A directory with very many files is read by several threads in pieces of this size.
constexpr std::size_t k_files_in_a_piece = 256;

// With fewer open files allowed, none is spent on sharing a directory.
constexpr std::size_t k_least_to_share = 128;

std::size_t open_file_limit() {
  struct rlimit limit {};
  const bool known = ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY;
  return known ? limit.rlim_cur : std::numeric_limits<std::size_t>::max();
}

// Work to share: a directory to list (no names), or some files of a directory that was listed.
struct Task {
  std::string path;
  std::shared_ptr<Descriptor> directory;
  std::vector<std::string> names;
};

class SharedTasks {
public:
  void push(Task task) {
    {
      const std::lock_guard lock(mutex_);
      tasks_.push_back(std::move(task));
      ++open_;
    }
    changed_.notify_one();
  }

  // Waits for a task; false when none is left and none can come.
  bool pop(Task& task) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !tasks_.empty() || open_ == 0; });
    if (tasks_.empty()) {
      return false;
    }
    task = std::move(tasks_.back());
    tasks_.pop_back();
    return true;
  }

  void done() {
    const std::lock_guard lock(mutex_);
    if (--open_ == 0) {
      changed_.notify_all();
    }
  }

  void abandon(std::exception_ptr reason) {
    const std::lock_guard lock(mutex_);
    open_ -= tasks_.size();
    tasks_.clear();
    if (!reason_) {
      reason_ = std::move(reason);
    }
  }

  [[nodiscard]] std::exception_ptr reason() const { return reason_; }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Task> tasks_; // last in, first out: keeps the number of open directories small
  std::size_t open_ = 0;    // tasks waiting or at work
  std::exception_ptr reason_;
};

enum class EntryKind { file, directory, other };

EntryKind kind_of(int directory, const dirent64& entry) {
  switch (entry.d_type) {
  case DT_REG:
    return EntryKind::file;
  case DT_DIR:
    return EntryKind::directory;
  case DT_UNKNOWN: {
    struct stat status {};
    if (::fstatat(directory, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) {
      return EntryKind::other;
    }
    return S_ISREG(status.st_mode)   ? EntryKind::file
           : S_ISDIR(status.st_mode) ? EntryKind::directory
                                     : EntryKind::other;
  }
  default:
    return EntryKind::other;
  }
}

class Walker {
public:
  Walker(int root, std::size_t threads, const WalkRules& rules,
         const std::function<void(const WalkedFile&)>& visit)
      : root_(root), may_share_(threads > 1 && open_file_limit() >= k_least_to_share),
        rules_(rules), visit_(visit) {}

  void start() { tasks_.push({}); }

  void work(std::size_t worker) {
    for (Task task; tasks_.pop(task); tasks_.done()) {
      try {
        if (task.names.empty()) {
          list(worker, task.path);
        } else {
          visit_files(worker, task);
        }
      } catch (...) {
        tasks_.abandon(std::current_exception());
      }
    }
  }

  std::vector<WalkProblem> finish() {
    if (tasks_.reason()) {
      std::rethrow_exception(tasks_.reason());
    }
    std::sort(problems_.begin(), problems_.end(),
              [](const WalkProblem& a, const WalkProblem& b) { return a.path < b.path; });
    return std::move(problems_);
  }

private:
  void list(std::size_t worker, const std::string& path) {
    const Descriptor directory(
        ::openat(root_, path.empty() ? "." : path.c_str(),
                 O_RDONLY | O_DIRECTORY | O_CLOEXEC | (path.empty() ? 0 : O_NOFOLLOW)));
    if (!directory) {
      refuse_want_of_descriptors(errno);
      report(path, errno);
      return;
    }
    Task piece{path, nullptr, {}};
    // Straight from the kernel: opendir costs three more calls and an allocation a directory.
    constexpr std::size_t k_size = std::size_t{32} << 10U;
    alignas(dirent64) std::array<char, k_size> entries; // NOLINT(*-member-init): 32 KiB
    ssize_t got = 0;
    while ((got = ::getdents64(directory.get(), entries.data(), entries.size())) > 0) {
      for (ssize_t at = 0; at < got;) {
        const auto* entry = reinterpret_cast<const dirent64*>(entries.data() + at);
        take(directory.get(), path, *entry, piece);
        at += entry->d_reclen;
      }
    }
    if (got < 0) {
      report(path, errno);
    }
    visit_names(worker, directory.get(), piece);
  }

  void take(int fd, const std::string& path, const dirent64& entry, Task& piece) {
    const std::string_view name = entry.d_name;
    if (name == "." || name == "..") {
      return;
    }
    const EntryKind kind = kind_of(fd, entry);
    if (kind == EntryKind::directory && rules_.enter(path, name)) {
      tasks_.push({join_path(path, name), nullptr, {}});
    } else if (kind == EntryKind::file && rules_.take(path, name)) {
      piece.names.emplace_back(name);
      if (piece.names.size() >= k_files_in_a_piece) {
        share(fd, piece);
      }
    }
  }

  void share(int fd, Task& piece) {
    if (!may_share_) {
      return;
    }
    if (!piece.directory) {
      Descriptor copy(::fcntl(fd, F_DUPFD_CLOEXEC, 0));
      if (!copy) {
        return; // out of descriptors: this thread takes them all
      }
      piece.directory = std::make_shared<Descriptor>(std::move(copy));
    }
    tasks_.push({piece.path, piece.directory, std::move(piece.names)});
    piece.names.clear();
  }

  void visit_files(std::size_t worker, const Task& task) {
    visit_names(worker, task.directory->get(), task);
  }

  void visit_names(std::size_t worker, int fd, const Task& task) {
    for (const std::string& name : task.names) {
      visit_({worker, fd, task.path, name.c_str()});
    }
  }

  void report(const std::string& path, int error_number) {
    const std::lock_guard lock(problems_mutex_);
    problems_.push_back({path, error_number});
  }

  int root_;
  bool may_share_;
  const WalkRules& rules_;
  const std::function<void(const WalkedFile&)>& visit_;
  SharedTasks tasks_;
  std::mutex problems_mutex_;
  std::vector<WalkProblem> problems_;
};

} // namespace

void refuse_want_of_descriptors(int error_number) {
  if (error_number == EMFILE || error_number == ENFILE || error_number == ENOMEM) {
    throw system_error(ExitCode::unavailable, "cannot read the tree", error_number);
  }
}

std::string WalkedFile::path() const { return join_path(directory, name); }

std::size_t default_threads() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) == 0) {
    return static_cast<std::size_t>(std::clamp(CPU_COUNT(&set), 1, 16));
  }
  return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, 16);
}

std::size_t affordable_threads(std::size_t wanted) {
  // A directory, a copy of it that is shared, and a file; beside what is open already.
  constexpr std::size_t k_for_each = 3;
  constexpr std::size_t k_for_others = 6;
  const std::size_t most = (std::max(open_file_limit(), k_for_others) - k_for_others) / k_for_each;
  return std::max<std::size_t>(std::min(most, wanted), 1);
}

std::vector<WalkProblem> walk(const std::filesystem::path& root, std::size_t threads,
                              const WalkRules& rules,
                              const std::function<void(const WalkedFile&)>& visit) {
  const Descriptor top(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!top) {
    throw system_error(ExitCode::no_input, "cannot open directory " + printable(root.string()),
                       errno);
  }
  Walker walker(top.get(), threads, rules, visit);
  walker.start();
  std::vector<std::jthread> others;
  for (std::size_t worker = 1; worker < threads; ++worker) {
    others.emplace_back([&walker, worker] { walker.work(worker); });
  }
  walker.work(0);
  others.clear();
  return walker.finish();
}

} // namespace aether
