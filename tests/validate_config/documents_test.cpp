// Holds --help, the man page, the completions and the README against the option table and the
// rules that the program itself works from.
#include <gmock/gmock.h>

#include <regex>
#include <string>

#include "support/documents.h"
#include "validate_config/options.h"
#include "validate_config/program.h"
#include "validate_config/rules.h"

namespace aether::validate_config {
namespace {

using documents::read_own;
using testing::HasSubstr;

TEST(ValidateConfigHelp, names_the_options_of_the_table_and_no_other) {
  documents::expect_help(syntax(), std::string(help_text()));
}

TEST(ValidateConfigManPage, has_an_entry_for_every_option_and_no_other) {
  documents::expect_man_page(syntax());
}

TEST(ValidateConfigCompletions, name_the_options_and_choices_of_the_table_and_no_other) {
  documents::expect_completions(syntax());
}

TEST(ValidateConfigCompletions, name_every_schema) {
  std::string kinds;
  for (const cli::OutputSchema& schema : program().schemas) {
    kinds += (kinds.empty() ? "" : " ") + std::string(schema.kind);
  }
  EXPECT_THAT(read_own("share/completions/validate_config.bash"),
              HasSubstr("--print-schema) words=\"" + kinds + "\""));
  EXPECT_THAT(read_own("share/completions/_validate_config"), HasSubstr(":(" + kinds + ")'"));
  EXPECT_THAT(read_own("share/completions/validate_config.fish"),
              HasSubstr("-l print-schema -xa '" + kinds + "'"));
}

TEST(ValidateConfigRules, have_a_paragraph_each) {
  for (const Rule& rule : rules()) {
    EXPECT_GT(paragraph(rule.name).size(), 60U) << rule.name;
  }
}

TEST(ValidateConfigDocuments, name_every_exit_status) {
  for (const std::string status : {"0", "1", "2", "64", "65", "66", "69", "70"}) {
    EXPECT_THAT(read_own("share/man/validate_config.1"), HasSubstr("\n.It " + status + "\n"));
    EXPECT_TRUE(
        std::regex_search(std::string(help_text()), std::regex("[ (;]" + status + " [a-z]")))
        << status;
  }
}

} // namespace
} // namespace aether::validate_config
