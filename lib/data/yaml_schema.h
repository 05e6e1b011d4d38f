// The core schema of YAML 1.2.2 (section 10.3): what a plain scalar without a tag means. Unlike
// YAML 1.1, `yes` and `on` are text and 017 is seventeen.
#pragma once

#include <string_view>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

namespace aether::yaml {

// Empty, `~`, `null`, `Null` or `NULL`.
[[nodiscard]] bool is_null_word(std::string_view text);

// Null, boolean, integer, float or text, which is kept in `storage`. Integers are int64, else
// uint64; what fits neither is a float, and a float out of range is infinity or next to nothing.
[[nodiscard]] boost::json::value resolve_plain(std::string_view text,
                                               const boost::json::storage_ptr& storage);

} // namespace aether::yaml
