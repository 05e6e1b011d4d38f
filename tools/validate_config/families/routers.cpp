#include "validate_config/families/routers.h"

#include <algorithm>

#include "core/text.h"

namespace aether::validate_config {

namespace {

constexpr int k_most_prefixes = 4; // one below the other

bool is_parameter(std::string_view segment) { return segment.find('{') != std::string_view::npos; }

bool fits(std::string_view a, std::string_view b) {
  return a == b || is_parameter(a) || is_parameter(b);
}

// `v1`, `api`: says nothing of what the path is about.
bool is_general(std::string_view segment) {
  const bool version = segment.size() > 1 && segment.front() == 'v' &&
                       std::all_of(segment.begin() + 1, segment.end(), is_ascii_digit);
  return version || segment == "api" || segment == "rest" || is_parameter(segment);
}

bool starts(const std::vector<std::string>& path, std::size_t at,
            const std::vector<std::string>& part, std::size_t count) {
  if (path.size() < at + count) {
    return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (!fits(path[at + i], part[i])) {
      return false;
    }
  }
  return true;
}

} // namespace

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> made;
  for (std::size_t begin = 0; begin < path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    if (end > begin) {
      made.emplace_back(path.substr(begin, end - begin));
    }
    begin = end + 1;
  }
  return made;
}

Routers::Routers(const PythonCode& code) {
  for (const PythonFile& file : code.files) {
    for (const PythonPrefix& one : file.prefixes) {
      is_open_ = is_open_ || !one.text;
      if (one.text) {
        (one.around ? around_ : own_).insert(segments_of(*one.text));
      }
    }
    for (const PythonRoute& one : file.routes) {
      is_open_ = is_open_ || !one.path;
      if (one.path) {
        const std::string path = one.prefix.value_or("") + *one.path;
        routes_.push_back({segments_of(path), one.prefix.has_value(), {path, file.file, one.line}});
      }
    }
  }
}

// As far as the first segment that is not general. Below a prefix that is one, anything may go on.
bool Routers::begins(const Segments& path, std::size_t at, const Route& route) {
  const auto is_special = [](const std::string& one) { return !is_general(one); };
  if (std::any_of(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(at), is_special)) {
    return true;
  }
  const auto first = std::find_if(route.segments.begin(), route.segments.end(), is_special);
  const auto count = static_cast<std::size_t>(first - route.segments.begin());
  if (first != route.segments.end()) {
    return starts(path, at, route.segments, count + 1);
  }
  // nothing but parameters: all of a path, as far as one is not `{rest:path}`
  const bool is_any =
      std::any_of(route.segments.begin(), route.segments.end(),
                  [](const auto& one) { return one.find(":path") != std::string::npos; });
  return is_any ||
         (starts(path, at, route.segments, count) && at + count == path.size() &&
          (at > 0 || !is_parameter(route.segments.empty() ? "" : route.segments.front())));
}

bool Routers::from(const Segments& path, std::size_t at, int depth) const {
  if (std::any_of(routes_.begin(), routes_.end(),
                  [&](const Route& one) { return begins(path, at, one); })) {
    return true;
  }
  const auto goes_on = [&](const Segments& prefix) {
    return !prefix.empty() && starts(path, at, prefix, prefix.size()) &&
           from(path, at + prefix.size(), depth - 1);
  };
  // a route of a router that is not known may stand below any prefix
  const bool any_unknown =
      std::any_of(routes_.begin(), routes_.end(), [](const Route& one) { return !one.is_whole; });
  return depth > 0 && (std::any_of(around_.begin(), around_.end(), goes_on) ||
                       (any_unknown && std::any_of(own_.begin(), own_.end(), goes_on)));
}

bool Routers::know(std::string_view path) const {
  return from(segments_of(path), 0, k_most_prefixes);
}

std::optional<RoutePlace> Routers::moved(std::string_view path) const {
  const Segments wanted = segments_of(path);
  const Route* found = nullptr;
  for (const Route& one : routes_) {
    std::size_t same = 0;
    bool special = false;
    while (same < std::min(wanted.size(), one.segments.size()) &&
           fits(wanted[wanted.size() - 1 - same], one.segments[one.segments.size() - 1 - same])) {
      const std::string& segment = wanted[wanted.size() - 1 - same];
      special = special ||
                (!is_general(segment) && segment == one.segments[one.segments.size() - 1 - same]);
      ++same;
    }
    const bool is_alike = special && same + 1 >= std::min(wanted.size(), one.segments.size()) &&
                          same + 2 >= std::max(wanted.size(), one.segments.size());
    if (is_alike && found != nullptr) {
      return std::nullopt;
    }
    found = is_alike ? &one : found;
  }
  return found == nullptr ? std::nullopt : std::optional(found->place);
}

} // namespace aether::validate_config
