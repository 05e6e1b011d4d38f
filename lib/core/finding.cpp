#include "core/finding.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/text.h"

namespace aether {

namespace {

// FNV-1a, 64 bits: short, stable across platforms, and no adversary picks its input.
class Fnv1a {
public:
  void add(std::string_view text) {
    for (const char c : text) {
      hash_ = (hash_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    hash_ = (hash_ ^ 0xFFU) * 0x100000001b3U; // a separator that no UTF-8 text contains
  }
  [[nodiscard]] std::uint64_t value() const { return hash_; }

private:
  std::uint64_t hash_ = 0xcbf29ce484222325U;
};

using Ordinals = std::map<std::uint64_t, unsigned>;

std::string hash_of(const Finding& finding, std::string_view message, Ordinals& ordinals) {
  Fnv1a hash;
  hash.add(finding.rule);
  hash.add(finding.file);
  hash.add(finding.pointer);
  hash.add(message);
  if (const unsigned ordinal = ordinals[hash.value()]++; ordinal > 0) {
    hash.add(std::to_string(ordinal));
  }
  return fmt::format("{:016x}", hash.value());
}

std::size_t end_of_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_ascii_digit(text[at])) {
    ++at;
  }
  return at;
}

// `3`, `3:2`
std::size_t end_of_place(std::string_view text, std::size_t at) {
  const std::size_t end = end_of_digits(text, at);
  const std::size_t end_of_column =
      end < text.size() && text[end] == ':' ? end_of_digits(text, end + 1) : end;
  return end_of_column > end + 1 ? end_of_column : end;
}

// Whether a text ends with the name of a file, as an address does not.
bool ends_with_file(std::string_view text) {
  constexpr std::array<std::string_view, 24> k_endings = {
      "py",   "pyi", "yaml", "yml", "toml", "json", "jsonl", "sh",
      "bash", "sql", "md",   "txt", "cfg",  "ini",  "conf",  "js",
      "jsx",  "ts",  "tsx",  "css", "html", "lock", "xml",   "service"};
  constexpr std::array<std::string_view, 4> k_names = {"Dockerfile", "Procfile", "Makefile",
                                                       "Pipfile"};
  std::string_view name = text.substr(text.find_last_of(" `'\"(,/") + 1); // npos + 1 is 0
  const std::string_view ending = name.substr(std::min(name.rfind('.'), name.size() - 1) + 1);
  return !name.empty() &&
         (name.starts_with(".env") ||
          std::find(k_names.begin(), k_names.end(), name) != k_names.end() ||
          (ending.size() < name.size() &&
           std::find(k_endings.begin(), k_endings.end(), ending) != k_endings.end()));
}

// `3, 4 and 5`
std::size_t end_of_enumeration(std::string_view text, std::size_t at) {
  std::size_t end = end_of_digits(text, at);
  for (const std::string_view between : {", ", " and "}) {
    while (text.substr(end).starts_with(between) &&
           end_of_digits(text, end + between.size()) > end + between.size()) {
      end = end_of_digits(text, end + between.size());
    }
  }
  return end;
}

bool ends_with_word(std::string_view text, std::string_view word) {
  return text.ends_with(word) &&
         (text.size() == word.size() || !is_ascii_letter(text[text.size() - word.size() - 1]));
}

// Where the numbers of lines and columns end that begin at `at`; `at` where there are none.
std::size_t end_of_lines(std::string_view text, std::size_t at) {
  if (!is_ascii_digit(text[at])) {
    return at;
  }
  const std::string_view before = text.substr(0, at);
  if (ends_with_word(before, "lines ")) {
    return end_of_enumeration(text, at);
  }
  if (ends_with_word(before, "line ") || ends_with_word(before, "column ")) {
    return end_of_digits(text, at);
  }
  const std::size_t end = end_of_place(text, at);
  const bool is_at_beginning = before.empty() && text.substr(end).starts_with(": ") &&
                               text.substr(0, end).find(':') != std::string_view::npos;
  const bool is_of_file =
      before.ends_with(':') && ends_with_file(before.substr(0, before.size() - 1));
  return is_at_beginning || is_of_file ? end : at;
}

} // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
  case Severity::error:
    return "error";
  case Severity::warning:
    return "warning";
  case Severity::note:
    return "note";
  }
  return "error";
}

std::optional<Severity> parse_severity(std::string_view text) {
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (text == to_string(severity)) {
      return severity;
    }
  }
  return std::nullopt;
}

std::string without_lines(std::string_view message) {
  std::string kept;
  std::size_t at = 0;
  while (at < message.size()) {
    const std::size_t end = end_of_lines(message, at);
    kept += end == at ? message.substr(at, 1) : "#";
    at = std::max(end, at + 1);
  }
  return kept;
}

void assign_fingerprints(std::vector<Finding>& findings) {
  Ordinals ordinals;
  Ordinals former_ordinals;
  for (Finding& finding : findings) {
    finding.fingerprint = hash_of(finding, without_lines(finding.message), ordinals);
    finding.former_fingerprint = hash_of(finding, finding.message, former_ordinals);
    if (finding.former_fingerprint == finding.fingerprint) {
      finding.former_fingerprint.clear();
    }
  }
}

void sort_findings(std::vector<Finding>& findings) {
  const auto key = [](const Finding& f) {
    return std::tie(f.file, f.begin.line, f.begin.column, f.rule, f.message);
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return key(a) < key(b); });
}

} // namespace aether
