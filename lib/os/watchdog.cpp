#include "os/watchdog.h"

#include <unistd.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace aether {

struct Watchdog::State {
  std::mutex mutex;
  std::condition_variable changed;
  bool done = false;
  std::thread thread;
};

Watchdog::Watchdog(std::chrono::milliseconds limit, int descriptor, std::string text, int status)
    : state_(std::make_unique<State>()) {
  const auto end = std::chrono::steady_clock::now() + limit;
  state_->thread = std::thread([&state = *state_, end, descriptor, text = std::move(text), status] {
    std::unique_lock lock(state.mutex);
    if (!state.changed.wait_until(lock, end, [&] { return state.done; })) {
      [[maybe_unused]] const ssize_t written = ::write(descriptor, text.data(), text.size());
      ::_exit(status);
    }
  });
}

Watchdog::~Watchdog() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->done = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

} // namespace aether
