// Arguments for a tool, made from its inputSchema: only what is required, the least that fits.
#pragma once

#include <optional>
#include <string>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace aether::verify_oi_tools {

struct MadeArguments {
  std::optional<boost::json::object> arguments;
  std::string why_not; // where none can be made
};

// What the schema names itself comes first: const, default, examples, enum. What is made is held
// against the schema. References lead no further than the schema.
[[nodiscard]] MadeArguments make_arguments(const boost::json::value& schema);

} // namespace aether::verify_oi_tools
