#include "data/yaml.h"

#include <array>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <utility>

#include <boost/json/monotonic_resource.hpp>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

namespace aether {

namespace {

namespace json = boost::json;

constexpr std::size_t k_max_text_bytes = std::size_t{1} << 30U; // yaml-cpp counts in int
constexpr std::size_t k_max_depth = 200;
constexpr std::size_t k_max_copied_bytes = std::size_t{16} << 20U;
constexpr std::size_t k_bytes_per_node = 12; // of text, by and large
constexpr std::size_t k_node_bytes = 32;     // what a value takes beside its text
constexpr std::string_view k_tag_prefix = "tag:yaml.org,2002:";

using NodeId = std::uint32_t;
constexpr NodeId k_no_node = std::numeric_limits<NodeId>::max();

enum class Kind : std::uint8_t { plain, quoted, sequence, mapping, alias };

// The document as written: aliases point to their nodes, mappings hold keys and values by turns.
struct Node {
  Kind kind = Kind::plain;
  bool open = true;   // its end has not been read, so that an alias to it is a cycle
  bool built = false; // the places of its children are known
  std::uint8_t height = 0;
  std::uint32_t tag = 0; // in Graph::tags; 0 = none is written
  Position at;
  std::string text;              // of a scalar
  NodeId target = k_no_node;     // of an alias
  std::uint32_t first_child = 0; // in Graph::children
  std::uint32_t child_count = 0;
  std::uint32_t places = 0;
  std::size_t bytes = k_node_bytes; // with all that is below, aliases expanded
};

struct Graph {
  std::vector<Node> nodes;
  std::vector<NodeId> children;
  std::vector<std::string> tags = {""};
  NodeId root = k_no_node;

  [[nodiscard]] NodeId resolve(NodeId id) const {
    return nodes[id].kind == Kind::alias ? nodes[id].target : id;
  }
  [[nodiscard]] NodeId child(const Node& node, std::size_t index) const {
    return children[node.first_child + index];
  }
};

// Positions of offsets that mostly grow, without counting from the start for each.
class Locator {
public:
  explicit Locator(std::string_view text) : text_(text) {}

  [[nodiscard]] Position at(std::size_t offset) {
    offset = std::min(offset, text_.size());
    if (offset < offset_) {
      return before(offset);
    }
    for (; offset_ < offset; ++offset_) {
      if (text_[offset_] == '\n') {
        ++position_.line;
        position_.column = 1;
      } else if ((static_cast<unsigned char>(text_[offset_]) & 0xC0U) != 0x80U) {
        ++position_.column;
      }
    }
    return position_;
  }

private:
  [[nodiscard]] Position before(std::size_t offset) const {
    const std::string_view passed = text_.substr(offset, offset_ - offset);
    const auto lines = static_cast<std::uint32_t>(std::count(passed.begin(), passed.end(), '\n'));
    if (lines == 0) {
      const auto columns = static_cast<std::uint32_t>(count_code_points(passed));
      return {position_.line, position_.column - columns};
    }
    const std::size_t line_start = text_.substr(0, offset).rfind('\n') + 1;
    const std::size_t column = count_code_points(text_.substr(line_start, offset - line_start)) + 1;
    return {position_.line - lines, static_cast<std::uint32_t>(column)};
  }

