#include "data/document.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/text.h"

namespace aether {

namespace {

// The index of a child in its container.
std::optional<std::size_t> find_child(const boost::json::value& container, std::string_view token) {
  if (const auto* object = container.if_object()) {
    const auto* found = object->find(unescape_pointer_token(token));
    return found == object->end()
               ? std::nullopt
               : std::optional(static_cast<std::size_t>(found - object->begin()));
  }
  const auto* array = container.if_array();
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(token.data(), token.data() + token.size(), index);
  const bool canonical = error == std::errc() && end == token.data() + token.size() &&
                         (token.size() == 1 || token.front() != '0');
  return array != nullptr && canonical && index < array->size() ? std::optional(index)
                                                                : std::nullopt;
}

} // namespace

std::string unescape_pointer_token(std::string_view token) {
  std::string name;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const bool escaped = token[i] == '~' && i + 1 < token.size();
    name += escaped ? (token[++i] == '1' ? '/' : '~') : token[i];
  }
  return name;
}

std::optional<Place> Document::find(std::string_view pointer) const {
  const boost::json::value* value = &root;
  Place place = places.back();
  while (!pointer.empty()) {
    if (pointer.front() != '/') {
      return std::nullopt;
    }
    pointer.remove_prefix(1);
    const std::string_view token = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(token.size());
    const auto index = find_child(*value, token);
    if (!index) {
      return std::nullopt;
    }
    place = places[place.children + *index];
    value = value->is_object() ? &(value->get_object().begin() + *index)->value()
                               : &value->get_array()[*index];
  }
  return place;
}

Position position_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto lines = std::count(before.begin(), before.end(), '\n');
  const std::string_view in_line = before.substr(before.rfind('\n') + 1);
  return {static_cast<std::uint32_t>(lines + 1),
          static_cast<std::uint32_t>(count_code_points(in_line) + 1)};
}

InputError::InputError(std::string_view name, Position at, std::string_view message)
    : Error(ExitCode::bad_input, fmt::format("{}:{}:{}: {}", name, at.line, at.column, message)),
      at_(at), message_(message) {}

InputError input_error(std::string_view name, Position at, std::string_view message) {
  return {name, at, message};
}

} // namespace aether
