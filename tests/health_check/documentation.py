#!/usr/bin/python3
"""What share/doc/health.md shows is tried as it stands there: its configuration, cron line, units,
Makefile, CI step and pipes, with this build's programs and a copy of the example in place of the
paths of a host.

Usage: documentation.py DIRECTORY_OF_THE_PROGRAMS SOURCE_ROOT
"""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAMS = SOURCE = None
SEEN = (0, 1, 2) # it looked, whatever it saw


class Documentation(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="aether-documentation-")
        self.addCleanup(directory.cleanup)
        self.place = pathlib.Path(directory.name)
        self.root = self.place / "srv"
        shutil.copytree(SOURCE / "share/examples/aether-backend", self.root)
        (self.root / ".env").write_text("ENVIRONMENT=development\n")
        for name in ("log", "state", "textfile"):
            (self.place / name).mkdir()

    def blocks(self, language):
        text = (SOURCE / "share/doc/health.md").read_text()
        found = re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
        self.assertTrue(found, language)
        return found

    def here(self, text):
        """With paths of this test in place of a host's."""
        for there, here in (("/srv/aether", self.root), ("/var/log/aether", self.place / "log"),
                            ("/var/lib/aether", self.place / "state"),
                            ("/var/lib/prometheus/node-exporter", self.place / "textfile"),
                            ("/usr/bin/health_check", PROGRAMS / "health_check")):
            text = text.replace(there, str(here))
        return text

    def shell(self, command, statuses=SEEN):
        """As cron has it: next to no environment."""
        sanitizers = {name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}
        done = subprocess.run(["/bin/sh", "-c", command], cwd=self.root, capture_output=True, text=True, check=False,
                              env={"PATH": f"{PROGRAMS}:/usr/bin:/bin", "HOME": "/", **sanitizers})
        self.assertIn(done.returncode, statuses, f"{command}\n{done.stdout}{done.stderr}")
        return done.stdout

    def test_configuration(self):
        (self.root / "config/health.yaml").write_text(self.blocks("yaml")[0])
        report = json.loads(self.shell("health_check --list --json", (0,)))
        names = {f"{one['component']}.{one['name']}" for one in report["checks"]}
        self.assertLessEqual({"checks.front", "checks.mail", "checks.backups", "checks.last_backup"}, names)

    def test_cron_line(self):
        for line in self.blocks("crontab")[0].splitlines():
            fields = line.split(None, 5)
            self.assertRegex(" ".join(fields[:5]), r"^[-*/,0-9 ]+$")
            self.shell(self.here(fields[5]))
        report = json.loads((self.place / "log/health.json").read_text())
        self.assertEqual(report["root"], str(self.root))

    def test_units(self):
        files = {}
        for line in self.blocks("ini")[0].splitlines():
            if line.startswith("# /etc/systemd/system/"):
                name = pathlib.Path(line[2:]).name
                files[name] = ""
            else:
                files[name] += line + "\n"
        self.assertEqual(sorted(files), ["aether-health.service", "aether-health.timer"])
        units = self.place / "units"
        units.mkdir()
        for name, text in files.items():
            (units / name).write_text(self.here(text))
        service = self.here(files["aether-health.service"])
        self.shell(re.search("^ExecStart=(.*)$", service, re.MULTILINE)[1])
        self.assertIn("aether_health_status", (self.place / "textfile/aether.prom").read_text())
        self.assertTrue((self.place / "state/health.state").exists())
        if shutil.which("systemd-analyze"):
            done = subprocess.run(["systemd-analyze", "verify", *map(str, sorted(units.iterdir()))],
                                  capture_output=True, text=True, check=False,
                                  env={**os.environ, "SYSTEMD_UNIT_PATH": f"{units}:"})
            about = [line for line in done.stderr.splitlines() if "aether-health" in line]
            self.assertEqual((done.returncode, about), (0, []), done.stderr)

    def test_makefile(self):
        (self.root / "Makefile").write_text(self.blocks("make")[0])
        if shutil.which("make") is None:
            self.skipTest("make is missing")
        self.assertIn("health_check --root .", self.shell("make health", (0, 2)))

    def test_ci_step(self):
        self.shell(re.search(r"^  run: (.*)$", self.blocks("yaml")[1], re.MULTILINE)[1])

    def test_pipes(self):
        for line in self.blocks("sh")[0].splitlines():
            self.shell(line)


if __name__ == "__main__":
    SOURCE = pathlib.Path(sys.argv.pop()).resolve()
    PROGRAMS = pathlib.Path(sys.argv.pop()).resolve()
    unittest.main(verbosity=0)
