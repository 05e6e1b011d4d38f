#include "data/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value_stack.hpp>
#include <fmt/format.h>

#include "core/error.h"
#include "core/text.h"
#include "data/document.h"

namespace aether {

namespace {

namespace json = boost::json;

constexpr std::string_view k_byte_order_mark = "\xEF\xBB\xBF";

// What boost::json::parser builds, but with doubles read exactly (Boost's are off by some ulps)
// and with the keys counted, because Boost drops duplicates without a word.
class Builder {
public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  Builder(json::storage_ptr storage, std::size_t max_values) : max_values_(max_values) {
    values_.reset(std::move(storage));
  }

  [[nodiscard]] json::value release() { return values_.release(); }
  [[nodiscard]] std::size_t keys() const { return keys_; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_array_begin(json::error_code& error) { return count(error); }
  bool on_object_begin(json::error_code& error) { return count(error); }
  bool on_array_end(std::size_t size, json::error_code&) {
    values_.push_array(size);
    return true;
  }
  bool on_object_end(std::size_t size, json::error_code&) {
    keys_ += size;
    values_.push_object(size);
    return true;
  }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    values_.push_chars(part);
    return true;
  }
  bool on_key(json::string_view rest, std::size_t, json::error_code&) {
    values_.push_key(rest);
    return true;
  }
  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    values_.push_chars(part);
    return true;
  }
  bool on_string(json::string_view rest, std::size_t, json::error_code& error) {
    values_.push_string(rest);
    return count(error);
  }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t number, json::string_view, json::error_code& error) {
    values_.push_int64(number);
    return count(error);
  }
  bool on_uint64(std::uint64_t number, json::string_view, json::error_code& error) {
    values_.push_uint64(number);
    return count(error);
  }
  // The text is there in one piece, since the whole document is.
  bool on_double(double approximate, json::string_view text, json::error_code& error) {
    double number = 0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (status == std::errc::result_out_of_range) {
      if (std::abs(approximate) > 1) {
        error = json::error::exponent_overflow;
        return false;
      }
      number = std::copysign(0.0, approximate);
    }
    values_.push_double(number);
    return count(error);
  }
  bool on_bool(bool truth, json::error_code& error) {
    values_.push_bool(truth);
    return count(error);
  }
  bool on_null(json::error_code& error) {
    values_.push_null();
    return count(error);
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

private:
  bool count(json::error_code& error) {
    if (max_values_-- > 0) {
      return true;
    }
    error = json::error::array_too_large;
    return false;
  }

  json::value_stack values_;
  std::size_t max_values_;
  std::size_t keys_ = 0;
};

std::size_t count_members(const json::value& value) {
  std::size_t count = 0;
  if (const json::object* object = value.if_object()) {
    count = object->size();
    for (const json::key_value_pair& member : *object) {
      count += member.value().is_structured() ? count_members(member.value()) : 0;
    }
  } else if (const json::array* array = value.if_array()) {
    for (const json::value& item : *array) {
      count += item.is_structured() ? count_members(item) : 0;
    }
  }
  return count;
}

std::size_t end_of_string(std::string_view text, std::size_t quote) {
  std::size_t i = quote + 1;
  while (text[i] != '"') {
    i += text[i] == '\\' ? 2U : 1U;
  }
  return i + 1;
}

// Where the text, known to be valid JSON that has one, repeats a key; run only to report it.
InputError duplicate_key_error(std::string_view text, std::string_view name) {
  std::vector<std::map<std::string, std::size_t>> open;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '{' || text[i] == '[') {
      open.emplace_back();
    } else if (text[i] == '}' || text[i] == ']') {
      open.pop_back();
    } else if (text[i] == '"') {
      const std::size_t end = end_of_string(text, i);
      const std::size_t after = text.find_first_not_of(" \t\r\n", end);
      if (after != std::string_view::npos && text[after] == ':') {
        const std::string key(json::parse(text.substr(i, end - i)).as_string());
        const auto [first, is_new] = open.back().emplace(key, i);
        if (!is_new) {
          return input_error(name, position_at(text, i),
                             fmt::format("duplicate key `{}`, first on line {}", printable(key),
                                         position_at(text, first->second).line));
        }
      }
      i = end - 1;
    }
  }
  return input_error(name, {1, 1}, "duplicate key");
}

// The character at an offset, for a message.
std::string quoted_character(std::string_view text, std::size_t offset) {
  const std::size_t length = std::max<std::size_t>(utf8_sequence_length(text, offset), 1);
  return fmt::format("`{}`", printable(text.substr(offset, length)));
}

std::string describe_syntax_error(std::string_view text, std::size_t offset) {
  const auto byte = static_cast<unsigned char>(text[offset]);
  if (byte == '\n' || byte == '\r') {
    return "unexpected end of line";
  }
  if (byte == '\'') {
    return "unexpected `'`: strings are quoted with `\"`";
  }
  if (byte < 0x20U && byte != '\t') {
    return fmt::format("unexpected control character {}", quoted_character(text, offset));
  }
  return fmt::format("unexpected {}", quoted_character(text, offset));
}

std::size_t begin_of_number(std::string_view text, std::size_t end) {
  const std::size_t before = text.substr(0, end).find_last_not_of("0123456789+-.eE");
  return before == std::string_view::npos ? 0 : before + 1;
}

