// What holds a tool's help, man page and completions against its option table, for the
// documents_test.cpp of every tool.
#pragma once

#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>

#include "cli/command_line.h"

namespace aether::documents {

using Words = std::set<std::string>;

// A file of the repository.
inline std::string read_own(const std::string& path) {
  std::ifstream file(std::string(AETHER_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path << " is missing";
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The first group of every match.
inline Words captures(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  Words found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

// `--word`, not within a longer word or a row of dashes.
inline Words dashed(const std::string& text) {
  return captures(text, "(?:^|[^-A-Za-z0-9])--([a-z][a-z-]*[a-z0-9])");
}

inline Words options_of(const cli::Syntax& syntax) {
  Words names;
  for (const cli::Option& option : syntax.options) {
    names.emplace(option.name);
  }
  return names;
}

inline Words letters_of(const cli::Syntax& syntax) {
  Words letters;
  for (const cli::Option& option : syntax.options) {
    if (option.letter != 0) {
      letters.emplace(1, option.letter);
    }
  }
  return letters;
}

// The checks of a tool without commands.

inline void expect_help(const cli::Syntax& syntax, const std::string& help) {
  EXPECT_EQ(dashed(help), options_of(syntax));
  EXPECT_EQ(captures(help, "\\n  -(.), --"), letters_of(syntax));
  for (const cli::Option& option : syntax.options) {
    if (!option.value.empty()) {
      EXPECT_THAT(help, testing::HasSubstr("--" + std::string(option.name) + " " +
                                           std::string(option.value)));
    }
  }
  std::istringstream lines{help};
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

inline void expect_man_page(const cli::Syntax& syntax) {
  const std::string page = read_own("share/man/" + std::string(syntax.tool) + ".1");
  Words entries;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(".It Fl ")) {
      entries.merge(captures(line, "Fl -([a-z][a-z-]*)"));
    }
  }
  EXPECT_EQ(entries, options_of(syntax));
  EXPECT_EQ(captures(page, "\\.It Fl ([A-Za-z]) , Fl -"), letters_of(syntax));
  for (const cli::Option& option : syntax.options) {
    if (!option.value.empty()) {
      EXPECT_TRUE(std::regex_search(page, std::regex("Fl -" + std::string(option.name) + " Ar " +
                                                     std::string(option.value) + "[ \\n]")))
          << "--" << option.name << " " << option.value;
    }
  }
}

inline void expect_completions(const cli::Syntax& syntax) {
  const std::string tool(syntax.tool);
  const std::string bash = read_own("share/completions/" + tool + ".bash");
  const std::string zsh = read_own("share/completions/_" + tool);
  const std::string fish = read_own("share/completions/" + tool + ".fish");
  EXPECT_EQ(dashed(bash), options_of(syntax));
  EXPECT_EQ(dashed(zsh), options_of(syntax));
  EXPECT_EQ(captures(fish, " -l ([a-z][a-z-]*[a-z]) "), options_of(syntax));
  EXPECT_EQ(captures(fish, " -s (.) -l"), letters_of(syntax));
  for (const cli::Option& option : syntax.options) {
    const std::string name(option.name);
    const std::string choices(option.choices);
    if (!choices.empty()) {
      EXPECT_THAT(bash, testing::HasSubstr("--" + name + ") words=\"" + choices + "\""));
      EXPECT_THAT(zsh, testing::HasSubstr(":(" + choices + ")'"));
      EXPECT_THAT(fish, testing::HasSubstr("-l " + name + " -xa '" + choices + "'"));
    }
  }
}

} // namespace aether::documents
