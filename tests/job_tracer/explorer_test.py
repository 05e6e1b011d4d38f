#!/usr/bin/python3
"""Uses the page of `job_tracer graph --format html` in headless Chromium as a person would: by
mouse and by keyboard, in light and dark, on small and large trees, and on trees that mean harm.

    explorer_test.py JOB_TRACER [TEST...]

What the page shows is held against what the tool's other commands answer.
Exit status: 0 all well, 1 not, 77 there is no Chromium.
"""

import html.parser
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(SOURCE / "tests/support"))
sys.path.insert(0, str(SOURCE / "tests/bench"))

import browser as chromium  # noqa: E402
import generate_tree  # noqa: E402

BACKEND = SOURCE / "share/examples/aether-backend"
SLOW_SECONDS = 20  # generous: machines are loaded
LARGEST_PAGE_BYTES = 1_500_000

tool = None  # the program
folder = None  # of all pages and trees
shared = None  # the browser


def run(*arguments, status=0, **options):
    done = subprocess.run([tool, *map(os.fspath, arguments)], stdin=options.pop("stdin", subprocess.DEVNULL),
                          capture_output=True, check=False, **options)
    assert done.returncode == status, f"{arguments}: {done.returncode}: {done.stderr.decode()}"
    return done.stdout


def ask(root, *arguments, status=0):
    return json.loads(run("--root", root, "--json", "--quiet", *arguments, status=status))


def block(incoming, jobs, outgoing, operations="run()"):
    count = 0 if jobs == "none" else jobs.count(",") + 1
    return (f"# @.architecture\n# Incoming: {incoming} --- {{A}}\n# Processing: {operations} --- "
            f"{{{count} job{'' if count == 1 else 's'}: {jobs}}}\n# Outgoing: {outgoing} --- {{B}}\n")


def write(root, files):
    """Paths and texts may be bytes."""
    for path, text in files.items():
        file = os.path.join(os.fsencode(root), os.fsencode(path))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())


