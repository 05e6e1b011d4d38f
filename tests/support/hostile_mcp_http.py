#!/usr/bin/python3
"""An MCP server over Streamable HTTP that misbehaves in the way its first argument names. It prints
the port that it listens on.

It is a fake, since no real server can be told to do such things.
"""

import gzip
import http.server
import json
import sys
import threading
import time

MODE = sys.argv[1]
TOOL = {"name": "echo", "inputSchema": {"type": "object", "properties": {}}, "annotations": {"readOnlyHint": True}}
STATE = {"initialized": 0, "lost": False, "gets": 0, "ended": threading.Event()}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, body=b"", kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def events(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()

    def write(self, text):
        self.wfile.write(text.encode())
        self.wfile.flush()

    def result(self, request, content, **headers):
        self.answer(200, json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": content}).encode(), **headers)

    def event_of(self, request, content):
        return "data: " + json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": content}) + "\n\n"

    def do_GET(self):
        STATE["gets"] += 1
        if MODE == "resume" and self.headers.get("Last-Event-ID"):
            self.events()
            self.write("id: 9\n" + self.event_of({"id": STATE["id"]}, {"tools": [TOOL]}))
        elif MODE == "resume-never" and self.headers.get("Last-Event-ID"):
            self.events()
            self.write("id: 9\nretry: 10\ndata:\n\n")
        elif MODE == "endless-get":
            self.events()
            while True:
                self.write(": still here\n\n")
                time.sleep(0.05)
        elif MODE == "get-500":
            self.answer(500)
        else:
            self.answer(405)
        self.close_connection = True

    def do_DELETE(self):
        if MODE == "slow-delete":
            time.sleep(30)
        self.answer(405 if MODE == "no-delete" else 200)

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        method = request.get("method")
        if MODE == "silent":
            time.sleep(600)
        if MODE == "401":
            return self.answer(401, b'{"error":"who are you"}')
        if MODE == "large-error":
            self.send_response(500)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(200 << 20))
            self.end_headers()
            for _ in range(200):
                self.wfile.write(b"x" * (1 << 20))
            return None
        if MODE == "endless-headers":
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            while True:
                self.wfile.write(b"X-More: " + b"x" * 1000 + b"\r\n")
        if MODE == "drip":
            for byte in b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n" + b" " * 1000:
                self.wfile.write(bytes([byte]))
                time.sleep(0.05)
            return None
        if MODE == "no-http":
            self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")
            self.close_connection = True
            return None
        if MODE == "reset":
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
            self.close_connection = True
            return None
        if MODE == "gzip":  # 10 GB of spaces, if anybody unpacked them
            body = gzip.compress(b" " * (10 << 20)) * 1000
            return self.answer(200, body, Content_Encoding="gzip")
        if MODE == "modern":
            return self.answer(400, json.dumps({"jsonrpc": "2.0", "id": request.get("id"), "error": {
                "code": -32022, "message": "Unsupported protocol version", "data": {"supported": ["2026-07-28"]}}}).encode())
        if MODE == "500":
            return self.answer(500, b"<html>broken</html>", kind="text/html")
        if MODE == "404":
            return self.answer(404)
        if MODE == "redirect":
            return self.answer(307, Location="http://127.0.0.1:9/elsewhere?token=abcdefghij0123456789")
        if MODE == "html":
            return self.answer(200, b"<html>welcome</html>", kind="text/html")
        if MODE == "rubbish":
            return self.answer(200, b"hello")
        if method == "initialize":
            STATE["initialized"] += 1
            headers = {} if MODE == "no-session" else {"Mcp_Session_Id": f"s{STATE['initialized']}"}
            if MODE == "odd-session":
                headers = {"Mcp_Session_Id": "a b"}
            return self.result(request, {"protocolVersion": "2025-11-25", "capabilities": {"tools": {}},
                                         "serverInfo": {"name": MODE, "version": "1"}}, **headers)
        if "id" not in request or method is None:
            if MODE == "refuses-notification":
                return self.answer(400)
            if MODE == "slow-notification":
                time.sleep(30)
            return self.answer(202)
        if MODE == "session-lost" and not STATE["lost"]:
            STATE["lost"] = True
            return self.answer(404)
        if MODE == "session-lost-for-ever":
            return self.answer(404)
        if method == "tools/list":
            return self.list_tools(request)
        if method == "tools/call" and MODE == "cut-in-call":
            self.events()
            self.write("data: {\"jsonrpc\":")
            self.close_connection = True
            return None
        return self.result(request, {"content": [{"type": "text", "text": "done"}]})

    def list_tools(self, request):
        if MODE == "accepts-only":
            return self.answer(202)
        if MODE == "error-status":
            return self.answer(400, json.dumps({"jsonrpc": "2.0", "id": request["id"],
                                                "error": {"code": -32600, "message": "bad"}}).encode())
        if MODE == "half-event":
            self.events()
            self.write("id: 1\ndata: {\"jsonrpc\":\"2.0\",")
            self.close_connection = True
            return None
        if MODE == "no-event":
            self.events()
            self.write("data: \n\n: nothing\n\n")
            self.close_connection = True
            return None
        if MODE in ("resume", "resume-never"):
            STATE["id"] = request["id"]
            self.events()
            self.write("id: 8\nretry: 50\ndata:\n\n")
            self.close_connection = True
            return None
        if MODE == "endless":
            self.events()
            while True:
                self.write(": still here\n\n")
                time.sleep(0.02)
        if MODE == "endless-line":
            self.events()
            self.write("data: ")
            while True:
                self.write("x" * 65536)
        if MODE == "stalls":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.write('{"jsonrpc"')
            time.sleep(600)
        if MODE == "endless-chunks":
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            while True:
                self.write("10000\r\n" + " " * 65536 + "\r\n")
        if MODE == "endless-notifications":
            self.events()
            while True:
                self.write('data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"x"}}\n\n')
        if MODE == "events-as-json":
            return self.answer(200, self.event_of(request, {"tools": [TOOL]}).encode())
        if MODE == "json-as-events":
            return self.answer(200, json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {"tools": [TOOL]}}).encode(),
                               kind="text/event-stream")
        if MODE == "batch":
            return self.answer(200, json.dumps([{"jsonrpc": "2.0", "id": request["id"], "result": {"tools": [TOOL]}}]).encode())
        if MODE == "rubbish-events":
            self.events()
            self.write("data: hello\n\nevent: message\ndata: {}\n\n" + self.event_of(request, {"tools": [TOOL]}))
            self.close_connection = True
            return None
        if MODE == "no-content":
            return self.answer(204)
        if MODE == "other-answer":
            return self.result({"id": "x"}, {"tools": []})
        if MODE == "asks":
            self.events()
            self.write('data: {"jsonrpc":"2.0","id":"s1","method":"ping"}\n\n')
            time.sleep(0.2)
            self.write("event: message\r\n" + self.event_of(request, {"tools": [TOOL]}).replace("\n", "\r\n"))
            self.close_connection = True
            return None
        return self.result(request, {"tools": [TOOL]})


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


if __name__ == "__main__":
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()
