"""
@.architecture
Incoming: a.py --- {A}
Processing: first() --- {1 job: caching}
Outgoing: b.py --- {B}
"""


class Second:
    """Second part.

    @.architecture
    Incoming: c.py --- {C}
    Processing: second() --- {2 jobs: auditing, hashing}
    Outgoing: d.py --- {D}
    """


# @.architecture
# Incoming: e.py --- {E}
# Processing: third() --- {1 job: parsing}
# Outgoing: f.py --- {F}
