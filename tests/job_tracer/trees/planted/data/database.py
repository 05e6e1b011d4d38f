"""
@.architecture
Incoming: data/repositories/*.py --- {SQL text}
Processing: connect(), execute() --- {2 jobs: connection_pooling, data_storage}
Outgoing: PostgreSQL, scripts/backup.sh --- {rows}
"""


def connect():
    return None
