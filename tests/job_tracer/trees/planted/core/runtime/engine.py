"""Runs the model.

@.architecture
Incoming: endpoints/chat.py, endpoints/models.py, scheduler.py (cron tick), core/mcp/gateway.py --- {ChatContext}
Processing: run() --- {5 jobs: caching, inference, streaming, validation}
Outgoing: ws/hub.py, data/repositories/messages.py, monitoring/metrics.py --- {Token}
"""


def run(context):
    yield from context
