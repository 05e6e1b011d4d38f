"""
@.architecture
Incoming: none --- {none, none}
Processing: none --- {0 jobs: none}
Outgoing: none --- {none, none}
"""
