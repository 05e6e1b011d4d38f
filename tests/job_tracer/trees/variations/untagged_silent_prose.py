"""Mail queue.

Incoming: mail waits here.
Processing: one message at a time.
Outgoing: mail leaves within a minute.
"""
LINES = [
    "Incoming: a.py --- {A}",
    "Processing: go() --- {1 job: caching}",
    "Outgoing: b.py --- {B}",
]
