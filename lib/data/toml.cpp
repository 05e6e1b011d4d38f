#include "data/toml.h"

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <toml++/toml.h>

#include "core/text.h"
#include "data/toml_limits.h"

namespace aether {

namespace {

namespace json = boost::json;

Position position_of(const toml::source_position& at) {
  return {static_cast<std::uint32_t>(at.line), static_cast<std::uint32_t>(at.column)};
}

bool is_before(const toml::source_position& a, const toml::source_position& b) {
  return a.line != b.line ? a.line < b.line : a.column < b.column;
}

class Builder {
public:
  Document build(const toml::table& root) {
    Place place{{}, {1, 1}, 0};
    json::value value = build_table(root, place);
    places_.push_back(place);
    return {std::move(value), std::move(places_), {}};
  }

private:
  json::value build_node(const toml::node& node, Place& place) {
    place.value = position_of(node.source().begin);
    switch (node.type()) {
    case toml::node_type::table:
      return build_table(*node.as_table(), place);
    case toml::node_type::array:
      return build_array(*node.as_array(), place);
    case toml::node_type::string:
      return json::value(node.as_string()->get());
    case toml::node_type::integer:
      return json::value(node.as_integer()->get());
    case toml::node_type::floating_point:
      return json::value(node.as_floating_point()->get());
    case toml::node_type::boolean:
      return json::value(node.as_boolean()->get());
    case toml::node_type::date:
      return text_of(node.as_date()->get());
    case toml::node_type::time:
      return text_of(node.as_time()->get());
    case toml::node_type::date_time:
      return text_of(node.as_date_time()->get());
    case toml::node_type::none:
      break;
    }
    return nullptr;
  }

  template <typename Moment> static json::value text_of(const Moment& moment) {
    std::ostringstream text;
    text << moment;
    return json::value(text.str());
  }

  json::value build_table(const toml::table& table, Place& place) {
    struct Member {
      const toml::key* key;
      const toml::node* node;
    };
    std::vector<Member> members;
    for (const auto& [key, node] : table) {
      members.push_back({&key, &node});
    }
    // toml++ keeps them by name.
    std::stable_sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
      return is_before(a.key->source().begin, b.key->source().begin);
    });
    json::object object;
    std::vector<Place> children(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) {
      children[i].key = position_of(members[i].key->source().begin);
      object.emplace(members[i].key->str(), build_node(*members[i].node, children[i]));
    }
    keep(children, place);
    return json::value(std::move(object));
  }

  json::value build_array(const toml::array& array, Place& place) {
    json::array items;
    std::vector<Place> children(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) {
      items.push_back(build_node(array[i], children[i]));
    }
    keep(children, place);
    return json::value(std::move(items));
  }

  void keep(const std::vector<Place>& children, Place& place) {
    place.children = static_cast<std::uint32_t>(places_.size());
    places_.insert(places_.end(), children.begin(), children.end());
  }

  std::vector<Place> places_;
};

// toml++ tells what it was at: "Error while parsing key-value pair: ...".
std::string message_of(const toml::parse_error& error) {
  std::string_view text = error.description();
  constexpr std::string_view k_prefix = "Error while parsing ";
  if (text.starts_with(k_prefix)) {
    text.remove_prefix(k_prefix.size());
  }
  return printable(text);
}

// toml++ tells of a number that is out of range where it ends.
Position place_of(const toml::parse_error& error, std::string_view text) {
  Position at = position_of(error.source().begin);
  const std::string_view what = error.description();
  if (what.find("is not representable") == std::string_view::npos &&
      what.find("could not be interpreted") == std::string_view::npos) {
    return at;
  }
  for (std::uint32_t line = 1; line < at.line; ++line) {
    text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
  }
  CodePointCounter counter(text);
  std::size_t end = 0;
  while (end < text.size() && counter.before(end) + 1 < at.column) {
    ++end;
  }
  const auto is_of_number = [](char c) {
    return is_ascii_digit(c) || is_ascii_letter(c) || c == '+' || c == '-' || c == '.' || c == '_';
  };
  while (end > 0 && at.column > 1 && is_of_number(text[end - 1])) {
    --end;
    --at.column;
  }
  return at;
}

} // namespace

Document parse_toml(std::string_view text, std::string_view name) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw input_error(name, {1, 1}, "this is UTF-16: save it as UTF-8");
  }
  if (const std::size_t at = find_invalid_utf8(text); at != std::string_view::npos) {
    throw input_error(name, position_at(text, at), "invalid UTF-8");
  }
  if (const auto excess = find_toml_excess(text)) {
    throw input_error(name, position_at(text, excess->offset), excess->message);
  }
  try {
    return Builder().build(toml::parse(text));
  } catch (const toml::parse_error& error) {
    throw input_error(name, place_of(error, text), message_of(error));
  }
}

} // namespace aether
