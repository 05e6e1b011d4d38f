"""
@.architecture
Incoming: ws/hub.py, profanity_list.py --- {str}
Processing: clean() — {1 job: sanitization}
Outgoing: ws/hub.py --- {str}
"""


def clean(text):
    return text
