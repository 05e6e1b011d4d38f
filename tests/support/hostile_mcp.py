#!/usr/bin/python3
"""An MCP server over stdio that misbehaves in the way its first argument names.

It is a fake, since no real server can be told to do such things; it speaks the protocol up to the
point where it does not.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time

MODE = sys.argv[1]
RECORD = os.environ.get("RECORD")  # a file for what it is asked
TOOL = {"name": "echo", "description": "Says it again", "inputSchema": {"type": "object", "properties": {}}}


def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def say(message):
    write(json.dumps(message) + "\n")


def result(request, content):
    say({"jsonrpc": "2.0", "id": request["id"], "result": content})


def initialize(request):
    result(request, {"protocolVersion": request["params"]["protocolVersion"], "capabilities": {"tools": {}},
                     "serverInfo": {"name": MODE, "version": "1"}})


def tools(request, all_tools=None, **more):
    result(request, {"tools": [TOOL] if all_tools is None else all_tools, **more})


def schema(depth):
    made = {"type": "string"}
    for _ in range(depth):
        made = {"type": "object", "properties": {"a": made}}
    return made


def list_tools(request):
    if MODE == "silent-list":
        time.sleep(600)
    elif MODE == "exit-in-list":
        sys.exit(3)
    elif MODE == "long-line":
        block = "x" * (1 << 20)
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":[],"pad":"' % request["id"])
        for _ in range(1024):
            write(block)
        write('"}}\n')
    elif MODE == "id-reuse":
        tools(request)
        result(request, {"tools": []})
        result({"id": request["id"] - 1}, {})
        result({"id": "never"}, {})
    elif MODE == "early-answer":
        result({"id": request["id"] + 7}, {"tools": []})
        result({"id": str(request["id"])}, {"tools": []})
        tools(request)
    elif MODE == "same-cursor":
        tools(request, nextCursor="again")
    elif MODE == "endless-cursor":
        tools(request, nextCursor=str(time.monotonic_ns()))
    elif MODE == "empty-cursor" and "cursor" not in request.get("params", {}):
        tools(request, nextCursor="")
    elif MODE == "many-tools":
        tools(request, [{**TOOL, "name": f"tool_{i}"} for i in range(100_000)])
    elif MODE == "deep-schema":
        tools(request, [{**TOOL, "inputSchema": schema(100)}])
    elif MODE == "deepest-schema":
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":%s}}\n' % (request["id"], "[" * 100_000 + "]" * 100_000))
    elif MODE == "network-ref":
        tools(request, [{**TOOL, "inputSchema": {"type": "object", "properties":
                         {"a": {"$ref": "http://127.0.0.1:9/schema.json"}}}}])
    elif MODE == "no-tools-list":
        result(request, {"things": []})
    elif MODE == "tools-no-list":
        result(request, {"tools": {"echo": {}}})
    elif MODE == "odd-entries":
        tools(request, [5, {}, {"name": ""}, {"name": "a b"}, {"name": "x" * 200, "inputSchema": {"type": "object"}},
                        {"name": "wrong", "inputSchema": {"type": "objekt"}},
                        {"name": "array", "inputSchema": {"type": "array"}}, TOOL, TOOL])
    elif MODE == "list-changed":
        say({"jsonrpc": "2.0", "method": "notifications/tools/list_changed"})
        tools(request)
    elif MODE == "asks":
        for number, method in enumerate(("ping", "roots/list", "sampling/createMessage", "elicitation/create")):
            say({"jsonrpc": "2.0", "id": f"s{number}", "method": method, "params": {}})
        answers = [json.loads(sys.stdin.readline()) for _ in range(4)]
        said = [a["result"] == {} if "result" in a else a["error"]["code"] for a in answers]
        tools(request, [{**TOOL, "name": "_".join(["was_told", *map(str, said)])}])
    elif MODE == "flood":
        while True:
            say({"jsonrpc": "2.0", "method": "notifications/message", "params": {"level": "info", "data": "x" * 1000}})
    elif MODE == "half-a-message":
        write('{"jsonrpc":"2.0","id":%d,"result":{"to' % request["id"])
        sys.exit(0)
    elif MODE == "batch":
        write(json.dumps([{"jsonrpc": "2.0", "method": "notifications/message", "params": {}},
                          {"jsonrpc": "2.0", "id": request["id"], "result": {"tools": [TOOL]}}]) + "\n")
    elif MODE == "both":
        say({"jsonrpc": "2.0", "id": request["id"], "result": {"tools": [TOOL]}, "error": {"code": 5, "message": "or not"}})
    elif MODE == "nan":
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":[{"name":"echo","x":NaN}]}}\n' % request["id"])
    elif MODE == "surrogate":
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":[{"name":"\\ud800"}]}}\n' % request["id"])
    elif MODE == "not-utf8":
        sys.stdout.buffer.write(b'{"jsonrpc":"2.0","id":%d,"result":{"tools":[{"name":"e\xff"}]}}\n' % request["id"])
        sys.stdout.flush()
    elif MODE == "float-id":
        write('{"jsonrpc":"2.0","id":%d.0,"result":{"tools":[]}}\n' % request["id"])
    elif MODE == "null-id":
        say({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "Parse error"}})
    elif MODE == "no-newline":
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":[]}}' % request["id"])
    elif MODE == "carriage-returns":
        write('{"jsonrpc":"2.0","id":%d,"result":{"tools":[%s]}}\r\n' % (request["id"], json.dumps(TOOL)))
    elif MODE == "drip":
        for byte in json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {"tools": [TOOL] * 50}}):
            write(byte)
            time.sleep(0.05)
    elif MODE == "large-text":
        tools(request, [{**TOOL, "description": "x" * (4 << 20)}])
    elif MODE == "asks-for-ever":  # and reads none of the answers
        while True:
            say({"jsonrpc": "2.0", "id": "again", "method": "ping"})
    elif MODE == "stderr-flood":
        threading.Thread(target=flood_log, daemon=True).start()
        time.sleep(1)
        tools(request)
    elif MODE == "bytes":
        sys.stdout.buffer.write(b"\xff\xfe\x00 not text\n")
        sys.stdout.buffer.write(b"\x00" * 5000 + b"\n")
        sys.stdout.flush()
        tools(request)
    else:
        tools(request)


def flood_log():
    block = b"x" * 65536
    while True:
        os.write(2, block)


def leave_many():
    """Descendants that hold the pipes, heed nothing and are nobody's group."""
    for _ in range(20):
        if os.fork() == 0:
            os.setsid()
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            if os.fork() > 0:
                os._exit(0)
            time.sleep(600)
            os._exit(0)


