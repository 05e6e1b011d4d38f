// Scalars that readers of YAML 1.1 take for something else than readers of 1.2 do. PyYAML, which
// reads an Aether backend's files, is of the former (its resolver.py); this library of the latter.
#pragma once

#include <string>
#include <string_view>

namespace aether::yaml {

// What PyYAML reads a plain scalar as, where that differs from the core schema of 1.2: "true", "the
// number 10", "the date 2025-11-02", "a string". Empty where both agree.
[[nodiscard]] std::string legacy_reading(std::string_view plain);

} // namespace aether::yaml
