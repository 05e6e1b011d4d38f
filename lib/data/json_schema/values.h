// Values as JSON Schema compares them: 1 and 1.0 are one number, members have no order.
#pragma once

#include <compare>
#include <cstddef>

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

namespace aether::json_schema {

[[nodiscard]] bool equal(const boost::json::value& a, const boost::json::value& b);

// Equal values have equal hashes.
[[nodiscard]] std::size_t hash(const boost::json::value& value);

// Of two numbers.
[[nodiscard]] std::partial_ordering compare_numbers(const boost::json::value& a,
                                                    const boost::json::value& b);

// A number without a fraction, be it written 1 or 1.0.
[[nodiscard]] bool is_integer(const boost::json::value& value);

// Exact, in decimal: 0.0075 is a multiple of 0.0001. `divisor` is above zero.
[[nodiscard]] bool is_multiple(const boost::json::value& number, const boost::json::value& divisor);

// The index of the first item that equals one before it, or the size.
[[nodiscard]] std::size_t find_duplicate(const boost::json::array& items);

} // namespace aether::json_schema
