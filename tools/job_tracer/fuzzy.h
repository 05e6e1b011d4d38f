// Fuzzy matching as fzf's first algorithm scores it: a case-insensitive subsequence, found by a
// forward scan to its first end and a backward scan that shortens it; then that window is scored.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aether::job_tracer {

struct FuzzyMatch {
  std::string name;
  int score = 0;
  bool substring = false; // the query stands in the name as a whole

  bool operator==(const FuzzyMatch&) const = default;
};

// Nothing when the query is no subsequence of the text. A match gives 16; the first character of a
// gap costs 3, each further one 1. A bonus by the classes of the character and the one before it:
// after white space or at the start 10, after / , : ; | 9, after other non-word characters 8, at
// lower to upper case or at the first digit 7. The first character's bonus counts twice; in a run
// of matches it is the greatest of its own, the bonus of the run's first character and 4.
[[nodiscard]] std::optional<int> fuzzy_score(std::string_view query, std::string_view text);

// The names that match, best first: a substring before all others, then by score, shorter first,
// then by name.
[[nodiscard]] std::vector<FuzzyMatch> fuzzy_rank(std::string_view query,
                                                 const std::vector<std::string_view>& names);

} // namespace aether::job_tracer