  std::string_view text_;
  std::size_t offset_ = 0;
  Position position_{1, 1};
};

std::size_t offset_of(const YAML::Mark& mark, std::string_view text) {
  return mark.is_null() ? text.size() : std::min(static_cast<std::size_t>(mark.pos), text.size());
}

bool is_null_word(std::string_view text) {
  return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

// Makes the graph of the parser's events, and refuses what yaml-cpp lets through.
class Composer final : public YAML::EventHandler {
public:
  Composer(std::string_view text, std::string_view name)
      : text_(text), name_(name), locator_(text) {
    graph_.nodes.reserve(std::min(text.size() / k_bytes_per_node, std::size_t{1} << 20U));
  }

  [[nodiscard]] Graph take_graph() { return std::move(graph_); }

  // yaml-cpp takes the end of the text for the end of a quoted scalar.
  void check_last_quote() {
    std::size_t i = last_scalar_;
    while (i < text_.size() && (text_[i] == '&' || text_[i] == '!')) {
      i = text_.find_first_of(" \t\r\n", i);
      i = text_.find_first_not_of(" \t\r\n", std::min(i, text_.size()));
    }
    if (i >= text_.size() || (text_[i] != '"' && text_[i] != '\'')) {
      return;
    }
    const char quote = text_[i];
    for (std::size_t end = i + 1; end < text_.size(); ++end) {
      const bool escapes = quote == '"' ? text_[end] == '\\' : text_.substr(end, 2) == "''";
      if (escapes) {
        ++end;
      } else if (text_[end] == quote) {
        return;
      }
    }
    fail(i, "the quote that opens here is never closed");
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      const std::size_t at = offset(mark);
      fail(at, text_.substr(at).starts_with("---")
                   ? "more than one document: only the first would be read"
                   : "text that belongs to nothing before it: is the indentation wrong?");
    }
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const std::size_t at = offset(mark);
    const std::string_view word = text_.substr(at, text_.find_first_of(" \t\r\n,:]}#", at) - at);
    const bool written = !word.empty() && is_null_word(word);
    if (expects_key()) {
      if (!written) {
        fail(at, "a key is missing");
      }
      add_scalar(Kind::plain, mark, anchor, std::string(word), {});
      return;
    }
    if (!open_.empty() && is_mapping(open_.back()) && at == last_key_) {
      fail(at, "`:` is missing after this key");
    }
    const NodeId id = add(Kind::plain, mark, anchor, {});
    if (anchor == 0 && !written && !open_.empty()) {
      graph_.nodes[id].at = place_of_missing_value(at);
    }
    close(id);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const NodeId target = anchor < anchors_.size() ? anchors_[anchor] : k_no_node;
    if (target == k_no_node || graph_.nodes[target].open) {
      fail(offset(mark), "this alias stands within what it refers to");
    }
    const NodeId id = add(Kind::alias, mark, 0, {});
    Node& node = graph_.nodes[id];
    node.target = graph_.resolve(target);
    node.bytes = graph_.nodes[node.target].bytes;
    node.height = graph_.nodes[node.target].height;
    copied_bytes_ += node.bytes;
    if (copied_bytes_ > k_max_copied_bytes) {
      fail(offset(mark), "the aliases up to this one copy more than 16 MiB");
    }
    if (open_.size() + node.height > k_max_depth) {
      fail_too_deep(mark);
    }
    close(id);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    last_scalar_ = offset(mark);
    add_scalar(tag == "!" ? Kind::quoted : Kind::plain, mark, anchor, value, tag);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Kind::sequence, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Kind::mapping, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close_container(); }
  void OnMapEnd() override { close_container(); }

private:
  struct Open {
    NodeId id = k_no_node;
    std::size_t first_pending = 0;
  };

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const { return offset_of(mark, text_); }

  [[noreturn]] void fail(std::size_t at, std::string_view message) {
    throw input_error(name_, locator_.at(at), message);
  }
  [[noreturn]] void fail_too_deep(const YAML::Mark& mark) {
    fail(offset(mark), fmt::format("nested deeper than {} levels", k_max_depth));
  }

  [[nodiscard]] bool is_mapping(const Open& container) const {
    return graph_.nodes[container.id].kind == Kind::mapping;
  }
  [[nodiscard]] bool expects_key() const {
    return !open_.empty() && is_mapping(open_.back()) &&
           (pending_.size() - open_.back().first_pending) % 2 == 0;
  }

  // yaml-cpp marks a value that is not there with the token after it.
  [[nodiscard]] Position place_of_missing_value(std::size_t next_token) {
    if (is_mapping(open_.back())) {
      return graph_.nodes[pending_.back()].at;
    }
    const std::size_t dash = text_.substr(0, next_token).rfind('-');
    return locator_.at(dash == std::string_view::npos ? next_token : dash);
  }

  NodeId add(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& tag) {
    if (expects_key()) {
      last_key_ = offset(mark);
    }
    const auto id = static_cast<NodeId>(graph_.nodes.size());
    Node& node = graph_.nodes.emplace_back();
    node.kind = kind;
    node.at = locator_.at(offset(mark));
    if (!tag.empty() && tag != "?" && tag != "!") {
      node.tag = static_cast<std::uint32_t>(graph_.tags.size());
      graph_.tags.push_back(tag);
    }
    if (anchor != 0) {
      anchors_.resize(std::max(anchors_.size(), anchor + 1), k_no_node);
      anchors_[anchor] = id;
    }
    return id;
  }

  void add_scalar(Kind kind, const YAML::Mark& mark, YAML::anchor_t anchor, std::string text,
                  const std::string& tag) {
    const NodeId id = add(kind, mark, anchor, tag);
    graph_.nodes[id].text = std::move(text);
    graph_.nodes[id].bytes += graph_.nodes[id].text.size();
    close(id);
  }

  void open(Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (expects_key()) {
      fail(offset(mark), "a key must be text, not a list or a mapping");
    }
    if (open_.size() >= k_max_depth) {
      fail_too_deep(mark);
    }
    open_.push_back({add(kind, mark, anchor, tag), pending_.size()});
  }

  void close(NodeId id) {
    graph_.nodes[id].open = false;
    if (open_.empty()) {
      graph_.root = id;
    } else {
      pending_.push_back(id);
    }
  }

  void close_container() {
    const Open last = open_.back();
    open_.pop_back();
    Node& node = graph_.nodes[last.id];
    node.first_child = static_cast<std::uint32_t>(graph_.children.size());
    node.child_count = static_cast<std::uint32_t>(pending_.size() - last.first_pending);
    for (std::size_t i = last.first_pending; i < pending_.size(); ++i) {
      const Node& child = graph_.nodes[pending_[i]];
      graph_.children.push_back(pending_[i]);
      node.bytes += child.bytes;
      node.height = std::max(node.height, child.height);
    }
    ++node.height; // at most k_max_depth
    pending_.resize(last.first_pending);
    close(last.id);
  }

  std::string_view text_;
  std::string_view name_;
  Locator locator_;
  Graph graph_;
  std::vector<NodeId> anchors_; // by yaml-cpp's number
  std::vector<Open> open_;
  std::vector<NodeId> pending_; // children of the open containers
  std::size_t copied_bytes_ = 0;
  std::size_t documents_ = 0;
  std::size_t last_scalar_ = std::string_view::npos;
  std::size_t last_key_ = std::string_view::npos;
};

std::optional<json::value> read_integer(std::string_view whole) {
  std::string_view text = whole;
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0o")) {
    base = text[1] == 'x' ? 16 : 8;
    text.remove_prefix(2);
  } else if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const bool signed_twice = whole.size() > text.size() && text.starts_with('-');
  if (text.empty() || signed_twice) {
    return std::nullopt;
  }
  const char* end = text.data() + text.size();
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), end, number, base);
  if (read.ec == std::errc() && read.ptr == end) {
    return json::value(number);
  }
  std::uint64_t large = 0;
  const auto read_large = std::from_chars(text.data(), end, large, base);
  if (read_large.ec == std::errc() && read_large.ptr == end) {
    return json::value(large);
  }
  return std::nullopt;
}

