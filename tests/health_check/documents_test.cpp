// Holds --help, the man page, the completions and the README against the option table and the
// thresholds that the program itself works from.
#include <gmock/gmock.h>

#include <fmt/format.h>

#include <regex>
#include <string>

#include "health_check/health_config.h"
#include "health_check/options.h"
#include "support/documents.h"

namespace aether::health_check {
namespace {

using documents::read_own;
using testing::HasSubstr;

TEST(HealthCheckHelp, names_the_options_of_the_table_and_no_other) {
  documents::expect_help(syntax(), std::string(help_text()));
}

TEST(HealthCheckHelp, names_every_component) {
  for (const std::string_view name : component_names()) {
    EXPECT_THAT(std::string(help_text()), HasSubstr(std::string(name)));
  }
}

TEST(HealthCheckManPage, has_an_entry_for_every_option_and_no_other) {
  documents::expect_man_page(syntax());
}

TEST(HealthCheckManPage, has_the_thresholds_that_there_are) {
  const std::string page = read_own("share/man/health_check.1");
  const Thresholds thresholds;
  for (const auto& [name, limits] : thresholds.all()) {
    const auto shown = [](const std::optional<double>& limit) {
      return limit ? fmt::format("{:.10g}", *limit) : std::string("-");
    };
    EXPECT_THAT(page, HasSubstr(fmt::format("\n.It {} Ta {} Ta {}", name, shown(limits.warn),
                                            shown(limits.crit))));
  }
}

TEST(HealthCheckSchema, has_the_thresholds_that_there_are) {
  const std::string schema = read_own("share/schemas/config/health.schema.json");
  const Thresholds thresholds;
  for (const auto& [name, limits] : thresholds.all()) {
    EXPECT_THAT(schema, HasSubstr(fmt::format("\"{}\": {{", name)));
  }
}

TEST(HealthCheckCompletions, name_the_options_and_choices_of_the_table_and_no_other) {
  documents::expect_completions(syntax());
}

TEST(HealthCheckGuide, names_only_options_that_there_are) {
  for (const std::string& option : documents::dashed(read_own("share/doc/health.md"))) {
    EXPECT_TRUE(documents::options_of(syntax()).contains(option) || option == "list-services" ||
                option == "status")
        << "--" << option;
  }
}

TEST(HealthCheckDocuments, name_every_exit_status) {
  for (const std::string status : {"0", "1", "2", "64", "65", "66", "69", "70"}) {
    EXPECT_THAT(read_own("share/man/health_check.1"), HasSubstr("\n.It " + status + "\n"));
    EXPECT_TRUE(
        std::regex_search(std::string(help_text()), std::regex("[ (;]" + status + " [a-z]")))
        << status;
    EXPECT_THAT(read_own("README.md"), HasSubstr("\n| " + status + " | "));
  }
}

} // namespace
} // namespace aether::health_check