InputError parse_error(std::string_view text, std::size_t offset, json::error_code error,
                       std::string_view name, const JsonLimits& limits) {
  const std::size_t invalid = find_invalid_utf8(text);
  const auto fail = [&](std::size_t at, std::string_view message) {
    return input_error(name, position_at(text, at), message);
  };
  if (invalid != std::string_view::npos &&
      (invalid <= offset || error == json::error::incomplete)) {
    return fail(invalid, "invalid UTF-8");
  }
  if (error == json::error::exponent_overflow) {
    return fail(begin_of_number(text, offset), "number out of range");
  }
  if (error == json::error::incomplete || offset >= text.size()) {
    return fail(text.size(), "ends in the middle of the document");
  }
  if (error == json::error::too_deep) {
    return fail(offset, fmt::format("nested deeper than {} levels", limits.depth));
  }
  if (error == json::error::array_too_large) {
    return fail(offset, fmt::format("more than {} values", limits.values));
  }
  if (error == json::error::syntax) {
    return fail(offset, describe_syntax_error(text, offset));
  }
  return fail(offset, error.message());
}

std::string describe_document(const json::value& document) {
  switch (document.kind()) {
  case json::kind::null:
    return "null";
  case json::kind::bool_:
    return "a boolean";
  case json::kind::int64:
  case json::kind::uint64:
  case json::kind::double_:
    return "a number";
  case json::kind::string:
    return "a string";
  case json::kind::array:
    return "an array";
  case json::kind::object:
    break;
  }
  const json::value* schema = document.get_object().if_contains("schema");
  if (schema == nullptr || !schema->is_string()) {
    return "an object that names no schema";
  }
  const std::string_view schema_name = schema->get_string();
  constexpr std::size_t k_longest_name = 100;
  return schema_name.size() > k_longest_name
             ? "a document of another schema"
             : fmt::format("a document of schema {}", printable(schema_name));
}

bool has_records(const json::object& document, const Records& records) {
  const json::value* found = document.if_contains(records.name);
  if (found == nullptr || found->kind() != records.kind) {
    return false;
  }
  if (const json::array* array = found->if_array()) {
    return std::all_of(array->begin(), array->end(),
                       [](const json::value& one) { return one.is_object(); });
  }
  const json::object& members = found->get_object();
  return std::all_of(members.begin(), members.end(),
                     [](const json::key_value_pair& member) { return member.value().is_object(); });
}

// What the document says that it is; empty where it does not.
std::string_view schema_of(const json::value& document) {
  const json::object* object = document.if_object();
  const json::value* found = object == nullptr ? nullptr : object->if_contains("schema");
  return found != nullptr && found->is_string() ? std::string_view(found->get_string())
                                                : std::string_view();
}

enum class Maker { in_parentheses, after_a_comma };

std::string describe(const std::vector<DocumentKind>& kinds, Maker maker) {
  std::string text;
  for (const DocumentKind& kind : kinds) {
    text += text.empty() ? "" : &kind == &kinds.back() ? " or " : ", ";
    text += maker == Maker::in_parentheses
                ? fmt::format("an {} document (from `{}`)", kind.schema, kind.made_by)
                : fmt::format("an {} document, from `{}`", kind.schema, kind.made_by);
  }
  return text;
}

} // namespace

json::value parse_json(std::string_view text, std::string_view name, const JsonLimits& limits) {
  if (text.starts_with(k_byte_order_mark)) {
    text.remove_prefix(k_byte_order_mark.size());
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: is empty: did the program before it fail?", name));
  }
  json::parse_options options;
  options.max_depth = limits.depth;
  json::basic_parser<Builder> parser(
      options, json::make_shared_resource<json::monotonic_resource>(), limits.values);
  json::error_code error;
  const std::size_t read = parser.write_some(false, text.data(), text.size(), error);
  if (error) {
    throw parse_error(text, read, error, name, limits);
  }
  if (read < text.size()) {
    throw input_error(
        name, position_at(text, read),
        fmt::format("unexpected {} after the end of the document", quoted_character(text, read)));
  }
  json::value document = parser.handler().release();
  if (count_members(document) != parser.handler().keys()) {
    throw duplicate_key_error(text, name);
  }
  return document;
}

void expect_schema(const json::value& document, std::string_view name, std::string_view schema,
                   std::string_view made_by) {
  if (schema_of(document) != schema) {
    throw Error(ExitCode::bad_input,
                fmt::format("{}: expected {}, but it is {}", name,
                            describe({{schema, made_by}}, Maker::in_parentheses),
                            describe_document(document)));
  }
}

json::value read_document(std::string_view text, std::string_view name, std::string_view schema,
                          std::string_view made_by, std::optional<Records> records) {
  return read_document(text, name, {{schema, made_by, records}});
}

json::value read_document(std::string_view text, std::string_view name,
                          const std::vector<DocumentKind>& kinds) {
  json::value document;
  try {
    document = parse_json(text, name);
  } catch (const Error& error) {
    throw Error(error.code(), fmt::format("{} (expected {})", error.what(),
                                          describe(kinds, Maker::after_a_comma)));
  }
  const auto found = std::find_if(kinds.begin(), kinds.end(), [&](const DocumentKind& kind) {
    return kind.schema == schema_of(document);
  });
  const auto refuse = [&](const std::string& what) {
    throw Error(ExitCode::bad_input, fmt::format("{}: expected {}, but {}", name,
                                                 describe(kinds, Maker::in_parentheses), what));
  };
  if (found == kinds.end()) {
    refuse("it is " + describe_document(document));
  } else if (found->records && !has_records(document.get_object(), *found->records)) {
    refuse(fmt::format("its `{}` is no {} of objects", found->records->name,
                       found->records->kind == json::kind::array ? "array" : "object"));
  }
  return document;
}

} // namespace aether
