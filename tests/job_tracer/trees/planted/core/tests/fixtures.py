"""A directory named tests deeper in the tree is the tree's own.

@.architecture
Incoming: pytest.fixture() --- {Request}
Processing: sample_user() --- {1 job: test_fixtures}
Outgoing: test functions --- {User}
"""


def sample_row():
    """A row.

    @.architecture
    Processing: sample_row() --- {1 job: test_fixtures}
    Incoming: pytest.fixture() --- {Request}
    Outgoing: test functions --- {Row}
    """
