#include "core/finding.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

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

void assign_fingerprints(std::vector<Finding>& findings) {
  std::map<std::uint64_t, unsigned> seen;
  for (Finding& finding : findings) {
    Fnv1a hash;
    hash.add(finding.rule);
    hash.add(finding.file);
    hash.add(finding.pointer);
    hash.add(finding.message);
    const unsigned ordinal = seen[hash.value()]++;
    if (ordinal > 0) {
      hash.add(std::to_string(ordinal));
    }
    finding.fingerprint = fmt::format("{:016x}", hash.value());
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
