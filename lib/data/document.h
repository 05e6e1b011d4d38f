// A structured document (YAML, TOML, .env...) as one JSON value that knows where each of its parts
// was written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "core/error.h"
#include "core/finding.h"

namespace aether {

struct Place {
  Position key;               // of the key in its mapping; unknown for items and for the root
  Position value;             // an alias stands where it is written, its content where that is
  std::uint32_t children = 0; // index of the first child; the children of a container lie together
};

// A scalar, a tab or an anchor that another reader of the format takes for something else.
struct Ambiguity {
  Position at;
  std::string text;
  std::string reading;       // here: "text", "the number 12"
  std::string other_reading; // "the number 10"
};

inline constexpr std::size_t k_max_ambiguities = 1000;

struct Document {
  boost::json::value root; // to be read: places follow the order of what was parsed
  // In the order of the members or items of each container; the root's own place is the last.
  std::vector<Place> places;
  // Of YAML, between 1.1 and 1.2: the first k_max_ambiguities.
  std::vector<Ambiguity> ambiguities;

  // By JSON pointer (RFC 6901): "" is the root, "/services/0/url" a member. Nothing where the
  // pointer is malformed or leads nowhere.
  [[nodiscard]] std::optional<Place> find(std::string_view pointer) const;
};

// A token of a JSON pointer without its escapes.
[[nodiscard]] std::string unescape_pointer_token(std::string_view token);

// Where a byte of a text is.
[[nodiscard]] Position position_at(std::string_view text, std::size_t offset);

// How the readers report text that they cannot read: `NAME:LINE:COLUMN: message`.
class InputError : public Error {
public:
  InputError(std::string_view name, Position at, std::string_view message);

  [[nodiscard]] Position at() const { return at_; }
  [[nodiscard]] const std::string& message() const { return message_; } // without name and place

private:
  Position at_;
  std::string message_;
};
[[nodiscard]] InputError input_error(std::string_view name, Position at, std::string_view message);

} // namespace aether
