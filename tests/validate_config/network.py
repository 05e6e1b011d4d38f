#!/usr/bin/env python3
"""Holds validate_config --check-network against real servers on this machine: what is up, refused, black-holed, silent,
slow, unknown by name, with certificates of every kind, what redirects, and 200 services at once; nothing may be contacted
that is not an effective address. Usage: network.py VALIDATE_CONFIG."""

# @.architecture
# Incoming: tests/validate_config/CMakeLists.txt --- {path of the tool}
# Processing: Servers, certificates(), main() --- {2 jobs: fixture_making, test_execution}
# Outgoing: terminal and ctest --- {findings that are missing or too many}

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512

    def __init__(self, status=200, wait=0.0, location=None, body=b"{}", context=None):
        self.status, self.wait, self.location, self.body, self.contacts = status, wait, location, body, 0
        super().__init__(("127.0.0.1", 0), Handler)
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def verify_request(self, request, client_address):
        self.contacts += 1
        return True

    def handle_error(self, request, client_address):
        pass

    @property
    def port(self):
        return self.server_address[1]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        time.sleep(self.server.wait)
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *arguments):
        pass


def certificates(directory):
    """ca.pem, and for each kind a file with certificate and key."""
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], cwd=directory, check=True, capture_output=True)

    (directory / "ca.cnf").write_text("[ca]\ndefault_ca = own\n[own]\ndir = .\nnew_certs_dir = .\ndatabase = index.txt\n"
                                      "serial = serial\ndefault_md = sha256\npolicy = any\ncopy_extensions = copy\n"
                                      "unique_subject = no\n[any]\ncommonName = supplied\n")
    (directory / "index.txt").touch()
    (directory / "serial").write_text("01\n")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "100", "-subj", "/CN=Test CA", "-keyout", "ca.key",
            "-out", "ca.pem")
    day = 86400
    for name, host, begin, end in (("good", "localhost", -day, 300 * day), ("other", "other.invalid", -day, 300 * day),
                                   ("expired", "localhost", -20 * day, -10 * day), ("expiring", "localhost", -day, 5.5 * day)):
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}",
                "-keyout", f"{name}.key", "-out", f"{name}.csr")
        openssl("ca", "-batch", "-config", "ca.cnf", "-cert", "ca.pem", "-keyfile", "ca.key", "-in", f"{name}.csr", "-out",
                f"{name}.crt", "-startdate", moment(begin), "-enddate", moment(end), "-notext")
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "100", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=DNS:localhost", "-keyout", "own.key", "-out", "own.crt")


def moment(seconds):
    return time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() + seconds))


def context(directory, name):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(directory / f"{name}.crt", directory / f"{name}.key")
    return made


def black_hole():
    """A listener whose queue is full: connections to it are never accepted."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = []
    for _ in range(4):
        filler = socket.socket()
        filler.setblocking(False)
        try:
            filler.connect(listener.getsockname())
        except BlockingIOError:
            pass
        fillers.append(filler)
    time.sleep(0.2)
    return listener, fillers


def speaker(text):
    """Says a text to whoever connects, and no HTTP; None says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        held = []
        while True:
            connection, _ = listener.accept()
            if text is not None:
                connection.sendall(text)
                connection.close()
            else:
                held.append(connection)

    threading.Thread(target=serve, daemon=True).start()
    return listener.getsockname()[1]


def backend(root, urls, more=""):
    """A tree whose settings have these services."""
    (root / "config").mkdir(parents=True)
    fields = "".join(f'    {name}_url: str = "{url}"\n' for name, url in urls.items())
    (root / "config/settings.py").write_text(
        "from pydantic import BaseModel\n\n\nclass IntegrationSettings(BaseModel):\n" + fields + more +
        "\n\nclass Settings(BaseModel):\n    integrations: IntegrationSettings = IntegrationSettings()\n\n\n"
        "def get_settings() -> Settings:\n    return Settings()\n")
    return root


def ask(program, root, *arguments, **variables):
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"} | variables
    begin = time.monotonic()
    done = subprocess.run([program, "--root", str(root), "--select", "network/*", "--check-network", "--json", *arguments],
                          env=environment, text=True, capture_output=True, check=False)
    seconds = time.monotonic() - begin
    if done.returncode not in (0, 1):
        raise SystemExit(f"exit {done.returncode}: {done.stderr}")
    return json.loads(done.stdout), seconds


