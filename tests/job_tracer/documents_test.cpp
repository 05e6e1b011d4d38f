// Holds --help, the man page, the completions, the README and the guide against the tables that the
// program itself works from: options, commands, rules, schemas, exit status.
#include <gmock/gmock.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "core/error.h"
#include "job_tracer/check.h"
#include "job_tracer/options.h"
#include "job_tracer/program.h"
#include "support/documents.h"

namespace aether::job_tracer {
namespace {

using documents::captures;
using documents::dashed;
using documents::read_own;
using documents::Words;

std::string man_page() { return read_own("share/man/job_tracer.1"); }
std::string bash_completion() { return read_own("share/completions/job_tracer.bash"); }
std::string zsh_completion() { return read_own("share/completions/_job_tracer"); }
std::string fish_completion() { return read_own("share/completions/job_tracer.fish"); }
std::string readme() { return read_own("README.md"); }
std::string guide() { return read_own("share/doc/tracing.md"); }

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) {
    lines.push_back(line);
  }
  return lines;
}

Words words_of(const std::string& text) {
  std::istringstream stream(text);
  return {std::istream_iterator<std::string>(stream), std::istream_iterator<std::string>()};
}

bool has_word(const std::string& text, std::string_view word) {
  const std::string quoted = std::regex_replace(std::string(word), std::regex("[-]"), "\\-");
  return std::regex_search(text, std::regex("(^|[^A-Za-z0-9_-])" + quoted + "($|[^A-Za-z0-9_-])"));
}

Words table_options() { return documents::options_of(syntax()); }

Words table_letters() { return documents::letters_of(syntax()); }

Words table_commands() {
  Words names;
  for (const cli::Command& command : syntax().commands) {
    names.emplace(command.name);
  }
  return names;
}

Words table_rules() {
  Words names;
  for (const Rule& rule : rules()) {
    names.emplace(rule.name);
  }
  return names;
}

Words table_schemas() {
  Words kinds;
  for (const cli::OutputSchema& schema : program().schemas) {
    kinds.emplace(schema.kind);
  }
  return kinds;
}

Words table_choices(std::string_view option) {
  return words_of(std::string(syntax().find_option(option)->choices));
}

// The commands that take an option; empty = all.
Words commands_of(const cli::Option& option) { return words_of(std::string(option.commands)); }

// Without what is said of git, whose options are its own.
std::string without_git(const std::string& text) {
  return std::regex_replace(text, std::regex("git [^|\\n`]*"), "");
}

// Of the man page: `.Fl -word`, and the words that follow it after a comma.
Words man_options(const std::string& text) {
  Words found;
  for (const std::string& line : lines_of(without_git(text))) {
    if (line.find("Fl ") != std::string::npos && line.starts_with('.')) {
      found.merge(captures(line, " -([a-z][a-z-]*[a-z0-9])(?![A-Za-z])"));
    } else {
      const std::string plain = std::regex_replace(line, std::regex("\\\\-"), "-");
      for (const std::string& name : dashed(plain)) {
        found.insert(name);
      }
    }
  }
  return found;
}

// ---- completions: what they offer, and to which commands

struct Completion {
  const char* name;
  std::string text;
  const char* list;   // a pattern of `NAME=words`: a named list of commands
  const char* takes;  // a pattern of a line that offers options to some commands
  const char* option; // a pattern of an option on such a line
};