std::optional<json::value> read_float(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const auto with_sign = [&](double number) { return json::value(negative ? -number : number); };
  if (text == ".inf" || text == ".Inf" || text == ".INF") {
    return with_sign(std::numeric_limits<double>::infinity());
  }
  const std::size_t digits = text.starts_with('.') ? 1 : 0;
  if (text.size() <= digits || !is_ascii_digit(text[digits])) {
    return std::nullopt;
  }
  double number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ptr != end) {
    return std::nullopt;
  }
  if (read.ec == std::errc::result_out_of_range) {
    number = std::strtod(std::string(text).c_str(), nullptr); // infinity or next to nothing
  }
  return with_sign(number);
}

std::optional<json::value> read_boolean(std::string_view text) {
  if (text == "true" || text == "True" || text == "TRUE") {
    return json::value(true);
  }
  if (text == "false" || text == "False" || text == "FALSE") {
    return json::value(false);
  }
  return std::nullopt;
}

// YAML 1.2.2, 10.3.2: tag resolution of the core schema.
json::value resolve_plain(std::string_view text, const json::storage_ptr& storage) {
  if (is_null_word(text)) {
    return nullptr;
  }
  const char first = text.front();
  if (is_ascii_digit(first) || first == '-' || first == '+' || first == '.') {
    if (text == ".nan" || text == ".NaN" || text == ".NAN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (auto integer = read_integer(text)) {
      return *std::move(integer);
    }
    if (auto number = read_float(text)) {
      return *std::move(number);
    }
  } else if (auto truth = read_boolean(text)) {
    return *std::move(truth);
  }
  return json::value(text, storage);
}

