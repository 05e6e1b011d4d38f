// Writes a JSON document (RFC 8259) to a stream as it is made, without building it in memory.
// Strings come out as valid UTF-8 (an invalid byte becomes U+FFFD), control characters escaped.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace aether {

enum class JsonLayout { compact, pretty };

class JsonWriter {
public:
  explicit JsonWriter(std::ostream& out, JsonLayout layout = JsonLayout::compact);
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;
  ~JsonWriter(); // flushes what is buffered

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);

  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool truth);
  JsonWriter& value(double number); // shortest form that reads back the same; not finite: null
  JsonWriter& value(std::nullptr_t);
  template <std::integral T>
    requires(!std::same_as<T, bool>)
  JsonWriter& value(T number) {
    if constexpr (std::is_signed_v<T>) {
      return signed_number(number);
    } else {
      return unsigned_number(number);
    }
  }
  template <typename T> JsonWriter& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : value(nullptr);
  }
  JsonWriter& value(const std::vector<std::string>& texts);
  JsonWriter& json(const boost::json::value& any); // with all that is in it
  JsonWriter& json(const boost::json::object& members);

  template <typename T> JsonWriter& member(std::string_view name, const T& content) {
    key(name);
    return value(content);
  }

  // Ends the document, or the record of a stream, with a newline.
  void end_line();
  // Hands everything to the stream and flushes it.
  void flush();

private:
  JsonWriter& signed_number(std::int64_t number);
  JsonWriter& unsigned_number(std::uint64_t number);
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  void before_value();
  void new_line();
  void quote(std::string_view text);
  void drain_if_large();

  std::ostream& out_;
  JsonLayout layout_;
  std::string buffer_;
  std::vector<bool> has_members_; // one for each open bracket
  bool after_key_ = false;
};

} // namespace aether
