# @.architecture
# Incoming: core/runtime/engine.py --- {Message}
# Processing: append(), history() --- {data_retrieval, data_storage}
# Outgoing: database.py, core/services/billing.py --- {UsageRow}


def history(user_id):
    return []
