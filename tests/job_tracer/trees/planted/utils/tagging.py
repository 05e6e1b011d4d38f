"""Reads the @.architecture tag.

@.architecture
Incoming: files that bear @.architecture --- {str}
Processing: find(), tag() --- {2 jobs: parsing, tagging}
Outgoing: stdout --- {str}

New files begin with this:

@.architecture
Incoming: <sources> --- {<types>}
Processing: <operations> --- {N jobs: <job_types>}
Outgoing: <destinations> --- {<types>}
"""
import re

TAG = "@.architecture"
PATTERN = re.compile(r"@.architecture")
LINES = [
    "@.architecture",
    "Incoming: nowhere/at_all.py --- {A}",
    "Processing: go() --- {9 jobs: nonsense}",
    "Outgoing: nowhere/else.py --- {B}",
    "@.architecture"
]
