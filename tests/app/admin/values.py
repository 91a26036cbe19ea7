#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`menzhen mask` and `menzhen idnumber` from the outside, on the people of the demonstration."""
import json
import os
import pathlib
import subprocess
import unittest

MENZHEN = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
DEMO = pathlib.Path(os.environ["MENZHEN_ROOT"]) / "resources/hospitals/hospital-demo.json"


def call(*words):
    run = subprocess.run([MENZHEN, *words], capture_output=True, timeout=60, check=False)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def patients():
    return json.loads(DEMO.read_text("utf-8"))["demo_patients"]


class Mask(unittest.TestCase):
    def test_one_line_a_name_in_order(self):
        code, out, complaint = call("mask", *[p["name_zh"] for p in patients()])
        self.assertEqual((code, complaint), (0, ""))
        self.assertEqual(out.splitlines(), [p["mask"] for p in patients()])

    def test_json(self):
        code, out, _ = call("mask", "--json", "欧阳修", b"\xff")
        self.assertEqual(code, 0)
        self.assertEqual([json.loads(line) for line in out.splitlines()],
                         [{"mask": "欧阳*"}, {"mask": "***"}])

    def test_no_name_is_a_wrong_call(self):
        self.assertEqual(call("mask")[0], 2)


class IdNumber(unittest.TestCase):
    def test_demo_patients_are_valid(self):
        code, out, _ = call("idnumber", "--json", *[p["id_number"] for p in patients()])
        self.assertEqual(code, 0)
        for line, patient in zip(out.splitlines(), patients(), strict=True):
            answer = json.loads(line)
            self.assertTrue(answer["valid"])
            self.assertEqual(answer["birth"], patient["birth"])

    def test_a_bad_number_is_explained_and_never_printed(self):
        bad = "110105194912310020"
        for words in (["--json", bad], [bad]):
            code, out, complaint = call("idnumber", *words)
            self.assertEqual(code, 1)
            self.assertIn("id-check-digit", out)
            self.assertNotIn(bad[6:14], out + complaint)

    def test_the_day_can_be_given(self):
        answers = call("idnumber", "--json", "--today", "1949-12-30", "11010519491231002X")
        self.assertEqual((answers[0], json.loads(answers[1])["reason"]), (1, "id-birth-future"))

    def test_wrong_calls(self):
        self.assertEqual(call("idnumber")[0], 2)
        self.assertEqual(call("idnumber", "--today", "tomorrow", "1")[0], 2)


if __name__ == "__main__":
    unittest.main()
