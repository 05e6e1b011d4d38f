"""
@.architecture
Incoming: a.py --- {A}
Processing: go() --- {validates the input, then stores it}
Outgoing: b.py --- {B}
"""
