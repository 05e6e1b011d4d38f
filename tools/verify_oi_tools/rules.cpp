#include "verify_oi_tools/rules.h"

#include <algorithm>

namespace aether::verify_oi_tools {

const std::vector<Rule>& rules() {
  constexpr Severity k_error = Severity::error;
  constexpr Severity k_warning = Severity::warning;
  constexpr Severity k_note = Severity::note;
  static const std::vector<Rule> k_rules = {
      {k_missing, k_error, true, "A tool of the catalog is not in the source it names."},
      {k_unlisted, k_warning, true, "A source has a tool that the catalog has not."},
      {k_unattached, k_error, true, "A tool of the catalog is attached to nothing."},
      {k_not_attached, k_warning, true, "Attaching to the computer object fails."},
      {k_recorded, k_warning, true, "A database records a tool that its MCP server has not so."},
      {k_duplicate, k_error, true, "Two tools have one name or path: one hides the other."},
      {k_shadowed, k_error, true, "A tool hides a part of the computer object, or is hidden."},
      {k_unknown_call, k_error, true, "A profile, skill or prompt calls what is no tool."},
      {k_wrong_call, k_warning, true, "A call passes what the tool does not take."},
      {k_never_called, k_note, false, "No profile, skill or prompt calls the tool."},
      {k_service_down, k_warning, true, "The service that a tool needs does not answer."},
      {k_backend_down, k_warning, true, "The backend does not answer."},
      {k_server, k_warning, true, "An MCP server does not start, initialize or list its tools."},
      {k_protocol, k_warning, true, "An MCP server does what the protocol does not allow."},
      {k_route, k_error, true, "The running backend has no such route."},
      {k_deprecated, k_warning, true, "The route of a tool is deprecated."},
      {k_syntax, k_error, true, "A signature is none of Python's."},
      {k_name, k_error, true, "A name cannot be called, or differs from its signature's."},
      {k_unknown_parameter, k_error, true, "A parameter is told that there is not."},
      {k_lost_parameter, k_error, true, "A parameter that there is is not told."},
      {k_order, k_warning, true, "Parameters stand in another order."},
      {k_passing, k_warning, true, "A parameter is passed by place here and by name there."},
      {k_required, k_error, true, "A parameter is required here and optional there."},
      {k_default, k_warning, true, "A default differs."},
      {k_type, k_error, true, "The type of a parameter differs in meaning."},
      {k_carrier, k_error, true, "A parameter cannot reach where the request has it."},
      {k_schema_invalid, k_error, true, "The schema of a tool is no JSON Schema."},
      {k_schema_dialect, k_warning, true, "The schema of a tool is of a dialect not known here."},
      {k_schema_remote, k_warning, true, "A schema refers to another machine."},
      {k_call_failed, k_error, true,
       "A tool that was called failed, or answers what it should not."},
      {k_call_refused, k_note, true, "A tool refuses the arguments that its schema gives."},
      {k_attach_path, k_error, true, "An integration promises a path that it does not attach to."},
      {k_promise, k_error, true, "The registry promises a tool that the catalog has not."},
      {k_unpromised, k_warning, true, "The catalog has a tool that its integration does not name."},
      {k_count, k_warning, true, "An integration counts its tools otherwise."},
      {k_category, k_warning, true, "An integration's category differs from its tools'."},
      {k_empty, k_warning, true, "An enabled integration has no tool."},
      {k_disabled, k_error, true, "A tool belongs to an integration that is disabled."},
      {k_unknown_integration, k_warning, true, "A tool belongs to no integration that is known."},
      {k_no_address, k_error, true, "A service is required, and has no address."},
      {k_invisible, k_error, true, "A text for the model holds characters that no person sees."},
      {k_alike, k_error, true, "Two names look alike."},
      {k_names_other, k_warning, true, "A description names a tool of another source."},
      {k_secret, k_error, true, "A secret stands in an example or description."},
      {k_changed, k_error, true, "A description or schema changed since it was approved."},
      {k_entry, k_warning, true, "The entry is not what the backend's document gives."},
      {k_category_head, k_warning, true, "A category is not as document and registry give it."},
      {k_metadata, k_warning, true, "The catalog says something else of itself than is so."},
      {k_tail, k_warning, true, "The catalog's integrations are not those of the registry."},
  };
  return k_rules;
}

const Rule& rule_named(std::string_view name) {
  return *std::find_if(rules().begin(), rules().end(),
                       [&](const Rule& one) { return one.name == name; });
}

} // namespace aether::verify_oi_tools
