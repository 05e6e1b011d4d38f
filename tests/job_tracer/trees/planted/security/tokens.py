"""Tokens.

@.architecture
Incoming: config/settings.py --- {SecretRef}
Processing: issue(), verify() --- {2 jobs: authentication, encryption}
Outgoing: api/middleware/auth.py, data/repositories/users.py --- {Claims}
"""


# Incoming: cron (nightly) --- {signal}
# Processing: rotate() --- {1 job: token_rotation}
# Outgoing: key store --- {Key}
def rotate():
    return None
