// Any text as an export: it is refused as bad input, or read; what was read is written and read
// back the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string_view>

#include "backend/blocks/export_format.h"
#include "core/error.h"
#include "job_tracer/blocks.h"
#include "job_tracer/merge.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aether::job_tracer;
  try {
    const Index index = read_export({reinterpret_cast<const char*>(data), size}, "x");
    std::ostringstream out;
    write_export(out, index, aether::JsonLayout::compact);
    if (!(read_export(out.str(), "x") == index)) {
      std::abort();
    }
    (void)merge({{"x", index}, {"y", index}});
  } catch (const aether::Error& error) {
    if (error.code() != aether::ExitCode::bad_input) {
      std::abort();
    }
  }
  return 0;
}
