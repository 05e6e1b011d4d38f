#include "backend/blocks/member_reader.h"

#include <limits>

#include <fmt/format.h>

#include "core/error.h"

namespace aether::blocks {

namespace json = boost::json;

void MemberReader::fail(std::string_view what) const {
  throw Error(ExitCode::bad_input,
              fmt::format("{}: this {} document is damaged: {}", name_, schema_, what));
}

const json::object& MemberReader::object(const json::value& value) const {
  const json::object* found = value.if_object();
  if (found == nullptr) {
    fail("something stands where an object has to be");
  }
  return *found;
}

const json::value& MemberReader::member(const json::object& object, std::string_view key) const {
  const json::value* found = object.if_contains(key);
  if (found == nullptr) {
    fail(fmt::format("`{}` is missing", key));
  }
  return *found;
}

const json::array& MemberReader::array(const json::object& object, std::string_view key) const {
  const json::array* found = member(object, key).if_array();
  if (found == nullptr) {
    fail(fmt::format("`{}` is no array", key));
  }
  return *found;
}

std::string MemberReader::text(const json::object& object, std::string_view key) const {
  const json::string* found = member(object, key).if_string();
  if (found == nullptr) {
    fail(fmt::format("`{}` is no text", key));
  }
  return std::string(*found);
}

std::vector<std::string> MemberReader::texts(const json::object& object,
                                             std::string_view key) const {
  std::vector<std::string> result;
  for (const json::value& item : array(object, key)) {
    if (!item.is_string()) {
      fail(fmt::format("`{}` holds something that is no text", key));
    }
    result.emplace_back(item.get_string());
  }
  return result;
}

bool MemberReader::truth(const json::object& object, std::string_view key) const {
  const json::value& value = member(object, key);
  if (!value.is_bool()) {
    fail(fmt::format("`{}` is neither true nor false", key));
  }
  return value.get_bool();
}

std::uint64_t MemberReader::number(const json::value& value, std::string_view key) const {
  if (value.is_uint64()) {
    return value.get_uint64();
  }
  if (!value.is_int64() || value.get_int64() < 0) {
    fail(fmt::format("`{}` is no whole number from 0 on", key));
  }
  return static_cast<std::uint64_t>(value.get_int64());
}

std::uint32_t MemberReader::small(const json::value& value, std::string_view key) const {
  const std::uint64_t found = number(value, key);
  if (found > std::numeric_limits<std::uint32_t>::max()) {
    fail(fmt::format("`{}` is too large", key));
  }
  return static_cast<std::uint32_t>(found);
}

std::uint32_t MemberReader::small(const json::object& object, std::string_view key) const {
  return small(member(object, key), key);
}

std::uint32_t MemberReader::line(const json::object& object) const {
  const std::uint32_t found = small(object, "line");
  if (found == 0) {
    fail("`line` is 0: lines count from 1");
  }
  return found;
}

} // namespace aether::blocks
