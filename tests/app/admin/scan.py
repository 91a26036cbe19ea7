#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`menzhen scan` from the outside: its lines, its errors, its status."""
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

MENZHEN = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
PICTURES = pathlib.Path(os.environ["MENZHEN_ROOT"]) / "tests/data/qr"
GOOGLE = PICTURES / "zxcpp-1/13w.png"


def scan(*words):
    done = subprocess.run([MENZHEN, "scan", *words], capture_output=True, timeout=120)
    return done.returncode, done.stdout, done.stderr


class Scan(unittest.TestCase):
    def test_one_line_a_picture_in_order_and_errors_between(self):
        with tempfile.TemporaryDirectory() as folder:
            plain = pathlib.Path(folder, "plain.pgm")
            plain.write_bytes(b"P5 64 64 255\n" + b"\x80" * 4096)
            text = pathlib.Path(folder, "text.png")
            text.write_text("no picture")
            files = [str(GOOGLE), "/nowhere.png", str(plain), str(text), folder]
            status, out, _ = scan("--json", *files)
        lines = [json.loads(line) for line in out.splitlines()]
        self.assertEqual(status, 1)
        self.assertEqual([line["file"] for line in lines], files)
        self.assertEqual(lines[0]["texts"], ["http://google.com/gwt/n?u=bluenile.com"])
        self.assertGreaterEqual(lines[0]["ms"], 0)
        self.assertEqual(lines[2]["texts"], [])
        for at in (1, 3, 4):
            self.assertEqual(list(lines[at]), ["file", "error"])

    def test_no_code_is_no_error(self):
        with tempfile.TemporaryDirectory() as folder:
            plain = pathlib.Path(folder, "plain.pgm")
            plain.write_bytes(b"P5 64 64 255\n" + b"\x80" * 4096)
            self.assertEqual(scan(str(plain))[0], 0)
        self.assertEqual(scan(str(GOOGLE), "--formats", "qr")[0], 0)

    def test_a_name_that_is_not_utf8_is_told_all_the_same(self):
        status, out, _ = scan("--json", b"/nowhere/\xff\xfe.png")
        self.assertEqual(status, 1)
        self.assertEqual(json.loads(out)["file"], "/nowhere/\ufffd\ufffd.png")

    def test_wrong_calls(self):
        for words in ([], ["--json"], ["--formats", "ean", "x.png"], ["--formats"], ["--fast", "x.png"]):
            status, out, complaint = scan(*words)
            self.assertEqual(status, 2, words)
            self.assertEqual(out, b"")
            self.assertIn(b"menzhen scan", complaint)


if __name__ == "__main__":
    unittest.main()
