"""
@.architecture
Incoming: chat.py --- {str}
Processing: ModelInfo, ModelList --- {1 jobs: serialization}
Outgoing: FastAPI response_model --- {ModelInfo}
"""


class ModelInfo:
    pass
