// The owner of a file descriptor.
#pragma once

#include <unistd.h>

#include <utility>

namespace aether {

class Descriptor {
public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }

  [[nodiscard]] int get() const { return number_; }
  // The number, which the caller has to close.
  [[nodiscard]] int release() { return std::exchange(number_, -1); }
  [[nodiscard]] explicit operator bool() const { return number_ >= 0; }

private:
  int number_ = -1;
};

} // namespace aether
