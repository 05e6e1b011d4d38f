#include "validate_config/inline_ignores.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/glob.h"
#include "core/text.h"
#include "validate_config/rules.h"

namespace aether::validate_config {

namespace {

constexpr std::string_view k_mark = "validate_config:";

// What stands behind `# validate_config:`; nothing where the mark is in no comment.
std::string_view directive_in(std::string_view line, std::size_t& at) {
  const std::size_t mark = line.find(k_mark);
  if (mark == std::string_view::npos) {
    return {};
  }
  const std::string_view before = trim_right(line.substr(0, mark));
  if (!before.ends_with('#')) {
    return {};
  }
  at = before.size();
  return trim(line.substr(mark + k_mark.size()));
}

void add_ignores(std::string_view rules, InlineIgnore ignore, std::vector<InlineIgnore>& ignores) {
  for (std::size_t begin = 0; begin < rules.size();) {
    const std::size_t end = std::min(rules.find_first_of(", \t", begin), rules.size());
    if (end > begin) {
      ignore.rule = rules.substr(begin, end - begin);
      ignores.push_back(ignore);
    }
    begin = end + 1;
  }
}

bool silences(const InlineIgnore& ignore, const Finding& finding) {
  const bool here = ignore.whole_file || ignore.at.line == finding.begin.line ||
                    ignore.at.line + 1 == finding.begin.line;
  return here && ignore.file == finding.file && glob_matches(ignore.rule, finding.rule);
}

bool names_a_rule(const std::string& name) {
  return std::any_of(rules().begin(), rules().end(),
                     [&](const Rule& one) { return glob_matches(name, one.name); });
}

} // namespace

void find_inline_ignores(std::string_view text, const std::string& file,
                         std::vector<InlineIgnore>& ignores) {
  for (std::size_t found = text.find(k_mark); found != std::string_view::npos;
       found = text.find(k_mark, found + 1)) {
    const std::size_t before = text.rfind('\n', found);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::string_view line =
        text.substr(begin, std::min(text.find('\n', found), text.size()) - begin);
    InlineIgnore ignore;
    std::size_t column = 0;
    std::string_view directive = directive_in(line, column);
    ignore.whole_file = directive.starts_with("ignore-file");
    if (!directive.starts_with("ignore")) {
      continue;
    }
    directive.remove_prefix(ignore.whole_file ? 11 : 6);
    ignore.file = file;
    ignore.at = {
        static_cast<std::uint32_t>(
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(begin), '\n') + 1),
        static_cast<std::uint32_t>(count_code_points(line.substr(0, column)))};
    if (trim(directive).empty()) {
      ignores.push_back(ignore); // of no rule
    }
    add_ignores(directive, ignore, ignores);
  }
}

void apply_inline_ignores(std::vector<InlineIgnore>& ignores, std::vector<Finding>& findings) {
  std::erase_if(findings, [&](const Finding& finding) {
    bool silenced = false;
    for (InlineIgnore& ignore : ignores) {
      if (silences(ignore, finding)) {
        ignore.used = true;
        silenced = true;
      }
    }
    return silenced;
  });
  const auto cannot_be_read = [&](const std::string& file) {
    return std::any_of(findings.begin(), findings.end(), [&](const Finding& one) {
      return one.file == file && (one.rule == k_invalid || one.rule == k_dotenv_syntax);
    });
  };
  for (const InlineIgnore& ignore : ignores) {
    if (ignore.used || cannot_be_read(ignore.file)) {
      continue;
    }
    Finding& made = findings.emplace_back();
    made.rule = k_unused_ignore;
    made.severity = Severity::note;
    made.file = ignore.file;
    made.begin = ignore.at;
    made.message =
        ignore.rule.empty() ? "this comment names no rule to ignore"
        : names_a_rule(ignore.rule)
            ? fmt::format("nothing of {} is found here to ignore", printable(ignore.rule))
            : fmt::format("there is no rule {}", printable(ignore.rule));
  }
}

} // namespace aether::validate_config
