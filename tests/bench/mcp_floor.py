#!/usr/bin/python3
"""The least that listing the tools of an MCP server over stdio takes: initialize, list, close.

    mcp_floor.py COMMAND [ARGUMENT...]

Prints how many tools there are. It checks nothing and waits for ever; whatever verify_oi_tools takes
beyond it is its own.
"""

import json
import subprocess
import sys


def main():
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                          text=True) as server:
        def say(message):
            server.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            server.stdin.flush()

        def ask(number, method, params):
            say({"id": number, "method": method, "params": params})
            while True:
                answer = json.loads(server.stdout.readline())
                if answer.get("id") == number:
                    return answer["result"]

        ask(1, "initialize", {"protocolVersion": "2025-11-25", "capabilities": {},
                              "clientInfo": {"name": "floor", "version": "1"}})
        say({"method": "notifications/initialized"})
        print(len(ask(2, "tools/list", {})["tools"]))
        server.stdin.close()


if __name__ == "__main__":
    main()
