"""
@.architecture
Incoming: a.py --- {A}
Processing: go() --- {3 jobs: auditing, caching, caching}
Outgoing: b.py --- {B}
"""
