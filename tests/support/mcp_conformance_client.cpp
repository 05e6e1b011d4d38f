// What the public conformance suite of MCP drives: the tool's own client in a program that does
// what each scenario wants of a client. The address is the last argument, the scenario's name is in
// MCP_CONFORMANCE_SCENARIO.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "backend/lenient_json.h"
#include "verify_oi_tools/mcp/client.h"
#include "verify_oi_tools/mcp/http_transport.h"

namespace {

namespace json = boost::json;
namespace mcp = aether::verify_oi_tools::mcp;

constexpr std::chrono::seconds k_limit(25);

// The values that a form asks for, where it names them itself.
json::object defaults_of(const json::value& params) {
  json::object content;
  const json::object* schema = aether::object_at(params, "requestedSchema");
  const json::object* properties =
      schema == nullptr ? nullptr : aether::object_at(*schema, "properties");
  if (properties != nullptr) {
    for (const auto& [name, property] : *properties) {
      if (const json::value* value = property.as_object().if_contains("default")) {
        content[name] = *value;
      }
    }
  }
  return content;
}

// Arguments for tools that only want some: the scenario of a schema sends back what it was sent.
json::object arguments_for(const json::object& tool, const std::vector<json::value>& tools) {
  json::object arguments;
  const json::object* properties = aether::object_at(tool.at("inputSchema"), "properties");
  if (properties == nullptr) {
    return arguments;
  }
  for (const auto& [name, property] : *properties) {
    if (aether::text_at(tool, "name") == "json_schema_echo") {
      for (const json::value& other : tools) {
        if (other.at("name").as_string() != "json_schema_echo") {
          arguments[name] = other.at("inputSchema");
        }
      }
    } else {
      arguments[name] = 5;
    }
  }
  return arguments;
}

void run(const std::string& url, const std::string& scenario) {
  mcp::HttpTransport transport(url, {}, k_limit);
  mcp::ClientOptions options;
  options.request = k_limit;
  if (scenario.starts_with("elicitation")) {
    options.capabilities["elicitation"] = json::object{{"form", json::object()}};
    options.answer = [](const std::string& method,
                        const json::value& params) -> std::optional<json::value> {
      if (method != "elicitation/create") {
        return std::nullopt;
      }
      return json::object{{"action", "accept"}, {"content", defaults_of(params)}};
    };
  }
  mcp::Client client(transport, std::move(options));
  client.initialize();
  const std::vector<json::value> tools = client.list_tools();
  for (const json::value& tool : tools) {
    const std::string name(tool.at("name").as_string());
    if (scenario != "initialize" && name != "json_schema_2020_12_tool") {
      const mcp::CallResult result =
          client.call(name, arguments_for(tool.as_object(), tools), k_limit);
      std::cout << name << ": "
                << (result.result ? json::serialize(*result.result) : result.error_message) << '\n';
    }
  }
  client.leave();
  for (const std::string& one : transport.complaints()) {
    std::cout << "complaint: " << one << '\n';
  }
}

} // namespace

int main(int argc, char** argv) {
  const char* scenario = std::getenv("MCP_CONFORMANCE_SCENARIO");
  if (argc < 2 || scenario == nullptr) {
    std::cerr << "usage: MCP_CONFORMANCE_SCENARIO=NAME mcp_conformance_client URL\n";
    return 64;
  }
  try {
    run(argv[argc - 1], scenario);
    return 0;
  } catch (const std::exception& error) {
    std::cerr << "mcp_conformance_client: " << error.what() << '\n';
    return 1;
  }
}
