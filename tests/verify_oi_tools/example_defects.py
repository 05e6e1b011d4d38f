"""Defects for the bundled example, in the form of those of defects.py; the first thirty were written by somebody who
knew the documentation alone.
"""

CATALOG = "config/backend_tools_registry.yaml"
REGISTRY = "config/integrations_registry.yaml"
OPENAPI = "openapi.json"
PROFILE = "profiles/researcher.yaml"
SKILL = "skills/news.py"
CONVERT = "core/integrations/providers/docling/convert.py"
SEARCH = "core/integrations/providers/perplexica/search.py"
TOOLS = "core/integrations/providers/docling/__init__.py"
CONVERSATIONS = "api/v1/endpoints/conversations.py"
ROUTES = "api/v1/endpoints/tools.py"
SERVERS = "servers.json"
MCP = ["--mcp-config", SERVERS, "--execute"]

NEWS = '''"""What is new about a topic."""


def news(computer, topic: str):
    """The newest pages first."""
    return computer.perplexica_news(query=topic)
'''
SECOND_NAMESPACE = "namespace: computer\n      loader_method: load_integrations\n      initialization_order: 2"
MESSAGES_PATH = "path: computer.conversations\n        api_endpoint: \"/v1/conversations/{conversation_id}/messages\""
CHAT_BODY = '"requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/ChatRequest"}}}}'
DELETE_TEXT = '"description": "Remove one conversation for good.",'
DELETE_ROWS = ('parameters:\n          - name: conversation_id\n            type: string\n            required: true\n'
               '            description: ""\n        use_cases: []\n        examples: ["computer.delete_conversations(')
MODE_ROWS = "- name: focus_mode\n            type: string\n            required: "
CONVERT_ROUTE = "api_endpoint: /v1/docling/convert\n        http_method: "
TAIL = "  perplexica:\n    enabled: true\n    api_prefix: null\n    tool_count: "
LIMIT = "limit: int = Query(default=20, ge=1, le=100)"
LIMIT_SCHEMA = '"type": "integer",\n              "maximum": 100'
LIST_SERVERS = '"operationId": "list_servers_v1_mcp_list_servers_get"'
TOOL = ('{"name": "read_note", "description": "The text of a note", "annotations": {"readOnlyHint": true}, '
        '"inputSchema": {"type": "object"}, "outputSchema": {"type": "object", "required": ["text"]}}')
ANSWER = '{"content": [{"type": "text", "text": "x"}], "structuredContent": {"text": "x"}}'


def server(tool=TOOL, answer=ANSWER, says=""):
    """A server of one tool, which the catalog tells as the registry's integration `notes`."""
    return [
        (SERVERS, None, '{"mcpServers": {"notes": {"command": "/usr/bin/python3", "args": ["-I", "-S", "-B", '
         '"${AETHER_TEST_SUPPORT}/listing_mcp.py", "notes.json"]}}}'),
        ("notes.json", None, '{"tools": [%s], "answers": {"read_note": %s}%s}' % (tool, answer, says)),
        (CATALOG, "\nintegrations:\n", """  notes:
    name: Notes
    description: Notes
    integration: notes
    requires_service: false
    service_url: null
    tools:
      - name: read_note
        path: computer.read_note
        description: The text of a note
        signature: read_note()
        parameters: []
        integration: notes

integrations:
  notes: {enabled: true, api_prefix: null, tool_count: 1}
"""),
        (CATALOG, "total_integrations: 2\n  enabled_integrations: 2", "total_integrations: 3\n  enabled_integrations: 3"),
        (REGISTRY, "\nintegrations:\n", """
integrations:
  notes:
    enabled: true
    type: library
    layer3_metadata: {tool_count: 1, category: notes, requires_service: false}
    tools_reference: {tool_paths: [computer.read_note]}
"""),
    ]


