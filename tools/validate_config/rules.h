// What validate_config finds, rule by rule.
#pragma once

#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether::validate_config {

inline constexpr std::string_view k_invalid = "syntax/invalid";
inline constexpr std::string_view k_unreadable = "syntax/unreadable";
inline constexpr std::string_view k_ambiguous = "syntax/ambiguous-scalar";
inline constexpr std::string_view k_type = "schema/type";
inline constexpr std::string_view k_missing_key = "schema/missing-key";
inline constexpr std::string_view k_unknown_key = "schema/unknown-key";
inline constexpr std::string_view k_similar_key = "schema/similar-key";
inline constexpr std::string_view k_value = "schema/value";
inline constexpr std::string_view k_not_shown = "schema/not-shown";
inline constexpr std::string_view k_unusable = "schema/unusable";
inline constexpr std::string_view k_not_looked = "run/not-looked";
inline constexpr std::string_view k_unused_ignore = "run/unused-ignore";
inline constexpr std::string_view k_dotenv_syntax = "environment/syntax";
inline constexpr std::string_view k_dotenv_duplicate = "environment/duplicate";

// Those of syntax/, schema/ and run/, then of the families of cross-checks.
[[nodiscard]] const std::vector<Rule>& rules();

// What the rule is about, why, and what to do: one paragraph.
[[nodiscard]] std::string_view paragraph(std::string_view rule);

// The rule that a keyword of JSON Schema falls under.
[[nodiscard]] std::string_view rule_of_keyword(std::string_view keyword);

} // namespace aether::validate_config
