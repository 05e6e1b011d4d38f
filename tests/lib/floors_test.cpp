// The rules of the house, held against the sources: floors include only floors above them, the
// library knows no tool, tools know no other tool, third-party headers stay with their adapters.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aether {
namespace {

namespace fs = std::filesystem;

const fs::path k_source = AETHER_SOURCE_DIR;

struct Include {
  std::string from; // a path below the root
  std::string header;
};

// What a line includes; empty for any other.
std::string header_in(std::string_view line) {
  constexpr std::string_view k_blanks = " \t";
  const auto skip = [&](std::string_view text) {
    line.remove_prefix(std::min(line.find_first_not_of(k_blanks), line.size()));
    const bool found = line.starts_with(text);
    line.remove_prefix(found ? text.size() : 0);
    return found;
  };
  if (!skip("#") || !skip("include") || (!skip("<") && !skip("\""))) {
    return "";
  }
  const std::size_t end = line.find_first_of("\">");
  return std::string(line.substr(0, end == std::string_view::npos ? 0 : end));
}

std::vector<Include> includes_below(const std::string& directory) {
  std::vector<Include> includes;
  for (const auto& entry : fs::recursive_directory_iterator(k_source / directory)) {
    const std::string extension = entry.path().extension();
    if (extension != ".h" && extension != ".cpp") {
      continue;
    }
    std::ifstream in(entry.path());
    const std::string from = entry.path().lexically_relative(k_source);
    for (std::string line; std::getline(in, line);) {
      if (std::string header = header_in(line); !header.empty()) {
        includes.push_back({from, std::move(header)});
      }
    }
  }
  return includes;
}

std::string first_part(const std::string& path) { return path.substr(0, path.find('/')); }

TEST(House, includes_are_found_as_the_preprocessor_does) {
  EXPECT_EQ(header_in("#include <a/b.h>"), "a/b.h");
  EXPECT_EQ(header_in("  #  include\t\"c.h\" // why"), "c.h");
  EXPECT_EQ(header_in("// #include <a.h>"), "");
  EXPECT_EQ(header_in("#define include <a.h>"), "");
  EXPECT_EQ(header_in("#include <a.h"), "");
}

TEST(House, floors_include_only_floors_above_them) {
  const std::vector<std::string> floors = {"core", "cli", "data", "report",
                                           "os",   "net", "db",   "backend"};
  const auto floor_of = [&](const std::string& name) {
    return std::find(floors.begin(), floors.end(), name) - floors.begin();
  };
  const std::vector<Include> includes = includes_below("lib");
  ASSERT_GT(includes.size(), 50U);
  for (const Include& include : includes) {
    const auto own = floor_of(first_part(include.from.substr(4)));
    const auto other = floor_of(first_part(include.header));
    ASSERT_LT(own, std::ssize(floors)) << include.from << " stands on no floor";
    if (other < std::ssize(floors) && include.header.find('/') != std::string::npos) {
      EXPECT_LE(other, own) << include.from << " includes " << include.header;
    }
  }
}

TEST(House, tools_stand_apart_and_the_library_knows_none) {
  std::vector<std::string> tools;
  for (const auto& entry : fs::directory_iterator(k_source / "tools")) {
    if (entry.is_directory()) {
      tools.push_back(entry.path().filename());
    }
  }
  ASSERT_FALSE(tools.empty());
  for (const std::string& tree : {std::string("lib"), std::string("tools")}) {
    for (const Include& include : includes_below(tree)) {
      const std::string to = first_part(include.header);
      if (std::find(tools.begin(), tools.end(), to) != tools.end()) {
        EXPECT_TRUE(include.from.starts_with("tools/" + to + "/"))
            << include.from << " includes " << include.header;
      }
    }
  }
}

TEST(House, third_party_headers_stay_with_their_adapters) {
  const std::map<std::string, std::string> adapters = {
      {"yaml-cpp", "lib/data/"}, {"boost/program_options", "lib/cli/command_line.cpp"},
      {"toml++", "lib/data/"},   {"curl", "lib/net/"},
      {"sqlite3.h", "lib/db/"},  {"libpq-fe.h", "lib/db/"}};
  for (const std::string& tree : {std::string("lib"), std::string("tools")}) {
    for (const Include& include : includes_below(tree)) {
      for (const auto& [header, adapter] : adapters) {
        if (include.header.starts_with(header)) {
          EXPECT_TRUE(include.from.starts_with(adapter))
              << include.from << " includes " << include.header;
        }
      }
    }
  }
}

} // namespace
} // namespace aether
