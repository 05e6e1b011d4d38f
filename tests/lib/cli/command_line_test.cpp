#include "cli/command_line.h"

#include <gmock/gmock.h>

#include "core/error.h"

namespace aether::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Syntax tool() {
  Syntax syntax;
  syntax.tool = "tool";
  syntax.commands = {
      {"list", "", 0, 0}, {"trace", "JOB", 1, 1}, {"check", "[FILE...]", 0, Command::k_any_number}};
  syntax.options = {{"root", 'r', "DIR", "", ""},
                    {"null", '0', "", "", ""},
                    {"sort", 0, "ORDER", "list", "name frequency"}};
  for (const Option& option : common_options()) {
    syntax.options.push_back(option);
  }
  return syntax;
}

// Without commands, and with every way to say what is to be written.
Syntax writer() {
  Syntax syntax;
  syntax.tool = "writer";
  syntax.commands = {{"", "", 0, 0}};
  syntax.options = {{"status", 0, "", "", ""},
                    {"format", 0, "FORMAT", "", "text json sarif"},
                    {"json", 0, "", "", ""},
                    {"ndjson", 0, "", "", ""}};
  return syntax;
}

std::string message_of(const std::vector<std::string>& words, const Syntax& syntax = tool()) {
  try {
    (void)format_name(parse(syntax, words));
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::usage);
    return error.what();
  }
  return "accepted";
}

TEST(CommandLine, takes_options_before_between_and_after_operands) {
  const Arguments arguments = parse(tool(), {"--root", "a", "check", "x", "-0", "y", "--root=b"});
  EXPECT_EQ(arguments.command(), "check");
  EXPECT_THAT(arguments.operands(), ElementsAre("x", "y"));
  EXPECT_THAT(arguments.values("root"), ElementsAre("a", "b"));
  EXPECT_EQ(arguments.value("root"), "b");
  EXPECT_TRUE(arguments.has("null"));
}

TEST(CommandLine, ends_options_at_two_dashes) {
  EXPECT_THAT(parse(tool(), {"check", "--", "--root", "-x"}).operands(),
              ElementsAre("--root", "-x"));
}

TEST(CommandLine, takes_a_dash_as_an_operand_and_as_a_value) {
  const Arguments arguments = parse(tool(), {"check", "-", "--root", "-"});
  EXPECT_THAT(arguments.operands(), ElementsAre("-"));
  EXPECT_EQ(arguments.value("root"), "-");
}

TEST(CommandLine, takes_an_empty_operand) {
  EXPECT_THAT(parse(tool(), {"trace", ""}).operands(), ElementsAre(""));
}

TEST(CommandLine, takes_values_with_spaces) {
  EXPECT_EQ(parse(tool(), {"--root", "a b", "list"}).value("root"), "a b");
}

TEST(CommandLine, does_not_take_abbreviations) {
  EXPECT_THAT(message_of({"--roo", "a", "list"}),
              HasSubstr("unknown option `--roo`; did you mean `--root`?"));
}

TEST(CommandLine, names_the_nearest_command) {
  EXPECT_THAT(message_of({"lsit"}), HasSubstr("unknown command `lsit`; did you mean `list`?"));
}

TEST(CommandLine, names_the_option_that_was_written_as_a_command_or_an_operand) {
  EXPECT_THAT(message_of({"help"}), HasSubstr("unknown command `help`; did you mean `--help`?"));
  EXPECT_THAT(message_of({"status"}, writer()),
              HasSubstr("unexpected operand `status`; did you mean `--status`?"));
  EXPECT_EQ(message_of({"x/y.sql"}, writer()), "unexpected operand `x/y.sql`");
}

TEST(CommandLine, has_one_format) {
  const auto format = [](const std::vector<std::string>& words) {
    return format_name(parse(writer(), words), "sarif");
  };
  EXPECT_EQ(format({}), "sarif");
  EXPECT_EQ(format({"--format", "text"}), "text");
  EXPECT_EQ(format({"--json", "--format", "json"}), "json");
  EXPECT_EQ(format({"--ndjson"}), "ndjson");
  EXPECT_EQ(message_of({"--json", "--ndjson"}, writer()), "--json and --ndjson exclude each other");
  EXPECT_EQ(message_of({"--ndjson", "--format", "json"}, writer()),
            "--format json and --ndjson exclude each other");
  EXPECT_EQ(message_of({"--json", "--format", "sarif"}, writer()),
            "--format sarif and --json exclude each other");
}

TEST(CommandLine, asks_for_a_command) {
  EXPECT_THAT(message_of({}), HasSubstr("no command given"));
}

TEST(CommandLine, refuses_an_option_that_the_command_does_not_take) {
  EXPECT_THAT(message_of({"check", "--sort", "name"}),
              HasSubstr("`--sort` does not apply to `check`"));
}

TEST(CommandLine, refuses_a_value_that_is_no_choice) {
  EXPECT_THAT(message_of({"list", "--sort", "frequnecy"}), HasSubstr("did you mean `frequency`?"));
}

TEST(CommandLine, refuses_a_missing_value_and_one_too_many) {
  EXPECT_THAT(message_of({"list", "--root"}), HasSubstr("needs a value"));
  EXPECT_THAT(message_of({"list", "--null=1"}), HasSubstr("takes no value"));
}

TEST(CommandLine, counts_operands) {
  EXPECT_THAT(message_of({"trace"}), HasSubstr("needs an operand"));
  EXPECT_THAT(message_of({"trace", "a", "b"}), HasSubstr("fewer operands"));
  EXPECT_THAT(message_of({"list", "a"}), HasSubstr("takes no operand"));
}

TEST(CommandLine, answers_help_and_version_without_a_command) {
  EXPECT_TRUE(parse(tool(), {"--help"}).has("help"));
  EXPECT_TRUE(parse(tool(), {"-V"}).has("version"));
}

TEST(CommandLine, shows_no_control_characters_of_what_was_mistyped) {
  EXPECT_EQ(message_of({"\033[31m"}).find('\033'), std::string::npos);
}

TEST(CommandLine, reads_numbers_whole_and_in_range) {
  EXPECT_EQ(parse_number("depth", "12"), 12U);
  for (const char* wrong : {"-5", "1x", "", "99999999999999999999999", " 1", "+1"}) {
    EXPECT_THROW((void)parse_number("depth", wrong), Error) << wrong;
  }
  EXPECT_THROW((void)parse_number("threads", "300", 256), Error);
}

} // namespace
} // namespace aether::cli
