// The command line of a tool: one table of options and commands, parsed by Boost.ProgramOptions.
// Options and operands mix, `--` ends options, `-` is an operand, nothing is abbreviated. Help
// text is written by hand; a test holds it, the man page and the completions against the table.
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace aether::cli {

struct Option {
  std::string_view name;           // without the two dashes
  char letter = 0;                 // of the short form, 0 = none
  std::string_view value;          // what stands for its value in help; empty = a flag
  std::string_view commands;       // the commands that take it, separated by spaces; empty = all
  std::string_view choices;        // the values it may have, separated by spaces; empty = any
  bool choices_by_command = false; // the tool checks them: not every command takes all
};

struct Command {
  static constexpr std::size_t k_any_number = std::numeric_limits<std::size_t>::max();

  std::string_view name;
  std::string_view operands; // as in the usage line
  std::size_t least_operands = 0;
  std::size_t most_operands = 0;
};

// A tool without commands has one entry in `commands`, with an empty name.
struct Syntax {
  std::string_view tool;
  std::vector<Option> options;
  std::vector<Command> commands;

  [[nodiscard]] const Option* find_option(std::string_view name) const;
  [[nodiscard]] const Command* find_command(std::string_view name) const;
};

// --help --version --print-schema --color --output --quiet --verbose, which every tool has.
[[nodiscard]] std::vector<Option> common_options();

class Arguments {
public:
  [[nodiscard]] const std::string& command() const { return command_; }
  [[nodiscard]] const std::vector<std::string>& operands() const { return operands_; }
  [[nodiscard]] bool has(std::string_view option) const;
  // The last value given.
  [[nodiscard]] std::optional<std::string> value(std::string_view option) const;
  [[nodiscard]] std::vector<std::string> values(std::string_view option) const;

private:
  friend Arguments parse(const Syntax& syntax, const std::vector<std::string>& words);

  std::string command_;
  std::vector<std::string> operands_;
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

// Throws Error (usage) that names the nearest option or command for a mistyped one. With --help,
// --version or --print-schema present nothing else is checked.
[[nodiscard]] Arguments parse(const Syntax& syntax, const std::vector<std::string>& words);

// The Error (usage) for a value that is none of those an option may have; names the nearest.
[[nodiscard]] Error not_a_choice(std::string_view option, std::string_view value,
                                 const std::vector<std::string_view>& choices);

// What --format, --json and --ndjson ask for: a value of --format, or `ndjson`. Throws Error
// (usage) where they ask for two things.
[[nodiscard]] std::string format_name(const Arguments& arguments,
                                      std::string_view otherwise = "text");

// A whole number from 0 on, at most `most`; throws Error (usage) naming the option.
[[nodiscard]] std::size_t parse_number(std::string_view option, const std::string& text,
                                       std::size_t most = std::numeric_limits<std::size_t>::max());

// The duration that an option has (core/duration.h); throws Error (usage) naming the option.
[[nodiscard]] std::optional<std::chrono::milliseconds> duration_value(const Arguments& arguments,
                                                                      std::string_view option);

} // namespace aether::cli
