// What is read from commands, calls, literals and documents.
#include <gmock/gmock.h>

#include <boost/json/serialize.hpp>

#include "core/error.h"
#include "verify_oi_tools/derive.h"
#include "verify_oi_tools/python_literal.h"
#include "verify_oi_tools/sources/attached.h"
#include "verify_oi_tools/sources/callers.h"
#include "verify_oi_tools/sources/mcp_servers.h"
#include "verify_oi_tools/sources/openapi.h"

namespace aether::verify_oi_tools {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(SplitCommand, parts_words_as_a_shell_does) {
  const auto words = [](const char* text) { return split_command(text, "--mcp"); };
  EXPECT_THAT(words("npx -y  server"), ElementsAre("npx", "-y", "server"));
  EXPECT_THAT(words(R"(run "two words" 'it''s' a\ b "say \"x\"" '')"),
              ElementsAre("run", "two words", "its", "a b", "say \"x\"", ""));
  EXPECT_THROW((void)words("run 'open"), Error);
  EXPECT_THROW((void)words("  "), Error);
}

TEST(McpServer, is_called_as_people_call_it) {
  const auto name = [](const char* command) { return server_of_command(command).name; };
  EXPECT_EQ(name("npx -y @modelcontextprotocol/server-everything"), "server-everything");
  EXPECT_EQ(name("node /opt/x/server-files/dist/index.js /srv"), "server-files");
  EXPECT_EQ(name("/usr/bin/python3 -B tools/weather.py"), "weather");
  EXPECT_EQ(name("uvx mcp-server-git"), "mcp-server-git");
  EXPECT_EQ(server_of_url("https://me:secret@tools.test:8443/mcp?x=1").name, "tools.test:8443");
  EXPECT_THAT(server_of_url("https://me:secret@tools.test/mcp").address(),
              Not(HasSubstr("secret")));
}

TEST(Calls, are_found_with_what_they_pass) {
  const std::vector<Call> calls =
      calls_in("first\n  computer.search(query=\"a, b\", limit=5)\ncomputer.mcp.run('x', *rest) "
               "computer.verbose = 1; mycomputer.no(1) computer.open(",
               "skill.py");
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_EQ(calls[0].path, "computer.search");
  EXPECT_THAT(calls[0].keywords, ElementsAre("query", "limit"));
  EXPECT_THAT(calls[0].values, ElementsAre("\"a, b\"", "5"));
  EXPECT_EQ(calls[0].at.line, 2U);
  EXPECT_EQ(calls[0].at.column, 3U);
  EXPECT_EQ(calls[1].path, "computer.mcp.run");
  EXPECT_THAT(calls[1].by_place, ElementsAre("'x'"));
  EXPECT_TRUE(calls[1].is_spread);
  EXPECT_EQ(calls[1].at.line, 3U);
  EXPECT_TRUE(calls[2].is_spread);
}

TEST(PythonLiteral, is_a_value_of_json) {
  const auto json = [](std::string_view text) {
    const auto value = python_literal(text);
    return value ? boost::json::serialize(*value) : std::string("none");
  };
  EXPECT_EQ(json("None"), "null");
  EXPECT_EQ(json(" True "), "true");
  EXPECT_EQ(json("-3"), "-3");
  EXPECT_EQ(json("'it\\'s'"), "\"it's\"");
  EXPECT_EQ(json("[1, 'a', (None, False),]"), R"([1,"a",[null,false]])");
  EXPECT_EQ(json("{'a': {'b': []}}"), R"({"a":{"b":[]}})");
  EXPECT_EQ(json("()"), "[]");
  for (const char* other : {"", "x", "f(1)", "[1", "'open", "{1: 2}", "1 2", "'''many'''", "a.b"}) {
    EXPECT_EQ(json(other), "none") << other;
  }
}

TEST(Attached, reads_what_a_probe_prints) {
  const AttachedTools made = attached_of(R"({"schema": "aether/oi_probe/1", "why_not": null,
    "problems": ["x failed"], "tools": [
      {"path": "computer.search", "signature": "search(query: str, *, limit: int = 5) -> list"},
      {"path": "computer.run", "signature": null, "built_in": true}, {"other": 1}]})");
  ASSERT_EQ(made.tools.size(), 2U);
  EXPECT_EQ(made.tools[0].tool.name, "search");
  EXPECT_EQ(made.tools[0].tool.parameters.size(), 2U);
  EXPECT_TRUE(made.tools[1].is_built_in);
  EXPECT_THAT(made.problems, ElementsAre("x failed"));
  EXPECT_THROW((void)attached_of("{}"), Error);
}

