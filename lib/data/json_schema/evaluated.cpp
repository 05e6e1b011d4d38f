#include "data/json_schema/evaluated.h"

namespace aether::json_schema {

namespace {

constexpr std::size_t k_bits = 64;

std::uint64_t bit_of(std::size_t index) { return std::uint64_t{1} << (index % k_bits); }

} // namespace

void IndexSet::add(std::size_t index) {
  const std::size_t word = index / k_bits;
  if (word >= words_.size()) {
    words_.resize(word + 1);
  }
  words_[word] |= bit_of(index);
}

void IndexSet::add(const IndexSet& other) {
  words_.resize(std::max(words_.size(), other.words_.size()));
  for (std::size_t i = 0; i < other.words_.size(); ++i) {
    words_[i] |= other.words_[i];
  }
}

bool IndexSet::has(std::size_t index) const {
  const std::size_t word = index / k_bits;
  return word < words_.size() && (words_[word] & bit_of(index)) != 0;
}

void Evaluated::add(const Evaluated& other) {
  all_members = all_members || other.all_members;
  all_items = all_items || other.all_items;
  first_items = std::max(first_items, other.first_items);
  members.add(other.members);
  items.add(other.items);
}

} // namespace aether::json_schema
