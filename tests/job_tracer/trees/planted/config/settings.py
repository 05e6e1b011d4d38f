# @.architecture
# Incoming: environment --- {str}
# Processing: load() --- {1 job: configuration}

# @.architecture
# Incoming: os.environ, config/limits.yaml --- {str}
# Processing: load() --- {2 jobs: configuration, secret_loading}
# Outgoing: scheduler.py, security/tokens.py --- {Settings}
import os


def load():
    return dict(os.environ)