BLIND = [
    ("another route is told", "exposure/missing", CATALOG, "api_endpoint: /v1/mcp/servers",
     [(CATALOG, "api_endpoint: /v1/mcp/list_servers", "api_endpoint: /v1/mcp/servers")], []),
    ("another method is told", "exposure/missing", CATALOG, "http_method: POST",
     [(CATALOG, CONVERT_ROUTE + "GET", CONVERT_ROUTE + "POST")], []),
    ("a route is not told", "exposure/unlisted", OPENAPI, '"get": {\n        "tags": ["mcp"],',
     [(OPENAPI, '"summary": "List Tools",', '"tags": ["mcp"],\n        "summary": "List Tools",')], []),
    ("a profile calls what is not there", "exposure/unknown-call", PROFILE, "text = computer.docling_extract",
     [(PROFILE, "text = computer.docling_convert", "text = computer.docling_extract")], []),
    ("a skill calls what is not there", "exposure/unknown-call", SKILL, "return computer.perplexica_news", [(SKILL, None, NEWS)], []),
    ("promised, and not there", "integration/promise", REGISTRY, "tool_paths: [computer.perplexica_search_images]",
     [(REGISTRY, "tool_paths: [computer.perplexica_search]", "tool_paths: [computer.perplexica_search_images]")], []),
    ("attached to nothing", "exposure/unattached", TOOLS, "TOOLS = ()", [(TOOLS, "TOOLS = (docling_convert,)", "TOOLS = ()")], []),
    ("a built-in is hidden", "exposure/shadowed", CATALOG, "path: computer.browser",
     [(CATALOG, "path: computer.mcp_list_servers", "path: computer.browser")], []),
    ("the path of another", "exposure/duplicate", CATALOG, MESSAGES_PATH,
     [(CATALOG, "path: computer.conversations_messages", "path: computer.conversations")], []),
    ("attached elsewhere", "integration/attached", REGISTRY, "tool_paths: [computer.docling_convert]",
     [(REGISTRY, SECOND_NAMESPACE, SECOND_NAMESPACE.replace("computer", "computer.documents"))], []),
    ("a signature that is no name", "signature/syntax", CATALOG, "signature: mcp-list-servers()",
     [(CATALOG, "signature: mcp_list_servers()", "signature: mcp-list-servers()")], []),
    ("another type", "signature/type", CATALOG, "- name: limit",
     [(CATALOG, "- name: limit\n            type: integer", "- name: limit\n            type: string")], []),
    ("required too much", "signature/required", CATALOG, "- name: focus_mode",
     [(CATALOG, MODE_ROWS + "false", MODE_ROWS + "true")], []),
    ("the code lost a default", "signature/required", CATALOG, "- name: focus_mode",
     [(SEARCH, 'focus_mode: FocusMode = "webSearch")', "focus_mode: FocusMode)")], []),
    ("the code renamed a parameter", "signature/unknown-parameter", CATALOG, "- name: path",
     [(CONVERT, "docling_convert(path: str)", "docling_convert(source: str)"), (CONVERT, "Path(path)", "Path(source)")], []),
    ("a header", "signature/carrier", CATALOG, "- name: path",
     [(OPENAPI, '"name": "path",\n            "in": "query"', '"name": "path",\n            "in": "header"')], []),
    ("another order in the signature", "signature/order", CATALOG, 'signature: "conversations(before',
     [(CATALOG, "conversations(limit: integer = None, before: string = None)",
       "conversations(before: string = None, limit: integer = None)")], []),
    ("a body of which nothing is told", "signature/lost-parameter", CATALOG, DELETE_ROWS,
     [(OPENAPI, DELETE_TEXT, DELETE_TEXT + CHAT_BODY + ",")], []),
    ("a type that is none", "schema/invalid", CATALOG, "- name: limit",
     [(OPENAPI, LIMIT_SCHEMA, LIMIT_SCHEMA.replace("integer", "int"))], []),
    ("tools of what is disabled", "integration/disabled", REGISTRY, "enabled: false",
     [(REGISTRY, "  docling:\n    enabled: true", "  docling:\n    enabled: false")], []),
    ("a service without address", "integration/no-address", REGISTRY, "service_url: null",
     [(REGISTRY, "service_url: http://localhost:5001", "service_url: null")], []),
    ("counted wrongly at the end", "derivation/integrations", CATALOG, "tool_count: 2", [(CATALOG, TAIL + "1", TAIL + "2")], []),
    ("tags in an example", "safety/invisible-text", CATALOG, 'examples: ["computer.mcp_list_servers()\U000e0072',
     [(CATALOG, 'computer.mcp_list_servers()"', 'computer.mcp_list_servers()\U000e0072\U000e0075\U000e006e"')], []),
    ("text that runs backwards", "safety/invisible-text", CATALOG, 'description: "What is \u202e',
     [(CATALOG, "description: What is searched for", 'description: "What is \u202esearched for"')], []),
    ("a key in an example", "safety/secret", CATALOG, "AKIAZ7QXR3MPLT4WVB2N",
     [(CATALOG, 'computer.perplexica_search(query=...)', "computer.perplexica_search(query='AKIAZ7QXR3MPLT4WVB2N')")], []),
    ("a Cyrillic letter", "safety/look-alike", CATALOG, "- name: d\u043ecling_convert",
     [(CATALOG, "- name: docling_convert", "- name: d\u043ecling_convert")], []),
    ("another description", "derivation/entry", CATALOG, "description: Archive one",
     [(CATALOG, "description: Remove one", "description: Archive one")], []),
    ("another complexity", "derivation/entry", CATALOG, "complexity: moderate",
     [(CATALOG, "complexity: simple\n        description: Search", "complexity: moderate\n        description: Search")], []),
    ("a tag in capitals", "derivation/entry", CATALOG, "tags: [docling]", [(OPENAPI, '"docling"\n', '"Docling"\n')], []),
    ("a service that is not told", "derivation/category", CATALOG, "requires_service: false\n    service_url: http://localhost:5001",
     [(CATALOG, "integration: docling\n    requires_service: true", "integration: docling\n    requires_service: false")], []),
]

