"""
@.architecture
Incoming: gateway.py, https://openwebui.example.com/api/tools.py --- {ToolCall}
Processing: forward() --- 1 job: protocol_translation
Outgoing: Open WebUI (HTTP POST), data/database.py --- {HTTP response}
"""


def forward(call):
    return call
