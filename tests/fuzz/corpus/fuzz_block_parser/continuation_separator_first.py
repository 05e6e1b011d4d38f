€"""
@.architecture
Incoming: api/a.py
    --- {Request}
Processing: one(), two()
    --- {2 jobs: auditing, caching}
Outgoing: data/x.py
    --- {Row}
"""
