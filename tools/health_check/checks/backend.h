// What the backend says of itself, held against what is found here.
#pragma once

#include <string_view>
#include <vector>

#include "health_check/check.h"

namespace aether::health_check {

// Takes `status` and the states of `components` (or `checks`) from the JSON of a health route:
// into the details, as `says` and `says_of`, and into the state. Anything else says nothing.
void take_own_word(std::string_view body, CheckResult& result);

// Of a whole round: a backend none of whose routes says that it is not well is degraded where the
// database, Redis or a service is critical here; so is one whose word of a part is the opposite of
// what is found.
void compare_own_word(std::vector<CheckResult>& results);

} // namespace aether::health_check
