"""
@.architecture
Incoming: client/server sockets, TCP/IP, input/output queues, config/limits.yaml --- {Request}
Processing: dispatch() --- {2 jobs: request_handling, rate_limiting}
Outgoing: api/v1/endpoints/ --- {Request, 429}
"""

LIMIT = 60
