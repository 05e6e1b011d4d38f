// An OpenAPI document, 3.0 or 3.1, as FastAPI emits it: its operations in the order of the
// document. References within the document are followed, to a depth and size that no document can
// abuse; nothing is fetched.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/object.hpp>

#include "verify_oi_tools/tool.h"

namespace aether::verify_oi_tools {

struct Operation {
  Tool tool; // its name is the operationId; path, signature and integration are empty
  std::vector<std::string> tags;
  std::string summary;
  bool is_deprecated = false;
  bool needs_login = false;
  std::vector<std::string> media_types;       // of the request's body
  boost::json::object written;                // as it stands in the document
  boost::json::object responses;              // by status, references followed
  std::vector<std::string> remote_references; // that were not followed
  std::vector<std::string> broken_references; // that lead to nothing
};

struct OpenApi {
  std::string version; // "3.1.0"
  std::string title;
  std::string backend_version; // info.version
  std::vector<Operation> operations;
  // Those of one method and one path without the names of its parameters: `GET /a/{}`.
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_route;

  // The operation that a request of this method to this path template means: parameters may have
  // other names.
  [[nodiscard]] const Operation* find(std::string_view method, std::string_view endpoint) const;
};

// Throws Error (bad_input) for text that is no OpenAPI document; `name` is how it is called.
[[nodiscard]] OpenApi read_openapi(std::string_view text, std::string_view name);

} // namespace aether::verify_oi_tools
