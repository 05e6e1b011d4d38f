// Members of a JSON document by the types that its schema promises; anything else is an Error.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aether::blocks {

class MemberReader {
public:
  // `name`: of the input; `schema`: of the document.
  MemberReader(std::string_view name, std::string_view schema) : name_(name), schema_(schema) {}

  // Throws Error (bad_input), as all of the others do.
  [[noreturn]] void fail(std::string_view what) const;

  [[nodiscard]] const boost::json::object& object(const boost::json::value& value) const;
  [[nodiscard]] const boost::json::value& member(const boost::json::object& object,
                                                 std::string_view key) const;
  [[nodiscard]] const boost::json::array& array(const boost::json::object& object,
                                                std::string_view key) const;
  [[nodiscard]] std::string text(const boost::json::object& object, std::string_view key) const;
  [[nodiscard]] std::vector<std::string> texts(const boost::json::object& object,
                                               std::string_view key) const;
  [[nodiscard]] bool truth(const boost::json::object& object, std::string_view key) const;

  // Whole numbers from 0 on; `key` is for the message.
  [[nodiscard]] std::uint64_t number(const boost::json::value& value, std::string_view key) const;
  [[nodiscard]] std::uint32_t small(const boost::json::value& value, std::string_view key) const;
  [[nodiscard]] std::uint32_t small(const boost::json::object& object, std::string_view key) const;
  // From 1 on.
  [[nodiscard]] std::uint32_t line(const boost::json::object& object) const;

private:
  std::string name_;
  std::string_view schema_;
};

} // namespace aether::blocks
