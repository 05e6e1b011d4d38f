#!/usr/bin/python3
"""An MCP server over stdio that lists the tools of a JSON file and answers calls from it.

Usage: listing_mcp.py FILE: {"tools": [...], "answers": {TOOL: RESULT}, "says": LINE, "exits": STATUS,
"instructions": TEXT}
"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    TOLD = json.load(file)


def answer(request):
    method = request["method"]
    if method == "initialize":
        return {"protocolVersion": request["params"]["protocolVersion"], "capabilities": {"tools": {}},
                "serverInfo": {"name": "listing", "version": "1"}, "instructions": TOLD.get("instructions", "")}
    if method == "tools/list":
        return {"tools": TOLD["tools"]}
    return TOLD["answers"][request["params"]["name"]]


def main():
    if "exits" in TOLD:
        sys.exit(TOLD["exits"])
    if "says" in TOLD:
        print(TOLD["says"], flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if "id" in request:
            print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": answer(request)}), flush=True)


if __name__ == "__main__":
    main()