def main():
    program = sys.argv[1]
    scratch = Path(tempfile.mkdtemp(prefix="aether-network-"))
    failures = []

    def expect(what, condition):
        if not condition:
            failures.append(what)
            print(f"FAILED: {what}")

    certificates(scratch)
    target, inert, disabled = Server(), Server(), Server()
    closed = socket.create_server(("127.0.0.1", 0))
    refused = closed.getsockname()[1]
    closed.close()
    hole, fillers = black_hole()
    urls = {"up": f"http://127.0.0.1:{Server().port}/", "refused": f"http://127.0.0.1:{refused}/",
            "hole": f"http://127.0.0.1:{hole.getsockname()[1]}/", "silent": f"http://127.0.0.1:{speaker(None)}/",
            "slow": f"http://127.0.0.1:{Server(wait=0.7).port}/", "unknown": "http://no-such-host.invalid/",
            "redirecting": f"http://127.0.0.1:{Server(302, location=f'http://127.0.0.1:{target.port}/').port}/",
            "failing": f"http://127.0.0.1:{Server(503).port}/", "routeless": f"http://127.0.0.1:{Server(404).port}/",
            "locked": f"http://user:hunter2secret@127.0.0.1:{Server(401).port}/", "huge": f"http://127.0.0.1:{Server(body=b'x' * 3000000).port}/",
            "chatty": f"http://127.0.0.1:{speaker(b'SSH-2.0-OpenSSH_9.2' + bytes([13, 10]))}/",
            "cache": f"redis://:hunter2secret@127.0.0.1:{speaker(None)}/0", "cache_down": f"redis://127.0.0.1:{refused}/0"}
    for name in ("good", "other", "expired", "expiring", "own"):
        urls[f"tls_{name}"] = f"https://localhost:{Server(context=context(scratch, name)).port}/"
    urls["off"] = f"http://127.0.0.1:{disabled.port}/"
    tree = backend(scratch / "tree", urls, "    off_enabled: bool = False\n")
    (tree / "config/environments").mkdir()
    (tree / "config/environments/production.yaml").write_text(
        f"integrations: {{up_url: 'http://127.0.0.1:{inert.port}/'}}\n")

    answer, seconds = ask(program, tree, "--timeout", "2s", SSL_CERT_FILE=str(scratch / "ca.pem"))
    lines = (tree / "config/settings.py").read_text().splitlines()
    found = {lines[one["line"] - 1].partition("_url")[0].strip(): one for one in answer["findings"]
             if one["rule"].startswith("network/")}
    for name, rule, severity, text in (
            ("refused", "network/connect", "warning", "refuses the connection"),
            ("hole", "network/timeout", "warning", "no connection to"), ("silent", "network/timeout", "warning", "no answer of"),
            ("unknown", "network/name", "warning", "there is no host"), ("redirecting", "network/redirect", "note", "redirects to"),
            ("failing", "network/http", "error", "503"), ("chatty", "network/http", "error", "no HTTP"),
            ("cache_down", "network/connect", "warning", "refuses the connection"),
            ("tls_other", "network/tls", "error", "another name"), ("tls_expired", "network/tls", "error", "expired"),
            ("tls_expiring", "network/tls", "warning", "expires in 5 days"),
            ("tls_own", "network/tls", "error", "signed by none but itself")):
        one = found.pop(name, None)
        expect(f"{name}: {rule} {severity} ({text}): {one}",
               one is not None and one["rule"] == rule and one["severity"] == severity and text in one["message"]
               and one["file"] == "config/settings.py")
    expect(f"no other findings: {found}", not found)
    expect(f"{seconds:.2f} s for services of which the slowest takes 2", seconds < 4)
    expect("a redirect is not followed", target.contacts == 0)
    expect("an address that nothing reads is not asked", inert.contacts == 0)
    expect("a service that is off is not asked", disabled.contacts == 0)
    expect("no password in the answer", "hunter2secret" not in json.dumps(answer))
    expect("every service is told", {one["name"] for one in answer["services"]} == set(urls))

    # All at once: in little more than the slowest one's time.
    slow = [Server(wait=0.5) for _ in range(20)]
    many = backend(scratch / "many", {f"s{i}": f"http://127.0.0.1:{slow[i % 20].port}/{i}" for i in range(200)})
    without = ask(program, backend(scratch / "none", {}))[1]
    answer, seconds = ask(program, many, "--timeout", "10s")
    print(f"200 services of 0.5 s each: {seconds:.2f} s; without any {without:.2f} s")
    expect("all 200 answer", not [one for one in answer["findings"] if one["rule"].startswith("network/")])
    expect(f"200 services take {seconds:.2f} s", seconds < without + 3)
    expect("each is asked once", sum(one.contacts for one in slow) == 200)

    # A proxy of the environment is asked in the services' place.
    proxy = Server()
    answer, _ = ask(program, backend(scratch / "proxied", {"far": "http://far.invalid/"}), http_proxy=f"http://127.0.0.1:{proxy.port}")
    expect("the proxy is asked", proxy.contacts == 1 and
           not [one for one in answer["findings"] if one["rule"].startswith("network/")])
    hole.close()
    for one in fillers:
        one.close()
    shutil.rmtree(scratch)
    print(f"{len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
