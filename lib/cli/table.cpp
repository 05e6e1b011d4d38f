#include "cli/table.h"

#include <algorithm>
#include <ostream>

#include "core/text.h"

namespace aether::cli {

void Table::add_row(std::vector<std::string> cells) {
  cells.resize(std::min(cells.size(), columns_.size()));
  for (std::string& cell : cells) {
    cell = printable(cell);
  }
  rows_.push_back(std::move(cells));
}

void Table::print(std::ostream& out, std::size_t indent) const {
  std::vector<std::size_t> widths(columns_.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  for (const auto& row : rows_) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - display_width(row[i]), ' ');
      line += columns_[i] == Align::right ? padding + row[i] : row[i] + padding;
      line += i + 1 < row.size() ? "  " : "";
    }
    line.resize(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  }
}

} // namespace aether::cli
