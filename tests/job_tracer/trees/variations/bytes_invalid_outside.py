# latin-1: café, and a cut sequence â‚ here
# @.architecture
# Incoming: a.py --- {A}
# Processing: go() --- {1 job: caching}
# Outgoing: b.py --- {B}
