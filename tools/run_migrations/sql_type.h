// Types of PostgreSQL's columns: what a change of type rewrites, what an operator class takes.
#pragma once

#include <string>
#include <string_view>

namespace aether::run_migrations {

// Whether a column changes from one type to the other without a new copy of its table.
[[nodiscard]] bool only_widens(const std::string& from, const std::string& to);

// Whether the operator class is known, and not for this type.
[[nodiscard]] bool refuses_type(std::string_view operator_class, const std::string& type);

// Whether an index by this method needs an operator class to be named for the type.
[[nodiscard]] bool needs_class(std::string_view method, const std::string& type);

} // namespace aether::run_migrations
