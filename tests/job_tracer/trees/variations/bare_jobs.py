# @.architecture
# Incoming: a.py --- {A}
# Processing: go() --- {fetching, rendering, storing}
# Outgoing: b.py --- {B}
