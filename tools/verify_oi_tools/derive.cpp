#include "verify_oi_tools/derive.h"

#include <algorithm>
#include <array>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fmt/format.h>

#include "backend/lenient_json.h"
#include "core/text.h"

namespace aether::verify_oi_tools {

namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 5> k_derived_methods = {"GET", "POST", "PUT", "DELETE",
                                                               "PATCH"};
constexpr std::array<std::string_view, 9> k_own = {"/",
                                                   "/docs",
                                                   "/redoc",
                                                   "/openapi.json",
                                                   "/v1/settings",
                                                   "/v1/settings/reload",
                                                   "/v1/models",
                                                   "/v1/models/active",
                                                   "/v1/models/capabilities"};
constexpr std::string_view k_health = "/v1/health";

std::string name_of(std::string_view method, std::string_view endpoint) {
  std::string name;
  for (std::size_t at = 0; at < endpoint.size();) {
    const std::size_t end = std::min(endpoint.find('/', at), endpoint.size());
    std::string segment;
    bool within = false;
    for (const char c : endpoint.substr(at, end - at)) {
      within = c == '{' || (within && c != '}');
      if (!within && c != '}') {
        segment += c;
      }
    }
    if (!segment.empty() && segment != "api" && segment != "v1" && segment != "v2") {
      name += (name.empty() ? "" : "_") + segment;
    }
    at = end + 1;
  }
  return method == "GET" ? name : to_lower(method) + "_" + name;
}

std::string title_case(std::string_view key) {
  std::string title;
  bool begins = true;
  for (const char c : key) {
    const bool is_letter = c >= 'a' && c <= 'z';
    title += c == '_' || c == '-' ? ' ' : begins && is_letter ? static_cast<char>(c - 32) : c;
    begins = c == '_' || c == '-' || c == ' ';
  }
  return title;
}

std::string type_word(const json::object& object) {
  const json::object* schema = object_at(object, "schema");
  const std::string type = schema == nullptr ? "" : text_at(*schema, "type");
  return type.empty() ? "string" : type;
}

class ToolMaker {
public:
  explicit ToolMaker(const Operation& operation) : operation_(operation) {}

  DerivedTool make() {
    const Tool& from = operation_.tool;
    tool_.name = name_of(from.method, from.endpoint);
    tool_.path = "computer." + tool_.name;
    tool_.endpoint = from.endpoint;
    tool_.method = from.method;
    tool_.description = !from.description.empty()     ? from.description
                        : !operation_.summary.empty() ? operation_.summary
                                                      : from.method + " " + from.endpoint;
    tool_.tags = operation_.tags;
    tool_.integration = operation_.tags.front();
    take_parameters();
    take_body();
    const std::size_t count = tool_.parameters.size();
    tool_.complexity = count <= 2 ? "simple" : count <= 5 ? "moderate" : "advanced";
    tool_.signature = signature();
    return std::move(tool_);
  }

private:
  void take_parameters() {
    for (const json::value& one : array_at(operation_.written, "parameters")) {
      if (const json::object* parameter = one.if_object()) {
        tool_.parameters.push_back({text_at(*parameter, "name"), type_word(*parameter),
                                    flag_at(*parameter, "required", false),
                                    text_at(*parameter, "description")});
      }
    }
  }

  void take_body() {
    const json::object* body = object_at(operation_.written, "requestBody");
    const json::object* content = body == nullptr ? nullptr : object_at(*body, "content");
    if (content == nullptr) {
      return;
    }
    for (const auto& [media, value] : *content) {
      const json::object* schema = object_at(value, "schema");
      const json::object* properties =
          schema == nullptr ? nullptr : object_at(*schema, "properties");
      if (properties == nullptr) {
        continue;
      }
      const json::array& required = array_at(*schema, "required");
      for (const auto& [name, property] : *properties) {
        const json::object* object = property.if_object();
        const std::string type = object == nullptr ? "" : text_at(*object, "type");
        const bool is_required =
            std::any_of(required.begin(), required.end(),
                        [&, key = std::string_view(name)](const json::value& one) {
                          return one.is_string() && std::string_view(one.get_string()) == key;
                        });
        tool_.parameters.push_back({std::string(name), type.empty() ? "string" : type, is_required,
                                    object == nullptr ? "" : text_at(*object, "description")});
      }
    }
  }

