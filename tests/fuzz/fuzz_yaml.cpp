// Whatever the bytes: parse_yaml returns or throws Error, and every part of what it returns is
// found by its JSON pointer at a position within the text.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/error.h"
#include "data/json_pointer.h"
#include "data/yaml.h"

namespace {

namespace json = boost::json;

class PlaceCheck {
public:
  PlaceCheck(const aether::Document& document, std::string_view text)
      : document_(document),
        lines_(static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1)) {}

  void check(const json::value& value, const std::string& pointer) {
    if (--budget_ < 0) {
      return;
    }
    const auto place = document_.find(pointer);
    if (!place || place->value.line < 1 || place->value.line > lines_ || place->value.column < 1) {
      std::abort();
    }
    if (const json::object* object = value.if_object()) {
      for (const json::key_value_pair& member : *object) {
        const std::string below = pointer + "/" + aether::pointer_token(member.key());
        if (document_.find(below)->key.line < 1) {
          std::abort();
        }
        check(member.value(), below);
      }
    } else if (const json::array* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) {
        check((*array)[i], pointer + "/" + std::to_string(i));
      }
    }
  }

private:
  const aether::Document& document_;
  std::uint32_t lines_;
  int budget_ = 1000;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  try {
    const aether::Document document = aether::parse_yaml(text, "fuzz");
    PlaceCheck(document, text).check(document.root, "");
  } catch (const aether::Error&) {
    return 0;
  }
  return 0;
}
