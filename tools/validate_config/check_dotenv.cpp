#include "validate_config/check_dotenv.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/text.h"
#include "data/dotenv.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

constexpr std::size_t k_most_problems = 100;

void add(std::string_view rule, std::string message, const std::string& file, Position at,
         std::vector<Finding>& findings) {
  Finding& made = findings.emplace_back();
  made.rule = rule;
  made.message = std::move(message);
  made.file = file;
  made.begin = at;
  made.secret = true; // the line may hold anything
}

// As a comment of the same length would be read.
void blank_line(std::string& text, std::uint32_t line) {
  std::size_t begin = 0;
  for (std::uint32_t i = 1; i < line && begin < text.size(); ++i) {
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
  const std::size_t end = std::min(text.find('\n', begin), text.size());
  std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin),
            text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
}

void find_duplicates(const std::vector<EnvironmentLine>& lines, const std::string& file,
                     std::vector<Finding>& findings) {
  std::map<std::string_view, const EnvironmentLine*> first;
  for (const EnvironmentLine& line : lines) {
    const auto [before, is_new] = first.emplace(line.key, &line);
    if (!is_new) {
      add(k_dotenv_duplicate,
          fmt::format("{} is set already, above: the last one counts", printable(line.key)), file,
          line.key_at, findings);
    }
  }
}

} // namespace

void check_dotenv(std::string_view text, const std::string& file, std::vector<Finding>& findings) {
  std::string rest(text);
  for (std::size_t i = 0; i < k_most_problems; ++i) {
    try {
      find_duplicates(parse_dotenv(rest, file), file, findings);
      return;
    } catch (const InputError& error) {
      add(k_dotenv_syntax, error.message(), file, error.at(), findings);
      blank_line(rest, error.at().line);
    }
  }
}

} // namespace aether::validate_config
