// Members of documents that a schema has been, or will be, held against: what has another type than
// it should is taken for missing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aether {

[[nodiscard]] inline const boost::json::object* object_at(const boost::json::object& object,
                                                          std::string_view key) {
  const boost::json::value* found = object.if_contains(key);
  return found == nullptr ? nullptr : found->if_object();
}

[[nodiscard]] inline const boost::json::object* object_at(const boost::json::value& value,
                                                          std::string_view key) {
  const boost::json::object* object = value.if_object();
  return object == nullptr ? nullptr : object_at(*object, key);
}

[[nodiscard]] inline std::string text_at(const boost::json::object& object, std::string_view key) {
  const boost::json::value* found = object.if_contains(key);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

[[nodiscard]] inline bool flag_at(const boost::json::object& object, std::string_view key,
                                  bool otherwise) {
  const boost::json::value* found = object.if_contains(key);
  return found != nullptr && found->is_bool() ? found->get_bool() : otherwise;
}

[[nodiscard]] inline const boost::json::array& array_at(const boost::json::object& object,
                                                        std::string_view key) {
  static const boost::json::array k_empty;
  const boost::json::value* found = object.if_contains(key);
  return found != nullptr && found->is_array() ? found->get_array() : k_empty;
}

// The texts of a list.
[[nodiscard]] inline std::vector<std::string> texts_at(const boost::json::object& object,
                                                       std::string_view key) {
  std::vector<std::string> texts;
  for (const boost::json::value& one : array_at(object, key)) {
    if (one.is_string()) {
      texts.emplace_back(one.get_string());
    }
  }
  return texts;
}

} // namespace aether
