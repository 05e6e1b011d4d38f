// What this build is: the version of the suite, the same in all tools, and what it was made from.
#pragma once

#include <string_view>

namespace aether {

// Set in the top CMakeLists.txt.
[[nodiscard]] std::string_view version();

// The commit of the sources, abbreviated, followed by ` and changes` where they are not as
// committed; `unknown` where they are no checkout of git.
[[nodiscard]] std::string_view commit();

// What the tools with a database were built with beside SQLite: `postgresql` or `none`.
[[nodiscard]] std::string_view database_features();

} // namespace aether
