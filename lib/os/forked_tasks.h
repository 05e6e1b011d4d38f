// Work that may hang or crash (a dead mount, a server that is silent, somebody else's library),
// each piece in a child process of its own, all at once as far as the system allows (a few at
// first, more where they take their time), under deadlines that hold whatever happens.
//
// What a child has handed over by its end counts, also when it is killed or crashes. A child that
// cannot even be killed (uninterruptible sleep) is left behind; it holds none of our descriptors,
// so that nobody waits for it. Children end with us.
//
// Linux: fork(2), pipe2(2), F_SETPIPE_SZ of fcntl(2), prctl(2). To be called while no other thread
// runs.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

// Hands a record over; it holds no newline.
using HandOver = std::function<void(std::string_view record)>;

struct ForkedTask {
  // Runs in the child, where standard input, output and error are /dev/null. What it throws ends it
  // as a crash does.
  std::function<void(const HandOver& hand_over)> work;
  std::chrono::milliseconds limit{0};
};

enum class TaskEnd : std::uint8_t {
  done,
  timed_out,
  crashed,     // by a signal or an exception
  not_started, // the system gives no process or pipe
};

struct TaskResult {
  TaskEnd end = TaskEnd::not_started;
  std::vector<std::string> records;
  std::string why; // unless done: short, lower case
  std::chrono::microseconds took{0};
};

// Tasks that go on while their caller does something else. What they hand over meanwhile waits in
// pipes, which hold 1 MiB each, or 64 KiB where a user has many.
class ForkedTasks {
public:
  ForkedTasks(const std::vector<ForkedTask>& tasks, std::chrono::milliseconds all);
  ForkedTasks(const ForkedTasks&) = delete;
  ForkedTasks& operator=(const ForkedTasks&) = delete;
  ~ForkedTasks();

  // One result a task, in their order; returns at the latest when the longest limit, or `all` from
  // the beginning, is over. To be called once.
  [[nodiscard]] std::vector<TaskResult> wait();

private:
  class Children;
  std::unique_ptr<Children> children_;
};

// Both in one.
[[nodiscard]] std::vector<TaskResult> run_forked(const std::vector<ForkedTask>& tasks,
                                                 std::chrono::milliseconds all);

} // namespace aether
