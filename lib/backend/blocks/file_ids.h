// The files that a reference leads to. A pattern that thousands of files name leads to the same
// thousands of files from each: the list is held once and shared.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace aether::blocks {

// Immutable, ascending indices into Index::files; copies share them.
class FileIds {
public:
  FileIds() = default;
  // Ascending.
  explicit FileIds(std::vector<std::uint32_t> ids)
      : ids_(std::make_shared<const std::vector<std::uint32_t>>(std::move(ids))) {}

  [[nodiscard]] auto begin() const { return list().begin(); }
  [[nodiscard]] auto end() const { return list().end(); }
  [[nodiscard]] std::size_t size() const { return list().size(); }
  [[nodiscard]] bool empty() const { return list().empty(); }
  [[nodiscard]] std::uint32_t front() const { return list().front(); }
  // The same for all copies of one list.
  [[nodiscard]] const std::vector<std::uint32_t>& list() const {
    static const std::vector<std::uint32_t> k_no_ids;
    return ids_ ? *ids_ : k_no_ids;
  }

  bool operator==(const FileIds& other) const { return list() == other.list(); }

private:
  std::shared_ptr<const std::vector<std::uint32_t>> ids_;
};

} // namespace aether::blocks