def generated(count):
    """As large as the trees of scripts/bench, but with nothing in the files beside their blocks."""
    root = folder / f"tree{count}"
    rng = random.Random(count)
    snake, upper = generate_tree.job_types()
    folders = generate_tree.directories(rng, count // 20)
    paths, files = [], {}
    for number in range(count):
        name = f"{rng.choice(generate_tree.NOUNS)}_{rng.choice(generate_tree.NOUNS)}_{number}.py"
        path = os.path.normpath(f"{folders[number % len(folders)]}/{name}")
        files[path] = generate_tree.block(rng, "hash", upper if rng.random() < 0.2 else snake, paths)
        paths.append(path)
    write(root, files)
    return root


HOSTILE = {
    "a\"b'c.py": block("none", "alpha", "none"),
    "</script><script>window.pwned=1</script>.py".replace("</script>", "<⁄script>"): block("none", "alpha", "none"),
    "core/<script>/x.py": block("</script><script>window.pwned=1</script>, <!-- x", "alpha", '"</script>"',
                                "</script><img src=x onerror=window.pwned=1>"),
    "--><img src=x onerror=window.pwned=1>.py": block("<!--<script>", "alpha", "javascript:window.pwned=1"),
    "<!--.py": block("]]>, <![CDATA[, &lt;b&gt;", "alpha", "{{data}}, {{script}}, ${window.pwned=1}"),
    b"bad\xff\xfe.py": block("none", "alpha", "none").encode() + b"# \xff\n",
    "rtl\u202etxt.py": block("\u202eevil", "alpha", "line\u2028separator\u2029, zero\u200bwidth"),
    "\u05d0\u05d1\u05d2/\u0645.py": block("none", "alpha", "none"),
    "tab\there.py": block("none", "alpha", "none"),
    "line\nfeed.py": block("none", "alpha", "none"),
    "\x1b[31mred.py": block("none", "alpha", "none"),
    "data/&amp;&lt;.py": block("none", "alpha", "none"),
    "data/%3Cb%3E#fragment&job=alpha&layer=x.py": block("none", "alpha", "none"),
    "data/" + "long_" * 40 + "name.py": block("word " * 400, "alpha", ", ".join(f"f{i}.py" for i in range(60))),
    "__proto__/constructor.py": block("none", "alpha", "none"),
    "{{title}}.py": block("none", "alpha", "none"),
}

DEFECTS = {
    "api/v1/endpoints/a.py": block("Frontend (HTTP POST), **/*.py, util.py", "alpha, beta",
                                   "core/runtime/, gone/nowhere.py, config/settings.yaml, hub.py and others, api/v1/endpoints/a.py"),
    "config/settings.yaml": "x: 1\n",
    "core/runtime/b.py": block("api/v1/endpoints/a.py", "beta, alpha", "none"),
    "core/runtime/c.py": block("none", "ALPHA", "none"),
    "ws/hub.py": block("none", "alpha", "x/util.py") + block("ws/hub.py", "gamma", "bare.py") + "# @.architecture\n# Incoming: x\n",
    "x/util.py": block("none", "Alpha", "none"),
    "y/util.py": block("none", "none", "none"),
    "bare.py": "x = 1\n",
    "empty.py": "\n",
    ".architecture/job_types.yaml": "jobs:\n  alpha:\n    level: x\n  betta:\n    level: x\n",
}


def make_page(root, name, *subject):
    file = folder / f"{name}.html"
    run("--root", root, "--quiet", "graph", *subject, "--format", "html", "--output", file)
    return file


def setUpModule():  # noqa: N802
    global folder, shared, trees, pages
    folder = Path(tempfile.mkdtemp(prefix="aether-explorer-"))
    write(folder / "hostile", HOSTILE)
    write(folder / "defects", DEFECTS)
    trees = {"backend": BACKEND, "hostile": folder / "hostile", "defects": folder / "defects",
             "large": generated(500), "huge": generated(5000)}
    pages = {name: make_page(root, name) for name, root in trees.items()}
    shared = chromium.Browser()


def tearDownModule():  # noqa: N802
    shared.__exit__()
    shutil.rmtree(folder)


class ExplorerTest(unittest.TestCase):
    def setUp(self):
        self.opened = []

    def tearDown(self):
        for page in self.opened:
            self.assertEqual(page.complaints(), [])
            self.assertEqual(page.requests(), [])
            self.assertIsNone(page.evaluate("globalThis.pwned ?? null"))
            page.close()

    def open(self, name, fragment="", **how):
        page = shared.open(pages[name] if name in pages else name, fragment, **how)
        self.opened.append(page)
        page.settle()
        return page

    def go(self, page, fragment):
        page.evaluate(f"new Promise((done) => {{ if (location.hash === {json.dumps(fragment)}) return done();"
                      f"addEventListener('hashchange', () => done(), {{ once: true }}); location.hash = {json.dumps(fragment)}; }})")

    def heading(self, page):
        return page.evaluate("document.querySelector('h1').textContent")

    def texts(self, page, selector):
        return page.evaluate(f"[...document.querySelectorAll({json.dumps(selector)})].map((e) => e.textContent)")

    def address(self, page):
        return page.evaluate("decodeURIComponent(location.hash)")

    def focused(self, page, expression="e.id"):
        return page.evaluate(f"((e) => {expression})(document.activeElement)")

    def search(self, page, query):
        page.evaluate(f"(() => {{ const q = document.getElementById('query'); q.value = {json.dumps(query)};"
                      "q.dispatchEvent(new Event('input')); })()")

    def open_tab(self, page, kind):
        page.click(f"#tab-{kind}")


class Page(ExplorerTest):
    def test_is_one_file_that_names_no_other(self):
        class Names(html.parser.HTMLParser):
            found, policy = [], ""

            def handle_starttag(self, tag, attributes):
                attributes = dict(attributes)
                self.found += [value for name, value in attributes.items() if name in ("src", "href", "srcset", "data")
                               and not value.startswith("#")] + ([tag] if tag in ("link", "base", "iframe") else [])
                if attributes.get("http-equiv") == "Content-Security-Policy":
                    self.policy = attributes["content"]

        for file in pages.values():
            names = Names()
            names.feed(file.read_text(encoding="utf-8"))
            self.assertEqual(names.found, [])
            self.assertIn("default-src 'none'", names.policy)
            self.assertNotIn("unsafe", names.policy)
        style = (SOURCE / "share/explorer/style.css").read_text(encoding="utf-8")
        self.assertNotRegex(style, r"url\(|@import|@font-face")

    def test_policy_refuses_the_network_and_what_is_not_its_own(self):
        page = shared.open(pages["backend"])
        refused = page.evaluate("""(async () => [
            await fetch("data:,x").then(() => "fetched", () => "refused"),
            (() => { try { return (0, eval)("1"); } catch { return "refused"; } })(),
            (() => { try { document.body.innerHTML = "<b>"; return "set"; } catch { return "refused"; } })(),
            (() => { const s = document.createElement("script");
              try { s.textContent = "window.pwned = 1"; document.body.append(s); } catch { return "refused"; }
              return window.pwned ? "ran" : "refused"; })(),
        ])()""")
        page.close()
        self.assertEqual(refused, ["refused"] * 4)

    def test_of_five_thousand_files_is_below_its_limit(self):
        size = pages["huge"].stat().st_size
        print(f"page of 5,000 files: {size} bytes; of 500: {pages['large'].stat().st_size}")
        self.assertLess(size, LARGEST_PAGE_BYTES)

    def test_is_the_same_from_an_export(self):
        for name in ("backend", "defects", "hostile"):
            export = run("--root", trees[name], "--quiet", "export", "-")
            from_export = subprocess.run([tool, "--index", "-", "--quiet", "graph", "--format", "html"], input=export,
                                         capture_output=True, check=True).stdout
            self.assertEqual(from_export, pages[name].read_bytes(), name)

    def test_of_merged_trees_is_one(self):
        frontend = SOURCE / "share/examples/aether-frontend"
        for root in (BACKEND, frontend):
            run("--root", root, "--quiet", "export", folder / f"{root.name}.json")
        merged = run("merge", folder / "aether-backend.json", folder / "aether-frontend.json")
        file = folder / "merged.html"
        file.write_bytes(subprocess.run([tool, "--index", "-", "graph", "--format", "html"], input=merged, capture_output=True,
                                        check=True).stdout)
        page = self.open(file, "#file=aether-frontend/src/ws/socket.js")
        self.assertIn("src/App.jsx", self.texts(page, ".part.incoming .ends li"))
        self.assertIn("ws/hub.py → aether-backend/ws/hub.pyone-sided", self.texts(page, ".part.incoming .ends li"))
        page.click(".part.outgoing a[href$='aether-backend/ws/hub.py']")
        page.wait_for("document.querySelector('h1').textContent === 'aether-backend/ws/hub.py'")

    def test_opens_at_what_was_asked_for(self):
        job = self.open(make_page(BACKEND, "at-job", "STREAMING"))
        self.assertEqual(self.heading(job), "streaming")
        self.assertEqual(self.address(job), "#job=STREAMING")
        file = self.open(make_page(BACKEND, "at-file", "hub.py"))
        self.assertEqual(self.heading(file), "ws/hub.py")
        self.assertEqual(file.evaluate("document.title"), "ws/hub.py · aether-backend")
        linked = self.open(folder / "at-file.html", "#job=streaming")
        self.assertEqual(self.heading(linked), "streaming")
        home = self.open(folder / "at-file.html", "#overview")
        self.assertEqual(self.heading(home), "aether-backend")

    def test_says_when_a_link_leads_to_nothing(self):
        page = self.open("backend", "#job=streeming")
        self.assertEqual(self.texts(page, "main .kind"), ["Not found"])
        page = self.open("backend", "#file=%E0%A4%A&line=x&layer=none&&=")
        self.assertEqual(self.texts(page, "main .kind"), ["Not found"])
        self.go(page, "#job=strm")
        self.assertIn("streaming", self.texts(page, "main .job-link"))


class Search(ExplorerTest):
    def test_ranks_as_find_does(self):
        page = self.open("large", height=3000)
        for query in ("s", "strm", "rout", "job_", "JOB_C", "ing", "ue_ch", "evtenr", "rq"):
            self.search(page, query)
            found = [result["name"] for result in ask(trees["large"], "find", query)["results"]]
            shown = self.texts(page, ".row .row-name")
            self.assertGreater(len(found), 0, query)
            self.assertEqual(shown, found[:len(shown)], query)
            self.assertGreaterEqual(len(shown), min(len(found), 80), query)

    def test_ranks_all_kinds_of_characters_as_find_does(self):
        rng = random.Random(9)
        names = sorted({"j" + "".join(rng.choices("aaAbbB1__", k=rng.randint(2, 9))) for _ in range(300)})
        root = folder / "ranking"
        write(root, {"a.py": block("none", ", ".join(names), "none")})
        page = self.open(make_page(root, "ranking"), height=3000)
        for query in ("ab", "a_b", "b1", "Bb", "aB", "1a", "_a", "j1", "bab", "ja1", "bb_", "A1b"):
            self.search(page, query)
            found = [result["name"] for result in ask(root, "find", query)["results"]]
            shown = self.texts(page, ".row .row-name")
            self.assertEqual(shown, found[:len(shown)], query)
            self.assertGreaterEqual(len(shown), min(len(found), 60), query)

    def test_marks_what_matched_and_tells_how_many(self):
        page = self.open("backend")
        page.press("/")
        page.type("strm")
        self.assertEqual(self.texts(page, "#row-0 mark"), ["str", "m"])
        page.wait_for("document.getElementById('said').textContent.includes('4 jobs')")

    def test_finds_files_and_findings_where_no_job_matches(self):
        page = self.open("backend")
        self.search(page, "wshub.py")
        self.assertEqual(page.evaluate("document.querySelector('[role=tab][aria-selected=true]').id"), "tab-files")
        self.assertEqual(self.texts(page, "#row-0 .row-name"), ["hub.py"])
        self.search(page, "no such thing anywhere")
        self.assertEqual(self.texts(page, "#none:not([hidden])"), ["Nothing matches."])

    def test_holds_only_the_rows_that_are_seen(self):
        page = self.open("huge")
        self.open_tab(page, "files")
        self.assertIn("5,000", self.texts(page, "#tab-files")[0])
        self.assertLess(page.evaluate("document.querySelectorAll('.row').length"), 40)
        page.evaluate("(() => { const s = document.getElementById('scroller'); s.scrollTop = s.scrollHeight; })()")
        page.wait_for("document.getElementById('row-4999') !== null")
        self.assertLess(page.evaluate("document.querySelectorAll('.row').length"), 40)
        self.assertEqual(page.evaluate("document.getElementById('row-4999').getAttribute('aria-setsize')"), "5000")


class Trace(ExplorerTest):
    def test_goes_from_box_to_file_to_file_and_back(self):
        page = self.open("backend", "#job=streaming")
        page.click(".drawing a[aria-label^='api/v1/endpoints/chat.py']")
        page.wait_for("document.querySelector('h1').textContent === 'api/v1/endpoints/chat.py'")
        self.assertEqual(self.address(page), "#file=api/v1/endpoints/chat.py")
        page.click(".part.outgoing a[href$='engine.py']")
        page.wait_for("document.querySelector('h1').textContent === 'core/runtime/engine.py'")
        page.click(".part.incoming a[href$='hub.py']")
        page.wait_for("document.querySelector('h1').textContent === 'ws/hub.py'")
        page.click(".part.processing a[href='#job=message_routing']")
        page.wait_for("document.querySelector('h1').textContent === 'message_routing'")
        for expected in ("ws/hub.py", "core/runtime/engine.py", "api/v1/endpoints/chat.py", "streaming"):
            page.evaluate("history.back()")
            page.wait_for(f"document.querySelector('h1').textContent === {json.dumps(expected)}")

    def test_has_the_edges_that_trace_answers(self):
        page = self.open("backend")
        for job in ask(BACKEND, "list")["jobs"]:
            trace = ask(BACKEND, "trace", job["name"])
            if job["files"] < 2:
                continue
            self.go(page, f"#job={job['name']}")
            self.assertEqual(self.heading(page), job["name"])
            numbers = [int(n) for n in re.findall(r"\d+", self.texts(page, "main .summary")[0])]
            self.assertEqual(numbers, [trace["total_files"], len(trace["layers"]), len(trace["edges"]),
                                       len(trace["edges_in"]), len(trace["edges_out"])], job)
            bands = self.texts(page, ".band.in text")
            self.assertEqual(bands, [layer["name"] for layer in trace["layers"]])
            drawn = page.evaluate("[...document.querySelectorAll('.box.in')].map((e) => e.querySelector('title').textContent.split(',')[0])")
            files = [match["file"] for layer in trace["layers"] for match in layer["files"]]
            self.assertEqual(sorted(drawn), sorted(files))
            # and the list in words has the same files, layer by layer
            self.assertEqual(self.texts(page, ".step-file .file-link"), files)

    def test_has_the_neighbours_that_graph_answers(self):
        for name in ("backend", "defects"):
            page = self.open(name)
            for file in ask(trees[name], "files")["files"]:
                graph = ask(trees[name], "graph", file["path"])
                self.go(page, f"#file={file['path']}")
                self.assertEqual(self.heading(page), file["path"])
                numbers = re.findall(r"(\d+) file", self.texts(page, "main .summary")[0])
                self.assertEqual([int(n) for n in numbers], [sum(e["to"] == file["path"] for e in graph["edges"]),
                                                             sum(e["from"] == file["path"] for e in graph["edges"])])
                if len(graph["edges"]) <= 12:
                    drawn = self.texts(page, ".edges .edge title")
                    said = [f"{e['from']} → {e['to']}" + ("" if e["declared_by"] == "both" else " (only one of them says so)")
                            for e in graph["edges"]]
                    self.assertEqual(sorted(drawn), sorted(said))

    def test_tells_ends_apart(self):
        page = self.open("defects", "#file=api/v1/endpoints/a.py")
        incoming = self.texts(page, ".part.incoming .ends li")
        self.assertEqual(incoming, ["Frontend (HTTP POST)outside the tree", "**/*.py8 files", "util.pyambiguous: 2 files end so"])
        outgoing = self.texts(page, ".part.outgoing .ends li")
        self.assertEqual(outgoing, ["core/runtime/2 files", "gone/nowhere.pyleads nowhere", "config/settings.yamlon disk, not indexed",
                                    "hub.py → ws/hub.pyone-sided and others", "api/v1/endpoints/a.pythis file"])
        page.click(".reference.ambiguous summary")
        page.wait_for("document.querySelectorAll('.reference.ambiguous a').length === 2")
        page.click(".reference.ambiguous a")
        page.wait_for("document.querySelector('h1').textContent === 'x/util.py'")
        self.assertEqual(self.texts(page, "main section h3")[-2:], ["Send to this file", "Receive from this file"])

    def test_gathers_the_spellings_of_a_job(self):
        page = self.open("defects", "#job=alpha")
        self.assertEqual(self.heading(page), "ALPHA or Alpha or alpha")
        self.assertEqual(len(self.texts(page, ".step")), 5)

    def test_shows_neighbours_of_the_pipeline_on_demand(self):
        page = self.open("backend", "#job=metrics_exposition")
        self.assertGreater(len(self.texts(page, ".box.into")), 0)
        page.click("#neighbours")
        self.assertEqual(len(self.texts(page, ".box.into, .box.out")), 0)
        self.assertEqual(len(self.texts(page, ".box.in")), 2)


class Layers(ExplorerTest):
    def test_filter_lists_and_drawings(self):
        page = self.open("backend", "#job=streaming")
        page.click("#layers summary")
        page.click("#layer-choices input[value='4']")
        self.assertEqual(self.address(page), "#job=streaming&layer=Core Runtime")
        self.assertEqual(self.texts(page, ".band.in text"), ["Core Runtime"])
        self.assertIn("1 more file in layers that are not shown.", self.texts(page, "main > .muted"))
        self.open_tab(page, "files")
        wanted = [file["path"].rsplit("/", 1)[1] for file in ask(BACKEND, "files", "--layer", "Core Runtime")["files"]]
        self.assertEqual(self.texts(page, ".row .row-name"), wanted)
        self.open_tab(page, "jobs")
        listed = ask(BACKEND, "list", "--layer", "Core Runtime", "--sort", "frequency")["jobs"]
        self.assertEqual(self.texts(page, ".row .row-name"), [job["name"] for job in listed][:len(self.texts(page, ".row"))])
        # goes along from place to place, and is taken off again
        page.click(".step .file-link")
        page.wait_for("location.hash.startsWith('#file=')")
        self.assertIn("layer=Core Runtime", self.address(page))
        page.click("#all-layers")
        self.assertNotIn("layer", self.address(page))
        self.assertEqual(self.texts(page, "#layers-state"), ["all"])
        # going back undoes it
        page.evaluate("history.back()")
        page.wait_for("location.hash.includes('layer=')")
        page.wait_for("document.getElementById('layers-state').textContent === 'Core Runtime'")

    def test_hide_a_job_and_say_so(self):
        page = self.open("backend", "#job=streaming&layer=API%20Schemas")
        self.assertRegex(self.texts(page, "main .summary")[0], r"^All of its \d+ files are in layers that are not shown\.$")
        self.assertEqual(self.texts(page, "figure"), [])
        page.click("main button.more")
        self.assertEqual(self.address(page), "#job=streaming")
        self.assertEqual(len(self.texts(page, "figure")), 1)


class Findings(ExplorerTest):
    def test_stand_in_place(self):
        page = self.open("defects", "#file=api/v1/endpoints/a.py")
        self.assertEqual(self.texts(page, ".part.processing .finding .rule"), ["unregistered-job"])
        self.assertEqual(self.texts(page, ".part.processing .finding .hint"), ["did you mean `betta`?"])
        self.assertEqual(self.texts(page, ".part.outgoing .finding .rule"), ["dangling-reference"])
        self.go(page, "#file=ws/hub.py")
        self.assertEqual(self.texts(page, "main > .findings .rule"), ["malformed-block"])
        self.go(page, "#file=bare.py")
        self.assertEqual(self.texts(page, ".finding .rule"), ["missing-block"])

    def test_are_those_of_check(self):
        for name in ("backend", "defects"):
            page = self.open(name, height=3000)
            check = ask(trees[name], "check", status=1 if name == "defects" else 0)
            self.open_tab(page, "findings")
            self.assertEqual(self.texts(page, ".row .row-message"), [finding["message"] for finding in check["findings"]])
            self.assertEqual(self.texts(page, ".row .row-directory"),
                             [f"{finding['file']}:{finding['line']}" for finding in check["findings"]])
            self.assertEqual(self.texts(page, ".row .severity"), [finding["severity"] for finding in check["findings"]])

    def test_lead_to_their_place(self):
        page = self.open("defects")
        self.open_tab(page, "findings")
        page.click(".row[href*='core/runtime/b.py'][href*='line=3']")
        page.wait_for("document.querySelector('.finding.told') !== null")
        self.assertEqual(self.heading(page), "core/runtime/b.py")
        self.assertEqual(self.texts(page, ".row[aria-current=page] .row-rule")[:1], ["unregistered-job"])
        linked = self.open("defects", "#file=api/v1/endpoints/a.py&line=4")
        self.assertEqual(self.texts(linked, ".finding.told .rule"), ["dangling-reference"])
        self.go(page, "#overview")
        self.assertIn("unused-job", " ".join(self.texts(page, ".rule-findings summary")))

    def test_mark_boxes(self):
        page = self.open("defects", "#job=alpha")
        self.assertEqual(page.evaluate("document.querySelectorAll('.box.in .mark.error').length"), 5)

    def test_a_registry_that_cannot_be_read_ends_nothing(self):
        root = folder / "broken"
        write(root, {"a.py": block("none", "alpha", "none"), ".architecture/job_types.yaml": "jobs: [\n"})
        page = self.open(make_page(root, "broken"))
        self.assertRegex(self.texts(page, "main section li")[-1], r"^Not checked: unregistered-job, unused-job: .*job_types\.yaml")


class Keyboard(ExplorerTest):
    def test_searches_and_opens_without_a_mouse(self):
        page = self.open("backend")
        page.press("Tab")
        self.assertEqual(self.focused(page), "skip")
        page.press("Enter")
        self.assertEqual(self.focused(page), "content")
        page.press("/")
        self.assertEqual(self.focused(page), "query")
        page.type("str")
        first = page.evaluate("document.getElementById(document.getElementById('query').getAttribute('aria-activedescendant')).textContent")
        self.assertTrue(first.startswith("streaming"), first)
        page.press("ArrowDown")
        page.press("Enter")
        page.wait_for("document.querySelector('h1').textContent === 'stream_relay'")
        self.assertEqual(self.address(page), "#job=stream_relay")
        self.assertEqual(self.focused(page, "e.tagName"), "H1")
        page.press("/")
        page.press("Escape")
        self.assertEqual(page.evaluate("document.getElementById('query').value"), "")
        page.press("Escape")
        self.assertEqual(self.focused(page), "content")

    def test_pages_through_long_lists(self):
        page = self.open("huge")
        page.press("/")
        page.click("#tab-files")
        page.press("/")
        for _ in range(10):
            page.press("PageDown")
        active = page.evaluate("document.getElementById('query').getAttribute('aria-activedescendant')")
        self.assertGreater(int(active.removeprefix("row-")), 80)
        shown = page.evaluate(f"(() => {{ const r = document.getElementById('{active}').getBoundingClientRect(), s ="
                              "document.getElementById('scroller').getBoundingClientRect(); return r.top >= s.top && r.bottom <= s.bottom + 1; })()")
        self.assertTrue(shown)

    def test_walks_through_tabs_and_drawings(self):
        page = self.open("backend", "#job=streaming")
        page.evaluate("document.getElementById('tab-jobs').focus()")
        page.press("ArrowRight")
        self.assertEqual(self.focused(page), "tab-files")
        self.assertEqual(page.evaluate("document.querySelectorAll('.drawing a[tabindex=\"0\"]').length"), 1)
        page.evaluate("document.querySelector('.drawing a[tabindex=\"0\"]').focus()")
        column = self.focused(page, "e.dataset.key")
        page.press("ArrowRight")
        self.assertNotEqual(self.focused(page, "e.dataset.key"), column)
        self.assertEqual(self.focused(page, "e.dataset.key.split(' ')[0]"), "in")
        self.assertGreater(page.evaluate("document.querySelectorAll('.edge.on').length"), 0)
        page.press("ArrowRight")
        page.press("End")
        page.press("Home")
        path = self.focused(page, "e.getAttribute('aria-label').split(',')[0]")
        page.press("Enter")
        page.wait_for(f"document.querySelector('h1').textContent === {json.dumps(path)}")

    def test_shows_its_keys_and_lets_go(self):
        page = self.open("backend")
        page.press("?")
        self.assertTrue(page.evaluate("document.getElementById('keys').open"))
        page.press("/")
        self.assertNotEqual(self.focused(page), "query")
        page.press("Escape")
        self.assertFalse(page.evaluate("document.getElementById('keys').open"))

    def test_shows_where_the_focus_is(self):
        page = self.open("defects", "#file=api/v1/endpoints/a.py")
        seen = set()
        for _ in range(30):
            page.press("Tab")
            width, what = self.focused(page, "[parseFloat(getComputedStyle(e).outlineWidth), e.tagName + '.' + (e.className.baseVal ?? e.className)]")
            stroke = self.focused(page, "e.querySelector?.('.box-body') ? getComputedStyle(e.querySelector('.box-body')).strokeWidth : '0'")
            self.assertTrue(width >= 2 or float(stroke.replace("px", "")) >= 2, what)
            seen.add(what)
        self.assertGreater(len(seen), 6)


CONTRASTS = r"""(() => {
  const parse = (text) => { const n = text.match(/[\d.]+/g).map(Number); return { rgb: n.slice(0, 3), a: n[3] ?? 1 }; };
  const over = (top, under) => top.rgb.map((v, i) => v * top.a + under[i] * (1 - top.a));
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const solid = (text) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
    const d = canvas.getImageData(0, 0, 1, 1).data; return { rgb: [...d.slice(0, 3)], a: d[3] / 255 }; };
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const ground = (e) => { const layers = []; for (let n = e; n; n = n.parentElement) layers.push(solid(getComputedStyle(n).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255]); };
  const poor = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    const e = n.parentElement;
    if (!n.data.trim() || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || ["SCRIPT", "STYLE", "TITLE"].includes(e.tagName.toUpperCase())) continue;
    if (e.closest(".unseen, .skip, title, dialog:not([open])")) continue;
    const style = getComputedStyle(e);
    let back = ground(e);
    if (e.closest("svg")) {
      const box = e.parentElement.querySelector("rect");
      if (box) back = over(solid(getComputedStyle(box).fill), back);
    }
    const own = solid(e.closest("svg") ? style.fill : style.color);
    const value = ratio(over(own, back), back);
    if (value < 4.5) poor.push(`${value.toFixed(2)} ${e.tagName}.${e.className.baseVal ?? e.className}: ${n.data.trim().slice(0, 30)}`);
  }
  return [...new Set(poor)];
})()"""


class Sight(ExplorerTest):
    VIEWS = {"backend": ("#overview", "#job=authentication"),
             "defects": ("#job=alpha", "#file=api/v1/endpoints/a.py", "#file=ws/hub.py", "#overview")}

    def views(self, views, **how):
        for name, fragments in views.items():
            page = self.open(name, **how)
            for fragment in fragments:
                self.go(page, fragment)
                yield page, fragment

    def test_follows_the_system_and_the_switch(self):
        ground = "getComputedStyle(document.body).backgroundColor"
        light, dark = self.open("backend"), self.open("backend", dark=True)
        bright = lambda page: sum(map(int, re.findall(r"\d+", page.evaluate(ground))[:3])) > 382  # noqa: E731
        self.assertTrue(bright(light))
        self.assertFalse(bright(dark))
        dark.click("#theme-switch")
        self.assertTrue(bright(dark))
        self.assertEqual(self.texts(dark, "#theme-switch"), ["Dark"])
        dark.evaluate("localStorage.clear()")
        light.emulate("prefers-color-scheme", "dark")
        light.settle()
        self.assertFalse(bright(light))

    def test_has_enough_contrast(self):
        for dark in (False, True):
            for page, fragment in self.views(self.VIEWS, dark=dark):
                self.open_tab(page, "findings")
                page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
                page.settle()
                self.assertEqual(page.evaluate(CONTRASTS), [], f"{fragment} dark={dark}")

    def test_fits_a_narrow_window(self):
        for page, fragment in self.views({**self.VIEWS, "hostile": ("#job=alpha", "#overview")}, width=400):
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 400, fragment)
            page.click("#browse-switch")
            page.settle()
            self.assertLessEqual(page.evaluate("document.documentElement.scrollWidth"), 400, fragment)
            self.assertTrue(page.evaluate("document.getElementById('query').checkVisibility()"))
            self.assertEqual(self.focused(page), "query", fragment)
            page.click("#keys-switch")
            self.assertTrue(page.evaluate("document.getElementById('keys').open"))
            page.press("Escape")
            page.evaluate("document.getElementById('layers').open = true")
            self.assertEqual(page.evaluate("[...document.querySelectorAll('input[type=checkbox]')].map((e) => e.getBoundingClientRect())"
                                           ".filter((r) => r.width > 0 && (r.width < 24 || r.height < 24)).length"), 0)

    def test_names_everything_for_a_screen_reader(self):
        wanted = {"link", "button", "textbox", "combobox", "checkbox", "tab", "option", "listbox", "navigation", "tablist", "DisclosureTriangle", "figure", "group", "dialog"}
        for page, fragment in self.views(self.VIEWS):
            nodes = page.call("Accessibility.getFullAXTree")["nodes"]
            roles = {}
            for node in nodes:
                role = node.get("role", {}).get("value")
                if not node.get("ignored") and role in wanted:
                    roles.setdefault(role, []).append(node.get("name", {}).get("value", ""))
            self.assertEqual([role for role, labels in roles.items() if "" in map(str.strip, labels)], [], fragment)
            for role in ("link", "combobox", "tab", "option", "listbox"):
                self.assertIn(role, roles, fragment)
            self.assertEqual(page.evaluate("document.querySelectorAll('h1').length"), 1)
            if "#job" in fragment:
                self.assertTrue(page.evaluate("document.querySelector('svg.drawing').getAttribute('aria-label').includes('list below')"))

    def test_prints_what_matters(self):
        page = self.open("backend", "#job=streaming", dark=True)
        page.call("Page.printToPDF", {})
        page.call("Emulation.setEmulatedMedia", {"media": "print"})
        page.settle()
        hidden = page.evaluate("['.bar', '.browse', '.figure-bar'].map((s) => getComputedStyle(document.querySelector(s)).display)")
        self.assertEqual(hidden, ["none"] * 3)
        self.assertTrue(page.evaluate("document.querySelector('.drawing').checkVisibility()"))


