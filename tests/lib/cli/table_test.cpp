#include "cli/table.h"

#include <gtest/gtest.h>

#include <sstream>

namespace aether::cli {
namespace {

std::string printed(const Table& table, std::size_t indent = 0) {
  std::ostringstream out;
  table.print(out, indent);
  return out.str();
}

TEST(Table, aligns_columns_and_pads_none_at_the_end) {
  Table table({Align::left, Align::right, Align::left});
  table.add_row({"a", "10", "x"});
  table.add_row({"long", "9", "yy"});
  EXPECT_EQ(printed(table), "a     10  x\nlong   9  yy\n");
}

TEST(Table, counts_characters_and_not_bytes) {
  Table table({Align::left, Align::left});
  table.add_row({"\xC3\xA4", "1"});
  table.add_row({"ab", "2"});
  EXPECT_EQ(printed(table), "\xC3\xA4   1\nab  2\n");
}

TEST(Table, aligns_wide_characters_and_marks_by_their_columns) {
  Table table({Align::left, Align::left});
  table.add_row({"\xE6\x97\xA5", "1"});
  table.add_row({"e\xCC\x81", "2"});
  table.add_row({"abc", "3"});
  EXPECT_EQ(printed(table), "\xE6\x97\xA5   1\ne\xCC\x81    2\nabc  3\n");
}

TEST(Table, indents_every_row_and_takes_short_ones) {
  Table table({Align::left, Align::left});
  table.add_row({"a"});
  table.add_row({"bb", "c"});
  EXPECT_EQ(printed(table, 2), "  a\n  bb  c\n");
}

TEST(Table, prints_no_control_characters) {
  Table table({Align::left});
  table.add_row({"a\033[0m\nb"});
  EXPECT_EQ(printed(table), "a\\x1b[0m\\nb\n");
}

} // namespace
} // namespace aether::cli
