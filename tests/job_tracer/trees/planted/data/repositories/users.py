"""
@.architecture
Incoming: core/services/billing.py, security/tokens.py, core/services/biling.py --- {UserId}
Processing: get_user(), save_user() --- {1 job data_storage}
Outgoing: data/database.py --- {User}
"""


def get_user(user_id):
    return {"id": user_id}
