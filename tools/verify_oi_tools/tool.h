// A tool as one source has it, in the one shape in which all sources are compared.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/value.hpp>

#include "backend/signature.h"
#include "core/finding.h"
#include "verify_oi_tools/type.h"

namespace aether::verify_oi_tools {

enum class Origin : std::uint8_t { catalog, registry, callers, backend, mcp, python, probe };

[[nodiscard]] std::string_view to_string(Origin origin);

// Where an HTTP request carries a parameter.
enum class Carrier : std::uint8_t { none, path, query, header, cookie, body, form };

[[nodiscard]] std::string_view to_string(Carrier carrier);

struct Parameter {
  std::string name;
  Type type;
  bool required = false;
  std::optional<std::string> default_value; // as JSON, or as Python writes it
  ParameterKind kind = ParameterKind::ordinary;
  Carrier carrier = Carrier::none;
  std::optional<boost::json::value> schema; // JSON Schema, where it has one
  std::string description;
};

struct Tool {
  std::string name;
  std::string path;     // computer.perplexica_search
  std::string method;   // GET; empty where it is no route
  std::string endpoint; // /v1/conversations/{conversation_id}
  std::string description;
  std::string title;      // of MCP
  std::string hint_title; // of its annotations
  std::string signature;  // as it is written
  std::string complexity;
  std::string category;
  std::string integration;
  std::vector<std::string> tags;
  std::vector<std::string> examples;
  std::vector<Parameter> parameters;
  bool lists_parameters = true; // false: a catalog's entry that has a signature alone
  std::optional<boost::json::value> input_schema; // JSON Schema
  std::optional<boost::json::value> output_schema;
  bool is_read_only = false; // it says so: MCP's readOnlyHint, and no destructiveHint

  std::string file; // where it stands, below the root; empty for what is no file
  std::string pointer;
  Position at;
  // Of what is below the pointer, where that is known: "/signature", "/parameters/0/type".
  std::map<std::string, Position, std::less<>> places;

  // The nearest that is known: of "/parameters/0/type", else of "/parameters/0"..., else its own.
  [[nodiscard]] Position place_of(std::string_view part) const;
  // "/parameters/2" of its third parameter.
  [[nodiscard]] std::string part_of(std::string_view parameter) const;
  [[nodiscard]] const Parameter* find(std::string_view parameter) const;
};

// What tools come from, and whether it could be asked.
struct Source {
  Origin origin = Origin::catalog;
  std::string name; // "config/backend_tools_registry.yaml", "http://localhost:5002", a server's
  bool reached = false;
  bool is_needed = true; // the verdict is worse without it
  std::string why_not;
  std::vector<Tool> tools;
};

// The last part of a path: `perplexica_search` of `computer.perplexica_search`.
[[nodiscard]] std::string_view last_part(std::string_view path);

// `/a/{}` of `/a/{name}/` and of `/a/{name:path}`: routes that a request cannot tell apart.
[[nodiscard]] std::string without_names(std::string_view endpoint);

// The properties of a JSON Schema of an object.
[[nodiscard]] std::vector<Parameter> parameters_of_schema(const boost::json::value& schema);

// The parameters of a signature that is one.
[[nodiscard]] std::vector<Parameter> parameters_of(const Signature& signature);
// Of one that Python has: `object` is anything there.
[[nodiscard]] std::vector<Parameter> parameters_of_python(std::string_view signature);

} // namespace aether::verify_oi_tools
