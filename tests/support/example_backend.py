#!/usr/bin/python3
"""A backend that answers the routes of share/examples/aether-backend over HTTP, as its OpenAPI document
says, and prints the port that it listens on.

    example_backend.py OPENAPI.json [RECORD]

RECORD gets a line for each request: method, path, body. Files with the name of RECORD and an ending
change what is answered: `.broken` makes every tool answer 500, `.wrong` a body of another shape.
"""

import http.server
import json
import pathlib
import sys
import urllib.parse

DOCUMENT = pathlib.Path(sys.argv[1])
RECORD = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
CONVERSATIONS = [{"id": f"conv_{number:016x}", "title": f"Talk {number}"} for number in range(30)]


def conversations(query):
    limit = int(query.get("limit", ["20"])[0])
    return (200, CONVERSATIONS[:limit]) if 1 <= limit <= 100 else (422, {"detail": "limit"})


def required(name, make):
    return lambda query: (200, make(query[name][0])) if name in query else (422, {"detail": f"{name} is missing"})


ROUTES = {
    "/v1/conversations": conversations,
    "/v1/perplexica/search": required("query", lambda text: {"answer": f"of {text}", "sources": []}),
    "/v1/docling/convert": required("path", lambda path: f"# {path}"),
    "/v1/mcp/list_servers": lambda query: (200, ["everything", "files"]),
    "/v1/tools": lambda query: (200, {}),
    "/health": lambda query: (200, {"status": "healthy"}),
    "/v1/health": lambda query: (200, {"status": "healthy"}),
}


def has(change):
    return RECORD is not None and RECORD.with_name(RECORD.name + change).exists()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def answer(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def handle_one(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if RECORD:
            with RECORD.open("a", encoding="utf-8") as log:
                print(self.command, self.path, body, file=log)
        url = urllib.parse.urlsplit(self.path)
        if url.path == "/openapi.json":
            return self.answer(200, json.loads(DOCUMENT.read_text(encoding="utf-8")))
        route = ROUTES.get(url.path)
        if route is None:
            return self.answer(404, {"detail": "Not Found"})
        if self.command != "GET":
            return self.answer(405, {"detail": "Method Not Allowed"})
        if has(".broken"):
            return self.answer(500, {"detail": "it broke"})
        if has(".wrong"):
            return self.answer(200, {"other": 1})
        return self.answer(*route(urllib.parse.parse_qs(url.query)))

    do_GET = do_POST = do_DELETE = do_OPTIONS = do_PUT = do_PATCH = handle_one


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    print(server.server_address[1], flush=True)
    server.serve_forever()
