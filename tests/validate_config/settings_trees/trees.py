"""Every settings tree, by subject."""

import trees_code
import trees_defaults
import trees_dotenv
import trees_environment
import trees_files
import trees_first_version
import trees_flow
import trees_toml

SUBJECTS = (trees_defaults, trees_environment, trees_dotenv, trees_code, trees_flow, trees_toml, trees_files,
            trees_first_version)
TREES = [tree for subject in SUBJECTS for tree in subject.TREES]
