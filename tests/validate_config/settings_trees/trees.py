"""Every settings tree, by subject."""

import trees_defaults

SUBJECTS = (trees_defaults,)
TREES = [tree for subject in SUBJECTS for tree in subject.TREES]
