#!/usr/bin/python3
"""What share/examples/operations brings, each file tried as far as this machine goes: with the paths of a
test in place of a host's, the examples' own programs where they are installed (make, systemd-analyze,
promtool), and the parts of those that are not read by hand. The hook and the cron lines are workflows.py's.

Usage: operations.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import programs
import suite

FIVE = 5


class Operations(suite.Case):
    def setUp(self):
        super().setUp()
        self.files = suite.SOURCE / "share/examples/operations"
        self.root = self.backend()
        (self.root / ".env").write_text("ENVIRONMENT=development\n")
        (self.root / "var/uploads").mkdir(parents=True)

    def here(self, text):
        """With paths of this test in place of a host's."""
        for there, here in (("/srv/aether", self.root), ("/var/lib/aether", self.place / "state"),
                            ("/var/lib/prometheus/node-exporter", self.place / "textfile"),
                            *((f"/usr/bin/{tool}", suite.PROGRAMS / tool) for tool in suite.TOOLS)):
            text = text.replace(there, str(here))
        return text

    def test_makefile(self):
        if shutil.which("make") is None:
            self.skipTest("make is missing")
        (self.root / ".env").unlink()
        make = f"make -f {self.files}/Makefile BACKEND={self.root}"
        said = self.shell(f"{make} check onboard rehearse migrate")
        for part in ("no findings in", "6 tools: 6 verified", "health_checking: ", "5 migrations rehearsed"):
            self.assertIn(part, said)
        self.assertTrue((self.root / "var/aether.db").exists())
        self.shell(f"sed -i 's|localhost:3000|localhost:3100|' {self.root}/config/models_config.toml")
        self.assertIn("models/service-differs", self.shell(f"{make} config", 2))
        # a release ends at the first step that does not go well
        self.assertNotIn("run_migrations", self.shell(f"{make} release", 2))

    def test_workflow(self):
        document = yaml.safe_load((self.files / "github/aether.yml").read_text())
        self.assertEqual(document[True], ["push", "pull_request"])  # YAML 1.1's `on`
        steps = {step["name"]: step for step in document["jobs"]["check"]["steps"] if "run" in step}
        self.shell("job_tracer check --write-baseline .architecture/baseline.json && "
                   "validate_config --write-baseline config/baseline.json", cwd=self.root)
        for name, step in steps.items():
            if name != "Install the tools":  # the package's own test
                self.shell("set -e\n" + step["run"], cwd=self.root)
        self.assertEqual(len(steps), 7)
        # What is promised to code scanning gets there.
        uploads = [step for step in document["jobs"]["check"]["steps"] if "upload-sarif" in step.get("uses", "")]
        self.assertEqual([step["with"]["sarif_file"] for step in uploads], ["sarif"])
        self.assertEqual(document["permissions"], {"contents": "read", "security-events": "write"})
        written = sorted((self.root / uploads[0]["with"]["sarif_file"]).iterdir())
        self.assertEqual([file.name for file in written], ["architecture.sarif", "config.sarif", "migrations.sarif", "tools.sarif"])
        self.assertEqual(len({json.loads(file.read_text())["runs"][0]["tool"]["driver"]["name"] for file in written}), 4)
        with open(self.root / "main.py", "a", encoding="utf-8") as file:
            file.write("import nosuchthing\n")
        self.assertIn("::error file=main.py,", self.shell(steps["Configuration"]["run"], 1, cwd=self.root))

    def test_units(self):
        units = self.place / "units"
        for name in ("units", "state", "textfile"):
            (self.place / name).mkdir()
        for file in sorted((self.files / "systemd").iterdir()):
            text = self.here(file.read_text()).replace("man:", "file:/man/")
            (units / file.name).write_text(text)
            command = re.search("^ExecStart=(.*)$", text, re.MULTILINE)
            if command:
                done = self.run_shell(command[1], cwd="/")
                well = re.search("^SuccessExitStatus=(.*)$", text, re.MULTILINE)
                self.assertIn(str(done.returncode), ["0", *(well[1].split() if well else [])], done.stderr)
        self.assertIn("aether_health_overall_status", (self.place / "textfile/aether.prom").read_text())
        self.assertTrue((self.place / "state/health.state").exists())
        self.assertTrue((self.root / "var/aether.db").exists())
        if shutil.which("systemd-analyze"):
            done = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(units.iterdir()))],
                                  capture_output=True, text=True, check=False,
                                  env={"PATH": "/usr/bin:/bin", "SYSTEMD_UNIT_PATH": f"{units}:"})
            about = [line for line in done.stderr.splitlines() if "aether-" in line]
            self.assertEqual((done.returncode, about), (0, []), done.stderr)

    def promtool(self, *arguments, **options):
        promtool = programs.program("promtool")
        if promtool is None:
            self.skipTest("promtool is missing")
        done = subprocess.run([promtool, *map(str, arguments)], capture_output=True, text=True, check=False, **options)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def test_prometheus(self):
        place = self.files / "prometheus"
        self.promtool("check", "config", place / "prometheus.yml")
        self.assertIn("5 rules found", self.promtool("check", "rules", place / "rules.yml"))
        self.assertIn("SUCCESS", self.promtool("test", "rules", "rules_test.yml", cwd=place))
        # what the rules name is what the tool writes
        self.run_shell("health_check --quick --textfile aether.prom", cwd=self.root)
        written = set(re.findall(r"^(aether_health_\w+)", (self.root / "aether.prom").read_text(), re.MULTILINE))
        named = set(re.findall(r"aether_health_\w+", (place / "rules.yml").read_text()))
        self.assertTrue(named)
        self.assertLessEqual(named, written)

    def test_nagios(self):
        text = (self.files / "nagios/aether.cfg").read_text()
        blocks = re.findall(r"^define (\w+) \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
        objects = {kind: dict(line.split(None, 1) for line in body.splitlines()) for kind, body in blocks}
        name, argument = objects["service"]["check_command"].split("!")
        self.assertEqual(name, objects["command"]["command_name"])
        command = self.here(objects["command"]["command_line"].replace("$ARG1$", argument))
        self.assertNotIn("$", command)
        done = self.run_shell(command, cwd="/")
        states = {0: "OK", 1: "WARNING", 2: "CRITICAL", 3: "UNKNOWN"}
        self.assertRegex(done.stdout, rf"^HEALTH {states[done.returncode]} - .+\|.+")

    def test_a_fleet(self):
        """Five backends, each looked at on its host, five textfiles, one rule file over all of them."""
        for number in range(FIVE):
            root = self.backend(f"host{number}/srv")
            if number != 3:
                (root / "var/uploads").mkdir(parents=True)
                self.shell(f"run_migrations --quiet --root {root} --database sqlite:{root}/var/aether.db")
        (self.place / "textfiles").mkdir()
        command = (f"seq 0 {FIVE - 1} | xargs -P {FIVE} -I N sh -c 'health_check --root hostN/srv --component database "
                   "--component storage --quiet --textfile textfiles/N.prom >/dev/null; test $? -lt 64'")
        self.shell(command)
        states = {}
        for number in range(FIVE):
            text = (self.place / f"textfiles/{number}.prom").read_text()
            promtool = programs.program("promtool")
            if promtool:
                subprocess.run([promtool, "check", "metrics"], input=text, text=True, check=True, capture_output=True)
            states[number] = re.search(r"^aether_health_overall_status (\S+)$", text, re.MULTILINE)[1]
        self.assertEqual(states, {0: "1", 1: "1", 2: "1", 3: "0", 4: "1"})

    def test_a_tree_in_parts(self):
        """Traced by several processes and joined: the same bytes as by one."""
        root = self.backend("monorepo")
        whole = self.shell("job_tracer --root monorepo export -")
        self.git_repository(root)
        self.shell(split_script())
        self.assertEqual((self.place / "whole.json").read_text(), whole)
        answers = self.shell("job_tracer --index whole.json trace streaming")
        self.assertEqual(answers, self.shell("job_tracer --root monorepo trace streaming"))


def split_script():
    """As share/doc/fleet.md has it."""
    text = (suite.SOURCE / "share/doc/fleet.md").read_text(encoding="utf-8")
    return next(block for block in re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
                if "job_tracer merge" in block)


if __name__ == "__main__":
    suite.main()
