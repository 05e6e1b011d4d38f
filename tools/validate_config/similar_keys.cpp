#include "validate_config/similar_keys.h"

#include <algorithm>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "core/nearest.h"
#include "core/text.h"
#include "data/json_pointer.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

namespace json = boost::json;

constexpr int k_deepest_key = 60;

bool is_slip(std::string_view key, std::string_view known) {
  if (key.size() > known.size() ? key.starts_with(known) && key.ends_with('s')
                                : known.starts_with(key) && known.ends_with('s')) {
    return false; // one and many
  }
  const std::size_t limit = known.size() < 4 ? 0 : known.size() < 9 ? 1 : 2;
  return limit > 0 && edit_distance(key, known, limit) <= limit;
}

class Walker {
public:
  Walker(const json::value& schema, const Document& document, const std::string& file,
         std::vector<Finding>& findings)
      : schema_(schema), document_(document), file_(file), findings_(findings) {}

  void walk() { at(schema_, document_.root, "", 0); }

private:
  void at(const json::value& schema, const json::value& value, const std::string& pointer,
          int depth) {
    const json::object* keywords = schema.if_object();
    if (keywords == nullptr || depth > k_deepest_key) {
      return;
    }
    if (const json::value* target = referred(*keywords)) {
      at(*target, value, pointer, depth + 1);
    }
    if (const json::value* all = keywords->if_contains("allOf");
        all != nullptr && all->is_array()) {
      for (const json::value& one : all->get_array()) {
        at(one, value, pointer, depth + 1);
      }
    }
    if (const json::object* object = value.if_object()) {
      of_object(*keywords, *object, pointer, depth);
    } else if (const json::array* list = value.if_array()) {
      const json::value* items = keywords->if_contains("items");
      for (std::size_t i = 0; items != nullptr && i < list->size(); ++i) {
        at(*items, (*list)[i], fmt::format("{}/{}", pointer, i), depth + 1);
      }
    }
  }

  [[nodiscard]] const json::value* referred(const json::object& keywords) const {
    const json::value* ref = keywords.if_contains("$ref");
    if (ref == nullptr || !ref->is_string() ||
        !std::string_view(ref->get_string()).starts_with("#/")) {
      return nullptr;
    }
    boost::system::error_code failed;
    return schema_.find_pointer(std::string_view(ref->get_string()).substr(1), failed);
  }

  void of_object(const json::object& keywords, const json::object& object,
                 const std::string& pointer, int depth) {
    const json::value* named = keywords.if_contains("properties");
    const json::object* properties = named == nullptr ? nullptr : named->if_object();
    const json::value* others = keywords.if_contains("additionalProperties");
    for (const auto& [key, value] : object) {
      const std::string below = pointer + "/" + pointer_token(key);
      const json::value* known = properties == nullptr ? nullptr : properties->if_contains(key);
      if (known != nullptr) {
        at(*known, value, below, depth + 1);
      } else {
        if (properties != nullptr) {
          tell(*properties, object, key, below);
        }
        if (others != nullptr) {
          at(*others, value, below, depth + 1);
        }
      }
    }
  }

  void tell(const json::object& properties, const json::object& object, std::string_view key,
            const std::string& pointer) {
    const auto meant = std::find_if(properties.begin(), properties.end(), [&](const auto& one) {
      return !object.contains(one.key()) && is_slip(key, one.key());
    });
    if (meant == properties.end()) {
      return;
    }
    const bool is_required = take_missing(meant->key(), pointer.substr(0, pointer.rfind('/')));
    const std::optional<Place> place = document_.find(pointer);
    Finding& made = findings_.emplace_back();
    made.rule = k_similar_key;
    made.severity = is_required ? Severity::error : Severity::warning;
    made.file = file_;
    made.begin = place ? place->key : Position();
    made.pointer = pointer;
    made.message = fmt::format("`{}` is nearly `{}`, which is missing here", printable(key),
                               printable(std::string_view(meant->key())));
    made.hint = fmt::format("did you mean `{}`?", printable(std::string_view(meant->key())));
  }

  // One mistake, told once: the key that the object misses is the one that is misspelt in it.
  bool take_missing(std::string_view key, std::string_view object) {
    const std::string message = fmt::format("`{}` is missing", printable(key));
    return std::erase_if(findings_, [&](const Finding& one) {
             return one.rule == k_missing_key && one.file == file_ && one.pointer == object &&
                    one.message == message;
           }) > 0;
  }

  const json::value& schema_;
  const Document& document_;
  const std::string& file_;
  std::vector<Finding>& findings_;
};

} // namespace

void find_similar_keys(const json::value& schema, const Document& document, const std::string& file,
                       std::vector<Finding>& findings) {
  Walker(schema, document, file, findings).walk();
}

} // namespace aether::validate_config
