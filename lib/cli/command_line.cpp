#include "cli/command_line.h"

#include <algorithm>
#include <charconv>

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>

#include "core/duration.h"
#include "core/nearest.h"
#include "core/text.h"

namespace aether::cli {

namespace {

namespace po = boost::program_options;

constexpr const char* k_operand = " operand"; // no option can be called so

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    if (space > 0) {
      words.push_back(text.substr(0, space));
    }
    text.remove_prefix(std::min(space + 1, text.size()));
  }
  return words;
}

bool contains(const std::vector<std::string_view>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

[[noreturn]] void wrong_usage(const std::string& message) { throw Error(ExitCode::usage, message); }

po::options_description describe(const Syntax& syntax) {
  po::options_description description;
  for (const Option& option : syntax.options) {
    std::string names(option.name);
    if (option.letter != 0) {
      names += std::string(",") + option.letter;
    }
    if (option.value.empty()) {
      description.add_options()(names.c_str(), "");
    } else {
      description.add_options()(names.c_str(), po::value<std::string>(), "");
    }
  }
  description.add_options()(k_operand, po::value<std::vector<std::string>>(), "");
  return description;
}

std::vector<std::string> nearest_options(const Syntax& syntax, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Option& option : syntax.options) {
    names.push_back(option.name);
  }
  std::vector<std::string> nearest = nearest_names(name, names);
  for (std::string& one : nearest) {
    one.insert(0, "--");
  }
  return nearest;
}

std::string message_for_unknown(const Syntax& syntax, const std::string& written) {
  const std::size_t dashes = std::min(written.find_first_not_of('-'), written.size());
  const std::string bare = written.substr(dashes, written.find('=') - dashes);
  return "unknown option `" + printable(written) + "`" +
         did_you_mean(nearest_options(syntax, bare));
}

po::parsed_options parse_words(const Syntax& syntax, const std::vector<std::string>& words) {
  namespace style = po::command_line_style;
  constexpr int k_style = style::allow_short | style::short_allow_next |
                          style::short_allow_adjacent | style::allow_long |
                          style::long_allow_adjacent | style::long_allow_next |
                          style::allow_sticky | style::allow_dash_for_short;
  const po::options_description description = describe(syntax);
  po::positional_options_description operands;
  operands.add(k_operand, -1);
  try {
    return po::command_line_parser(words)
        .options(description)
        .positional(operands)
        .style(k_style)
        .run();
  } catch (const po::unknown_option& unknown) {
    wrong_usage(message_for_unknown(syntax, unknown.get_option_name()));
  } catch (const po::invalid_command_line_syntax& wrong) {
    const std::string option = wrong.get_option_name();
    using kind = po::invalid_syntax;
    if (wrong.kind() == kind::extra_parameter || wrong.kind() == kind::long_adjacent_not_allowed) {
      wrong_usage("option `" + option + "` takes no value");
    }
    wrong_usage("option `" + option + "` needs a value");
  } catch (const po::error& wrong) {
    wrong_usage(wrong.what());
  }
}

void check_choice(const Option& option, const std::string& value) {
  const std::vector<std::string_view> choices = split_words(option.choices);
  if (!choices.empty() && !option.choices_by_command && !contains(choices, value)) {
    throw not_a_choice(option.name, value, choices);
  }
}

void check_command(const Syntax& syntax, const std::string& name) {
  if (syntax.find_command(name) != nullptr) {
    return;
  }
  std::vector<std::string_view> names;
  for (const Command& command : syntax.commands) {
    names.push_back(command.name);
  }
  // `help` and `version` are commands of other tools.
  const bool is_option = syntax.find_option(name) != nullptr;
  wrong_usage(
      "unknown command `" + printable(name) + "`" +
      did_you_mean(is_option ? std::vector<std::string>{"--" + name} : nearest_names(name, names)) +
      " (see " + std::string(syntax.tool) + " --help)");
}

void check_operands(const Syntax& syntax, const Command& command,
                    const std::vector<std::string>& operands) {
  const std::size_t given = operands.size();
  const std::string name = command.name.empty() ? "" : "`" + std::string(command.name) + "` ";
  const std::string usage = " (usage: " + std::string(command.name) +
                            (command.name.empty() ? "" : " ") + std::string(command.operands) + ")";
  if (given < command.least_operands) {
    wrong_usage(name + "needs " + (command.least_operands == 1 ? "an operand" : "more operands") +
                usage);
  }
  if (given > command.most_operands) {
    if (command.name.empty() && command.most_operands == 0) {
      wrong_usage("unexpected operand `" + printable(operands.front()) + "`" +
                  did_you_mean(nearest_options(syntax, operands.front())));
    }
    wrong_usage(name + (command.most_operands == 0 ? "takes no operand" : "takes fewer operands") +
                (command.operands.empty() ? "" : usage));
  }
}

} // namespace