class Harm(ExplorerTest):
    def test_names_are_text_and_nothing_else(self):
        page = self.open("hostile", height=3000)
        files = ask(trees["hostile"], "files")["files"]
        self.assertEqual(len(files), len(HOSTILE))
        self.assertEqual(page.evaluate("document.querySelectorAll('body script, img, b, i, iframe').length"), 2)
        self.open_tab(page, "files")
        self.assertEqual(len(self.texts(page, ".row")), len(HOSTILE))
        for number, file in enumerate(files):
            page.click(f"#row-{number}")
            page.wait_for(f"document.querySelector('h1').textContent === {json.dumps(self.seen(file['path']))}")
            self.assertEqual(page.evaluate("document.querySelectorAll('body script, img, b, i, iframe').length"), 2)
        self.go(page, "#job=alpha")
        self.assertEqual(len(self.texts(page, ".step")), len(HOSTILE))

    @staticmethod
    def seen(text):
        return re.sub("[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]",
                      lambda found: f"\u27e8U+{ord(found[0]):04X}\u27e9", text)

    def test_names_do_not_turn_what_stands_round_them(self):
        page = self.open("hostile", "#job=alpha")
        self.assertEqual(page.evaluate(r"/[\u202a-\u202e\u2066-\u2069\u200b]/.test(document.body.innerText)"), False)
        self.assertEqual(page.evaluate("[...document.querySelectorAll('main .base')].every((e) => e.tagName === 'BDI')"), True)

    def test_the_address_is_no_way_in(self):
        page = self.open("hostile", "#job=%3Cimg%20src=x%20onerror=window.pwned=1%3E&layer=%3Cb%3E")
        self.assertEqual(self.heading(page), "<img src=x onerror=window.pwned=1>")
        self.assertEqual(page.evaluate("document.querySelectorAll('img, b').length"), 0)

    def test_files_that_all_name_all_stay_usable(self):
        root = folder / "all"
        write(root, {f"core/runtime/m{i}.py": block("**/*.py", "alpha", "**/*.py") for i in range(1500)})
        page = self.open(make_page(root, "all"), "#job=alpha")
        self.assertIn("over", self.texts(page, "main .summary")[0])
        self.assertLessEqual(page.evaluate("document.querySelectorAll('.box').length"), 160)
        self.assertLessEqual(page.evaluate("document.querySelectorAll('.edge').length"), 600)
        self.assertIn("stand only in the list below", self.texts(page, "figcaption")[0])


