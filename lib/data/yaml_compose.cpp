#include "data/yaml_compose.h"

#include <algorithm>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "core/text.h"
#include "data/document.h"
#include "data/locator.h"
#include "data/yaml_schema.h"

namespace aether::yaml {

namespace {

constexpr std::size_t k_max_depth = 200;
constexpr std::size_t k_max_copied_bytes = std::size_t{16} << 20U;
constexpr std::size_t k_bytes_per_node = 12; // of text, by and large

// In the source.
std::size_t offset_of(const YAML::Mark& mark, const Scan& scan, std::string_view text) {
  return mark.is_null()
             ? text.size()
             : std::min(scan.source.source_offset(static_cast<std::size_t>(mark.pos)), text.size());
}

// Builds the graph from the parser's events, and refuses what yaml-cpp lets through.
class Composer final : public YAML::EventHandler {
public:
  Composer(std::string_view text, const Scan& scan, std::string_view name)
      : text_(text), scan_(scan), name_(name), locator_(text) {
    graph_.nodes.reserve(std::min(text.size() / k_bytes_per_node, std::size_t{1} << 20U));
  }

  [[nodiscard]] Graph take_graph() { return std::move(graph_); }

  // Each scalar of the scan has to come back.
  void check_scalars() {
    if (next_scalar_ < scan_.scalars.size()) {
      fail(scan_.scalars[next_scalar_].begin, "text that belongs to nothing before it");
    }
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
    if (expects_key()) {
      fail(at, "a key is missing");
    }
    if (!open_.empty() && is_mapping(open_.back()) && at == last_key_) {
      fail(at, "`:` is missing after this key");
    }
    const NodeId id = add(Kind::plain, mark, anchor, {});
    if (anchor == 0 && !open_.empty()) {
      graph_.nodes[id].at = place_of_missing_value(mark);
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
    const std::size_t at = offset(mark);
    if (next_scalar_ == scan_.scalars.size() || at < scan_.scalars[next_scalar_].node) {
      add_scalar(Kind::quoted, mark, anchor, value, tag); // a tag and nothing after it
      return;
    }
    const SourceScalar& scalar = scan_.scalars[next_scalar_];
    if (at > scalar.begin) {
      check_scalars();
    }
    ++next_scalar_;
    const bool is_plain = scalar.style == ScalarStyle::plain && !(tag == "!" && has_tag(scalar));
    add_scalar(is_plain ? Kind::plain : Kind::quoted, mark, anchor, text_of(scalar, text_, name_),
               tag);
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

  [[nodiscard]] std::size_t offset(const YAML::Mark& mark) const {
    return offset_of(mark, scan_, text_);
  }

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

  // To yaml-cpp all scalars are quoted, and so tagged as with a sole `!`.
  [[nodiscard]] bool has_tag(const SourceScalar& scalar) const {
    const std::string_view properties = text_.substr(scalar.node, scalar.begin - scalar.node);
    for (std::size_t i = 0; i < properties.size(); ++i) {
      if (properties[i] == '!' && (i == 0 || is_blank(properties[i - 1]))) {
        return true;
      }
    }
    return false;
  }

  // yaml-cpp marks a value that is not there with the token after it.
  [[nodiscard]] Position place_of_missing_value(const YAML::Mark& next_token) {
    if (is_mapping(open_.back())) {
      return graph_.nodes[pending_.back()].at;
    }
    const std::size_t next =
        next_token.is_null() ? scan_.text.size() : static_cast<std::size_t>(next_token.pos);
    const std::size_t dash = std::string_view(scan_.text).substr(0, next).rfind('-');
    return locator_.at(dash == std::string_view::npos ? offset(next_token)
                                                      : scan_.source.source_offset(dash));
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
  const Scan& scan_;
  std::string_view name_;
  Locator locator_;
  Graph graph_;
  std::vector<NodeId> anchors_; // by yaml-cpp's number
  std::vector<Open> open_;
  std::vector<NodeId> pending_; // children of the open containers
  std::size_t copied_bytes_ = 0;
  std::size_t documents_ = 0;
  std::size_t next_scalar_ = 0; // of scan_.scalars
  std::size_t last_key_ = std::string_view::npos;
};

} // namespace

Graph compose(std::string_view text, const Scan& scan, std::string_view name) {
  Composer composer(text, scan, name);
  try {
    std::istringstream in{scan.text};
    YAML::Parser parser(in);
    while (parser.HandleNextDocument(composer)) {
    }
  } catch (const YAML::Exception& error) {
    throw input_error(name, position_at(text, offset_of(error.mark, scan, text)), error.msg);
  }
  composer.check_scalars();
  return composer.take_graph();
}

} // namespace aether::yaml
