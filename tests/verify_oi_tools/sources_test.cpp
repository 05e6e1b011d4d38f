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
#include "verify_oi_tools/sources/openapi_schemas.h"

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

TEST(Calls, are_read_as_the_file_is_written) {
  struct Case {
    const char* file;
    const char* text;
    std::vector<std::string> paths;
  };
  const std::vector<std::string> none;
  const std::vector<std::string> one = {"computer.a"};
  for (const Case& each :
       std::vector<Case>{{"p.py", "# computer.a(1) was here\n", none},
                         {"p.py", "text = 'ask computer.a(1)'  # computer.b(1)\n", one},
                         {"p.py", "\"\"\"Ask # computer.a(1).\"\"\"\n", one},
                         {"p.py", "text = f\"{x} computer.a({x})\"\n", one},
                         {"p.py", "c = computer\nc.a(1)\n", one},
                         {"p.py", "c = interpreter.computer\nc.a(1)\n", one},
                         {"p.py", "from interpreter import computer as c\nc.a(1)\n", one},
                         {"p.py", "c = computer\nc.a(1)\nfor c in rows:\n    c.b(1)\n", none},
                         {"p.py", "interpreter.computer.a(1)\n", one},
                         {"p.py", "mycomputer.a(1)\n", none},
                         {"p.py", "getattr(computer, 'a')(1)\n", one},
                         {"p.py", "getattr(computer, 'a', None)\n", none},
                         {"p.py", "getattr(computer, name)(1)\n", none},
                         {"p.py", "run = computer.a\n", one},
                         {"p.py", "computer.a = run\ncomputer.a(1)\n", none},
                         {"p.py", "setattr(computer, 'a', run)\ncomputer.a(1)\n", none},
                         {"p.py", "def broken(:\n    computer.a(1)\n", one},
                         {"p.md", "# Use computer.a(1)\n", one},
                         {"p.md", "The computer.then (or so) runs; computer.a is fine.\n", none},
                         {"p.json", R"-({"text": "Use\ncomputer.a(\n  x=\"1\")"})-", one},
                         {"p.yaml", "# computer.b(1)\ntext: |\n  # computer.a(1)\n", one}}) {
    std::vector<std::string> paths;
    for (const Call& call : calls_in(each.text, each.file)) {
      paths.push_back(call.path);
    }
    EXPECT_EQ(paths, each.paths) << each.text;
  }
}

TEST(Calls, pass_values_over_many_lines) {
  const std::vector<Call> calls =
      calls_in("\ncomputer.a(  # the first, (open\n    \"x\",\n    y=2,\n)\n"
               "  computer.b(1); computer.c(2)\n",
               "p.py");
  ASSERT_EQ(calls.size(), 3U);
  EXPECT_THAT(calls[0].by_place, ElementsAre("\"x\""));
  EXPECT_THAT(calls[0].keywords, ElementsAre("y"));
  EXPECT_FALSE(calls[0].is_spread);
  EXPECT_EQ(calls[1].at.line, 6U);
  EXPECT_EQ(calls[1].at.column, 3U);
  EXPECT_EQ(calls[2].at.line, 6U);
  EXPECT_EQ(calls[2].at.column, 18U);
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

// One operation of a document of OpenAPI 3.1, with components of which one leads to itself.
OpenApi document_of(const std::string& path, const std::string& item,
                    const std::string& version = "3.1.0") {
  return read_openapi(R"({"openapi": ")" + version + R"(", "info": {"version": "1"}, "paths": {")" +
                          path + R"(": )" + item + R"(}, "components": {"schemas": {
    "Node": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"},
      "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}}}},
    "Two": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/Two"},
      "b": {"$ref": "#/components/schemas/Two"}}},
    "Self": {"$ref": "#/components/schemas/Self"},
    "Kind": {"type": "string", "enum": ["a", "b"]},
    "Cat": {"type": "object", "required": ["kind", "lives"], "properties": {
      "kind": {"const": "cat"}, "lives": {"type": "integer"}}},
    "Dog": {"type": "object", "required": ["kind", "barks"], "properties": {
      "kind": {"const": "dog"}, "barks": {"type": "boolean"}}},
    "Deep": {"allOf": [{"allOf": [{"allOf": [{"$ref": "#/components/schemas/Cat"}]}]},
      {"required": ["owner"], "properties": {"owner": {"type": "string"}}}]}},
    "parameters": {"Page": {"name": "page", "in": "query", "schema": {"type": "integer"}}},
    "requestBodies": {"Tree": {"required": true, "content": {"application/json": {
      "schema": {"$ref": "#/components/schemas/Node"}}}}}}})",
                      "document");
}

