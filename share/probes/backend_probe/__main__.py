"""python3 -m backend_probe < REQUEST: the same as the tools ask, for trying it by hand."""

import json
import sys

from backend_probe.answer import answer

json.dump(answer(json.load(sys.stdin)), sys.stdout, indent=1)
