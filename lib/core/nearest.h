// "Did you mean ...?": the names that come nearest to a mistyped one.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aether {

// Edit distance with adjacent transpositions (optimal string alignment), ASCII case ignored.
// Stops counting above `limit` and then returns limit + 1.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// At most `most` of the candidates within a third of the name's length (at least 1, at most 4),
// nearest first, then in the candidates' order; a candidate that begins with the name counts too,
// and where there is none at all, one that is its beginning (`warn` of `warning`).
[[nodiscard]] std::vector<std::string>
nearest_names(std::string_view name, const std::vector<std::string_view>& candidates,
              std::size_t most = 3);

// "; did you mean `a`, `b` or `c`?", or nothing where there is no name to offer.
[[nodiscard]] std::string did_you_mean(const std::vector<std::string>& names);

} // namespace aether
