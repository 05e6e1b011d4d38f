// Columns for people: as wide as their widest cell, the last one not padded.
#pragma once

#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace aether::cli {

enum class Align { left, right };

class Table {
public:
  explicit Table(std::vector<Align> columns) : columns_(std::move(columns)) {}

  // Cells are made printable; a row may be shorter than the table.
  void add_row(std::vector<std::string> cells);

  [[nodiscard]] bool empty() const { return rows_.empty(); }

  // Two spaces between columns, `indent` before the first.
  void print(std::ostream& out, std::size_t indent = 0) const;

private:
  std::vector<Align> columns_;
  std::vector<std::vector<std::string>> rows_;
};

} // namespace aether::cli
