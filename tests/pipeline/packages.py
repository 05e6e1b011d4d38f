#!/usr/bin/python3
"""An installation of this build below a scratch prefix: what is in it, and that it works from there with an
empty environment, moved elsewhere, and with the manual and the completions where programs look for them.
The packages themselves are tried by `scripts/package --try` in a minimal Debian.

Usage: packages.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import suite

EMPTY = "env -i PATH=/nowhere"


class Installation(suite.Case):
    def setUp(self):
        super().setUp()
        done = subprocess.run(["cmake", "--install", suite.PROGRAMS.parent, "--prefix", self.place / "first"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        # somewhere else, under a name with a space
        self.prefix = pathlib.Path(shutil.move(self.place / "first", self.place / "moved here"))

    def names(self):
        return {str(file.relative_to(self.prefix)) for file in self.prefix.rglob("*") if file.is_file()}

    def test_what_is_there(self):
        names = self.names()
        for tool in suite.TOOLS:
            for name in (f"bin/{tool}", f"share/man/man1/{tool}.1", f"share/bash-completion/completions/{tool}",
                         f"share/zsh/site-functions/_{tool}", f"share/fish/vendor_completions.d/{tool}.fish"):
                self.assertIn(name, names)
        shared = {file.relative_to(suite.SOURCE / "share") for file in (suite.SOURCE / "share").rglob("*") if file.is_file()}
        self.assertIn("share/man/man7/aether-tools.7", names)
        self.assertIn("share/aether-tools/probes/oi_probe.py", names)
        for file in shared:
            first = file.parts[0]
            if first in ("schemas", "examples"):
                self.assertIn(f"share/aether-tools/{file}", names)
            elif first == "doc":
                self.assertIn(f"share/doc/aether-tools/{file.relative_to('doc')}", names)
        self.assertEqual({name.split("/")[0] for name in names}, {"bin", "share"})
        # what was for the build stays with it
        self.assertEqual([name for name in names if name.endswith((".a", ".h", ".cpp", ".txt")) and "requirements" not in name], [])

    def test_it_runs(self):
        bin_, examples = self.prefix / "bin", self.prefix / "share/aether-tools/examples/aether-backend"
        root = shutil.copytree(examples, self.place / "backend")
        for tool in suite.TOOLS:
            self.assertTrue(self.shell(f"{EMPTY} '{bin_}/{tool}' --version").startswith(f"{tool} (aether-tools) "))
        self.assertIn("streaming: ", self.shell(f"{EMPTY} '{bin_}/job_tracer' --root {root} trace streaming"))
        self.assertRegex(self.shell(f"{EMPTY} '{bin_}/validate_config' --root {root}"), "no findings|not looked at")
        self.assertIn("5 migrations", self.shell(f"{EMPTY} '{bin_}/run_migrations' --root {root} --database sqlite:{root}/var.db"))
        self.shell(f"{EMPTY} '{bin_}/health_check' --root {root} --database sqlite:{root}/var.db --quick --component database.connection")
        self.assertIn("6 verified", self.shell(
            f"{EMPTY} '{bin_}/verify_oi_tools' --root {root} --openapi {root}/openapi.json --offline"))

    def test_which_libraries(self):
        """What every Debian has, and what is of another package is loaded only when it is needed."""
        for tool in suite.TOOLS:
            needed = set(re.findall(r"NEEDED +(\S+)", self.shell(f"objdump -p '{self.prefix}/bin/{tool}'")))
            self.assertTrue(needed)
            if not re.search("^AETHER_SANITIZE:STRING=.", (suite.PROGRAMS.parent / "CMakeCache.txt").read_text(), re.MULTILINE):
                self.assertLessEqual(needed, {"libc.so.6", "libm.so.6", "ld-linux-x86-64.so.2", "libdl.so.2",
                                              "libpthread.so.0", "libyaml-cpp.so.0.7"}, tool)

    def test_manual(self):
        for page in sorted((self.prefix / "share/man").rglob("*.[17]")):
            done = self.run_shell(f"mandoc -T lint -W error '{page}'") if shutil.which("mandoc") else None
            if done:
                self.assertEqual(done.returncode, 0, done.stdout)
        if shutil.which("man"):
            text = self.shell(f"man -M '{self.prefix}/share/man' -P cat 7 aether-tools")
            for tool in suite.TOOLS:
                self.assertIn(f"{tool}(1)", text)

    def test_completion_of_bash(self):
        """Found by the name of the command, as bash-completion loads it."""
        loader = pathlib.Path("/usr/share/bash-completion/bash_completion")
        if not loader.exists():
            self.skipTest("bash-completion is missing")
        self.assertIn("--baseline", self.shell(
            f"source {loader}; _completion_loader validate_config; COMP_WORDS=(validate_config --base); COMP_CWORD=1; "
            "COMP_LINE='validate_config --base'; COMP_POINT=22; "
            "$(complete -p validate_config | sed -E 's/.*-F ([^ ]+).*/\\1/') validate_config --base validate_config; "
            "printf '%s\\n' \"${COMPREPLY[@]}\"", XDG_DATA_DIRS=f"{self.prefix}/share"))


class Commit(suite.Case):
    """What --version says of the sources is true, also where nothing can be known."""

    def commit_of(self, source):
        header = self.place / "commit.h"
        self.shell(f"cmake -DSOURCE={source} -DHEADER={header} -P {suite.SOURCE}/lib/commit.cmake")
        return re.search(r'k_commit = "(.*)"', header.read_text())[1]

    def test_commit(self):
        repository = self.place / "repository"
        (repository / "lib").mkdir(parents=True)
        (repository / "lib/a.cpp").write_text("int a;\n")
        (repository / "README.md").write_text("a\n")
        self.assertEqual(self.commit_of(repository), "unknown")
        self.git_repository(repository)
        head = self.shell("git rev-parse --short=12 HEAD", cwd=repository).strip()
        self.assertEqual(self.commit_of(repository), head)
        (repository / "README.md").write_text("b\n")  # makes no other program
        self.assertEqual(self.commit_of(repository), head)
        (repository / "lib/a.cpp").write_text("int b;\n")
        self.assertEqual(self.commit_of(repository), f"{head} and changes")
        # unpacked below somebody else's checkout
        (repository / "unpacked").mkdir()
        self.assertEqual(self.commit_of(repository / "unpacked"), "unknown")


class Packages(suite.Case):
    """What scripts/package made, where it has been run for this commit."""

    def setUp(self):
        super().setUp()
        self.made = suite.SOURCE / "build/package/out"
        commit = self.shell("job_tracer --version | sed -n 's/^commit: //p'").strip()
        marker = self.made / "commit"
        if not marker.exists() or marker.read_text().strip() != commit:
            self.skipTest("scripts/package was not run for this commit")

    def test_tarball(self):
        file = next(self.made.glob("*.tar.gz"))
        with tarfile.open(file) as archive:
            archive.extractall(self.place)
        top = self.place / file.name.removesuffix(".tar.gz")
        for tool in suite.TOOLS:
            self.assertIn(tool, self.shell(f"{EMPTY} {top}/bin/{tool} --version"))
        libraries = {one.name for one in (top / "lib").iterdir()}
        self.assertLessEqual({"libcurl.so.4", "libpq.so.5"}, libraries)
        # each library finds what it needs beside it, or in the C library
        for library in sorted(top.glob("lib/*")):
            for name in re.findall(r"NEEDED +(\S+)", self.shell(f"objdump -p {library}")):
                self.assertTrue(name in libraries or re.match(r"lib(c|m|dl|rt|pthread|resolv|util|anl)\.so|ld-linux", name),
                                f"{library.name} needs {name}")

    def test_deb(self):
        deb = next(self.made.glob("*.deb"))
        about = self.shell(f"dpkg-deb --info {deb}")
        for part in ("Package: aether-tools", "Depends: ", "libc6 (>= ", "libsqlite3-0", "Recommends: ", "libpq5", "libcurl4"):
            self.assertIn(part, about)
        listing = self.shell(f"dpkg-deb --contents {deb}")
        for tool in suite.TOOLS:
            for name in (f"./usr/bin/{tool}\n", f"./usr/share/man/man1/{tool}.1.gz\n"):
                self.assertIn(name, listing)
        self.assertIn("./usr/share/doc/aether-tools/copyright\n", listing)
        self.assertNotIn("/usr/lib/", listing)


if __name__ == "__main__":
    suite.main()
