"""
@.architecture
Incoming: a.py --- {A}
Processing: go() --- {2 jobs: auditing, caching, hashing}
Outgoing: b.py --- {B}
"""
