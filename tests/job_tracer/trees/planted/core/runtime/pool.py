"""Pool of workers.

@.architecture

Incoming: services/ollama/run.py,
    subprocess.Popen(), node --expose-gc --- {Process}
Processing: acquire(),
    release() --- {1 job: resource_pooling}
Outgoing: worker processes --- {{pid: int} | {error: str}}
"""
