"""Session store.

Keeps one record for each open session. Prose such as this paragraph stands
above the tag in most modules, and may say Incoming and Outgoing freely.

@.architecture
Incoming: api/session.py, auth/login.py --- {SessionRequest, str}
Processing: open_session(), close_session() --- {2 jobs: data_storage, session_management}
Outgoing: data/store.py --- {SessionRecord}

More prose below the block.
"""
import time


def open_session(user):
    return {"user": user, "at": time.time()}
