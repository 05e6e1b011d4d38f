"""
@.architecture
Incoming: a.py --- {A}
Processing: run() --- {2 jobs extraction, loading}
Outgoing: b.py --- {B}
"""
