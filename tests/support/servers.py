"""Servers on free ports of this machine, for tests of what asks services.

    with Servers() as servers:
        one = servers.http(status=503)           # one.url(), one.connections, one.requests
        servers.certificates.leaf(days=5)        # made by the openssl command

All run in one thread of the test, by asyncio; each counts who came.
"""

import asyncio
import datetime
import pathlib
import socket
import ssl
import subprocess
import tempfile
import threading


class Server:
    """One listener: what it was asked is in `requests`, by request line."""

    def __init__(self, handle, host):
        self.handle = handle
        self.host = host
        self.port = 0
        self.scheme = "http"
        self.connections = 0
        self.requests = []
        self.headers = []

    def url(self, path="/", host=None, scheme=None):
        return f"{scheme or self.scheme}://{host or self.host}:{self.port}{path}"

    async def serve(self, reader, writer):
        self.connections += 1
        try:
            await self.handle(self, reader, writer)
        except (ConnectionError, ssl.SSLError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def read_request(self, reader):
        """The request line, None at the end of the connection."""
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        lines = head.decode("latin-1").split("\r\n")
        self.requests.append(lines[0])
        self.headers.append(dict(line.split(": ", 1) for line in lines[1:] if ": " in line))
        return lines[0]


KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256")  # made in no time, unlike RSA's


class Certificates:
    """An authority of its own, and what it signs; by the openssl command."""

    def __init__(self, directory):
        self.directory = pathlib.Path(directory)
        self.authority = self.directory / "authority.pem"
        self.made = 0
        (self.directory / "index.txt").write_text("")
        (self.directory / "openssl.cnf").write_text(
            "[ca]\ndefault_ca = own\n[own]\n"
            f"dir = {self.directory}\ndatabase = $dir/index.txt\nnew_certs_dir = $dir\n"
            "rand_serial = yes\ndefault_md = sha256\npolicy = any\ncopy_extensions = copy\n"
            "unique_subject = no\nemail_in_dn = no\n[any]\ncommonName = supplied\n")
        self.openssl("req", "-x509", *KEY, "-nodes", "-keyout", "authority.key",
                     "-out", "authority.pem", "-days", "3650", "-subj", "/CN=authority of a test",
                     "-addext", "basicConstraints=critical,CA:TRUE")

    def openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.directory, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"openssl {' '.join(arguments)}: {done.stderr}")

    def leaf(self, days=365.5, begins=-30.0, names="DNS:localhost,IP:127.0.0.1"):
        """A context for servers: valid from `begins` to `days` from now."""
        self.made += 1
        name = f"leaf{self.made}"
        self.openssl("req", "-new", *KEY, "-nodes", "-keyout", f"{name}.key",
                     "-out", f"{name}.csr", "-subj", f"/CN={name}", "-addext",
                     f"subjectAltName={names}")
        self.openssl("ca", "-batch", "-notext", "-config", "openssl.cnf", "-cert", "authority.pem",
                     "-keyfile", "authority.key", "-in", f"{name}.csr", "-out", f"{name}.pem",
                     "-startdate", self.date(begins), "-enddate", self.date(days))
        return self.context(name)

    def self_signed(self):
        self.openssl("req", "-x509", *KEY, "-nodes", "-keyout", "self.key", "-out",
                     "self.pem", "-days", "90", "-subj", "/CN=localhost", "-addext",
                     "subjectAltName=DNS:localhost,IP:127.0.0.1")
        return self.context("self")

    def context(self, name):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.directory / f"{name}.pem", self.directory / f"{name}.key")
        return context

    @staticmethod
    def date(days):
        moment = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
        return moment.strftime("%Y%m%d%H%M%SZ")


class Servers:
    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.listeners = []
        self.sockets = []
        self.directory = None
        self._certificates = None

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.end_tasks(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
        for one in self.sockets:
            one.close()
        if self.directory:
            self.directory.cleanup()

    async def end_tasks(self):
        for listener in self.listeners:
            listener.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    @property
    def certificates(self):
        if self._certificates is None:
            self.directory = tempfile.TemporaryDirectory(prefix="aether-certificates-")
            self._certificates = Certificates(self.directory.name)
        return self._certificates

    def start(self, handle, tls=None, host="127.0.0.1", backlog=4096):
        server = Server(handle, host)
        listener = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(server.serve, host, 0, ssl=tls, backlog=backlog), self.loop)
        self.listeners.append(listener.result())
        server.port = listener.result().sockets[0].getsockname()[1]
        server.scheme = "https" if tls else "http"
        return server

    def http(self, status=200, body=b"{}", delay=0.0, headers=(), tls=None, **more):
        """Answers every request alike; `delay` seconds pass first."""
        async def handle(server, reader, writer):
            while await server.read_request(reader):
                if delay:
                    await asyncio.sleep(delay)
                lines = [f"HTTP/1.1 {status} x", f"Content-Length: {len(body)}", *headers, "", ""]
                writer.write("\r\n".join(lines).encode() + body)
                await writer.drain()
        return self.start(handle, tls=tls, **more)

    def raw(self, data, wait=False, **more):
        """Sends these bytes whatever it is asked, and closes, or keeps silent."""
        async def handle(server, reader, writer):
            await server.read_request(reader)
            writer.write(data)
            await writer.drain()
            if wait:
                await reader.read()
        return self.start(handle, **more)

    def endless(self, **more):
        """An answer that does not end."""
        async def handle(server, reader, writer):
            await server.read_request(reader)
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while True:
                writer.write(b"x" * 65536)
                await writer.drain()
        return self.start(handle, **more)

    def silent(self, **more):
        """Accepts and never says anything."""
        async def handle(_server, reader, _writer):
            while await reader.read(65536):
                pass
        return self.start(handle, **more)

    def proxy(self, status=200, **more):
        """Says that it is one, to whatever is asked of it."""
        return self.http(status=status, body=b"by the proxy", **more)

    def full(self):
        """A port whose queue is full: who comes now gets no answer, as from a host that is gone."""
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        self.sockets.append(listener)
        for _ in range(8):
            caller = socket.socket()
            caller.setblocking(False)
            caller.connect_ex(listener.getsockname())
            self.sockets.append(caller)
        return f"127.0.0.1:{listener.getsockname()[1]}"

    def closed(self):
        """A port where nobody listens, kept from others."""
        kept = socket.socket()
        kept.bind(("127.0.0.1", 0))
        self.sockets.append(kept)
        return f"127.0.0.1:{kept.getsockname()[1]}"
