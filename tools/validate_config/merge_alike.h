// One cause, one finding: what a generator, or one habit, wrote many times over.
#pragma once

#include <vector>

#include "core/finding.h"

namespace aether::validate_config {

// Of findings with one rule, file and cause, or - for documents that are full of like entries - the
// same rule and message at places alike in all but the names of entries, one stays: the first, with
// their number and three examples.
void merge_alike(std::vector<Finding>& findings);

} // namespace aether::validate_config
