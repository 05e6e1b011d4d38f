"""Every settings tree, by subject."""

import trees_code
import trees_defaults
import trees_dotenv
import trees_environment

SUBJECTS = (trees_defaults, trees_environment, trees_dotenv, trees_code)
TREES = [tree for subject in SUBJECTS for tree in subject.TREES]
