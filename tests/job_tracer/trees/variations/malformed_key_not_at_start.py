"""
@.architecture
Incoming: a.py --- {A}
The Processing: go() --- {1 job: caching}
Outgoing: b.py --- {B}
"""
