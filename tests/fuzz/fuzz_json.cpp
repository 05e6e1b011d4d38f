// Whatever the bytes: parse_json returns or throws Error, and what it returns is written by
// JsonWriter as text that reads back equal.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include "core/error.h"
#include "data/json.h"
#include "data/json_writer.h"

namespace {

namespace json = boost::json;

void write(aether::JsonWriter& out, const json::value& value) {
  switch (value.kind()) {
  case json::kind::null:
    out.value(nullptr);
    break;
  case json::kind::bool_:
    out.value(value.get_bool());
    break;
  case json::kind::int64:
    out.value(value.get_int64());
    break;
  case json::kind::uint64:
    out.value(value.get_uint64());
    break;
  case json::kind::double_:
    out.value(value.get_double() == 0 ? 0.0 : value.get_double()); // -0 reads back as an integer
    break;
  case json::kind::string:
    out.value(std::string_view(value.get_string()));
    break;
  case json::kind::array:
    out.begin_array();
    for (const json::value& item : value.get_array()) {
      write(out, item);
    }
    out.end_array();
    break;
  case json::kind::object:
    out.begin_object();
    for (const json::key_value_pair& member : value.get_object()) {
      out.key(std::string_view(member.key()));
      write(out, member.value());
    }
    out.end_object();
    break;
  }
}

std::string written(const json::value& value, aether::JsonLayout layout) {
  std::ostringstream out;
  aether::JsonWriter writer(out, layout);
  write(writer, value);
  writer.flush();
  return out.str();
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(data, data + size);
  json::value value;
  try {
    value = aether::parse_json(text, "fuzz");
  } catch (const aether::Error&) {
    return 0;
  }
  // Written text is compared, not values: a double without a fraction reads back as an integer.
  for (const aether::JsonLayout layout :
       {aether::JsonLayout::compact, aether::JsonLayout::pretty}) {
    const std::string first = written(value, layout);
    if (written(aether::parse_json(first, "written"), layout) != first) {
      std::abort();
    }
  }
  return 0;
}
