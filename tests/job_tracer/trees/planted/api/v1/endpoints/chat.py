"""Chat endpoint.

@.architecture
Incoming: Frontend (HTTP POST), /v1/chat, api/middleware/*.py --- {ChatRequest, application/json}
Processing: create_completion(), stream_tokens() --- {3 jobs: request_handling, streaming, validation}
Outgoing: core/runtime/engine.py, core/mcp/gateway.py --- {core/types/chat_context.py, api/v2/*.py}
"""


class StreamView:
    """One stream.

    @.architecture
    Incoming: create_completion() --- {ChatRequest}
    Outgoing: Browser --- {text/event-stream}
    """

    def __init__(self, request):
        self.request = request