// Makes values and places of the graph.
class Constructor {
public:
  Constructor(Graph graph, std::string_view name) : graph_(std::move(graph)), name_(name) {}

  [[nodiscard]] Document construct() {
    Place place{{}, {1, 1}, 0};
    json::value root = graph_.root == k_no_node ? json::value() : build(graph_.root, place);
    places_.push_back(place);
    return {std::move(root), std::move(places_)};
  }

private:
  json::value build(NodeId id, Place& place) {
    place.value = graph_.nodes[id].at;
    Node& node = graph_.nodes[graph_.resolve(id)];
    std::vector<Place> children;
    json::value value = build_content(node, children);
    if (!node.built) {
      node.built = true;
      node.places = static_cast<std::uint32_t>(places_.size());
      places_.insert(places_.end(), children.begin(), children.end());
    }
    place.children = node.places;
    return value;
  }

  json::value build_content(const Node& node, std::vector<Place>& children) {
    switch (node.kind) {
    case Kind::plain:
    case Kind::quoted:
      return build_scalar(node);
    case Kind::sequence:
      return build_sequence(node, children);
    case Kind::mapping:
      return build_mapping(node, children);
    case Kind::alias:
      break;
    }
    return nullptr;
  }

  [[noreturn]] void fail(const Node& node, std::string_view message) const {
    throw input_error(name_, node.at, message);
  }

  json::value build_scalar(const Node& node) const {
    if (node.tag == 0) {
      return node.kind == Kind::quoted ? json::value(node.text, storage_)
                                       : resolve_plain(node.text, storage_);
    }
    const std::string_view type = type_of_tag(node);
    if (type == "str" || type == "binary" || type == "timestamp") {
      return json::value(node.text, storage_);
    }
    json::value value = resolve_plain(node.text, storage_);
    if (type == "float" && value.is_number()) {
      return value.to_number<double>();
    }
    const bool fits = (type == "int" && (value.is_int64() || value.is_uint64())) ||
                      (type == "bool" && value.is_bool()) || (type == "null" && value.is_null());
    if (!fits) {
      fail(node, fmt::format("`{}` is no !!{}", printable(node.text), printable(type)));
    }
    return value;
  }

  std::string_view type_of_tag(const Node& node) const {
    static constexpr std::array<std::string_view, 9> k_types = {
        "str", "binary", "timestamp", "int", "float", "bool", "null", "seq", "map"};
    const std::string_view tag = graph_.tags[node.tag];
    const std::string_view type =
        tag.starts_with(k_tag_prefix) ? tag.substr(k_tag_prefix.size()) : std::string_view();
    if (std::find(k_types.begin(), k_types.end(), type) == k_types.end()) {
      fail(node, fmt::format("unknown tag `{}`", printable(tag)));
    }
    return type;
  }

  void check_tag(const Node& node, std::string_view type) const {
    if (node.tag != 0 && type_of_tag(node) != type) {
      fail(node, fmt::format("this is a !!{}, not what its tag says", type));
    }
  }

  json::value build_sequence(const Node& node, std::vector<Place>& children) {
    check_tag(node, "seq");
    json::array items(storage_);
    items.reserve(node.child_count);
    children.resize(node.child_count);
    for (std::size_t i = 0; i < node.child_count; ++i) {
      items.push_back(build(graph_.child(node, i), children[i]));
    }
    return json::value(std::move(items));
  }

