#!/usr/bin/python3
"""An MCP server over stdio with one tool that waits before it first answers.

    mcp_stub.py MILLISECONDS
"""

import json
import sys
import time

TOOL = {"name": "echo", "inputSchema": {"type": "object", "properties": {}}, "annotations": {"readOnlyHint": True}}


def main():
    wait = int(sys.argv[1]) / 1000
    for line in sys.stdin:
        request = json.loads(line)
        if "id" not in request:
            continue
        time.sleep(wait)
        wait = 0
        result = {
            "initialize": lambda asked: {"protocolVersion": asked["protocolVersion"], "capabilities": {"tools": {}},
                                         "serverInfo": {"name": "stub", "version": "1"}},
            "tools/list": lambda asked: {"tools": [TOOL]},
            "tools/call": lambda asked: {"content": [{"type": "text", "text": "once more"}]},
        }[request["method"]](request["params"])
        print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": result}), flush=True)


if __name__ == "__main__":
    main()
