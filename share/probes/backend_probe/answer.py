"""A request of the tools and its answer, both JSON.

Request: {"root": absolute path, "environment": {name: text}, "documents": {path below the root: DOCUMENT},
"settings": true, "sources": true, "signatures": true, "lenient": whether to follow settings past values that they refuse}, where a DOCUMENT is {"kind": "toml"|"yaml"|"json"|"dotenv", "root",
"doubtful": {pointer: why its value is not what the code reads}} or {"kind", "error"}.

Answer: what settings.read_settings, sources.read_sources and signatures.read_signatures give, under "settings",
"sources" and "signatures".
"""

import sys


def answer(request):
    sys.setrecursionlimit(6000)
    found = {}
    # Each imports what it needs: compiling all takes longer than what one of them does.
    if request.get("settings"):
        from backend_probe.settings import read_settings
        found["settings"] = read_settings(request["root"], request.get("environment", {}),
                                          request.get("documents", {}), request.get("lenient", False))
    if request.get("sources"):
        from backend_probe.sources import read_sources
        found["sources"] = read_sources(request["root"])
    if request.get("signatures"):
        from backend_probe.signatures import read_signatures
        found["signatures"] = read_signatures(request["root"])
    return found
