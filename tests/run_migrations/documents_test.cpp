// Holds --help, the man page, the completions, the README and the guide against the option table
// and the rules that the program itself works from.
#include <gmock/gmock.h>

#include <regex>
#include <string>

#include "run_migrations/lint.h"
#include "run_migrations/options.h"
#include "support/documents.h"

namespace aether::run_migrations {
namespace {

using documents::captures;
using documents::dashed;
using documents::read_own;
using documents::Words;
using testing::HasSubstr;

TEST(RunMigrationsHelp, names_the_options_of_the_table_and_no_other) {
  documents::expect_help(syntax(), std::string(help_text()));
}

TEST(RunMigrationsManPage, has_an_entry_for_every_option_and_no_other) {
  documents::expect_man_page(syntax());
}

TEST(RunMigrationsCompletions, name_the_options_and_choices_of_the_table_and_no_other) {
  documents::expect_completions(syntax());
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
    EXPECT_TRUE(documents::options_of(syntax()).contains(option)) << "--" << option;
  }
}

TEST(RunMigrationsDocuments, name_every_exit_status) {
  for (const std::string status : {"0", "1", "2", "64", "65", "66", "69", "70", "75"}) {
    EXPECT_THAT(read_own("share/man/run_migrations.1"), HasSubstr("\n.It " + status + "\n"));
    EXPECT_TRUE(
        std::regex_search(std::string(help_text()), std::regex("[ (;]" + status + " [a-z]")))
        << status;
    EXPECT_THAT(read_own("share/doc/migrations.md"), HasSubstr("\n| " + status + " | "));
    EXPECT_THAT(read_own("README.md"), HasSubstr("\n| " + status + " | "));
  }
}

} // namespace
} // namespace aether::run_migrations