def call(request):
    if MODE == "progress-for-ever":
        while True:
            say({"jsonrpc": "2.0", "method": "notifications/progress",
                 "params": {"progressToken": request["params"]["_meta"]["progressToken"], "progress": 1}})
            time.sleep(0.05)
    if MODE == "exit-in-call":
        os._exit(0)
    if MODE == "silent-call":
        return
    if MODE == "wrong-result":
        result(request, {"content": [], "structuredContent": {"sum": "two"}})
        return
    if MODE == "no-content":
        result(request, {})
        return
    if MODE == "error-result":
        result(request, {"content": [{"type": "text", "text": "it broke"}], "isError": True})
        return
    result(request, {"content": [{"type": "text", "text": "done"}]})


def main():
    if MODE == "silent":
        time.sleep(600)
    if MODE == "exits":
        print("there is no key", file=sys.stderr)
        sys.exit(1)
    if MODE == "rubbish-first":
        write("Starting server...\n\nlistening\n{\"level\": \"info\"}\n")
    if MODE == "only-rubbish":
        while True:
            write("I am no MCP server\n")
    if MODE == "ignores-term":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if MODE == "many-children":
        leave_many()
    if MODE == "closes-input":
        os.close(0)
        time.sleep(600)
    if MODE == "answers-unasked":
        initialize({"id": 1, "params": {"protocolVersion": "2025-11-25"}})
    if MODE == "mark-of-order":
        write("\ufeff")
    if MODE == "children":
        for extra in ({}, {"start_new_session": True}):
            subprocess.Popen(["sleep", "600.125"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, **extra)
    if MODE == "closes-output":
        os.close(1)
        time.sleep(600)
    for line in sys.stdin:
        request = json.loads(line)
        method = request.get("method")
        if RECORD:
            with open(RECORD, "a", encoding="utf-8") as log:
                print(line, end="", file=log)
        if method == "initialize":
            if MODE == "silent-initialize":
                continue
            if MODE == "list-for-object":
                result(request, [])
            elif MODE == "refuses":
                say({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32000, "message": "not today"}})
            elif MODE == "old":
                result(request, {"protocolVersion": "1.0", "capabilities": {"tools": {}}, "serverInfo": {}})
            elif MODE in ("modern", "modern-silent"):
                say({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "Method not found"}})
            elif MODE == "unsupported":
                say({"jsonrpc": "2.0", "id": request["id"],
                     "error": {"code": -32022, "message": "Unsupported", "data": {"supported": ["2026-07-28"]}}})
            elif MODE == "wrong-version":
                say({"jsonrpc": "1.0", "id": request["id"], "result": {}})
            else:
                initialize(request)
        elif method == "server/discover":
            if MODE in ("modern", "unsupported"):
                result(request, {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}})
            else:
                say({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "Method not found"}})
        elif method == "tools/list":
            list_tools(request)
        elif method == "tools/call":
            call(request)
        elif method == "ping":
            result(request, {})
        elif "id" in request and method:
            say({"jsonrpc": "2.0", "id": request["id"], "error": {"code": -32601, "message": "Method not found"}})
    while MODE in ("ignores-close", "ignores-term"):
        time.sleep(1)


if __name__ == "__main__":
    TOOL["annotations"] = {"readOnlyHint": MODE != "undeclared"}
    if MODE == "wrong-result":
        TOOL["outputSchema"] = {"type": "object", "properties": {"sum": {"type": "number"}}}
    main()
