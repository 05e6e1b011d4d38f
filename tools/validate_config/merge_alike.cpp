#include "validate_config/merge_alike.h"

#include <algorithm>
#include <map>
#include <string>

#include <fmt/format.h>

#include "core/text.h"

namespace aether::validate_config {

namespace {

constexpr std::size_t k_least_of_cause = 4;
constexpr std::size_t k_least_alike = 10;

// Without what stands in backquotes, and numbers as 0.
std::string shape_of(std::string_view message) {
  std::string shape;
  bool quoted = false;
  for (const char c : message) {
    if (c == '`') {
      quoted = !quoted;
    } else if (!quoted && is_ascii_digit(c)) {
      shape += shape.ends_with('0') ? "" : "0";
    } else if (!quoted) {
      shape += c;
    }
  }
  return shape;
}

// "/tools/3/signature": first and last part of a pointer, and how many there are; where there are
// two, the first is the name of an entry.
std::string shape_of_pointer(std::string_view pointer) {
  const auto parts = std::count(pointer.begin(), pointer.end(), '/');
  const std::string_view first =
      parts > 2 ? pointer.substr(0, pointer.find('/', 1)) : std::string_view();
  std::string_view last = pointer.substr(std::min(pointer.rfind('/'), pointer.size()));
  last = parts > 0 && last.size() > 1 && is_ascii_digit(last[1]) ? std::string_view("/0") : last;
  return fmt::format("{}/{}{}", first, parts, last);
}

std::string key_of(const Finding& finding) {
  if (!finding.cause.empty()) {
    return fmt::format("{}\n{}\n={}", finding.rule, finding.file, finding.cause);
  }
  const bool of_entries = finding.rule.starts_with("schema/") ||
                          finding.rule.starts_with("catalog/") ||
                          finding.rule == "syntax/ambiguous-scalar";
  return of_entries ? fmt::format("{}\n{}\n{}\n{}", finding.rule, finding.file,
                                  shape_of(finding.message), shape_of_pointer(finding.pointer))
                    : "";
}

// By pointers: line numbers would change the fingerprint with every edit.
std::string examples_of(const std::vector<const Finding*>& alike) {
  std::string text;
  for (std::size_t i = 1; i < std::min<std::size_t>(alike.size(), 4); ++i) {
    if (!alike[i]->pointer.empty()) {
      text += fmt::format("{}{}", text.empty() ? "" : ", ", printable(alike[i]->pointer));
    }
  }
  return text.empty() ? "" : fmt::format("; also at {}{}", text, alike.size() > 4 ? "..." : "");
}

} // namespace

void merge_alike(std::vector<Finding>& findings) {
  std::map<std::string, std::vector<const Finding*>> groups;
  for (const Finding& finding : findings) {
    if (const std::string key = key_of(finding); !key.empty()) {
      groups[key].push_back(&finding);
    }
  }
  std::vector<Finding> kept;
  for (const Finding& finding : findings) {
    const auto group = groups.find(key_of(finding));
    const std::size_t least = finding.cause.empty() ? k_least_alike : k_least_of_cause;
    if (group == groups.end() || group->second.size() < least) {
      kept.push_back(finding);
    } else if (group->second.front() == &finding) {
      Finding& first = kept.emplace_back(finding);
      first.count = group->second.size();
      first.message += examples_of(group->second);
      first.hint += first.hint.empty() ? "--verbose lists all" : "; --verbose lists all";
    }
  }
  findings = std::move(kept);
}

} // namespace aether::validate_config
