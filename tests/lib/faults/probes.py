#!/usr/bin/python3
"""lib/net against real servers on this machine, good and bad.

Usage: probes.py [--alone | --together] PATH_OF_probe_services [TEST...]
"""

import json
import os
import pathlib
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "support"))
sys.dont_write_bytecode = True
from alone import alone, main, take_part  # noqa: E402
from servers import Servers  # noqa: E402

PROGRAM = None
# How many times longer than on an idle machine something may take; the variable is set where the
# program runs under sanitizers.
SLACK = 10.0 if os.environ.get("AETHER_SHORT_FAULTS") else 4.0

SILENT_NAME_SERVER = """
import socket, time
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
time.sleep(20)
"""


def probe(*urls, each=3000, everything=10000, max_body=None, environment=None, wrap=(), files=None):
    """The results by their order, and how long the program took, in seconds."""
    variables = {name: value for name, value in os.environ.items()
                 if not name.lower().endswith("_proxy")
                 and name not in ("SSL_CERT_FILE", "CURL_CA_BUNDLE")}
    arguments = [*wrap, PROGRAM, str(each), str(everything)]
    if max_body is not None:
        arguments.append(str(max_body))

    def limit():
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, files)

    begun = time.monotonic()
    done = subprocess.run(arguments, input="".join(url + "\n" for url in urls), text=True,
                          capture_output=True, check=False, timeout=60, preexec_fn=limit,
                          env={**variables, **(environment or {})})
    took = time.monotonic() - begun
    if done.returncode != 0:
        raise AssertionError(f"status {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)["results"], took


class Probes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.servers = Servers().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.servers.__exit__()

    def one(self, url, **more):
        results, took = probe(url, **more)
        return results[0], took

    def expect(self, result, outcome, **more):
        self.assertEqual(result["outcome"], outcome, result)
        self.assertEqual(result["message"] == "", outcome == "ok", result)
        for name, value in more.items():
            self.assertEqual(result.get(name), value, f"{name} of {result}")

    def wait_for_connections(self, server, count):
        """A server learns of who came and went when its turn comes."""
        until = time.monotonic() + 10
        while server.connections < count and time.monotonic() < until:
            time.sleep(0.01)
        self.assertEqual(server.connections, count)

    # What is up

    @alone
    def test_an_answer_with_its_times(self):
        server = self.servers.http(body=b'{"status": "ok"}', delay=0.05)
        result, _ = self.one(server.url("/health"))
        self.expect(result, "ok", status=200, phase="done", body='{"status": "ok"}',
                    address=f"127.0.0.1:{server.port}", body_is_cut=False, redirect="")
        self.assertEqual(server.requests, ["GET /health HTTP/1.1"])
        self.assertLessEqual(result["name_us"], result["connection_us"])
        self.assertLess(result["connection_us"], result["first_byte_us"])
        self.assertGreaterEqual(result["first_byte_us"], 50_000)
        self.assertLessEqual(result["first_byte_us"], result["total_us"])
        self.assertIsNone(result["tls_us"])

    def test_every_status(self):
        for status in (200, 204, 401, 403, 404, 429, 500, 503):
            server = self.servers.http(status=status, body=b"")
            result, _ = self.one(server.url())
            self.expect(result, "ok" if status < 400 else "http_error", status=status, phase="done")

    def test_a_connection_is_enough_for_what_is_no_http(self):
        server = self.servers.silent()
        port = server.port
        results, _ = probe(*(f"{scheme}://user:sesame@127.0.0.1:{port}/0?x=1" for scheme in (
            "tcp", "redis", "postgresql", "postgresql+asyncpg", "postgres", "ws", "REDIS")))
        for result in results:
            self.expect(result, "ok", status=0, phase="done", address=f"127.0.0.1:{port}")
            self.assertIsNotNone(result["connection_us"])
        self.wait_for_connections(server, 7)

    def test_localhost_by_both_families(self):
        server = self.servers.http()
        result, _ = self.one(server.url(host="localhost"))
        self.expect(result, "ok", address=f"127.0.0.1:{server.port}")

    def test_ipv6(self):
        try:
            server = self.servers.http(host="::1")
        except OSError:
            self.skipTest("no IPv6 here")
        result, _ = self.one(f"http://[::1]:{server.port}/")
        self.expect(result, "ok", address=f"[::1]:{server.port}")

    def test_a_socket_of_a_path(self):
        with tempfile.TemporaryDirectory() as directory:
            path = f"{directory}/redis.sock"
            with socket.socket(socket.AF_UNIX) as listener:
                listener.bind(path)
                listener.listen()
                result, _ = self.one(f"unix://user:sesame@{path}?db=0")
                self.expect(result, "ok", address=path)
            os.unlink(path)
            result, _ = self.one(f"unix://{path}")
            self.expect(result, "refused", message=f"there is no socket {path}")

    def test_a_login_is_sent_and_never_told(self):
        server = self.servers.http(status=500)
        good = server.url().replace("//", "//user:sesame@", 1)
        bad = [f"http://user:sesame@{self.servers.closed()}/?token=sesame",
               f"http://user:sesame@{self.servers.full()}/", "http://user:sesame@no.invalid/",
               "http://user:se/same@host/", "redis://:sesame@", "postgresql://user:sesame@/x",
               "nothing://user:sesame@host", "http://user:sesame@host:99999/"]
        results, _ = probe(good, *bad, each=300)
        self.assertEqual(server.headers[0]["Authorization"], "Basic dXNlcjpzZXNhbWU=")
        for result in results:
            self.assertNotEqual(result["outcome"], "ok")
            self.assertNotIn("sesame", json.dumps(result))

    # What is down

    @alone
    def test_nobody_listens(self):
        place = self.servers.closed()
        results, took = probe(f"http://{place}/", f"tcp://{place}", f"https://{place}/")
        for result in results:
            self.expect(result, "refused", address=place, phase="connection",
                        message=f"{place} refuses the connection")
        self.assertLess(took, 1.0 * SLACK)
        by_name = place.replace("127.0.0.1", "localhost")
        result, _ = self.one(f"tcp://{by_name}")
        self.expect(result, "refused", message=f"{by_name} refuses the connection")

    @alone
    def test_a_full_queue_times_out_where_it_stands(self):
        place = self.servers.full()
        results, took = probe(f"http://{place}/", f"tcp://{place}", each=400)
        for result in results:
            self.expect(result, "timed_out", phase="connection",
                        message=f"no connection to {place} in 400 ms")
        self.assertLess(took, 1.0 * SLACK)

    @alone
    def test_no_answer(self):
        server = self.servers.silent()
        result, took = self.one(server.url(), each=400)
        self.expect(result, "timed_out", phase="answer",
                    message=f"no answer of 127.0.0.1:{server.port} in 400 ms")
        self.assertLess(took, 1.0 * SLACK)
        result, _ = self.one(server.url(scheme="https"), each=400)
        self.expect(result, "timed_out", phase="tls",
                    message=f"no TLS with 127.0.0.1:{server.port} in 400 ms")

    def test_an_answer_that_does_not_end(self):
        server = self.servers.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", wait=True)
        result, _ = self.one(server.url(), each=400)
        self.expect(result, "timed_out", phase="answer", status=200, body="abc",
                    message=f"the answer of 127.0.0.1:{server.port} did not end in 400 ms")

    @alone
    def test_the_deadline_of_all(self):
        server = self.servers.silent()
        quick = self.servers.http()
        results, took = probe(server.url(), quick.url(), server.url(scheme="tls"), each=30_000,
                              everything=500)
        self.expect(results[0], "cancelled", phase="answer",
                    message="it was not through at the deadline")
        self.expect(results[1], "ok")
        self.expect(results[2], "cancelled")
        self.assertLess(took, 1.0 * SLACK)

    def test_no_such_name(self):
        results, _ = probe("http://nowhere.invalid/", "tcp://nowhere.invalid:80",
                           "https://other.invalid/")
        for result, name in zip(results, ("nowhere", "nowhere", "other")):
            self.expect(result, "name_not_found", phase="name", address="",
                        message=f"there is no host `{name}.invalid`")

    def test_no_address(self):
        for url in ("", "host", "ftp://127.0.0.1/", "file:///etc/passwd", "http://", "tcp://host",
                    "http://host:99999/", "http://a b/", "unix://", "gopher://127.0.0.1:1/"):
            result, _ = self.one(url)
            self.expect(result, "bad_address", phase="not_begun")

    def test_no_http(self):
        for data in (b"SSH-2.0-OpenSSH_9.2\r\n", b"-ERR wrong number of arguments\r\n",
                     b"\x00\x01\x02\xff" * 20, b"<html>an answer of HTTP/0.9</html>"):
            server = self.servers.raw(data)
            result, _ = self.one(server.url())
            self.expect(result, "protocol_error", status=0,
                        message=f"127.0.0.1:{server.port} speaks no HTTP")

    def test_what_breaks_off(self):
        server = self.servers.raw(b"")
        result, _ = self.one(server.url())
        self.expect(result, "protocol_error")
        self.assertIn("without an answer", result["message"])
        server = self.servers.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        result, _ = self.one(server.url())
        self.expect(result, "protocol_error", status=200,
                    message=f"127.0.0.1:{server.port} broke off")

    # Answers

    @alone
    def test_a_huge_body_is_cut(self):
        server = self.servers.endless()
        result, took = self.one(server.url(), max_body=100_000)
        self.expect(result, "ok", status=200, body_size=100_000, body_is_cut=True)
        self.assertLess(took, 2.0 * SLACK)
        result, _ = self.one(server.url(), max_body=0)
        self.expect(result, "ok", status=200, body_size=0, body_is_cut=True)

    def test_a_body_of_just_the_limit(self):
        server = self.servers.http(body=b"x" * 1000)
        result, _ = self.one(server.url(), max_body=1000)
        self.expect(result, "ok", body_size=1000, body_is_cut=False)
        result, _ = self.one(server.url(), max_body=999)
        self.expect(result, "ok", body_size=999, body_is_cut=True)

    def test_redirects_are_told_and_not_followed(self):
        target = self.servers.http()
        for location, told in (
                (target.url("/login?token=sesame"), target.url("/login?token=***")),
                ("/login", None), ("//127.0.0.1:1/", "http://127.0.0.1:1/")):
            server = self.servers.http(status=307, headers=[f"Location: {location}"])
            result, _ = self.one(server.url("/a"))
            self.expect(result, "ok", status=307, redirect=told or server.url("/login"))
            self.assertEqual(server.connections, 1)
        self.assertEqual(target.connections, 0)

    def test_huge_headers(self):
        server = self.servers.raw(b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 2_000_000 + b"\r\n\r\n")
        result, _ = self.one(server.url())
        self.assertNotEqual(result["outcome"], "ok")

    # Certificates

    def trusted(self):
        return {"SSL_CERT_FILE": str(self.servers.certificates.authority)}

    def test_a_good_certificate(self):
        server = self.servers.http(tls=self.servers.certificates.leaf(days=100.5))
        result, _ = self.one(server.url(), environment=self.trusted())
        self.expect(result, "ok", status=200, certificate_days=100)
        self.assertGreater(result["tls_us"], result["connection_us"])
        result, _ = self.one(server.url(scheme="rediss"), environment=self.trusted())
        self.expect(result, "ok", status=0, certificate_days=100)

    def test_a_certificate_that_expires_soon(self):
        server = self.servers.http(tls=self.servers.certificates.leaf(days=5.5))
        result, _ = self.one(server.url(), environment=self.trusted())
        self.expect(result, "ok", certificate_days=5)

    def test_certificates_that_are_not_valid(self):
        make = self.servers.certificates
        for context, problem in (
                (make.leaf(days=-1.0), "expired"), (make.leaf(begins=2.0), "not_yet_valid"),
                (make.leaf(names="DNS:another.test"), "wrong_name"),
                (make.self_signed(), "self_signed")):
            server = self.servers.http(tls=context)
            for scheme in ("https", "tls"):
                result, _ = self.one(server.url(scheme=scheme), environment=self.trusted())
                self.expect(result, "tls_error", certificate_problem=problem, phase="tls", status=0)
            self.assertEqual(server.requests, [], "nothing is sent to whom is not trusted")

    def test_an_authority_that_is_not_known(self):
        server = self.servers.http(tls=self.servers.certificates.leaf())
        result, _ = self.one(server.url())
        self.expect(result, "tls_error", certificate_problem="unknown_issuer")
        result, _ = self.one(server.url(), environment={"CURL_CA_BUNDLE": "/nowhere.pem"})
        self.expect(result, "tls_error",
                    message="the file of trusted certificates cannot be read")

    def test_no_tls(self):
        server = self.servers.raw(b"HTTP/1.1 400 x\r\n\r\n")
        plain = self.servers.http()
        for url in (server.url(scheme="https"), plain.url(scheme="tls")):
            result, _ = self.one(url, each=1000)
            self.assertIn(result["outcome"], ("tls_error", "timed_out"), result)
            self.assertEqual(result["phase"], "tls", result)

    @alone
    def test_reading_certificates_adds_nothing_to_the_times_of_others(self):
        secure = self.servers.http(tls=self.servers.certificates.leaf())
        plain = self.servers.http()
        place = self.servers.full()
        results, took = probe(secure.url(), *(plain.url() for _ in range(5)), f"tcp://{place}",
                              each=int(500 * SLACK))
        self.assertEqual([one["outcome"] for one in results],
                         ["tls_error"] + ["ok"] * 5 + ["timed_out"])
        self.assertLess(took, 1.2 * SLACK, "TLS does not wait for what does not answer")
        self.assertLess(min(one["total_us"] for one in results[1:6]), 20_000 * SLACK)

    @alone
    def test_200_certificates_are_read_and_held_against_one_list(self):
        server = self.servers.http(host="0.0.0.0", tls=self.servers.certificates.leaf(names=",".join(
            f"IP:127.0.0.{1 + i}" for i in range(200))))
        urls = [server.url(host=f"127.0.0.{1 + i}") for i in range(200)]
        results, took = probe(*urls, each=30_000, everything=40_000, environment=self.trusted())
        for result in results:
            self.expect(result, "ok", certificate_days=365)
        results, took = probe(*urls, each=30_000, everything=40_000)
        for result in results:
            self.expect(result, "tls_error", certificate_problem="unknown_issuer")
        self.assertLess(took, 4.0 * SLACK)
        print(f"200 TLS servers: {took * 1000:.0f} ms")

    # Proxies

    def test_the_proxy_of_the_environment(self):
        server = self.servers.http()
        proxy = self.servers.proxy()
        environment = {"http_proxy": proxy.url()}
        result, _ = self.one(server.url("/x"), environment=environment)
        self.expect(result, "ok", body="by the proxy", address=f"127.0.0.1:{proxy.port}")
        self.assertEqual(proxy.requests, [f"GET {server.url('/x')} HTTP/1.1"])
        self.assertEqual(server.connections, 0)
        direct = "tcp://no.invalid:80"
        results, _ = probe(direct, "http://no.invalid/", environment=environment)
        self.expect(results[0], "name_not_found")
        self.expect(results[1], "ok", body="by the proxy")
        result, _ = self.one(server.url("/x"), environment={**environment, "NO_PROXY": "127.0.0.1"})
        self.expect(result, "ok", body="{}")
        self.assertEqual(server.connections, 1)
        result, _ = self.one(server.url("/x", scheme="tcp"), environment=environment)
        self.expect(result, "ok", address=f"127.0.0.1:{server.port}")
        self.assertEqual(proxy.connections, 2)

    def test_a_proxy_that_is_not_there_or_refuses(self):
        server = self.servers.http()
        place = self.servers.closed()
        result, _ = self.one(server.url(), environment={"http_proxy": f"http://u:sesame@{place}"})
        self.expect(result, "refused", address=place)
        result, _ = self.one(server.url(), environment={"http_proxy": "http://u:sesame@no.invalid:1"})
        self.expect(result, "proxy_error")
        proxy = self.servers.proxy(status=403)
        result, _ = self.one("https://nowhere.invalid/", environment={"https_proxy": proxy.url()})
        self.expect(result, "proxy_error", message=f"the proxy 127.0.0.1:{proxy.port} answers 403")
        self.assertEqual(server.connections, 0)

    # Many

    @alone
    def test_200_services_take_little_more_than_the_slowest(self):
        servers = [self.servers.http(delay=0.5 if i % 7 == 0 else 0.02 * (i % 5))
                   for i in range(200)]
        results, took = probe(*(server.url() for server in servers))
        for result in results:
            self.expect(result, "ok")
        self.assertEqual({server.connections for server in servers}, {1})
        self.assertLess(took, 0.9 * SLACK, "the slowest takes 0.5 s")
        print(f"200 servers, the slowest 500 ms: {took * 1000:.0f} ms")

    @alone
    def test_200_of_which_many_do_not_answer(self):
        silent = [self.servers.silent() for _ in range(60)]
        full = [self.servers.full() for _ in range(60)]
        good = [self.servers.http() for _ in range(80)]
        results, took = probe(*(one.url() for one in silent), *(f"tcp://{one}" for one in full),
                              *(one.url() for one in good), each=700)
        self.assertEqual([one["outcome"] for one in results],
                         ["timed_out"] * 120 + ["ok"] * 80)
        self.assertLess(took, 1.2 * SLACK, "the slowest takes 0.7 s")

    @alone
    def test_2000_hosts(self):
        server = self.servers.http(host="0.0.0.0")
        urls = [server.url(f"/{i}", host=f"127.0.{1 + i // 250}.{1 + i % 250}")
                for i in range(2000)]
        results, took = probe(*urls)
        for result in results:
            self.expect(result, "ok")
        self.assertEqual(server.connections, 2000)
        self.assertLess(took, 4.0 * SLACK)
        print(f"2,000 hosts: {took * 1000:.0f} ms")

    @alone
    def test_2000_slow_ones_take_little_more_than_the_slowest(self):
        server = self.servers.http(host="0.0.0.0", delay=1.0)
        results, took = probe(*(server.url(host=f"127.0.{1 + i // 250}.{1 + i % 250}")
                                for i in range(2000)))
        for result in results:
            self.expect(result, "ok")
        self.assertLess(took, 3.0 * SLACK, "the slowest takes 1 s")
        print(f"2,000 servers of 1 s each: {took * 1000:.0f} ms")

    @alone
    def test_2000_questions_to_one_host_share_connections(self):
        server = self.servers.http()
        results, took = probe(*(server.url(f"/{i}") for i in range(2000)))
        for result in results:
            self.expect(result, "ok")
        self.assertEqual(len(set(server.requests)), 2000)
        self.assertLess(server.connections, 2000)
        self.assertLess(took, 4.0 * SLACK)
        print(f"2,000 questions to one host: {took * 1000:.0f} ms, "
              f"{server.connections} connections")

    def test_few_open_files_are_enough(self):
        server = self.servers.http(host="0.0.0.0")
        urls = [server.url(host=f"127.0.{1 + i // 250}.{1 + i % 250}") for i in range(1000)]
        for files in ((64, 64), (256, 256), (64, 4096)):
            results, _ = probe(*urls, files=files)
            self.assertEqual({one["outcome"] for one in results}, {"ok"}, files)

    # libcurl

    def test_without_libcurl_it_is_told_what_is_missing(self):
        with tempfile.TemporaryDirectory() as directory:
            pathlib.Path(directory, "libcurl.so.4").write_bytes(b"no library")
            done = subprocess.run([PROGRAM, "100", "100"], input="", text=True, check=False,
                                  capture_output=True, env={"LD_LIBRARY_PATH": directory})
        self.assertEqual(done.returncode, 69)
        self.assertIn("asking services needs libcurl.so.4 (Debian: the package libcurl4)",
                      done.stderr)

    # Name servers

    @alone
    def test_a_name_server_that_does_not_answer_holds_nobody_up(self):
        for name in ("unshare", "mount", "ip"):
            if shutil.which(name) is None:
                self.skipTest(f"{name} is missing")
        with tempfile.TemporaryDirectory() as directory:
            resolv = pathlib.Path(directory, "resolv.conf")
            resolv.write_text("nameserver 127.0.0.1\noptions timeout:30 attempts:2\n")
            script = (
                "ip link set lo up && mount --bind \"$1\" /etc/resolv.conf || exit; shift\n"
                f"{sys.executable} -c '{SILENT_NAME_SERVER}' &\n"
                "until grep -q 0100007F:0035 /proc/net/udp; do sleep 0.05; done\n"
                "\"$@\"; status=$?; kill $!; exit $status\n")
            wrap = ["unshare", "--user", "--map-root-user", "--net", "--mount", "sh", "-c", script,
                    "sh", str(resolv)]
            if subprocess.run(["unshare", "--user", "--map-root-user", "--net", "--mount", "mount",
                               "--bind", str(resolv), "/etc/resolv.conf"], capture_output=True,
                              check=False).returncode != 0:
                self.skipTest("no namespaces here")
            names = [f"http://name{i}.test/" for i in range(20)] + ["tcp://name0.test:80"]
            results, took = probe(*names, each=700, wrap=wrap)
            for result in results:
                self.expect(result, "timed_out", phase="name",
                            message="no name server answered in 700 ms")
            self.assertLess(took, 3.0 * SLACK)
            results, took = probe(*names, each=9000, everything=600, wrap=wrap)
            for result in results:
                self.expect(result, "cancelled")
            self.assertLess(took, 3.0 * SLACK)


if __name__ == "__main__":
    PART = take_part()
    PROGRAM = os.path.abspath(sys.argv.pop(1))
    main(PART)
