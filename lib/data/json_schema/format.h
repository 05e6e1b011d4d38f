// The formats of JSON Schema that are checked, each by its standard: date-time, date, time,
// duration (RFC 3339), email (RFC 5321), hostname (RFC 1123), ipv4, ipv6 (RFC 4291), uri and
// uri-reference (RFC 3986), uuid (RFC 4122), regex (ECMA-262), json-pointer (RFC 6901).
#pragma once

#include <string_view>

namespace aether::json_schema {

// Null for a format that is not known, which every text fits.
using FormatCheck = bool (*)(std::string_view text);
[[nodiscard]] FormatCheck find_format(std::string_view name);

} // namespace aether::json_schema
