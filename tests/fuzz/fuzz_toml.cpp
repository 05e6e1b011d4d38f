// Whatever the bytes: parse_toml returns a document whose places fit it, or throws Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "data/toml.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const aether::Document document =
        aether::parse_toml({reinterpret_cast<const char*>(data), size}, "fuzz");
    if (!document.root.is_object() || document.places.empty() || !document.find("")) {
      std::abort();
    }
  } catch (const aether::Error&) {
    return 0;
  }
  return 0;
}