const Option* Syntax::find_option(std::string_view name) const {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const Option& option) { return option.name == name; });
  return found == options.end() ? nullptr : &*found;
}

const Command* Syntax::find_command(std::string_view name) const {
  const auto found = std::find_if(commands.begin(), commands.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == commands.end() ? nullptr : &*found;
}

std::vector<Option> common_options() {
  return {
      {"print-schema", 0, "KIND", "", ""}, {"help", 'h', "", "", ""},
      {"version", 'V', "", "", ""},        {"color", 0, "WHEN", "", "auto always never"},
      {"output", 'o', "FILE", "", ""},     {"quiet", 'q', "", "", ""},
      {"verbose", 'v', "", "", ""},
  };
}

bool Arguments::has(std::string_view option) const { return values_.contains(option); }

std::optional<std::string> Arguments::value(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::nullopt : std::optional(found->second.back());
}

std::vector<std::string> Arguments::values(std::string_view option) const {
  const auto found = values_.find(option);
  return found == values_.end() ? std::vector<std::string>{} : found->second;
}

Arguments parse(const Syntax& syntax, const std::vector<std::string>& words) {
  const bool has_commands = !syntax.commands.front().name.empty();
  Arguments arguments;
  bool seen_command = !has_commands;
  for (const po::option& option : parse_words(syntax, words).options) {
    if (option.position_key >= 0 || option.string_key == k_operand) {
      const std::string word = option.value.empty() ? std::string() : option.value.front();
      if (!seen_command) {
        arguments.command_ = word;
        seen_command = true;
      } else {
        arguments.operands_.push_back(word);
      }
    } else {
      arguments.values_[option.string_key].push_back(option.value.empty() ? std::string()
                                                                          : option.value.front());
    }
  }
  if (arguments.has("help") || arguments.has("version") || arguments.has("print-schema")) {
    return arguments;
  }
  if (!seen_command) {
    wrong_usage("no command given (see " + std::string(syntax.tool) + " --help)");
  }
  check_command(syntax, arguments.command_);
  for (const auto& [name, values] : arguments.values_) {
    const Option& option = *syntax.find_option(name);
    if (!option.commands.empty() && !contains(split_words(option.commands), arguments.command_)) {
      wrong_usage("option `--" + name + "` does not apply to `" + arguments.command_ + "`");
    }
    for (const std::string& value : values) {
      if (value.empty() && !option.value.empty()) { // a variable of the shell that is not set
        wrong_usage("option `--" + name + "` needs a value, and this one is empty");
      }
      check_choice(option, value);
    }
  }
  check_operands(syntax, *syntax.find_command(arguments.command_), arguments.operands_);
  return arguments;
}

Error not_a_choice(std::string_view option, std::string_view value,
                   const std::vector<std::string_view>& choices) {
  std::string list;
  for (const std::string_view choice : choices) {
    list += (list.empty() ? "" : ", ") + std::string(choice);
  }
  return Error(ExitCode::usage,
               "`" + printable(value) + "` is no value of --" + std::string(option) +
                   did_you_mean(nearest_names(value, choices)) + " (it may be: " + list + ")");
}

std::string format_name(const Arguments& arguments, std::string_view otherwise) {
  if (arguments.has("json") && arguments.has("ndjson")) {
    wrong_usage("--json and --ndjson exclude each other");
  }
  const std::optional<std::string> format = arguments.value("format");
  for (const std::string name : {"json", "ndjson"}) {
    if (!arguments.has(name)) {
      continue;
    }
    if (format.value_or(name) != name) {
      wrong_usage("--format " + *format + " and --" + name + " exclude each other");
    }
    return name;
  }
  return format.value_or(std::string(otherwise));
}

std::size_t parse_number(std::string_view option, const std::string& text, std::size_t most) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, failure] = std::from_chars(text.data(), end, number);
  if (failure != std::errc() || rest != end || number > most) {
    wrong_usage(
        "`" + printable(text) + "` is no value of --" + std::string(option) + " (a whole number" +
        (most == std::numeric_limits<std::size_t>::max() ? "" : " up to " + std::to_string(most)) +
        ")");
  }
  return number;
}

std::optional<std::chrono::milliseconds> duration_value(const Arguments& arguments,
                                                        std::string_view option) {
  const std::optional<std::string> text = arguments.value(option);
  if (!text) {
    return std::nullopt;
  }
  const auto parsed = parse_duration(*text);
  if (!parsed) {
    wrong_usage("--" + std::string(option) + ": `" + printable(*text) +
                "` is no duration: write N, Nms, Ns, Nm or Nh");
  }
  return parsed;
}

} // namespace aether::cli