std::string body_of(const std::string& media, const std::string& schema) {
  return R"({"post": {"tags": ["t"], "requestBody": {"required": true, "content": {")" + media +
         R"(": {"schema": )" + schema + R"(}}}}})";
}

const Tool& tool_of(const OpenApi& document) { return document.operations.at(0).tool; }

std::vector<std::string> names_of(const Tool& tool) {
  std::vector<std::string> made;
  for (const Parameter& one : tool.parameters) {
    made.push_back(one.name + (one.required ? "!" : ""));
  }
  return made;
}

TEST(OpenApi, reads_bodies_as_fastapi_writes_them) {
  for (const auto& [media, schema, names, carrier] :
       {std::tuple("application/json", R"({"$ref": "#/components/schemas/Node"})",
                   std::vector<std::string>{"name!", "children"}, Carrier::body),
        std::tuple("multipart/form-data", R"({"type": "object", "required": ["file"],
          "properties": {"file": {"type": "string", "format": "binary"}, "note": {"type": "string"}}})",
                   std::vector<std::string>{"file!", "note"}, Carrier::form),
        std::tuple("application/x-www-form-urlencoded",
                   R"({"properties": {"user": {"type": "string"}}})",
                   std::vector<std::string>{"user"}, Carrier::form),
        std::tuple("application/json", R"({"oneOf": [{"$ref": "#/components/schemas/Cat"},
          {"$ref": "#/components/schemas/Dog"}], "discriminator": {"propertyName": "kind"}})",
                   std::vector<std::string>{"kind!", "lives", "barks"}, Carrier::body),
        std::tuple("application/json", R"({"$ref": "#/components/schemas/Deep"})",
                   std::vector<std::string>{"kind!", "lives!", "owner!"}, Carrier::body),
        std::tuple("application/json", R"({"type": "array", "items": {"type": "string"}})",
                   std::vector<std::string>{"body!"}, Carrier::body),
        std::tuple("application/json", R"({"$ref": "#/components/schemas/Two"})",
                   std::vector<std::string>{"a", "b"}, Carrier::body),
        std::tuple("application/json", R"({"$ref": "#/components/schemas/Self"})",
                   std::vector<std::string>{"body!"}, Carrier::body),
        std::tuple("text/plain", R"({"type": "string"})", std::vector<std::string>{"body!"},
                   Carrier::body)}) {
    const OpenApi document = document_of("/x", body_of(media, schema));
    EXPECT_EQ(names_of(tool_of(document)), names) << schema;
    for (const Parameter& one : tool_of(document).parameters) {
      EXPECT_EQ(one.carrier, carrier) << schema;
    }
    EXPECT_THAT(document.operations[0].broken_references, testing::IsEmpty());
  }
}

TEST(OpenApi, reads_parameters_wherever_they_stand) {
  const OpenApi document = document_of("/x/{id}", R"({
    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                   {"name": "trace", "in": "header", "schema": {"type": "string"}}],
    "get": {"tags": ["t"], "parameters": [
      {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}},
      {"$ref": "#/components/parameters/Page"},
      {"name": "session", "in": "cookie", "schema": {"anyOf": [{"type": "string"}, {"type": "null"}]}},
      {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}},
      {"name": "kinds", "in": "query", "schema": {"type": ["array", "null"], "items": {"type": "integer"}}}],
      "callbacks": {"done": {"{$request.body#/url}": {"post": {"tags": ["t"]}}}}},
    "x-more": {"get": 5}})");
  ASSERT_EQ(document.operations.size(), 1U);
  const Tool& tool = tool_of(document);
  EXPECT_THAT(names_of(tool), ElementsAre("id!", "page", "session", "kind", "kinds", "trace"));
  EXPECT_EQ(tool.find("id")->type.kinds, k_integer); // of the operation, not of the path
  EXPECT_EQ(tool.find("trace")->carrier, Carrier::header);
  EXPECT_EQ(tool.find("session")->carrier, Carrier::cookie);
  EXPECT_EQ(tool.find("session")->type.kinds, k_string | k_null);
  EXPECT_EQ(tool.find("kind")->type.values.size(), 2U);
  EXPECT_EQ(tool.find("kinds")->type.kinds, k_array | k_null);
}