  [[nodiscard]] std::string signature() const {
    std::string text = tool_.name + "(";
    for (const DerivedTool::DerivedParameter& one : tool_.parameters) {
      text += fmt::format("{}{}: {}{}", &one == tool_.parameters.data() ? "" : ", ", one.name,
                          one.type, one.required ? "" : " = None");
    }
    return text + ")";
  }

  const Operation& operation_;
  DerivedTool tool_;
};

std::string category_of(const std::string& tag, const Registry& registry, const Catalog& present) {
  if (const IntegrationEntry* entry = registry.find(tag); entry != nullptr) {
    return entry->category.empty() ? tag : entry->category;
  }
  if (tag == "mcp") {
    return "mcp_tools";
  }
  const bool is_known = std::any_of(present.categories.begin(), present.categories.end(),
                                    [&](const Category& one) { return one.name == tag; });
  return is_known ? tag : "other";
}

bool is_made_of(const Operation& operation, const Registry& registry) {
  const bool has_method = std::find(k_derived_methods.begin(), k_derived_methods.end(),
                                    operation.tool.method) != k_derived_methods.end();
  if (!has_method || is_backends_own(operation.tool.endpoint) || operation.tags.empty()) {
    return false;
  }
  const IntegrationEntry* entry = registry.find(operation.tags.front());
  return entry == nullptr || entry->enabled;
}

DerivedCategory new_category(const std::string& key, const Operation& operation,
                             const DerivedTool& tool, const Registry& registry) {
  DerivedCategory made;
  made.key = key;
  made.name = key == "mcp_tools" ? "MCP Tools" : title_case(key);
  made.description = operation.summary.empty() ? tool.description : operation.summary;
  made.integration = tool.integration;
  if (const IntegrationEntry* entry = registry.find(tool.integration)) {
    made.requires_service = entry->requires_service;
    made.service_url = entry->service_url;
  }
  return made;
}

std::string in_quotes(std::string_view text) {
  std::string made = "\"";
  for (const char c : text) {
    made += c == '"' || c == '\\' ? fmt::format("\\{}", c)
            : c == '\n'           ? "\\n"
            : static_cast<unsigned char>(c) < 0x20U || c == '\x7f'
                ? fmt::format("\\x{:02x}", static_cast<unsigned char>(c))
                : std::string(1, c);
  }
  return made + "\"";
}

// YAML: plain where nothing can be taken for something else, else quoted as JSON has it.
std::string scalar(std::string_view text) {
  const bool is_plain =
      !text.empty() &&
      (is_ascii_letter(text.front()) || text.front() == '/' || text.front() == '_') &&
      text.back() != ' ' && text.find(": ") == std::string_view::npos &&
      text.find(" #") == std::string_view::npos && text.back() != ':' &&
      std::all_of(text.begin(), text.end(), [](char c) {
        return is_ascii_letter(c) || is_ascii_digit(c) ||
               std::string_view(" _-./()=:").find(c) != std::string_view::npos;
      });
  constexpr std::array<std::string_view, 10> k_words = {"null", "true", "false", "yes", "no",
                                                        "on",   "off",  "y",     "n",   "~"};
  const std::string lower = to_lower(text);
  return is_plain && std::find(k_words.begin(), k_words.end(), lower) == k_words.end()
             ? std::string(text)
             : in_quotes(text);
}

std::string list_of(const std::vector<std::string>& texts) {
  std::string text = "[";
  for (const std::string& one : texts) {
    // a comma or bracket ends an item of a flow list
    text += (&one == texts.data() ? "" : ", ") +
            (one.find_first_of("()=,") == std::string::npos ? scalar(one) : in_quotes(one));
  }
  return text + "]";
}

void append_tool(std::string& out, const DerivedTool& tool) {
  out += fmt::format("      - name: {}\n        path: {}\n        api_endpoint: {}\n"
                     "        http_method: {}\n        complexity: {}\n        description: {}\n"
                     "        signature: {}\n",
                     scalar(tool.name), scalar(tool.path), scalar(tool.endpoint), tool.method,
                     tool.complexity, scalar(tool.description), scalar(tool.signature));
  out += tool.parameters.empty() ? "        parameters: []\n" : "        parameters:\n";
  for (const DerivedTool::DerivedParameter& one : tool.parameters) {
    out += fmt::format("          - name: {}\n            type: {}\n            required: {}\n"
                       "            description: {}\n",
                       scalar(one.name), scalar(one.type), one.required, scalar(one.description));
  }
  std::string call = tool.path + "(";
  for (const DerivedTool::DerivedParameter& one : tool.parameters) {
    if (one.required) {
      call += fmt::format("{}{}=...", call.ends_with('(') ? "" : ", ", one.name);
    }
  }
  out += fmt::format("        use_cases: []\n        examples: {}\n        tags: {}\n"
                     "        integration: {}\n",
                     list_of({call + ")"}), list_of(tool.tags), scalar(tool.integration));
}

void write_integrations(std::string& out, const DerivedCatalog& catalog, const Registry& registry) {
  out += registry.integrations.empty() ? "\nintegrations: {}\n" : "\nintegrations:\n";
  for (const IntegrationEntry& one : registry.integrations) {
    std::size_t count = 0;
    for (const DerivedCategory& category : catalog.categories) {
      count += static_cast<std::size_t>(
          std::count_if(category.tools.begin(), category.tools.end(),
                        [&](const DerivedTool& tool) { return tool.integration == one.name; }));
    }
    out += fmt::format("  {}:\n    enabled: {}\n    api_prefix: {}\n    tool_count: {}\n",
                       scalar(one.name), one.enabled,
                       one.api_prefix.empty() ? "null" : scalar(one.api_prefix), count);
  }
}

} // namespace

