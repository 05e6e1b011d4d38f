import re

TAG = re.compile(r"^\s*(?:#|//|--)?\s*@\.architecture\s*$", re.M)
LOOSE = re.compile(r"""
    ^\s*@.architecture\s*$   # the tag
""", re.X)
