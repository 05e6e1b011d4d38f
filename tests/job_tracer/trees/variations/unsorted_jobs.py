"""
@.architecture
Incoming: a.py --- {A}
Processing: go() --- {3 jobs: caching, auditing, hashing}
Outgoing: b.py --- {B}
"""
