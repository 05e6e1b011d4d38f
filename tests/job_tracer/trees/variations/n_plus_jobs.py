"""
@.architecture
Incoming: x.py --- {X}
Processing: many() --- {15+ jobs: alerting, auditing, batching, caching, decoding, encoding, filtering, grouping, hashing, indexing, joining, keying, linking, mapping, parsing}
Outgoing: y.py --- {Y}
"""
