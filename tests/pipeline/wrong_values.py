#!/usr/bin/python3
"""Every option of every tool, as --help has it, with every kind of wrong value: one message that begins with
the tool's name, the status that says whose fault it is, no crash, no hang, no answer and nothing
written. Then what a mistyped option is told, and what help and statuses have in common.

Usage: wrong_values.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import concurrent.futures
import pathlib
import re
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import suite

USAGE, DATA, MISSING, UNAVAILABLE = 64, 65, 66, 69
SCREEN = (80, 60)  # columns and lines: what a terminal of today shows of a page
# What stands beside an option so that it means something; "" for all others of the tool.
BESIDE = {
    "job_tracer": {"": "list", "all": "search validation", "with": "files", "without": "files",
                   **dict.fromkeys(("upstream", "depth"), "impact main.py"),
                   **dict.fromkeys(("fix", "strict", "select", "ignore", "severity", "baseline", "write-baseline",
                                    "list-rules"), "check")},
    "health_check": {"": "--component storage", "services": "--component services", "report": "--component reports",
                     "component": ""},
    "run_migrations": {"": "--status", "to": "--dry-run", "steps": "--rollback", "base": "--dry-run",
                       **dict.fromkeys(("select", "ignore"), "--lint"),
                       **dict.fromkeys(("rehearse-on", "baseline", "new", "dump-schema"), "")},
    "validate_config": {"": "", "stdin-name": "-",
                        **dict.fromkeys(("draft", "schema-map"), "--schema-only schema.json openapi.json")},
    "verify_oi_tools": {"": "--openapi openapi.json --offline", "openapi": "--offline",
                        **dict.fromkeys(("base-url", "mcp", "mcp-url", "mcp-config"), ""),
                        **dict.fromkeys(("args", "call-timeout"), "--execute --openapi openapi.json --offline")},
}
WRITES = ("output", "textfile", "write-baseline", "dump-schema")
READS_AND_WRITES = ("state", "update-lock")
# Where any text is a value, or where what is not there is a finding or an answer and no wrong usage.
FREE = {("job_tracer", one) for one in ("exclude", "include", "ext", "with", "without")} | {
    ("health_check", "python"), ("run_migrations", "python"), ("validate_config", "python"), ("verify_oi_tools", "python"),
    ("run_migrations", "new"), ("run_migrations", "table"), ("verify_oi_tools", "tool"), ("verify_oi_tools", "callers"),
    ("verify_oi_tools", "mcp"), ("verify_oi_tools", "probe")}
MISSING_NAMES = {("validate_config", "explain"), ("validate_config", "environment"), ("run_migrations", "base")}
NUMBERS = ("x", "-1", "1.5", "99999999999999999999999", "0x10", "1 ", "١")
DURATIONS = ("x", "-1", "99999999999999999999999s", "1d", "5 s", "s")


def options_of(tool):
    """Each option that --help shows, with the word for its value, or None."""
    text = subprocess.run([suite.PROGRAMS / tool, "--help"], capture_output=True, text=True, check=True,
                          env=suite.sanitizers()).stdout
    found = {}
    for line in text[:text.index("\nExamples:")].splitlines():
        if re.match(r" {2,}-", line):
            for name, value in re.findall(r"(?<![\w-])--([a-z][a-z-]*[a-z0-9])(?: ([A-Z][^\s,;)]*))?", line):
                found[name] = value or found.get(name)
    return found


def values_of(tool, option, word):
    """(value, statuses) of each kind of wrong value."""
    yield "", (USAGE,)
    if (tool, option) in FREE:
        return
    if word in ("N", "BYTES"):
        yield from ((one, (USAGE,)) for one in NUMBERS)
    elif word == "DURATION":
        yield from ((one, (USAGE,)) for one in DURATIONS)
    elif option in WRITES or option in READS_AND_WRITES:
        yield from ((one, (UNAVAILABLE, MISSING)) for one in ("not/there", "config", "openapi.json/x"))
    elif word.startswith("FILE"):
        yield "not/there", (MISSING,)
        yield "openapi.json/x", (MISSING,)
        yield "config", (MISSING, DATA, USAGE)
        yield "binary", (DATA, USAGE) if option not in ("files-from", "catalog") else (0, 1, DATA)
        yield "n" * 5000, (MISSING,)
    elif word == "DIR":
        yield from ((one, (MISSING,)) for one in ("not/there", "main.py", "openapi.json/x", "n" * 5000))
    else:
        yield "nonsense", (MISSING,) if (tool, option) in MISSING_NAMES else (USAGE,)


class WrongValues(suite.Case):
    def setUp(self):
        super().setUp()
        self.root = self.backend()
        (self.root / "binary").write_bytes(b"\x7fELF\x02\xff\xfe\x00")
        (self.root / "schema.json").write_text("{}")

    def trials(self):
        """(tool, command line, statuses, word that the message has)"""
        for tool in suite.TOOLS:
            for option, word in options_of(tool).items():
                beside = BESIDE[tool].get(option, BESIDE[tool][""])
                if not word:
                    yield tool, f"{beside} --{option}=x", (USAGE,), "takes no value"
                    continue
                yield tool, f"{beside} --{option}", (USAGE,), "needs a value"
                for value, statuses in values_of(tool, option, word):
                    yield tool, f"{beside} --{option} {shlex.quote(value)}", statuses, ""

    def run_trial(self, trial):
        tool, line, _, _ = trial
        try:
            return trial, self.run_shell(f"exec {tool} {line} </dev/null", cwd=self.root)
        except subprocess.TimeoutExpired:
            return trial, None

    def contents(self):
        return {file.relative_to(self.root): file.read_bytes() for file in self.root.rglob("*") if file.is_file()}

    def test_all(self):
        before = self.contents()
        trials = list(self.trials())
        self.assertGreater(len(trials), 400)
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for (tool, line, statuses, word), done in pool.map(self.run_trial, trials):
                with self.subTest(f"{tool} {line[:200]}"):
                    self.assertIsNotNone(done, "it hangs")
                    self.assertIn(done.returncode, statuses, done.stdout[:500] + done.stderr[:500])
                    if done.returncode >= USAGE:
                        if done.returncode != UNAVAILABLE:
                            self.assertEqual(done.stdout, "")
                        self.assertRegex(done.stderr, rf"\A({tool}: [^\n]+\n)+\Z")
                        self.assertIn(word, done.stderr)
        self.assertEqual(self.contents(), before)

    def test_mistyped_options(self):
        for tool in suite.TOOLS:
            options = options_of(tool)
            for option in options:
                beside = BESIDE[tool].get(option, BESIDE[tool][""])
                for typed in {option[:-1], option + option[-1], option[:1] + option[2:] if len(option) > 4 else option[:-1]}:
                    if typed in options or len(option) < 4:
                        continue
                    with self.subTest(f"{tool} --{typed}"):
                        done = self.run_shell(f"exec {tool} {beside} --{typed}", cwd=self.root)
                        self.assertEqual(done.returncode, USAGE)
                        self.assertIn("did you mean", done.stderr)
                        self.assertIn(f"`--{option}`", done.stderr)

    def test_operands_and_commands(self):
        for line, part in (("health_check somewhere", "unexpected operand `somewhere`"),
                           ("run_migrations up", "unexpected operand `up`"),
                           ("verify_oi_tools mcp_list_servers", "unexpected operand `mcp_list_servers`"),
                           ("job_tracer", "no command given"), ("job_tracer serach validation", "did you mean `search`"),
                           ("job_tracer trace", "needs an operand"), ("job_tracer stats now", "takes no operand")):
            done = self.run_shell(line, cwd=self.root)
            self.assertEqual((done.returncode, done.stdout), (USAGE, ""))
            self.assertIn(part, done.stderr)


class InCommon(suite.Case):
    """The same words for the same things."""

    def test_help(self):
        for tool in suite.TOOLS:
            text = self.shell(f"{tool} --help")
            self.assertEqual(text, self.shell(f"{tool} -h"))
            lines = text.splitlines()
            self.assertLessEqual(max(map(len, lines)), SCREEN[0], tool)
            self.assertLessEqual(len(lines), SCREEN[1], tool)
            self.assertTrue(lines[0].startswith(f"Usage: {tool} "))
            for head in ("Output:", "Examples:", "Exit status:", f"See also: {tool}(1)"):
                self.assertEqual([line.startswith(head) for line in lines].count(True), 1, head)

    def test_shared_options(self):
        words = {}
        for tool in suite.TOOLS:
            for option, word in options_of(tool).items():
                words.setdefault(option, {}).setdefault((word or "").split("|")[0].split("[")[0], []).append(tool)
        # what has one name has one kind of value; --baseline of run_migrations is a version by design
        differ = {option: by for option, by in words.items() if len(by) > 1}
        self.assertEqual(set(differ), {"baseline"} & set(differ), differ)
        for option in ("help", "version", "color", "output", "quiet", "verbose", "print-schema", "format", "json",
                       "pretty", "compact", "root"):
            self.assertEqual(sorted(sum(words[option].values(), [])), sorted(suite.TOOLS), option)
        for option in ("select", "ignore", "list-rules", "ndjson"):
            self.assertIn("run_migrations", sum(words[option].values(), []))
        for option in ("select", "ignore", "severity", "baseline", "write-baseline", "list-rules"):
            self.assertLessEqual({"job_tracer", "validate_config", "verify_oi_tools"}, set(sum(words[option].values(), [])))

    def test_lines_that_are_the_same(self):
        """Of options that mean the same everywhere, the line of help is the same."""
        for start in ("  --json, --ndjson ", "  --pretty, --compact ", "  -o, --output FILE ", "  --color WHEN ", "  -h, --help ",
                      "  -V, --version "):
            said = {line for tool in suite.TOOLS for line in self.shell(f"{tool} --help").splitlines()
                    if line.startswith(start)}
            self.assertEqual(len(said), 1, said)

    def test_exit_status(self):
        """Each status that a tool's help names, its man page and the page of the suite name, too."""
        suite_page = (suite.SOURCE / "share/man/aether-tools.7").read_text()
        readme = (suite.SOURCE / "README.md").read_text()
        for tool in suite.TOOLS:
            text = self.shell(f"{tool} --help")
            text = text[text.index("Exit status:"):text.index("See also:")]
            named = set(re.findall(r"(?<![\w.])(0|1|2|64|65|66|69|70|75)(?= )", text))
            self.assertLessEqual({"0", "1", "2", "64", "65", "66", "69", "70"}, named, tool)
            page = (suite.SOURCE / f"share/man/{tool}.1").read_text()
            in_page = set(re.findall(r"(?m)^\.It (\d+)$", page[page.index(".Sh EXIT STATUS"):]))
            self.assertLessEqual(named, in_page, tool)
            self.assertLessEqual(named, set(re.findall(r"(?m)^\.It (\d+)$", suite_page)))
            self.assertLessEqual(named, set(re.findall(r"(?m)^\| (\d+) \|", readme)))

    def test_version(self):
        said = {self.shell(f"{tool} --version").replace(f"{tool} ", "").splitlines()[0] for tool in suite.TOOLS}
        self.assertEqual(len(said), 1)
        for tool in suite.TOOLS:
            self.assertRegex(self.shell(f"{tool} -V"), rf"\A{tool} \(aether-tools\) \d+\.\d+\.\d+\n"
                             r"commit: ([0-9a-f]{12}( and changes)?|unknown)\noptional features: (none|postgresql)\n\Z")


if __name__ == "__main__":
    suite.main()
