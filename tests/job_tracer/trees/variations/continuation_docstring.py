"""
@.architecture
Incoming: api/a.py,
    api/b.py,
    api/c.py --- {RequestA, RequestB}
Processing: one(), two(),
            three() --- {3 jobs: auditing,
            caching,
            hashing}
Outgoing: data/x.py,
    data/y.py --- {Row}
"""
