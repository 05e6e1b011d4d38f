#include "data/json_writer.h"

#include <cmath>
#include <ostream>

#include <fmt/format.h>

#include "core/text.h"

#include <boost/json/array.hpp>

namespace aether {

namespace {

constexpr std::size_t k_buffer_bytes = 64 * 1024;

// Of the bytes at the beginning that stand for themselves.
std::size_t length_of_plain(std::string_view text) {
  const auto is_plain = [](char one) {
    const auto byte = static_cast<unsigned char>(one);
    return byte >= 0x20U && byte < 0x7FU && byte != '"' && byte != '\\';
  };
  std::size_t length = 0;
  while (length < text.size() && is_plain(text[length])) {
    ++length;
  }
  return length;
}

} // namespace

JsonWriter::JsonWriter(std::ostream& out, JsonLayout layout) : out_(out), layout_(layout) {
  buffer_.reserve(k_buffer_bytes + 4096);
}

JsonWriter::~JsonWriter() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
}

JsonWriter& JsonWriter::begin_object() { return open('{'); }
JsonWriter& JsonWriter::end_object() { return close('}'); }
JsonWriter& JsonWriter::begin_array() { return open('['); }
JsonWriter& JsonWriter::end_array() { return close(']'); }

JsonWriter& JsonWriter::key(std::string_view name) {
  before_value();
  quote(name);
  buffer_ += layout_ == JsonLayout::pretty ? ": " : ":";
  after_key_ = true;
  return *this;
}

JsonWriter& JsonWriter::value(std::string_view text) {
  before_value();
  quote(text);
  drain_if_large();
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  before_value();
  buffer_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  before_value();
  if (std::isfinite(number)) {
    fmt::format_to(std::back_inserter(buffer_), "{}", number);
  } else {
    buffer_ += "null";
  }
  return *this;
}

JsonWriter& JsonWriter::value(std::nullptr_t) {
  before_value();
  buffer_ += "null";
  return *this;
}

JsonWriter& JsonWriter::value(const std::vector<std::string>& texts) {
  begin_array();
  for (const std::string& text : texts) {
    value(text);
  }
  return end_array();
}

JsonWriter& JsonWriter::signed_number(std::int64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(buffer_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::unsigned_number(std::uint64_t number) {
  before_value();
  fmt::format_to(std::back_inserter(buffer_), "{}", number);
  return *this;
}

JsonWriter& JsonWriter::json(const boost::json::value& any) {
  switch (any.kind()) {
  case boost::json::kind::null:
    return value(nullptr);
  case boost::json::kind::bool_:
    return value(any.get_bool());
  case boost::json::kind::int64:
    return value(any.get_int64());
  case boost::json::kind::uint64:
    return value(any.get_uint64());
  case boost::json::kind::double_:
    return value(any.get_double());
  case boost::json::kind::string:
    return value(std::string_view(any.get_string()));
  case boost::json::kind::array:
    begin_array();
    for (const boost::json::value& one : any.get_array()) {
      json(one);
    }
    return end_array();
  case boost::json::kind::object:
    return json(any.get_object());
  }
  return *this;
}

JsonWriter& JsonWriter::json(const boost::json::object& members) {
  begin_object();
  for (const auto& [name, member] : members) {
    key(name);
    json(member);
  }
  return end_object();
}

void JsonWriter::end_line() { buffer_ += '\n'; }

void JsonWriter::flush() {
  out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  buffer_.clear();
  out_.flush();
}

JsonWriter& JsonWriter::open(char bracket) {
  before_value();
  buffer_ += bracket;
  has_members_.push_back(false);
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  const bool had_members = has_members_.back();
  has_members_.pop_back();
  if (had_members) {
    new_line();
  }
  buffer_ += bracket;
  drain_if_large();
  return *this;
}

void JsonWriter::before_value() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (has_members_.empty()) {
    return;
  }
  if (has_members_.back()) {
    buffer_ += ',';
  }
  has_members_.back() = true;
  new_line();
}

void JsonWriter::new_line() {
  if (layout_ == JsonLayout::pretty) {
    buffer_ += '\n';
    buffer_.append(2 * has_members_.size(), ' ');
  }
}

void JsonWriter::quote(std::string_view text) {
  static constexpr std::string_view k_digits = "0123456789abcdef";
  buffer_ += '"';
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t plain = length_of_plain(text.substr(i));
    buffer_ += text.substr(i, plain);
    i += plain;
    if (i == text.size()) {
      break;
    }
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80U) {
      const std::size_t length = utf8_sequence_length(text, i);
      if (byte == 0xC2U && length == 2 && static_cast<unsigned char>(text[i + 1]) < 0xA0U) { // C1
        const auto code = static_cast<unsigned char>(text[i + 1]);
        buffer_ += {'\\', 'u', '0', '0', k_digits[code >> 4U], k_digits[code & 0xFU]};
        i += length;
        continue;
      }
      buffer_ += length == 0 ? std::string_view("\xEF\xBF\xBD") : text.substr(i, length);
      i += length == 0 ? 1 : length;
      continue;
    }
    ++i;
    switch (byte) {
    case '"':
      buffer_ += "\\\"";
      break;
    case '\\':
      buffer_ += "\\\\";
      break;
    case '\n':
      buffer_ += "\\n";
      break;
    case '\r':
      buffer_ += "\\r";
      break;
    case '\t':
      buffer_ += "\\t";
      break;
    default:
      buffer_ += "\\u00";
      buffer_ += k_digits[byte >> 4U];
      buffer_ += k_digits[byte & 0xFU];
    }
  }
  buffer_ += '"';
}

void JsonWriter::drain_if_large() {
  if (buffer_.size() >= k_buffer_bytes) {
    out_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
    buffer_.clear();
  }
}

} // namespace aether
