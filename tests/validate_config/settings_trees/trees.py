"""Every settings tree, by subject."""

import trees_defaults
import trees_environment

SUBJECTS = (trees_defaults, trees_environment)
TREES = [tree for subject in SUBJECTS for tree in subject.TREES]