std::vector<Completion> completions() {
  return {
      {"bash", bash_completion(), R"re(local ([a-z]+)="([a-z ]+)")re",
       R"re(^ *_job_tracer_takes ([^&]+?) && (.*)$)re", "--([a-z0-9-]+)"},
      {"zsh", zsh_completion(), R"re(local -a ([a-z]+)=\(([a-z ]+)\))re",
       R"re(^ *_job_tracer_takes ([^&]+?) && specs\+=\('?(?:\(.*?\))?(.*?)\[.*$)re",
       "--([a-z0-9-]+)"},
      {"fish", fish_completion(), R"re(set -l ([a-z]+) ([a-z ]+)$)re",
       R"re(^complete -c job_tracer -n ['"]__job_tracer_takes ([^'"]+)['"] (.*)$)re",
       "-l ([a-z0-9-]+)"},
  };
}

// Which commands a completion offers each option to; options for all commands are left out.
std::map<std::string, Words> offered(const Completion& completion) {
  std::map<std::string, Words> lists;
  std::map<std::string, Words> offers;
  std::smatch match;
  for (const std::string& line : lines_of(completion.text)) {
    if (std::regex_search(line, match, std::regex(completion.list))) {
      lists[match[1]] = words_of(match[2]);
    }
    if (!std::regex_search(line, match, std::regex(completion.takes))) {
      continue;
    }
    Words commands = words_of(match[1]);
    const std::string variable = captures(match[1], "\\$([a-z]+)").empty()
                                     ? std::string()
                                     : *captures(match[1], "\\$([a-z]+)").begin();
    if (!variable.empty()) {
      commands = lists[variable];
    }
    for (const std::string& option : captures(match[2], completion.option)) {
      offers[option].insert(commands.begin(), commands.end());
    }
  }
  return offers;
}

TEST(Completions, offer_every_option_to_the_commands_that_take_it_and_to_no_other) {
  std::map<std::string, Words> expected;
  for (const cli::Option& option : syntax().options) {
    if (!option.commands.empty()) {
      expected[std::string(option.name)] = commands_of(option);
    }
  }
  for (const Completion& completion : completions()) {
    EXPECT_EQ(offered(completion), expected) << completion.name;
  }
}

TEST(Completions, name_the_options_of_the_table_and_no_other) {
  EXPECT_EQ(dashed(bash_completion()), table_options());
  const Words zsh = captures(zsh_completion(), "(?:^|[^-A-Za-z0-9])--([a-z][a-z-]*[a-z0-9])");
  EXPECT_EQ(zsh, table_options());
  Words fish = captures(fish_completion(), " -l ([a-z][a-z-]*[a-z0-9])(?= -| *$)");
  EXPECT_EQ(fish, table_options());
  for (const std::string& name : dashed(fish_completion())) {
    EXPECT_TRUE(table_options().contains(name)) << "fish: --" << name;
  }
}

TEST(Completions, name_the_letters_of_the_table) {
  const std::string zsh = zsh_completion();
  const std::string bash = bash_completion();
  for (const cli::Option& option : syntax().options) {
    if (option.letter != 0) {
      const std::string pair = std::string("-") + option.letter + ",--" + std::string(option.name);
      EXPECT_THAT(zsh, testing::HasSubstr("{" + pair));
      EXPECT_THAT(bash, testing::ContainsRegex("--" + std::string(option.name) + " -" +
                                               option.letter + "[ \"]"));
    }
  }
  EXPECT_EQ(captures(fish_completion(), "complete -c job_tracer .*-s (.) -l"), table_letters());
}

TEST(Completions, name_every_command_and_no_other) {
  EXPECT_EQ(words_of(*captures(bash_completion(), "''\\) words=\"(list [a-z ]+)\"").begin()),
            table_commands());
  EXPECT_EQ(captures(zsh_completion(), "\\n    '([a-z]+):"), table_commands());
  EXPECT_EQ(captures(fish_completion(), "__job_tracer_typed ''\" -a ([a-z]+)"), table_commands());
}

// All lists of words that stand where `pattern` says, as one set.
Words united(const std::string& text, const std::string& pattern) {
  Words all;
  for (const std::string& list : captures(text, pattern)) {
    all.merge(words_of(list));
  }
  return all;
}

TEST(Completions, name_the_choices_of_the_table_and_no_other) {
  for (const cli::Option& option : syntax().options) {
    const std::string name(option.name);
    if (option.choices.empty() || name == "format") {
      continue;
    }
    const Words choices = table_choices(name);
    EXPECT_EQ(united(bash_completion(), "--" + name + "\\) words=\"([^\"]+)\""), choices) << name;
    EXPECT_EQ(united(zsh_completion(), "--" + name + "=[^\\n]*:\\(([^)]+)\\)'"), choices) << name;
    EXPECT_EQ(united(fish_completion(), "-l " + name + " -xa '([^']+)'"), choices) << name;
  }
}

// The formats that a command has, as read_options judges.
Words formats_of(const std::string& command) {
  Words formats;
  for (const std::string& format : table_choices("format")) {
    try {
      std::vector<std::string> words{command, "--format", format};
      words.insert(words.end(), syntax().find_command(command)->least_operands, "x");
      static_cast<void>(read_options(cli::parse(syntax(), words)));
      formats.insert(format);
    } catch (const Error&) { // it has not this one
    }
  }
  return formats;
}

TEST(Completions, name_the_formats_that_each_command_has) {
  struct Shell {
    std::string text;
    std::string begin; // what stands between a case and its words
    std::string end;
  };
  const std::vector<Shell> shells = {{bash_completion(), "\\) words=\"(", ")\" ;;\\n"},
                                     {zsh_completion(), "\\) compadd (", ") ;;\\n"},
                                     {fish_completion(), "\\n +printf '%s.n' (", ")\\n"}};
  const std::string kinds = "(?:[a-z]+ ?)+";
  for (const Shell& shell : shells) {
    const auto words = [&](const std::string& label) {
      return united(shell.text, "(?:\\n| |case )" + label + shell.begin + kinds + shell.end);
    };
    EXPECT_EQ(words("check"), formats_of("check"));
    EXPECT_EQ(words("graph"), formats_of("graph"));
    EXPECT_EQ(words("'?\\*'?"), formats_of("list"));
    for (const std::string& command :
         words_of(std::string(syntax().find_option("format")->commands))) {
      if (command != "check" && command != "graph") {
        EXPECT_EQ(formats_of(command), formats_of("list")) << command;
      }
    }
  }
}

TEST(Completions, name_every_rule_and_every_schema) {
  for (const Completion& completion : completions()) {
    for (const std::string& rule : table_rules()) {
      EXPECT_TRUE(has_word(completion.text, rule)) << completion.name << ": " << rule;
    }
  }
  EXPECT_EQ(united(bash_completion(), "--print-schema\\) words=\"([^\"]+)\""), table_schemas());
  EXPECT_EQ(united(zsh_completion(), "--print-schema=[^\\n]*:\\(([^)]+)\\)'"), table_schemas());
  EXPECT_EQ(united(fish_completion(), "-l print-schema -xa '([^']+)'"), table_schemas());
}

// ---- --help

// What is indented below a heading, with it.
std::string help_section(const std::string& heading) {
  const std::string help(help_text());
  const std::size_t begin = help.find("\n" + heading + ":\n");
  EXPECT_NE(begin, std::string::npos) << heading;
  std::size_t end = help.find('\n', begin + 1);
  while (help.compare(end + 1, 2, "  ") == 0) {
    end = help.find('\n', end + 1);
  }
  return help.substr(begin + 1, end + 1 - begin);
}

TEST(Help, names_the_options_of_the_table_and_no_other) {
  EXPECT_EQ(dashed(without_git(std::string(help_text()))), table_options());
  EXPECT_EQ(captures(std::string(help_text()), "\\n  -(.), --"), table_letters());
}

TEST(Help, names_every_command_with_its_operands) {
  const std::string commands = help_section("Commands");
  EXPECT_EQ(captures(commands, "\\n  ([a-z]+) "), table_commands());
  for (const cli::Command& command : syntax().commands) {
    const std::string usage = std::string(command.name) + (command.operands.empty() ? "" : " ") +
                              std::string(command.operands);
    EXPECT_THAT(commands, testing::HasSubstr("\n  " + usage + " "))
        << "the table and --help disagree";
  }
}

// An option's entry: its line, where another may stand before it, and those that are indented
// deeper.
std::string help_entry(std::string_view option) {
  const std::regex head("^  (-.*, )?--" + std::string(option) + "[ ,].*");
  std::string entry;
  for (const std::string& line : lines_of(std::string(help_text()))) {
    const bool begins = line.starts_with("  -");
    if (!entry.empty() && (begins || !line.starts_with("   "))) {
      break;
    }
    if (!entry.empty() || std::regex_match(line, head)) {
      entry += line + '\n';
    }
  }
  return entry;
}

TEST(Help, names_the_values_and_choices_of_every_option) {
  for (const cli::Option& option : syntax().options) {
    const std::string entry = help_entry(option.name);
    if (!option.value.empty()) {
      EXPECT_THAT(entry, testing::HasSubstr("--" + std::string(option.name) + " " +
                                            std::string(option.value)));
    }
    for (const std::string& choice : words_of(std::string(option.choices))) {
      EXPECT_TRUE(has_word(entry, choice)) << "--" << option.name << ": " << choice;
    }
  }
}

TEST(Help, has_no_line_of_more_than_80_columns) {
  for (const std::string& line : lines_of(std::string(help_text()))) {
    EXPECT_LE(line.size(), 80U) << line;
  }
}

// ---- the man page

std::string man_section(const std::string& name) {
  const std::string page = man_page();
  const std::size_t begin = page.find(".Sh " + name + "\n");
  EXPECT_NE(begin, std::string::npos) << name;
  return begin == std::string::npos ? ""
                                    : page.substr(begin, page.find("\n.Sh ", begin + 1) - begin);
}

// The entry of an item in a list of the man page, its head and its text.
std::string man_item(const std::string& text, const std::string& head) {
  const std::regex regex("\\n\\.It [^\\n]*" + head + "(?![A-Za-z-])[^\\n]*\\n");
  std::smatch match;
  if (!std::regex_search(text, match, regex)) {
    return {};
  }
  const auto begin = static_cast<std::size_t>(match.position()) + 1;
  return text.substr(begin, text.find("\n.It ", begin + 1) - begin);
}

TEST(ManPage, names_the_options_of_the_table_and_no_other) {
  EXPECT_EQ(man_options(man_page()), table_options());
  const std::string options = man_section("OPTIONS");
  for (const cli::Option& option : syntax().options) {
    const std::string item = man_item(options, "Fl -" + std::string(option.name));
    EXPECT_FALSE(item.empty()) << "--" << option.name << " has no entry under OPTIONS";
    if (!option.value.empty()) {
      EXPECT_TRUE(has_word(item.substr(0, item.find('\n')),
                           option.value.substr(0, option.value.find_first_of("[=:"))))
          << "--" << option.name << " " << option.value;
    }
  }
  EXPECT_EQ(captures(options, "\\.It Fl ([A-Za-z0-9]) , Fl -"), table_letters());
}

TEST(ManPage, names_every_command_and_no_other) {
  EXPECT_EQ(captures(man_section("COMMANDS"), "\\n\\.It Cm ([a-z]+)"), table_commands());
}

TEST(ManPage, names_an_option_with_the_commands_that_take_it) {
  const std::string commands = man_section("COMMANDS");
  for (const cli::Command& command : syntax().commands) {
    const std::string item = man_item(commands, "Cm " + std::string(command.name));
    const std::string head = item.substr(0, item.find('\n'));
    for (const std::string& name : captures(head, "Fl -([a-z0-9-]+)")) {
      EXPECT_TRUE(commands_of(*syntax().find_option(name)).contains(std::string(command.name)))
          << command.name << " --" << name;
    }
  }
}

TEST(ManPage, names_the_choices_of_the_table_and_no_other) {
  for (const cli::Option& option : syntax().options) {
    if (option.choices.empty()) {
      continue;
    }
    std::string item = man_item(man_section("OPTIONS"), "Fl -" + std::string(option.name));
    item = item.substr(std::min(item.find('\n'), item.size()));
    Words named;
    for (const std::string& line : lines_of(item)) {
      if (line.starts_with(".Cm ")) {
        named.merge(words_of(std::regex_replace(line.substr(4), std::regex("[,:;.]"), " ")));
      }
    }
    for (const std::string& command : table_commands()) {
      named.erase(command);
    }
    EXPECT_EQ(named, table_choices(option.name)) << option.name;
  }
}

TEST(ManPage, names_every_rule_with_its_severity) {
  const std::string section = man_section("RULES");
  EXPECT_EQ(captures(section, "\\n\\.It Sy ([a-z-]+)"), table_rules());
  for (const Rule& rule : rules()) {
    const std::string head = ".It Sy " + std::string(rule.name) + " Pq " +
                             std::string(to_string(rule.severity)) +
                             (rule.enabled ? "" : " , off") + "\n";
    EXPECT_THAT(section, testing::HasSubstr(head));
  }
}

TEST(ManPage, names_every_extension) {
  const std::string section = man_section("WHAT IS SCANNED");
  for (const std::string_view extension : default_extensions()) {
    EXPECT_TRUE(has_word(section, extension)) << extension;
  }
}

// ---- README and guide

// The commands of a shell line as words; a substitution, `<(...)` or `$(...)`, is a command of its
// own and an operand of the one round it.
class ShellLine {
public:
  explicit ShellLine(const std::string& text) : text_(text) {}

  std::vector<std::vector<std::string>> commands() {
    read(false);
    return commands_;
  }

private:
  void read(bool nested) {
    std::vector<std::string> words;
    std::string word;
    bool open = false;
    const auto end_word = [&] {
      if (open) {
        words.push_back(word);
      }
      word.clear();
      open = false;
    };
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\'' || c == '"') {
        const std::size_t close = std::min(text_.find(c, at_ + 1), text_.size());
        word += text_.substr(at_ + 1, close - at_ - 1);
        at_ = close;
        open = true;
      } else if ((c == '<' || c == '$') && text_.substr(at_ + 1).starts_with('(')) {
        at_ += 2;
        read(true);
        word += "/dev/fd/63";
        open = true;
      } else if (c == ')' && nested) {
        break;
      } else if (std::string_view("|;&").find(c) != std::string_view::npos) {
        end_word();
        commands_.push_back(std::move(words));
        words.clear();
      } else if (c == '#' && !open) {
        at_ = text_.size();
      } else if (c == '<' || c == '>') {
        end_word();
        at_ = std::min(text_.find_first_not_of(" >&", at_ + 1), text_.size());
        at_ = std::min(text_.find_first_of(" |;)", at_), text_.size()) - 1;
      } else if (c == ' ' || c == '\t') {
        end_word();
      } else {
        word += c;
        open = true;
      }
    }
    end_word();
    commands_.push_back(std::move(words));
  }

  const std::string& text_;
  std::size_t at_ = 0;
  std::vector<std::vector<std::string>> commands_;
};

