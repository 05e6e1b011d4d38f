// Holds --help, the man page, the completions and the README against the option table and the
// rules that the program itself works from.
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
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

// share/doc/configuration-rules.md is made of the rules: AETHER_UPDATE_DOCUMENTS=1 writes it anew.
std::string rules_document() {
  std::string text =
      "# The rules of validate_config\n\n"
      "What each rule is about, why, and what to do. Made from the program's own table, which "
      "`--list-rules` and\n`--rule NAME` show as well. An error makes the exit status 1, a warning "
      "makes it 2 under `--strict`, a note never counts.\n";
  std::string family;
  for (const Rule& rule : rules()) {
    const std::string name(rule.name);
    if (const std::string its = name.substr(0, name.find('/')); its != family) {
      family = its;
      text += "\n## " + family + "\n";
    }
    text += "\n### " + name + "\n\n" + "**" + std::string(to_string(rule.severity)) + ".** " +
            std::string(rule.summary) + "\n\n" + std::string(paragraph(rule.name)) + "\n";
  }
  return text;
}

TEST(ValidateConfigRules, are_those_of_the_reference) {
  if (std::getenv("AETHER_UPDATE_DOCUMENTS") != nullptr) {
    std::ofstream(std::string(AETHER_SOURCE_DIR) + "/share/doc/configuration-rules.md")
        << rules_document();
  }
  EXPECT_EQ(read_own("share/doc/configuration-rules.md"), rules_document());
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
