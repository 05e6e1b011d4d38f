// Whatever a backend has in its files: OpenAPI documents, calls, signatures, annotations, literals
// and commands are read or refused with an Error, never otherwise.
#include <cstdint>
#include <string>

#include "backend/signature.h"
#include "core/error.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/sources/attached.h"
#include "verify_oi_tools/sources/callers.h"
#include "verify_oi_tools/sources/mcp_servers.h"
#include "verify_oi_tools/sources/openapi.h"
#include "verify_oi_tools/type.h"

namespace {

namespace tools = aether::verify_oi_tools;

template <typename Read> void read(const Read& reader) {
  try {
    reader();
  } catch (const aether::Error&) { // said to be wrong
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  read([&] {
    const tools::OpenApi document = tools::read_openapi(text, "document");
    (void)tools::to_yaml(tools::derive_catalog(document, {}, {}), {});
  });
  read([&] { (void)tools::attached_of(text); });
  read([&] { (void)tools::split_command(text, "--mcp"); });
  for (const tools::Call& call : tools::calls_in(text, "")) {
    for (const std::string& value : call.values) {
      (void)tools::python_literal(value);
    }
  }
  (void)tools::python_literal(text);
  (void)tools::parameters_of(aether::parse_signature(text));
  (void)tools::compare(tools::type_of_text(text), tools::type_of_text("list[int] | None"));
  return 0;
}