TEST(OpenApi, reads_what_older_documents_write) {
  const OpenApi document = document_of("/x", R"({"get": {"tags": ["t"], "parameters": [
    {"name": "a", "in": "query", "schema": {"type": "string", "nullable": true}},
    {"name": "b", "in": "query", "schema": {"type": "integer", "minimum": 0,
      "exclusiveMinimum": true}}]}})",
                                       "3.0.3");
  EXPECT_EQ(tool_of(document).find("a")->type.kinds, k_string | k_null);
  EXPECT_THAT(problems_of_schemas(document.operations[0], "3.0.3"), testing::IsEmpty());
  EXPECT_THAT(problems_of_schemas(document.operations[0], "3.1.0"), testing::SizeIs(1));
  for (const auto& [text, part] :
       {std::pair(R"({"swagger": "2.0", "paths": {}})", "it is Swagger 2.0"),
        std::pair(R"({"openapi": "4.0.0"})", "it is of 4.0.0"),
        std::pair(R"({"paths": {}})", "it has no `openapi`"), std::pair("[]", "it is no object")}) {
    try {
      (void)read_openapi(text, "api.json");
      FAIL() << text;
    } catch (const Error& error) {
      EXPECT_THAT(error.what(), HasSubstr(part));
      EXPECT_THAT(error.what(), HasSubstr("api.json"));
    }
  }
}

TEST(OpenApi, tells_of_references_that_lead_nowhere_or_away) {
  const OpenApi document = document_of("/x", body_of("application/json", R"({"properties": {
    "a": {"$ref": "#/components/schemas/Nobody"}, "b": {"$ref": "https://example.org/s.json"},
    "c": {"$ref": "#/components/schemas/%4Eode"}}})"));
  EXPECT_THAT(document.operations[0].broken_references, ElementsAre("#/components/schemas/Nobody"));
  EXPECT_THAT(document.operations[0].remote_references, ElementsAre("https://example.org/s.json"));
  EXPECT_EQ(tool_of(document).find("c")->type.kinds, k_object);
}

TEST(OpenApi, finds_no_fault_with_schemas_that_lead_to_themselves) {
  for (const char* name : {"Node", "Two", "Self"}) {
    const OpenApi document =
        document_of("/x", body_of("application/json", std::string(R"({"properties": {"x": {"$ref":
          "#/components/schemas/)") + name + R"("}}})"));
    EXPECT_THAT(problems_of_schemas(document.operations[0], "3.1.0"), testing::IsEmpty()) << name;
  }
}

TEST(Derive, leaves_out_the_backends_own_routes) {
  for (const char* own :
       {"/", "/docs", "/redoc", "/openapi.json", "/v1/settings", "/v1/settings/reload",
        "/v1/models", "/v1/models/active", "/v1/models/capabilities", "/v1/health",
        "/v1/health/live", "/v1/health/a/b"}) {
    EXPECT_TRUE(is_backends_own(own)) << own;
  }
  for (const char* other : {"/v1/settings/theme", "/v1/models/list", "/v1/healthy", "/health",
                            "/docs/x", "/v2/health", "/v1"}) {
    EXPECT_FALSE(is_backends_own(other)) << other;
  }
}

