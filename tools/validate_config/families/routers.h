// Which paths the routers of a backend can make: prefixes of include_router and mount, the router's
// own prefix, and its routes, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "backend/python_code.h"

namespace aether::validate_config {

struct RoutePlace {
  std::string path; // with the router's own prefix
  std::string file;
  std::uint32_t line = 0;
};

class Routers {
public:
  explicit Routers(const PythonCode& code);

  // Nothing can be said where a prefix is computed, or there is no router at all.
  [[nodiscard]] bool can_tell() const { return !is_open_ && !routes_.empty(); }

  // Whether the path begins as one that routers could make, up to the first segment that says what
  // it is about: /v1/chat of /v1/chat/stream.
  [[nodiscard]] bool know(std::string_view path) const;

  // The one route that ends as the path does, and begins otherwise.
  [[nodiscard]] std::optional<RoutePlace> moved(std::string_view path) const;

private:
  using Segments = std::vector<std::string>;

  struct Route {
    Segments segments;     // the router's prefix and its own
    bool is_whole = false; // the router's prefix is known
    RoutePlace place;
  };

  [[nodiscard]] bool from(const Segments& path, std::size_t at, int depth) const;
  [[nodiscard]] static bool begins(const Segments& path, std::size_t at, const Route& route);

  std::vector<Route> routes_;
  std::set<Segments> around_; // prefixes that routers are put below
  std::set<Segments> own_;    // that they are made with
  bool is_open_ = false;
};

// Literal segments of a path; `{id}` is one that fits any.
[[nodiscard]] std::vector<std::string> segments_of(std::string_view path);

} // namespace aether::validate_config