  json::value build_mapping(const Node& node, std::vector<Place>& children) {
    check_tag(node, "map");
    json::object members(storage_);
    members.reserve(node.child_count / 2);
    children.reserve(node.child_count / 2);
    NodeId merged = k_no_node;
    for (std::size_t i = 0; i < node.child_count; i += 2) {
      const Node& key = graph_.nodes[graph_.child(node, i)];
      const NodeId value = graph_.child(node, i + 1);
      if (key.kind == Kind::plain && key.tag == 0 && key.text == "<<") {
        if (merged != k_no_node) {
          fail(key, "duplicate key `<<`");
        }
        merged = value;
      } else {
        add_member(members, children, key, value);
      }
    }
    if (merged != k_no_node) {
      merge(members, children, merged);
    }
    return json::value(std::move(members));
  }

  void add_member(json::object& members, std::vector<Place>& children, const Node& key,
                  NodeId value_id) {
    const std::string& name = text_of_key(key);
    const auto [member, is_new] = members.emplace(name, nullptr);
    if (!is_new) {
      const auto index = static_cast<std::size_t>(member - members.begin());
      fail(key, fmt::format("duplicate key `{}`, first on line {}", printable(name),
                            children[index].key.line));
    }
    Place place;
    place.key = key.at;
    member->value() = build(value_id, place);
    children.push_back(place);
  }

  const std::string& text_of_key(const Node& key) const {
    const Node& node = key.kind == Kind::alias ? graph_.nodes[key.target] : key;
    if (node.kind == Kind::sequence || node.kind == Kind::mapping) {
      fail(key, "a key must be text, not a list or a mapping");
    }
    if (node.tag != 0) {
      (void)type_of_tag(node);
    }
    return node.text;
  }

  // https://yaml.org/type/merge.html: a mapping, or a list of them of which the first wins.
  void merge(json::object& members, std::vector<Place>& children, NodeId source_id) {
    const Node& written = graph_.nodes[source_id];
    const Node& source = graph_.nodes[graph_.resolve(source_id)];
    if (source.kind == Kind::sequence) {
      for (std::size_t i = 0; i < source.child_count; ++i) {
        merge_mapping(members, children, graph_.child(source, i));
      }
    } else if (source.kind == Kind::mapping) {
      merge_mapping(members, children, source_id);
    } else {
      fail(written, "`<<` merges a mapping or a list of mappings");
    }
  }

  void merge_mapping(json::object& members, std::vector<Place>& children, NodeId source_id) {
    Place source;
    json::value value = build(source_id, source);
    if (!value.is_object()) {
      fail(graph_.nodes[source_id], "`<<` merges a mapping or a list of mappings");
    }
    std::size_t place = source.children;
    for (json::key_value_pair& member : value.get_object()) {
      if (members.emplace(member.key(), std::move(member.value())).second) {
        children.push_back(places_[place]);
      }
      ++place;
    }
  }

  Graph graph_;
  std::string_view name_;
  std::vector<Place> places_;
  json::storage_ptr storage_ = json::make_shared_resource<json::monotonic_resource>();
};

// Bytes that no YAML text holds, and that yaml-cpp takes.
void check_characters(std::string_view text, std::string_view name) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    throw input_error(name, {1, 1}, "this is UTF-16: save it as UTF-8");
  }
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20U && byte < 0x7FU) {
      ++i;
      continue;
    }
    const std::size_t length = byte < 0x80U ? 1 : utf8_sequence_length(text, i);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    if (length == 0) {
      throw input_error(name, position_at(text, i), "invalid UTF-8");
    }
    if (byte == '\r' && next != '\n') {
      throw input_error(name, position_at(text, i), "a carriage return without a line feed");
    }
    const bool control = (byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r') ||
                         byte == 0x7FU || (byte == 0xC2U && next < 0xA0U && next != 0x85U);
    if (control) {
      throw input_error(name, position_at(text, i),
                        fmt::format("control character {}", printable(text.substr(i, length))));
    }
    i += length;
  }
}

} // namespace

Document parse_yaml(std::string_view text, std::string_view name) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (text.size() > k_max_text_bytes) {
    throw Error(ExitCode::bad_input, fmt::format("{}: is larger than 1 GiB", name));
  }
  check_characters(text, name);
  Composer composer(text, name);
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(composer)) {
    }
  } catch (const YAML::Exception& error) {
    throw input_error(name, position_at(text, offset_of(error.mark, text)), error.msg);
  }
  composer.check_last_quote();
  return Constructor(composer.take_graph(), name).construct();
}

} // namespace aether
