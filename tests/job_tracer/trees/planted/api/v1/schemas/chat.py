"""Chat models.

@.architecture
Incoming: models.py --- {BaseModel}
Processing: ChatRequest, ChatChunk --- {3 jobs: serialization, validation, validation}
Outgoing: FastAPI request bodies --- {ChatRequest}
"""


class ChatRequest:
    pass
