"""Headless Chromium, driven over the DevTools protocol through a pipe: no port, no driver beside it.

    with Browser() as browser:
        page = browser.open(path)
        page.evaluate("document.title")

The protocol: https://chromedevtools.github.io/devtools-protocol/. Messages are JSON, each ended by
a NUL byte; Chromium reads them on descriptor 3 and writes to 4.
"""

import base64
import json
import os
import select
import shutil
import signal
import subprocess
import tempfile
import time

PROGRAMS = ("chromium-headless-shell", "chromium")
DEADLINE_SECONDS = 60
MOVED_BY_SCRIPT = "NavigationEntryMarkedSkippable"  # a test set the address

# Without those about networking it would look for its maker's hosts.
FLAGS = """--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking
--disable-component-update --disable-sync --disable-extensions --disable-dev-shm-usage --mute-audio
--disable-default-apps --remote-debugging-pipe --force-device-scale-factor=1 --hide-scrollbars
--renderer-process-limit=1""".split()

KEYS = {
    "Enter": (13, "\r"), "Escape": (27, None), "Tab": (9, None), "ArrowDown": (40, None), "ArrowUp": (38, None),
    "ArrowLeft": (37, None), "ArrowRight": (39, None), "PageDown": (34, None), "Home": (36, None), "End": (35, None),
    "/": (191, "/"), "?": (191, "?"), " ": (32, " "),
}


def find_program():
    """The browser, or nothing where there is none."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


class ProtocolError(Exception):
    pass


class Browser:
    def __init__(self):
        self.profile = tempfile.mkdtemp(prefix="aether-browser-")
        to_browser, self.writing = os.pipe()
        self.reading, from_browser = os.pipe()
        # The two ends are moved out of the way first: either may be 3 or 4 already, or any other.
        command = f'exec {{in}}<&{to_browser} {{out}}>&{from_browser}; exec 3<&$in 4>&$out {{in}}<&- {{out}}>&-; exec "$@"'
        self.process = subprocess.Popen(
            ["bash", "-c", command, "bash", find_program(), *FLAGS, f"--user-data-dir={self.profile}", "about:blank"],
            pass_fds=(to_browser, from_browser), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.number = 0
        self.buffer = b""
        self.events = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for descriptor in (self.writing, self.reading):
            os.close(descriptor)
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def receive(self, until):
        """The next message; nothing when none came until then."""
        while b"\0" not in self.buffer:
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.reading], [], [], left)[0]:
                return None
            part = os.read(self.reading, 1 << 16)
            if not part:
                raise ProtocolError("the browser went away")
            self.buffer += part
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, parameters=None, session=None):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters or {}}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writing, data):]
        until = time.monotonic() + DEADLINE_SECONDS
        while True:
            answer = self.receive(until)
            if answer is None:
                raise ProtocolError(f"{method}: no answer in {DEADLINE_SECONDS} s")
            if answer.get("id") == self.number:
                break
            self.events.append(answer)
        if "error" in answer:
            raise ProtocolError(f"{method}: {answer['error']}")
        return answer["result"]

    def open(self, path, fragment="", width=1280, height=800, dark=False):
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, target, session)
        for domain in ("Page", "Runtime", "Log", "Network", "Audits"):
            page.call(f"{domain}.enable")
        page.resize(width, height)
        page.emulate("prefers-color-scheme", "dark" if dark else "light")
        page.go(path.resolve().as_uri() + fragment)
        return page


class Page:
    def __init__(self, browser, target, session):
        self.browser, self.target, self.session = browser, target, session
        self.own_urls = set()

    def call(self, method, parameters=None):
        return self.browser.call(method, parameters, self.session)

    def close(self):
        self.browser.call("Target.closeTarget", {"targetId": self.target})

    def own_events(self, method):
        return [event["params"] for event in self.browser.events
                if event.get("sessionId") == self.session and event.get("method") == method]

    def go(self, url):
        self.own_urls.add(url.split("#")[0])
        before = len(self.own_events("Page.loadEventFired"))
        self.call("Page.navigate", {"url": url})
        until = time.monotonic() + DEADLINE_SECONDS
        while len(self.own_events("Page.loadEventFired")) == before:
            message = self.browser.receive(until)
            if message is None:
                raise ProtocolError(f"{url} is not loaded after {DEADLINE_SECONDS} s")
            self.browser.events.append(message)

    def resize(self, width, height):
        self.call("Emulation.setDeviceMetricsOverride",
                  {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})

    def emulate(self, feature, value):
        self.call("Emulation.setEmulatedMedia", {"features": [{"name": feature, "value": value}]})

    def evaluate(self, expression):
        """What a JavaScript expression gives, a promise's value included; bound by the page's policy."""
        answer = self.call("Runtime.evaluate", {"expression": expression, "returnByValue": True, "awaitPromise": True,
                                                "allowUnsafeEvalBlockedByCSP": False})
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise ProtocolError(f"{expression}: {details.get('exception', {}).get('description', details)}")
        return answer["result"].get("value")

    def settle(self):
        """Waits until what was done is drawn."""
        self.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def wait_for(self, expression):
        until = time.monotonic() + DEADLINE_SECONDS
        while not self.evaluate(expression):
            if time.monotonic() > until:
                raise ProtocolError(f"never true: {expression}")
            self.settle()

    def press(self, key, **held):
        code, text = KEYS.get(key, (ord(key.upper()[0]), key))
        modifiers = (8 if held.get("shift") else 0) | (2 if held.get("control") else 0)
        event = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
        self.call("Input.dispatchKeyEvent", {"type": "keyDown", **event, **({"text": text} if text else {})})
        self.call("Input.dispatchKeyEvent", {"type": "keyUp", **event})

    def type(self, text):
        self.call("Input.insertText", {"text": text})

    def click(self, selector):
        """Clicks in the middle of the first line of the first element that the selector fits."""
        place = self.evaluate(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); if (!e) return null;"
            "e.scrollIntoView({block: 'center', inline: 'center'}); const r = e.getClientRects()[0];"
            "return {x: r.x + r.width / 2, y: r.y + r.height / 2}; })()")
        if place is None:
            raise ProtocolError(f"nothing on the page is {selector}")
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", {"type": kind, **place, "button": "left", "clickCount": 1})

    def screenshot(self, file, whole=False):
        data = self.call("Page.captureScreenshot", {"format": "png", "captureBeyondViewport": whole})["data"]
        with open(file, "wb") as out:
            out.write(base64.b64decode(data))

    def complaints(self):
        """Errors and warnings that the page caused: on the console, thrown, refused by its policy."""
        found = [f"console: {' '.join(str(a.get('value', a.get('description'))) for a in event['args'])}"
                 for event in self.own_events("Runtime.consoleAPICalled") if event["type"] in ("error", "warning", "assert")]
        found += [f"thrown: {event['exceptionDetails']['text']} {event['exceptionDetails'].get('exception', {}).get('description', '')}"
                  for event in self.own_events("Runtime.exceptionThrown")]
        found += [f"log: {event['entry']['text']}" for event in self.own_events("Log.entryAdded")]
        found += [f"issue: {event['issue']}" for event in self.own_events("Audits.issueAdded")
                  if MOVED_BY_SCRIPT not in json.dumps(event)]
        return found

    def requests(self):
        """What the page asked for beside itself."""
        urls = [event["request"]["url"] for event in self.own_events("Network.requestWillBeSent")]
        return [url for url in urls if url not in self.own_urls]