class Speed(ExplorerTest):
    def test_is_usable_with_many_files(self):
        for name, job in (("large", "parsing"), ("huge", "parsing")):
            begun = time.monotonic()
            page = self.open(name)
            loaded = time.monotonic() - begun
            times = {"load": loaded}
            for what, action in {
                    "job": f"location.hash = '#job={job}'; await new Promise((r) => addEventListener('hashchange', () => r(), {{ once: true }}))",
                    "search": "const q = document.getElementById('query'); q.value = 'rou'; q.dispatchEvent(new Event('input'))",
                    "files": "document.getElementById('tab-files').click()",
                    "overview": "location.hash = '#overview'; await new Promise((r) => addEventListener('hashchange', () => r(), { once: true }))",
            }.items():
                times[what] = page.evaluate(f"(async () => {{ const t = performance.now(); {action};"
                                            "await new Promise((r) => requestAnimationFrame(() => setTimeout(r))); return performance.now() - t; })()") / 1000
            print(f"{name}: " + ", ".join(f"{what} {seconds * 1000:.0f} ms" for what, seconds in times.items()))
            for what, seconds in times.items():
                self.assertLess(seconds, SLOW_SECONDS, what)
            self.assertLess(page.evaluate("document.querySelectorAll('*').length"), 6000)


def main():
    global tool
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tool = os.path.realpath(sys.argv.pop(1))
    if chromium.find_program() is None:
        print(f"skipped: there is no Chromium ({' or '.join(chromium.PROGRAMS)})")
        sys.exit(77)
    unittest.main(verbosity=1)


if __name__ == "__main__":
    main()
