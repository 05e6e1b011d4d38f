#!/usr/bin/env python3
'''@.architecture

Incoming: cron (hourly) --- {None}
Processing: sweep() --- {2 jobs: cache_eviction, cleanup}
Outgoing: cache/*.py --- {int}
'''


def sweep():
    return 0
