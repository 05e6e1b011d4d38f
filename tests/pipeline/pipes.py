#!/usr/bin/python3
"""Every pipe that share/doc/json.md shows, as it stands there, on the bundled examples: the exit status of
each of its programs, what comes out of it, and each JSON document on the way against its schema.

Usage: pipes.py DIRECTORY_OF_THE_TOOLS SOURCE_ROOT
"""

import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "support"))

import suite


def documented():
    """The lines of the section Pipes."""
    text = (suite.SOURCE / "share/doc/json.md").read_text(encoding="utf-8")
    section = re.search(r"^## Pipes\n(.*?)^## ", text, re.DOTALL | re.MULTILINE)[1]
    return re.search(r"^```sh\n(.*?)^```", section, re.DOTALL | re.MULTILINE)[1].splitlines()


class Pipes(suite.Case):
    tried = set()

    @classmethod
    def tearDownClass(cls):
        assert cls.tried == set(documented()), f"not tried: {set(documented()) - cls.tried}"

    def line(self, *parts):
        """The documented line that has all these words in this order."""
        found = [line for line in documented() if re.search(".*".join(map(re.escape, parts)), line)]
        self.assertEqual(len(found), 1, f"{parts} in share/doc/json.md")
        self.tried.add(found[0])
        return found[0]

    def test_trace_an_export(self):
        root = self.backend()
        self.document("job_tracer export -", cwd=root)
        piped = self.shell(self.line("export -", "trace streaming"), cwd=root)
        self.assertEqual(piped, self.shell("job_tracer trace streaming", cwd=root))
        self.assertTrue(piped.startswith("streaming: 4 files in 2 layers\n"), piped)

    def test_check_what_git_tracks(self):
        root = self.backend()
        self.git_repository(root)
        hub = root / "ws/hub.py"
        hub.write_text(re.sub(r"\{\d+ jobs:", "{3 jobs:", hub.read_text(), count=1))
        (root / "untracked.py").write_text('"""\n@.architecture\nbroken\n"""\n')
        line = self.line("git ls-files -z", "--format github")
        said = self.shell(line, 1, cwd=root)
        self.assertRegex(said, r"(?m)^::error file=ws/hub\.py,line=\d+,col=\d+,.*job-count.*::states 3 jobs but lists \d+")
        self.assertNotIn("untracked.py", said)
        report = self.document(line.replace("--format github", "--json"), 1, cwd=root)
        self.assertEqual([one["rule"] for one in report["findings"] if one["severity"] == "error"], ["job-count"])

    def test_impact_of_a_change(self):
        root = self.backend()
        self.git_repository(root)
        for name in ("security/permissions.py", "README"):
            with open(root / name, "a", encoding="utf-8") as file:
                file.write("\n")
        self.shell("git add -A", cwd=root)
        line = self.line("git diff --name-only main", "impact -")
        self.assertIn("api/v1/endpoints/tools.py", self.shell(line, cwd=root))
        report = self.document(f"{line} --json", cwd=root)
        self.assertEqual(report["from"], ["security/permissions.py"])

    def test_jobs_of_an_export(self):
        root = self.backend()
        line = self.line("export -", "--architecture -")
        self.assertRegex(self.shell(line, cwd=root), r"^no findings in \d+ files\n$")
        report = self.document(f"sed 's/validation/validatoin/g' <(job_tracer export -) | {line.split(' | ')[1]} --json",
                               1, cwd=root)
        self.assertIn("architecture/unregistered-job", {one["rule"] for one in report["findings"]})

    def test_health_of_listed_services(self):
        root = self.backend()
        ports = self.start_services(root)
        listed = self.document("validate_config --list-services --json", cwd=root)
        line = self.line("--list-services --json", "--services - --json")
        report = self.document(f"{line} --component services --component backend", cwd=root)
        self.assertEqual({one["name"] for one in report["checks"] if one["component"] == "services"},
                         {"llm.loaded"} | {one["name"] for one in listed["services"] if one["kind"] != "backend"})
        self.assertEqual({one["status"] for one in report["checks"] if one["component"] == "backend"}, {"healthy"})
        perplexica = next(one for one in report["checks"] if one["name"] == "perplexica")
        self.assertEqual((perplexica["status"], perplexica["component"]), ("healthy", "services"))
        self.assertIn(f"127.0.0.1:{ports[3000]}", perplexica["target"])
        self.assertEqual(self.run_shell(line, cwd=root).returncode, 1)  # no database was made

    def test_tools_of_services_that_are_down(self):
        root = self.backend()
        self.start_services(root)
        self.shell("sed -i 's,127.0.0.1:[0-9]*/api/health,127.0.0.1:1/api/health,' config/integrations_registry.yaml", cwd=root)
        line = self.line("health_check --json", "--health - --json")
        report = self.document(f"{{ INTEGRATIONS_PERPLEXICA_URL=http://127.0.0.1:1 {line.split(' | ')[0]} || true; }} | "
                               f"{line.split(' | ')[1]} --timeout 100s", 2, cwd=root)
        status = {one["name"]: one["status"] for one in report["tools"]}
        self.assertEqual(status["perplexica_search"], "blocked")
        self.assertEqual(status["docling_convert"], "verified", [one for one in report["tools"] if one["name"] == "docling_convert"])
        self.assertEqual(status["mcp_list_servers"], "verified")

    def test_report_of_migrations(self):
        root = self.backend()
        line = self.line("run_migrations --status --json", "--report -")
        self.document("run_migrations --status --json", cwd=root)
        self.assertIn("5 migrations are pending", self.shell(line, 2, cwd=root))
        self.shell("run_migrations", cwd=root)
        self.assertTrue(self.shell(line, cwd=root).startswith("healthy"))
        report = self.document(f"{line} --json", cwd=root)
        self.assertEqual([(one["component"], one["name"]) for one in report["checks"]], [("reports", "run_migrations")])

    def test_names_of_tools_that_are_not_verified(self):
        root = self.backend()
        self.start_services(root)
        line = self.line("verify_oi_tools --json", "jq")
        line = line.replace("verify_oi_tools", "verify_oi_tools --timeout 100s")
        self.document("verify_oi_tools --timeout 100s --json", cwd=root)
        self.assertEqual(self.shell(line, cwd=root), "")
        document = root / "openapi.json"
        document.write_text(document.read_text().replace("/v1/docling/convert", "/v1/docling/other"))
        self.assertEqual(self.shell(line, 1, cwd=root), "docling_convert\n")

    def test_two_trees_as_one(self):
        self.backend()
        self.frontend()
        line = self.line("job_tracer merge", "stats")
        merged = self.document(line.split(" | ")[0])
        self.assertEqual([one["name"] for one in merged["roots"]], ["backend", "frontend"])
        stats = self.document(f"{line} --json")
        alone = [self.document(f"job_tracer --root {name} stats --json") for name in ("backend", "frontend")]
        self.assertEqual(stats["total_files"], sum(one["total_files"] for one in alone), stats)
        self.assertGreater(stats["total_edges"], sum(one["total_edges"] for one in alone), "no reference goes across")

    def test_the_manual_has_the_same(self):
        page = (suite.SOURCE / "share/man/aether-tools.7").read_text(encoding="utf-8")
        shown = re.findall(r"^\.Dl \$ (.*)$", page[page.index(".Sh PIPES"):], re.MULTILINE)
        self.assertEqual([line.replace(r"\(dq", '"') for line in shown], documented())

    def test_what_comes_before_fails(self):
        """The message names the document that should have come; the tool before says why it did not."""
        self.backend()
        done = self.run_shell("job_tracer --root nowhere export - | job_tracer --index - stats")
        self.assertEqual(done.returncode, 65)
        self.assertIn("aether/job_tracer/export/1", done.stderr)


if __name__ == "__main__":
    suite.main()
