// What toml++ is not to be given: what it would build at any depth and in any number (it goes down
// one call for each part of a dotted key, and so over the end of the stack), and characters that it
// has no defined behaviour for.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace aether {

struct TomlLimits {
  std::size_t depth = 200; // of the tables and arrays around a value, the document's own among them
  std::size_t values = 1'200'000; // with the tables that dotted keys and headers make
};

struct TomlExcess {
  std::size_t offset = 0; // of the part of a key, the bracket or the value that goes too far
  std::string message;
};

// One pass over the text, which need not be valid: what stands before its first error is counted as
// TOML 1.0 means it.
[[nodiscard]] std::optional<TomlExcess> find_toml_excess(std::string_view text,
                                                         const TomlLimits& limits = {});

} // namespace aether
