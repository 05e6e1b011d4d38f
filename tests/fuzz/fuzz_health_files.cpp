// Whatever the bytes, as config/health.yaml and as the file of --state: read, or refused by an
// Error.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "health_check/health_config.h"
#include "health_check/memory.h"

namespace {

// A file without a name, at a path: `size` bytes of `data`.
std::string file_of(const std::uint8_t* data, std::size_t size) {
  static const int descriptor = memfd_create("fuzz", MFD_CLOEXEC);
  if (ftruncate(descriptor, 0) != 0 ||
      pwrite(descriptor, data, size, 0) != static_cast<ssize_t>(size)) {
    std::abort();
  }
  return "/proc/self/fd/" + std::to_string(descriptor);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string file = file_of(data, size);
  try {
    (void)aether::health_check::read_health_config("/", file, aether::Environment{});
  } catch (const aether::Error&) { // refused
  }
  try {
    (void)aether::health_check::Memory::load(file).text();
  } catch (const aether::Error&) { // refused
  }
  return 0;
}