constexpr const char* k_document = R"({"openapi": "3.1.0", "info": {"version": "2.1"}, "paths": {
  "/": {"get": {"tags": ["a"]}},
  "/v1/health/live": {"get": {"tags": ["a"]}},
  "/api/v1/search/{kind}/items": {
    "parameters": [{"name": "kind", "in": "path", "required": true, "schema": {"type": "string"}}],
    "get": {"tags": ["search"], "summary": "Finds", "parameters": [
      {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
      {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/N"}}]},
    "post": {"tags": ["search"], "description": "Adds", "requestBody": {"content": {
      "application/json": {"schema": {"allOf": [{"$ref": "#/components/schemas/Base"},
        {"required": ["b"], "properties": {"b": {"type": "boolean"}}}]}}}}},
    "trace": {"tags": ["search"]}},
  "/v1/untagged": {"get": {}},
  "/v2/mcp/x": {"patch": {"tags": ["mcp"]}},
  "/off": {"get": {"tags": ["off"]}}},
 "components": {"schemas": {"N": {"type": "integer", "default": 3},
  "Base": {"required": ["a"], "properties": {"a": {"type": "string"}}}}}})";

TEST(OpenApi, resolves_references_and_parts) {
  const OpenApi document = read_openapi(k_document, "document");
  EXPECT_EQ(document.backend_version, "2.1");
  const Operation* get = document.find("get", "/api/v1/search/{other}/items");
  ASSERT_NE(get, nullptr);
  ASSERT_EQ(get->tool.parameters.size(), 3U);
  const Parameter* limit = get->tool.find("limit");
  ASSERT_NE(limit, nullptr);
  EXPECT_EQ(limit->type.kinds, k_integer);
  EXPECT_EQ(limit->default_value, "3");
  EXPECT_EQ(get->tool.find("X-Trace")->carrier, Carrier::header);
  EXPECT_EQ(get->tool.find("kind")->carrier, Carrier::path);
  const Operation* post = document.find("POST", "/api/v1/search/{kind}/items");
  ASSERT_NE(post, nullptr);
  EXPECT_EQ(post->tool.find("a")->carrier, Carrier::body);
  EXPECT_NE(post->tool.find("b"), nullptr);
  EXPECT_EQ(document.find("GET", "/nowhere"), nullptr);
  EXPECT_THROW((void)read_openapi(R"({"swagger": "2.0"})", "document"), Error);
}

TEST(Derive, follows_the_rules_of_the_backend) {
  Registry registry;
  IntegrationEntry off;
  off.name = "off";
  off.enabled = false;
  registry.integrations.push_back(off);
  IntegrationEntry search;
  search.name = "search";
  search.category = "web_search";
  search.service_url = "http://localhost:3000";
  registry.integrations.push_back(search);
  const DerivedCatalog made = derive_catalog(read_openapi(k_document, "document"), registry, {});
  ASSERT_EQ(made.categories.size(), 2U);
  const DerivedCategory& web = made.categories[0];
  EXPECT_EQ(web.key, "web_search");
  EXPECT_EQ(web.name, "Web Search");
  EXPECT_EQ(web.description, "Finds");
  EXPECT_EQ(web.service_url, "http://localhost:3000");
  ASSERT_EQ(web.tools.size(), 2U);
  EXPECT_EQ(web.tools[0].name, "search_items");
  EXPECT_EQ(web.tools[0].path, "computer.search_items");
  // of the operation alone, by `schema.type` alone
  EXPECT_EQ(web.tools[0].signature, "search_items(X-Trace: string = None, limit: string = None)");
  EXPECT_EQ(web.tools[0].complexity, "simple");
  EXPECT_EQ(web.tools[0].description, "Finds");
  EXPECT_EQ(web.tools[1].name, "post_search_items");
  EXPECT_EQ(web.tools[1].description, "Adds");
  EXPECT_TRUE(web.tools[1].parameters.empty());
  EXPECT_EQ(made.categories[1].key, "mcp_tools");
  EXPECT_EQ(made.categories[1].name, "MCP Tools");
  EXPECT_EQ(made.categories[1].tools[0].name, "patch_mcp_x");
  EXPECT_EQ(made.categories[1].tools[0].description, "PATCH /v2/mcp/x");
}

TEST(Derive, counts_parameters_for_the_complexity) {
  for (const auto& [count, word] : {std::pair(2, "simple"), std::pair(3, "moderate"),
                                    std::pair(5, "moderate"), std::pair(6, "advanced")}) {
    std::string parameters;
    for (int i = 0; i < count; ++i) {
      parameters += (i == 0 ? "" : ",") + (R"({"name": "p)" + std::to_string(i)) +
                    R"(", "in": "query", "schema": {"type": "array"}})";
    }
    const DerivedCatalog made = derive_catalog(
        read_openapi(
            R"({"openapi": "3.0.3", "info": {}, "paths": {"/x": {"get": {"tags": ["unknown"],
          "parameters": [)" +
                parameters + "]}}}}",
            "document"),
        {}, {});
    EXPECT_EQ(made.categories.at(0).key, "other");
    EXPECT_EQ(made.categories[0].tools.at(0).complexity, word);
    EXPECT_EQ(made.categories[0].tools[0].parameters[0].type, "array");
  }
}

} // namespace
} // namespace aether::verify_oi_tools