// The lines of code blocks, those that end in a backslash or a pipe joined with the next.
std::vector<std::string> code_lines(const std::string& markdown) {
  std::vector<std::string> code;
  bool fence = false;
  bool goes_on = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      fence = !fence;
      continue;
    }
    if (!fence) {
      continue;
    }
    if (goes_on) {
      code.back() += line;
    } else {
      code.push_back(line);
    }
    goes_on = line.ends_with('\\') || line.ends_with('|');
    if (line.ends_with('\\')) {
      code.back().pop_back();
    }
  }
  return code;
}

// Every command of job_tracer that a line shows, such as after `$ `, `run: ` or `xargs`.
std::vector<std::vector<std::string>> shown_commands(const std::string& line) {
  std::vector<std::vector<std::string>> shown;
  for (const std::vector<std::string>& words : ShellLine(line).commands()) {
    const auto tool = std::find_if(words.begin(), words.end(), [](const std::string& word) {
      return word == "job_tracer" || word.ends_with("/bin/job_tracer");
    });
    if (tool != words.end()) {
      shown.emplace_back(std::next(tool), words.end());
    }
  }
  return shown;
}

std::size_t expect_that_commands_parse(const std::vector<std::string>& lines) {
  std::size_t parsed = 0;
  for (const std::string& line : lines) {
    for (const std::vector<std::string>& words : shown_commands(line)) {
      ++parsed;
      EXPECT_NO_THROW({
        const cli::Arguments arguments = cli::parse(syntax(), words);
        if (!arguments.command().empty()) {
          static_cast<void>(read_options(arguments));
        }
      }) << line;
    }
  }
  return parsed;
}

