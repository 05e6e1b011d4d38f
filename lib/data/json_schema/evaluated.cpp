#include <algorithm>

#include "data/json_schema/evaluator.h"

namespace aether::json_schema {

void Evaluated::add_member(std::size_t index) {
  members.resize(std::max(members.size(), index + 1));
  members[index] = true;
}

void Evaluated::add_item(std::size_t index) {
  items.resize(std::max(items.size(), index + 1));
  items[index] = true;
}

bool Evaluated::has_member(std::size_t index) const {
  return all_members || (index < members.size() && members[index]);
}

bool Evaluated::has_item(std::size_t index) const {
  return all_items || index < first_items || (index < items.size() && items[index]);
}

void Evaluated::add(const Evaluated& other) {
  all_members = all_members || other.all_members;
  all_items = all_items || other.all_items;
  first_items = std::max(first_items, other.first_items);
  for (std::size_t i = 0; i < other.members.size(); ++i) {
    if (other.members[i]) {
      add_member(i);
    }
  }
  for (std::size_t i = 0; i < other.items.size(); ++i) {
    if (other.items[i]) {
      add_item(i);
    }
  }
}

} // namespace aether::json_schema
