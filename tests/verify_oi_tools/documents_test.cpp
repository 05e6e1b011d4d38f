// Holds --help, the man page, the completions, the guide and the README against the option table.
#include <gmock/gmock.h>

#include <regex>
#include <string>

#include "support/documents.h"
#include "verify_oi_tools/options.h"

namespace aether::verify_oi_tools {
namespace {

using documents::read_own;
using testing::HasSubstr;

TEST(VerifyOiToolsHelp, names_the_options_of_the_table_and_no_other) {
  documents::expect_help(syntax(), std::string(help_text()));
}

TEST(VerifyOiToolsManPage, has_an_entry_for_every_option_and_no_other) {
  documents::expect_man_page(syntax());
}

TEST(VerifyOiToolsCompletions, name_the_options_and_choices_of_the_table_and_no_other) {
  documents::expect_completions(syntax());
}

TEST(VerifyOiToolsGuide, names_only_options_that_there_are) {
  for (const std::string& option : documents::dashed(read_own("share/doc/tools.md"))) {
    const bool is_of_the_probe = option == "attach";
    EXPECT_TRUE(documents::options_of(syntax()).contains(option) || is_of_the_probe)
        << "--" << option;
  }
}

TEST(VerifyOiToolsDocuments, name_every_exit_status) {
  for (const std::string status : {"0", "1", "2", "64", "65", "66", "69", "70"}) {
    EXPECT_THAT(read_own("share/man/verify_oi_tools.1"), HasSubstr("\n.It " + status + "\n"));
    EXPECT_TRUE(
        std::regex_search(std::string(help_text()), std::regex("[ (;]" + status + " [a-z]")))
        << status;
    EXPECT_THAT(read_own("README.md"), HasSubstr("\n| " + status + " | "));
  }
}

} // namespace
} // namespace aether::verify_oi_tools
