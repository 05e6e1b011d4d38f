"""
@.architecture
Incoming: cache.py --- CacheEntry, str
Processing: lookup() --- {1 job: caching}
Outgoing: api.py --- Optional[CacheEntry]
"""
