// A finding: one thing that is wrong with the subject of a tool, with its place and its cure.
// The same shape in all tools and in every output format (text, json, sarif, github).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

enum class Severity { error, warning, note };

[[nodiscard]] std::string_view to_string(Severity severity);
[[nodiscard]] std::optional<Severity> parse_severity(std::string_view text);

// A place in a text: lines and columns count from 1, columns in Unicode code points; 0 = unknown.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  bool operator==(const Position&) const = default;
};

struct Finding {
  std::string rule; // a rule's name, such as "job-count" or "registry/tool-count"
  Severity severity = Severity::error;
  std::string message; // one line, lower case, no full stop, no secret
  std::string file;    // path below the root; empty when the finding is about no file
  Position begin;
  Position end;        // one past the last character; line 0 when the finding is a point
  std::string pointer; // JSON pointer into a structured document
  std::string cause;
  std::string hint;   // what would mend it
  std::string fix_at; // where the mend belongs when that is another place
  std::optional<std::uint64_t> count;
  bool secret = false;     // the line that it points to holds a secret, and is not to be quoted
  std::string fingerprint; // set by assign_fingerprints
  // What it was until lines within messages did not count; empty where it is the same.
  std::string former_fingerprint;

  bool operator==(const Finding&) const = default;
};

// What is known of a rule beside its findings; the tools list their rules in one table each.
struct Rule {
  std::string_view name;
  Severity severity = Severity::error; // the default
  bool enabled = true;                 // whether it runs without being selected
  std::string_view summary;            // one sentence, for --list-rules and SARIF
};

// A message without the numbers that move with its subject: `line 3`, `lines 3, 4 and 5`, `column
// 2`, FILE.py:3 and FILE.py:3:2, and 3:2: at its beginning. Ports, versions and counts stay.
[[nodiscard]] std::string without_lines(std::string_view message);

// Gives every finding 16 hexadecimal digits that stay the same when lines move: a hash of rule,
// file, pointer and message (without_lines), and of the ordinal among findings alike in all of
// these.
void assign_fingerprints(std::vector<Finding>& findings);

// By file, position, rule and message; the order in which every report shows findings.
void sort_findings(std::vector<Finding>& findings);

} // namespace aether