bool is_backends_own(std::string_view endpoint) {
  return std::find(k_own.begin(), k_own.end(), endpoint) != k_own.end() || endpoint == k_health ||
         endpoint.starts_with(std::string(k_health) + "/");
}

DerivedCatalog derive_catalog(const OpenApi& document, const Registry& registry,
                              const Catalog& present) {
  DerivedCatalog made;
  made.backend_version = document.backend_version;
  made.backend_url = present.backend_url;
  made.generated = present.generated.value_or("");
  for (const Operation& operation : document.operations) {
    if (!is_made_of(operation, registry)) {
      continue;
    }
    DerivedTool tool = ToolMaker(operation).make();
    const std::string key = category_of(tool.integration, registry, present);
    auto category = std::find_if(made.categories.begin(), made.categories.end(),
                                 [&](const DerivedCategory& one) { return one.key == key; });
    if (category == made.categories.end()) {
      made.categories.push_back(new_category(key, operation, tool, registry));
      category = made.categories.end() - 1;
    }
    category->tools.push_back(std::move(tool));
  }
  return made;
}

std::string to_yaml(const DerivedCatalog& catalog, const Registry& registry) {
  const auto enabled = std::count_if(registry.integrations.begin(), registry.integrations.end(),
                                     [](const IntegrationEntry& one) { return one.enabled; });
  std::string out = fmt::format(
      "metadata:\n  version: \"1.0\"\n  generated: {}\n  source: openapi\n  backend_version: {}\n"
      "  backend_url: {}\n  total_integrations: {}\n  enabled_integrations: {}\n\n",
      scalar(catalog.generated), scalar(catalog.backend_version), scalar(catalog.backend_url),
      registry.integrations.size(), enabled);
  out += catalog.categories.empty() ? "categories: {}\n" : "categories:\n";
  for (const DerivedCategory& one : catalog.categories) {
    out += fmt::format("{}  {}:\n    name: {}\n    description: {}\n    integration: {}\n"
                       "    requires_service: {}\n    service_url: {}\n    tools:\n",
                       &one == catalog.categories.data() ? "" : "\n", scalar(one.key),
                       scalar(one.name), scalar(one.description), scalar(one.integration),
                       one.requires_service,
                       one.service_url.empty() ? "null" : scalar(one.service_url));
    for (const DerivedTool& tool : one.tools) {
      append_tool(out, tool);
    }
  }
  write_integrations(out, catalog, registry);
  return out;
}

} // namespace aether::verify_oi_tools