TEST(Documents, show_only_commands_that_are_right) {
  EXPECT_GE(expect_that_commands_parse(code_lines(readme())), 3U);
  EXPECT_GE(expect_that_commands_parse(code_lines(guide())), 30U);
  EXPECT_GE(expect_that_commands_parse(lines_of(help_section("Examples"))), 3U);
  std::vector<std::string> examples;
  for (const std::string& line : lines_of(man_section("EXAMPLES"))) {
    if (!line.starts_with('.')) {
      examples.push_back(line);
    }
  }
  EXPECT_GE(expect_that_commands_parse(examples), 5U);
}

TEST(Documents, name_in_their_text_only_options_that_there_are) {
  const std::string text = guide();
  for (const std::string& span : captures(text, "`([^`\\n]*--[a-z][^`\\n]*)`")) {
    if (span.starts_with("--") || span.starts_with("job_tracer ")) {
      for (const std::string& name : dashed(span)) {
        EXPECT_TRUE(table_options().contains(name)) << span;
      }
    }
  }
}

TEST(Guide, shows_every_command_and_names_every_rule) {
  Words shown;
  for (const std::string& line : code_lines(guide())) {
    for (const std::vector<std::string>& words : shown_commands(line)) {
      shown.insert(cli::parse(syntax(), words).command());
    }
  }
  EXPECT_EQ(shown, table_commands());
  EXPECT_EQ(captures(guide(), "\\n\\| `([a-z-]+)` \\| (?:error|warning|note|off) \\|"),
            table_rules());
}

