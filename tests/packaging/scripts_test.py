#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The shell around everything: the package list, the words of ./run and ./test, the last line."""
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
JUNIT = """<testsuite>{}</testsuite>"""


def run(*words):
    done = subprocess.run([str(w) for w in words], capture_output=True, text=True, cwd=ROOT)
    return done.returncode, done.stdout, done.stderr


class Packages(unittest.TestCase):
    def test_all_of_the_list_are_installed_here_and_named_once(self):
        status, missing, _ = run("packaging/install-packages", "--check")
        self.assertEqual((status, missing), (0, ""))
        _, listed, _ = run("packaging/install-packages", "--list")
        names = [l.split("#")[0].strip() for l in (ROOT / "packaging/packages.txt").read_text().splitlines()]
        self.assertEqual(sorted(n for n in names if n), listed.split())

    def test_names_what_is_missing(self):
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(ROOT / "packaging/install-packages", folder)
            pathlib.Path(folder, "packages.txt").write_text("# why\nbash\nno-such-package-as-this # and why\n")
            status, missing, _ = run(f"{folder}/install-packages", "--check")
        self.assertEqual((status, missing), (1, "no-such-package-as-this\n"))


class Words(unittest.TestCase):
    def test_help(self):
        for script, word in (("./run", "--build"), ("./test", "bench")):
            status, said, _ = run(script, "--help")
            self.assertEqual(status, 0)
            self.assertIn(word, said)

    def test_wrong_words_are_refused_before_anything_is_done(self):
        for words in (("./run", "--biuld"), ("./run", "now"), ("./test", "benhc")):
            status, said, complained = run(*words)
            self.assertEqual((status, said), (2, ""))
            self.assertIn(words[1], complained)

    def test_shellcheck(self):
        scripts = [p for p in (ROOT / "run", ROOT / "test", ROOT / ".ci/run", *(ROOT / "packaging").iterdir())
                   if p.is_file() and p.read_bytes()[:20].startswith((b"#!/bin/bash", b"#!/bin/sh"))]
        self.assertGreaterEqual(len(scripts), 4)
        status, said, complained = run("shellcheck", *scripts)
        self.assertEqual(status, 0, said + complained)


class LastLine(unittest.TestCase):
    def count(self, cases):
        with tempfile.NamedTemporaryFile("w", suffix=".xml") as file:
            file.write(JUNIT.format("".join(cases)))
            file.flush()
            return run("packaging/count-tests", file.name)[:2]

    def test_counts(self):
        good = '<testcase name="a" status="run"/>'
        bad = '<testcase name="b" status="fail"><failure message=""/></testcase>'
        skipped = '<testcase name="c" status="notrun"><skipped message=""/></testcase>'
        self.assertEqual(self.count([good, good]), (0, "2 passed, 0 failed\n"))
        self.assertEqual(self.count([good, bad]), (1, "failed: b\n1 passed, 1 failed\n"))
        self.assertEqual(self.count([good, skipped]), (0, "skipped: c\n1 passed, 0 failed, 1 skipped\n"))
        self.assertEqual(self.count([])[0], 1)


class Bench(unittest.TestCase):
    def report(self, body):
        with tempfile.TemporaryDirectory() as folder:
            binaries = pathlib.Path(folder, "bin")
            binaries.mkdir()
            if body is not None:
                program = binaries / "bench_x"
                program.write_text("#!/bin/sh\n" + body + "\n")
                program.chmod(0o700)
            return run("tests/bench/report.py", binaries)[:2]

    def test_limits(self):
        line = """echo '{"bench": "x", "value": %s, "limit": 1.5, "better": "%s"}'"""
        self.assertEqual(self.report(line % (1.4, "lower"))[0], 0)
        self.assertEqual(self.report(line % (1.4, "higher"))[0], 1)
        status, said = self.report(line % (1.6, "lower"))
        self.assertEqual(status, 1)
        self.assertIn("MISSED", said)
        self.assertEqual(self.report((line % (1.6, "higher")) + "; exit 3")[0], 1)
        self.assertEqual(self.report("echo nothing")[0], 1)
        self.assertEqual(self.report(None)[0], 1)


if __name__ == "__main__":
    unittest.main()
