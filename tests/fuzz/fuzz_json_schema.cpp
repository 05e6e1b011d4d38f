// Whatever the schema and the instance (two JSON texts, NUL between them): compiling and
// evaluating end, with a verdict that both ways of evaluating share, or throw Error.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "data/json.h"
#include "data/json_schema/schema.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t end = text.find('\0');
  try {
    const auto document = aether::parse_json(text.substr(0, end), "schema");
    const aether::json_schema::Schema schema(document, {});
    const std::string_view rest = end == std::string_view::npos ? "1" : text.substr(end + 1);
    const auto instance = aether::parse_json(rest, "instance");
    if (schema.is_valid(instance) != schema.evaluate(instance).empty()) {
      std::abort();
    }
  } catch (const aether::Error&) {
    return 0;
  }
  return 0;
}
