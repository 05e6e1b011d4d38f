#include "data/json_places.h"

#include "data/locator.h"

namespace aether {

namespace {

class JsonLocator {
public:
  explicit JsonLocator(std::string_view text) : text_(text), locator_(text) {}

  std::vector<Place> locate() {
    Place root;
    visit(root);
    places_.push_back(root);
    return std::move(places_);
  }

private:
  void skip_blank() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }

  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  void skip_string() {
    ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      at_ += text_[at_] == '\\' ? 2U : 1U;
    }
    ++at_;
  }

  void visit(Place& place) {
    skip_blank();
    place.value = locator_.at(at_);
    if (peek() == '{' || peek() == '[') {
      visit_container(place);
    } else if (peek() == '"') {
      skip_string();
    } else {
      at_ = std::min(text_.find_first_of(" \t\r\n,]}", at_), text_.size());
    }
  }

  void visit_container(Place& place) {
    const bool object = peek() == '{';
    std::vector<Place> children;
    ++at_;
    skip_blank();
    while (at_ < text_.size() && peek() != '}' && peek() != ']') {
      Place child;
      if (object) {
        child.key = locator_.at(at_);
        skip_string();
        skip_blank();
        ++at_; // the colon
      }
      visit(child);
      children.push_back(child);
      skip_blank();
      at_ += peek() == ',' ? 1U : 0U;
      skip_blank();
    }
    ++at_;
    place.children = static_cast<std::uint32_t>(places_.size());
    places_.insert(places_.end(), children.begin(), children.end());
  }

  std::string_view text_;
  Locator locator_;
  std::size_t at_ = 0;
  std::vector<Place> places_;
};

} // namespace

std::vector<Place> locate_json(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  return JsonLocator(text).locate();
}

} // namespace aether
