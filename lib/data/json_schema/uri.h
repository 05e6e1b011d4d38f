// References to schemas: RFC 3986, and JSON pointers in fragments (RFC 6901, section 6).
#pragma once

#include <string>
#include <string_view>

namespace aether::json_schema {

struct SplitUri {
  std::string_view absolute; // before `#`
  std::string_view fragment; // after it; empty without one
};

[[nodiscard]] SplitUri split_fragment(std::string_view uri);

// RFC 3986, section 5.2. A base that is no absolute URI serves as a path.
[[nodiscard]] std::string resolve_reference(std::string_view base, std::string_view reference);

} // namespace aether::json_schema
