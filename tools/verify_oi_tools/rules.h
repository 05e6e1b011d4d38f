// What verify_oi_tools finds, rule by rule; the part before the slash is the group of its check.
#pragma once

#include <string_view>
#include <vector>

#include "core/finding.h"

namespace aether::verify_oi_tools {

inline constexpr std::string_view k_missing = "exposure/missing";
inline constexpr std::string_view k_unlisted = "exposure/unlisted";
inline constexpr std::string_view k_unattached = "exposure/unattached";
inline constexpr std::string_view k_not_attached = "exposure/attaching";
inline constexpr std::string_view k_recorded = "exposure/recorded";
inline constexpr std::string_view k_duplicate = "exposure/duplicate";
inline constexpr std::string_view k_shadowed = "exposure/shadowed";
inline constexpr std::string_view k_unknown_call = "exposure/unknown-call";
inline constexpr std::string_view k_wrong_call = "exposure/wrong-call";
inline constexpr std::string_view k_never_called = "exposure/never-called";
inline constexpr std::string_view k_service_down = "availability/service";
inline constexpr std::string_view k_backend_down = "availability/backend";
inline constexpr std::string_view k_server = "availability/server";
inline constexpr std::string_view k_protocol = "availability/protocol";
inline constexpr std::string_view k_route = "availability/route";
inline constexpr std::string_view k_deprecated = "availability/deprecated";
inline constexpr std::string_view k_syntax = "signature/syntax";
inline constexpr std::string_view k_name = "signature/name";
inline constexpr std::string_view k_unknown_parameter = "signature/unknown-parameter";
inline constexpr std::string_view k_lost_parameter = "signature/lost-parameter";
inline constexpr std::string_view k_order = "signature/order";
inline constexpr std::string_view k_passing = "signature/passing";
inline constexpr std::string_view k_required = "signature/required";
inline constexpr std::string_view k_default = "signature/default";
inline constexpr std::string_view k_type = "signature/type";
inline constexpr std::string_view k_carrier = "signature/carrier";
inline constexpr std::string_view k_schema_invalid = "schema/invalid";
inline constexpr std::string_view k_schema_dialect = "schema/dialect";
inline constexpr std::string_view k_schema_remote = "schema/remote-reference";
inline constexpr std::string_view k_call_failed = "execution/failed";
inline constexpr std::string_view k_call_refused = "execution/refused";
inline constexpr std::string_view k_attach_path = "integration/attached";
inline constexpr std::string_view k_promise = "integration/promise";
inline constexpr std::string_view k_unpromised = "integration/unpromised";
inline constexpr std::string_view k_count = "integration/count";
inline constexpr std::string_view k_category = "integration/category";
inline constexpr std::string_view k_empty = "integration/empty";
inline constexpr std::string_view k_disabled = "integration/disabled";
inline constexpr std::string_view k_unknown_integration = "integration/unknown";
inline constexpr std::string_view k_no_address = "integration/no-address";
inline constexpr std::string_view k_invisible = "safety/invisible-text";
inline constexpr std::string_view k_alike = "safety/look-alike";
inline constexpr std::string_view k_names_other = "safety/names-another";
inline constexpr std::string_view k_secret = "safety/secret";
inline constexpr std::string_view k_changed = "safety/changed";
inline constexpr std::string_view k_entry = "derivation/entry";
inline constexpr std::string_view k_category_head = "derivation/category";
inline constexpr std::string_view k_metadata = "derivation/metadata";
inline constexpr std::string_view k_tail = "derivation/integrations";

[[nodiscard]] const std::vector<Rule>& rules();
[[nodiscard]] const Rule& rule_named(std::string_view name);

} // namespace aether::verify_oi_tools
