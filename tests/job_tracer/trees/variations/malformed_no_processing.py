"""
@.architecture
Incoming: a.py --- {A}
Outgoing: b.py --- {B}
"""
