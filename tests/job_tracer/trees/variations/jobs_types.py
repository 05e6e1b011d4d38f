"""
@.architecture
Incoming: a.py --- {A}
Processing: go() --- {jobs: 2, types: [auditing, caching]}
Outgoing: b.py --- {B}
"""