TEST(Derive, makes_names_of_methods_and_paths) {
  const auto name = [](const char* method, const char* path) {
    const DerivedCatalog made = derive_catalog(
        document_of(path, std::string(R"({")") + method + R"(": {"tags": ["t"]}})"), {}, {});
    return made.categories.empty() ? "none" : made.categories[0].tools[0].name;
  };
  EXPECT_EQ(name("get", "/api/v1/a/b"), "a_b");
  EXPECT_EQ(name("get", "/v2/{x}/a/{y}"), "a");
  EXPECT_EQ(name("get", "/v1/a-{x}/b"), "a-_b");
  EXPECT_EQ(name("post", "/v1/a"), "post_a");
  EXPECT_EQ(name("put", "/a//b/"), "put_a_b");
  EXPECT_EQ(name("delete", "/v1/a/{id}"), "delete_a");
  EXPECT_EQ(name("patch", "/V1/a"), "patch_V1_a");
  EXPECT_EQ(name("head", "/a"), "none");
  EXPECT_EQ(name("options", "/a"), "none");
}

TEST(Derive, takes_parameters_as_they_are_written) {
  const DerivedCatalog made = derive_catalog(document_of("/a/{id}", R"({
        "parameters": [{"name": "of_path", "in": "query", "schema": {"type": "string"}}],
        "post": {"tags": ["Search", "x"], "summary": "Adds", "parameters": [
          {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}, "description": "Whose"},
          {"name": "kind", "in": "query", "schema": {"$ref": "#/components/schemas/Kind"}},
          {"name": "maybe", "in": "cookie", "schema": {"anyOf": [{"type": "integer"}]}},
          {"name": "bare", "in": "header"}],
          "requestBody": {"content": {
            "application/json": {"schema": {"required": ["a"], "properties": {"a": {"type": "boolean"}}}},
            "multipart/form-data": {"schema": {"properties": {"b": {}}}},
            "text/plain": {"schema": {"$ref": "#/components/schemas/Node"}}}}}})"),
                                             {}, {});
  const DerivedTool& tool = made.categories.at(0).tools.at(0);
  EXPECT_EQ(tool.signature, "post_a(id: integer, kind: string = None, maybe: string = None, bare: "
                            "string = None, a: boolean, b: string = None)");
  EXPECT_EQ(tool.complexity, "advanced");
  EXPECT_EQ(tool.parameters[0].description, "Whose");
  EXPECT_EQ(tool.integration, "Search"); // by the first tag, as it is written
  EXPECT_THAT(tool.tags, ElementsAre("Search", "x"));
}

TEST(Derive, quotes_what_yaml_takes_for_something_else) {
  const DerivedCatalog made = derive_catalog(
      document_of("/a", R"({"get": {"tags": ["a, \"b\"", "yes", "12"], "summary": "It: is\n# so",
        "parameters": [{"name": "q\"x", "in": "query", "required": true}]}})"),
      {}, {});
  const std::string text = to_yaml(made, {});
  for (const char* part : {R"(tags: ["a, \"b\"", "yes", "12"])", R"(description: "It: is\n# so")",
                           R"yaml(examples: ["computer.a(q\"x=...)"])yaml", R"(name: "q\"x")"}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
}

TEST(Derive, names_categories_by_the_registry) {
  Registry registry;
  IntegrationEntry bare;
  bare.name = "bare";
  registry.integrations.push_back(bare);
  IntegrationEntry search;
  search.name = "search";
  search.category = "web_search-extraction";
  search.requires_service = true;
  registry.integrations.push_back(search);
  Catalog present;
  present.categories.emplace_back();
  present.categories.back().name = "known";
  const auto category = [&](const char* tag) {
    return derive_catalog(document_of("/a", std::string(R"({"get": {"tags": [")") + tag +
                                                R"("], "summary": "Of it"}})"),
                          registry, present)
        .categories.at(0);
  };
  EXPECT_EQ(category("search").key, "web_search-extraction");
  EXPECT_EQ(category("search").name, "Web Search Extraction");
  EXPECT_TRUE(category("search").requires_service);
  EXPECT_EQ(category("Search").key, "other"); // tags are case-sensitive
  EXPECT_EQ(category("bare").key, "bare");
  EXPECT_EQ(category("mcp").key, "mcp_tools");
  EXPECT_EQ(category("known").key, "known");
  EXPECT_EQ(category("unknown").key, "other");
  EXPECT_EQ(category("unknown").description, "Of it");
  EXPECT_EQ(category("unknown").integration, "unknown");
}

} // namespace
} // namespace aether::verify_oi_tools
