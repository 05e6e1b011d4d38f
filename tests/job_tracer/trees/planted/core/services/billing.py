"""A directory named services deeper in the tree is the tree's own.

@.architecture
Incoming: data/repositories/messages.py --- {UsageRow}
Processing: charge() --- {3+ jobs: aggregation, auditing, billing}
Outgoing: data/repositories/users.py --- {Invoice}
"""


def charge(rows):
    return sum(rows)
