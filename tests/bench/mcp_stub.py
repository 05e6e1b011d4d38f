#!/usr/bin/python3
"""An MCP server over stdio with one tool that waits before it first answers.

    mcp_stub.py MILLISECONDS
"""

import json
import sys
import time

TOOL = {"name": "echo", "inputSchema": {"type": "object", "properties": {}}}


def main():
    wait = int(sys.argv[1]) / 1000
    for line in sys.stdin:
        request = json.loads(line)
        if "id" not in request:
            continue
        time.sleep(wait)
        wait = 0
        result = {"tools": [TOOL]} if request["method"] == "tools/list" else {
            "protocolVersion": request["params"]["protocolVersion"], "capabilities": {"tools": {}},
            "serverInfo": {"name": "stub", "version": "1"}}
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)


if __name__ == "__main__":
    main()
