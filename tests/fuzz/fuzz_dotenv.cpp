// Whatever the bytes: parse_dotenv returns lines in order within the text, or throws Error.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "data/dotenv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1;
    std::uint32_t before = 0;
    for (const aether::EnvironmentLine& one : aether::parse_dotenv(text, "fuzz")) {
      if (one.line <= before || one.line > lines || one.key.empty()) {
        std::abort();
      }
      before = one.line;
    }
  } catch (const aether::Error&) {
    return 0;
  }
  return 0;
}
