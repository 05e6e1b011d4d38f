"""Model listing.

@.architecture
Incoming: api/middleware/ --- {GET /{model_id}, ModelQuery}
Processing: list_models(), get_model() --- {2 jobs: caching, request_handling}
Outgoing: runtime/engine.py, data/repositories/model_registry.py --- {ModelInfo}
"""


def list_models():
    return []
