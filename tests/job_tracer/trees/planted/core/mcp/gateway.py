"""MCP gateway.

@.architecture
Incoming: api/v1/endpoints/chat.py, Node.js, Next.js servers, Socket.IO --- {JSON-RPC 2.0}
Processing: call_tool() --- {jobs: 2, types: [protocol_translation, tool_execution]}
Outgoing: core/runtime/engine.py, core/integrations/openwebui.py --- {ToolResult}
"""


def call_tool(name):
    return name