TEST(Guide, names_every_extension) {
  for (const std::string_view extension : default_extensions()) {
    EXPECT_TRUE(has_word(guide(), extension)) << extension;
  }
}

TEST(Readme, names_every_option_of_the_build_and_no_other) {
  const std::string build = read_own("CMakeLists.txt");
  Words options = captures(build, "option\\((AETHER_[A-Z]+) ");
  options.merge(captures(build, "set\\((AETHER_[A-Z]+) [^)]*CACHE"));
  EXPECT_EQ(captures(readme(), "\\n\\| `(AETHER_[A-Z]+)`"), options);
}

TEST(Documents, name_every_exit_status_of_the_tool) {
  const Words statuses = {"0", "1", "2", "64", "65", "66", "69", "70"};
  const std::string help(help_text());
  EXPECT_EQ(captures(man_section("EXIT STATUS"), "\\n\\.It ([0-9]+)\\n"), statuses);
  const Words in_readme = captures(readme(), "\\n\\| ([0-9]+) +\\|"); // of all tools
  EXPECT_TRUE(std::includes(in_readme.begin(), in_readme.end(), statuses.begin(), statuses.end()));
  for (const std::string& status : statuses) {
    EXPECT_TRUE(has_word(help.substr(help.find("Exit status:")), status)) << status;
  }
}

} // namespace
} // namespace aether::job_tracer