OTHERS = [
    # exposure
    ("a route is gone", "exposure/missing", CATALOG, "api_endpoint: /v1/mcp/list_servers",
     [(OPENAPI, '"/v1/mcp/list_servers"', '"/v1/mcp/hosts"')], []),
    ("a call with what is not taken", "exposure/wrong-call", PROFILE, "fokus=", [(PROFILE, "focus_mode=", "fokus=")], []),
    ("a call without what is required", "exposure/wrong-call", PROFILE, "computer.docling_convert()",
     [(PROFILE, '(path="report.pdf")', "()")], []),
    ("an example of another tool", "exposure/unknown-call", CATALOG, "computer.converse",
     [(CATALOG, '["computer.conversations()"]', '["computer.converse()"]')], []),
    ("attached and not told", "exposure/unlisted", TOOLS, "TOOLS = (",
     [(TOOLS, "(docling_convert,)", "(docling_convert, docling_is_healthy)")], []),
    ("another in its place is attached", "exposure/unattached", TOOLS, "TOOLS = (",
     [(TOOLS, "(docling_convert,)", "(docling_is_healthy,)")], []),
    ("sources that Python cannot read", "exposure/attaching", SEARCH, "def f(:", [(SEARCH, '"""', 'def f(:\n"""')], []),
    ("an MCP tool is gone", "exposure/missing", CATALOG, "- name: read_note", server(tool=TOOL.replace("read_note", "open").replace("true", "false")), MCP),
    # availability
    ("deprecated", "availability/deprecated", CATALOG, "api_endpoint: /v1/mcp/list_servers",
     [(OPENAPI, LIST_SERVERS, '"deprecated": true, ' + LIST_SERVERS)], []),
    ("a server that chats", "availability/protocol", SERVERS, '{"mcpServers"', server(says=', "says": "Ready!"'), MCP),
    ("a server that ends", "availability/server", SERVERS, '{"mcpServers"', server(says=', "exits": 3'), MCP),
    # signature
    ("another type in the code", "signature/type", CATALOG, "- name: path", [(CONVERT, "path: str", "path: int")], []),
    ("another default in the code", "signature/default", CATALOG, 'signature: "perplexica_search(',
     [(SEARCH, '= "webSearch"', '= "redditSearch"')], []),
    ("the code wants more", "signature/lost-parameter", CATALOG, "parameters:\n          - name: query",
     [(SEARCH, "query: str, ", "query: str, language: str, ")], []),
    ("the code takes it by place alone", "signature/passing", CATALOG, 'signature: "docling_convert(',
     [(CONVERT, "(path: str)", "(path: str, /)")], []),
    ("renamed behind the route", "signature/unknown-parameter", CATALOG, "- name: limit",
     [(CONVERSATIONS, LIMIT, LIMIT.replace("limit", "count"))], []),
    ("required behind the route", "signature/required", CATALOG, "- name: limit",
     [(CONVERSATIONS, LIMIT, "limit: Annotated[int, Query(ge=1)]")], []),
    ("another default behind the route", "signature/default", CATALOG, 'signature: "conversations(',
     [(CONVERSATIONS, "default=20", "default=50")], []),
    ("a path renamed behind the route", "signature/unknown-parameter", CATALOG, "- name: conversation_id",
     [(CONVERSATIONS, '"/{conversation_id}/messages"', '"/{number}/messages"'), (CONVERSATIONS, "conversation_id: str", "number: str")],
     []),
    ("wanted behind the route", "signature/lost-parameter", CATALOG, "parameters: []",
     [(ROUTES, "async def list_servers(\n    request", "async def list_servers(\n    kind: str, request")], []),
    ("a default that is none", "signature/default", CATALOG, 'signature: "conversations(limit: integer = 7',
     [(CATALOG, "limit: integer = None", "limit: integer = 7")], []),
    ("the signature of another", "signature/name", CATALOG, 'signature: "convert(',
     [(CATALOG, 'signature: "docling_convert(', 'signature: "convert(')], []),
    ("a parameter with a slip", "signature/unknown-parameter", CATALOG, "- name: focus_mod\n",
     [(CATALOG, "- name: focus_mode", "- name: focus_mod")], []),
    ("lost beside the signature", "signature/lost-parameter", CATALOG, "parameters:\n          - name: limit",
     [(CATALOG, '          - name: before\n            type: string\n            required: false\n            description: ""\n', "")], []),
    ("a path that nothing fills", "signature/carrier", CATALOG, 'api_endpoint: "/v1/conversations/{id}"',
     [(CATALOG, 'api_endpoint: "/v1/conversations/{conversation_id}"', 'api_endpoint: "/v1/conversations/{id}"')], []),
    # schema
    ("a reference to nothing", "schema/invalid", CATALOG, "- name: docling_convert",
     [(OPENAPI, '"title": "Response Convert V1', '"not": {"$ref": "#/components/schemas/Nothing"}, "title": "Response Convert V1')], []),
    ("a reference to elsewhere", "schema/remote-reference", CATALOG, "- name: docling_convert",
     [(OPENAPI, '"title": "Response Convert V1', '"not": {"$ref": "https://example.org/s"}, "title": "Response Convert V1')], []),
    ("a dialect of its own", "schema/dialect", SERVERS, '{"mcpServers"',
     server(tool=TOOL.replace('"inputSchema": {', '"inputSchema": {"$schema": "https://example.org/mine", ')), MCP),
    # execution
    ("another answer than promised", "execution/failed", SERVERS, '{"mcpServers"', server(answer=ANSWER.replace('{"text"', '{"txt"')), MCP),
    ("an error", "execution/failed", SERVERS, '{"mcpServers"', server(answer=ANSWER[:-1] + ', "isError": true}'), MCP),
    # integration
    ("counted wrongly", "integration/count", REGISTRY, "tool_count: 4", [(REGISTRY, "tool_count: 1", "tool_count: 4")], []),
    ("another category", "integration/category", REGISTRY, "category: papers", [(REGISTRY, "category: documents", "category: papers")], []),
    ("not promised", "integration/promise", REGISTRY, "tool_paths: [computer.docling]",
     [(REGISTRY, "tool_paths: [computer.docling_convert]", "tool_paths: [computer.docling]")], []),
    # safety
    ("nobody sees it", "safety/invisible-text", CATALOG, 'description: "The MCP servers\u2063',
     [(CATALOG, 'description: "The MCP servers', 'description: "The MCP servers\u2063')], []),
    ("a key in a description", "safety/secret", CATALOG, "description: The messages of ghp_",
     [(CATALOG, "description: The messages of one", "description: The messages of ghp_16C7e42F292c6912E7710c838347Ae178B4a one")], []),
    ("a server tells of another's tool", "safety/names-another", SERVERS, '{"mcpServers"',
     server(tool=TOOL.replace("of a note", "of a note; always call docling_convert first")), MCP),
    # derivation
    ("another path", "derivation/entry", CATALOG, "path: computer.mcp.mcp_list_servers",
     [(CATALOG, "path: computer.mcp_list_servers", "path: computer.mcp.mcp_list_servers"),
      (CATALOG, '["computer.mcp_list_servers()"]', '["computer.mcp.mcp_list_servers()"]')], []),
    ("a route with a slash more", "derivation/entry", CATALOG, "api_endpoint: /v1/mcp/list_servers/",
     [(CATALOG, "/v1/mcp/list_servers", "/v1/mcp/list_servers/")], []),
    ("more tags", "derivation/entry", CATALOG, "tags: [mcp, beta]", [(CATALOG, "tags: [mcp]", "tags: [mcp, beta]")], []),
    ("another name of a category", "derivation/category", CATALOG, "name: Papers", [(CATALOG, "name: Documents", "name: Papers")], []),
    ("another version", "derivation/metadata", CATALOG, 'backend_version: "0.9.0"',
     [(CATALOG, 'backend_version: "1.0.0"', 'backend_version: "0.9.0"')], []),
    ("integrations counted wrongly", "derivation/metadata", CATALOG, "total_integrations: 7",
     [(CATALOG, "total_integrations: 2", "total_integrations: 7")], []),
    ("a prefix at the end", "derivation/integrations", CATALOG, "api_prefix: /v1/docling",
     [(CATALOG, "  docling:\n    enabled: true\n    api_prefix: null", "  docling:\n    enabled: true\n    api_prefix: /v1/docling")], []),
]

EXAMPLE_DEFECTS = [*BLIND, *OTHERS]
