// settings/inert of fields: what the classes of the settings declare and no code takes.
#pragma once

#include <vector>

#include "core/finding.h"
#include "validate_config/families/family.h"

namespace aether::validate_config {

// `before` are the findings of all other rules: a field that is told of already is not told again.
// Looks at names alone, so that what it says is so, and some unread fields are not found. Says
// nothing where a Python file cannot be read, or where no field at all is read.
void check_unread_fields(const Tree& tree, const std::vector<Finding>& before, Reporter& report);

} // namespace aether::validate_config
