// The members and items that a schema object has looked at (annotations of 2020-12, section 11).
// Internal to data/json_schema.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace aether::json_schema {

class IndexSet {
public:
  void add(std::size_t index);
  void add(const IndexSet& other);
  [[nodiscard]] bool has(std::size_t index) const;

private:
  std::vector<std::uint64_t> words_; // as many as need be
};

struct Evaluated {
  bool all_members = false;
  bool all_items = false;
  std::size_t first_items = 0;
  IndexSet members;
  IndexSet items;

  void add(const Evaluated& other);
  [[nodiscard]] bool has_member(std::size_t index) const {
    return all_members || members.has(index);
  }
  [[nodiscard]] bool has_item(std::size_t index) const {
    return all_items || index < first_items || items.has(index);
  }
};

} // namespace aether::json_schema
