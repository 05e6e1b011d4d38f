"""
@.architecture
This module sits between the queue and the store.

Incoming: queue.py --- {Item}
Processing: persist() --- {1 job: data_storage}
Outgoing: store.py --- {Item}
"""
