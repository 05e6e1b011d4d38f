"""
@.architecture


Incoming: feed.py --- {Entry}
Processing: parse() --- {1 job: feed_parsing}
Outgoing: index.py --- {Entry}
"""
