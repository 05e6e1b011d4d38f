€"""
@.architecture
Incoming: x.py --- {X}
Processing: f() --- {1 job: formatting}
Outgoing: y.py --- {Y}
"""
