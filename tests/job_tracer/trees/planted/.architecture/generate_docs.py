"""Writes the pages about the tree.

@.architecture
Incoming: source tree --- {Path}
Processing: collect(), write() --- {4 jobs: documentation, parsing}
Outgoing: Markdown pages --- {str}
"""


def collect(root):
    return sorted(root.rglob("*.py"))
