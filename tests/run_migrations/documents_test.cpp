// Holds --help, the man page, the completions, the README and the guide against the option table
// and the rules that the program itself works from.
#include <gmock/gmock.h>

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "run_migrations/lint.h"
#include "run_migrations/options.h"
#include "run_migrations/program.h"

namespace aether::run_migrations {
namespace {

using Words = std::set<std::string>;
using testing::HasSubstr;

std::string read_own(const std::string& path) {
  std::ifstream file(std::string(AETHER_SOURCE_DIR) + "/" + path);
  EXPECT_TRUE(file) << path << " is missing";
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::string man_page() { return read_own("share/man/run_migrations.1"); }

// The first group of every match.
Words captures(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  Words found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) {
    found.insert((*at)[1]);
  }
  return found;
}

// `--word`, not within a longer word or a row of dashes.
Words dashed(const std::string& text) {
  return captures(text, "(?:^|[^-A-Za-z0-9])--([a-z][a-z-]*[a-z])");
}

Words table_options() {
  Words names;
  for (const cli::Option& option : syntax().options) {
    names.emplace(option.name);
  }
  return names;
}

Words table_letters() {
  Words letters;
  for (const cli::Option& option : syntax().options) {
    if (option.letter != 0) {
      letters.emplace(1, option.letter);
    }
  }
  return letters;
}

TEST(RunMigrationsHelp, names_the_options_of_the_table_and_no_other) {
  const std::string help(help_text());
  EXPECT_EQ(dashed(help), table_options());
  EXPECT_EQ(captures(help, "\\n  -(.), --"), table_letters());
  for (const cli::Option& option : syntax().options) {
    if (!option.value.empty()) {
      EXPECT_THAT(help,
                  HasSubstr("--" + std::string(option.name) + " " + std::string(option.value)));
    }
  }
}

TEST(RunMigrationsHelp, has_no_line_of_more_than_80_columns) {
  std::istringstream lines{std::string(help_text())};
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(RunMigrationsManPage, has_an_entry_for_every_option_and_no_other) {
  const std::string page = man_page();
  Words entries;
  std::istringstream lines(page);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(".It Fl ")) {
      entries.merge(captures(line, "Fl -([a-z][a-z-]*)"));
    }
  }
  EXPECT_EQ(entries, table_options());
  EXPECT_EQ(captures(page, "\\.It Fl ([A-Za-z]) , Fl -"), table_letters());
  for (const cli::Option& option : syntax().options) {
    if (!option.value.empty()) {
      EXPECT_TRUE(std::regex_search(page, std::regex("Fl -" + std::string(option.name) + " Ar " +
                                                     std::string(option.value) + "[ \\n]")))
          << "--" << option.name << " " << option.value;
    }
  }
}

TEST(RunMigrationsCompletions, name_the_options_of_the_table_and_no_other) {
  EXPECT_EQ(dashed(read_own("share/completions/run_migrations.bash")), table_options());
  EXPECT_EQ(dashed(read_own("share/completions/_run_migrations")), table_options());
  const std::string fish = read_own("share/completions/run_migrations.fish");
  EXPECT_EQ(captures(fish, " -l ([a-z][a-z-]*[a-z]) "), table_options());
  EXPECT_EQ(captures(fish, " -s (.) -l"), table_letters());
}

TEST(RunMigrationsCompletions, name_the_choices_of_the_table) {
  for (const cli::Option& option : syntax().options) {
    const std::string name(option.name);
    const std::string choices(option.choices);
    if (!choices.empty()) {
      EXPECT_THAT(read_own("share/completions/run_migrations.bash"),
                  HasSubstr("--" + name + ") words=\"" + choices + "\""));
      EXPECT_THAT(read_own("share/completions/_run_migrations"), HasSubstr(":(" + choices + ")'"));
      EXPECT_THAT(read_own("share/completions/run_migrations.fish"),
                  HasSubstr("-l " + name + " -xa '" + choices + "'"));
    }
  }
}

TEST(RunMigrationsGuide, names_every_lint_rule_and_no_other) {
  const std::string guide = read_own("share/doc/migrations.md");
  const std::size_t begin = guide.find("## Lint");
  Words rules;
  for (const Rule& rule : lint_rules()) {
    rules.emplace(rule.name);
  }
  EXPECT_EQ(captures(guide.substr(begin, guide.find("\n## ", begin + 1) - begin),
                     "\\n\\| `([a-z-]+)` \\|"),
            rules);
}

TEST(RunMigrationsGuide, names_only_options_that_there_are) {
  for (const std::string& option : dashed(read_own("share/doc/migrations.md"))) {
    EXPECT_TRUE(table_options().contains(option)) << "--" << option;
  }
}

TEST(RunMigrationsDocuments, name_every_exit_status) {
  for (const std::string status : {"0", "1", "2", "64", "65", "66", "69", "70", "75"}) {
    EXPECT_THAT(man_page(), HasSubstr("\n.It " + status + "\n"));
    EXPECT_TRUE(
        std::regex_search(std::string(help_text()), std::regex("[ (;]" + status + " [a-z]")))
        << status;
    EXPECT_THAT(read_own("share/doc/migrations.md"), HasSubstr("\n| " + status + " | "));
    EXPECT_THAT(read_own("README.md"), HasSubstr("\n| " + status + " | "));
  }
}

} // namespace
} // namespace aether::run_migrations
