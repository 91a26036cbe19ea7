#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`menzhen eta-replay`: its events beside the queue's own, good and bad, and the score."""
import json
import os
import subprocess
import tempfile
import unittest

MENZHEN = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
MINUTES = [4, 5, 5, 6, 6, 6, 7, 8, 9, 12]


def call(*args, text=""):
    run = subprocess.run([MENZHEN, "eta-replay", *args], input=text.encode(), check=False,
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return run.returncode, run.stdout.decode(), run.stderr.decode()


def lines(*events):
    return "\n".join(e if isinstance(e, str) else json.dumps(e) for e in events) + "\n"


def here(count, now=480):
    """So many who are registered and have come."""
    for i in range(1, count + 1):
        yield {"do": "register", "id": "B%d" % i, "band": 480, "slot": i}
        yield {"do": "check_in", "id": "B%d" % i, "now": now}


HISTORY = {"do": "history", "doctor": "A", "minutes": MINUTES}


class Replay(unittest.TestCase):
    def answers(self, *events, status=0):
        code, out, complaint = call("-", "--json", text=lines(*events))
        self.assertEqual((code, complaint), (status, ""), out)
        return [json.loads(line) for line in out.splitlines()]

    def test_a_range_and_who_is_ahead(self):
        *_, called, eta = self.answers(HISTORY, *here(5), {"do": "call_next", "now": 481}, {"do": "eta", "id": "B5", "now": 481})
        self.assertEqual(called["result"], "B1")
        self.assertEqual(list(eta), ["ahead", "from", "to"])
        self.assertEqual(eta["ahead"], 3)
        self.assertTrue(481 < eta["from"] < 481 + 4 * 7 < eta["to"] < 560, eta)
        self.assertEqual((eta["from"] % 5, eta["to"] % 5), (0, 0))

    def test_why_there_is_none(self):
        last = {"do": "eta", "id": "B3", "now": 482}
        on = [*here(3), {"do": "call_next", "now": 481}]
        self.assertEqual(self.answers(*on, last)[-1], {"ahead": 1, "why": "no-history"})
        pause = {"do": "pause", "station": "A", "minutes": None}
        self.assertEqual(self.answers(HISTORY, *on, pause, last)[-1], {"ahead": 1, "why": "paused"})
        again = {"do": "call_next", "now": 500}
        self.assertIn("from", self.answers(HISTORY, *on, pause, again, {"do": "eta", "id": "B3", "now": 500})[-1])

    def test_a_pause_is_waited_for(self):
        on = [HISTORY, *here(3), {"do": "call_next", "now": 481}, {"do": "finish", "id": "B1"}]
        eta = {"do": "eta", "id": "B2", "now": 487}
        free = self.answers(*on, eta)[-1]
        paused = self.answers(*on, {"do": "check_in", "id": "B1", "now": 487}, {"do": "pause", "minutes": 30}, eta)[-1]
        self.assertLessEqual(free["to"], 495)
        self.assertGreaterEqual(paused["from"], 505)

    def test_it_does_not_flicker(self):
        on = [HISTORY, *here(8), {"do": "call_next", "now": 481}]
        etas = [{"do": "eta", "id": "B8", "now": 481 + i} for i in range(4)]
        shown = self.answers(*on, *etas)[-4:]
        moves = sum(a != b for a, b in zip(shown, shown[1:]))
        self.assertLessEqual(moves, 1, shown)

    def test_nobody_here_and_bad_lines(self):
        code, out, _ = call("-", text=lines(*here(1), {"do": "call_next", "now": 481}, {"do": "eta", "id": "B1", "now": 482}))
        self.assertEqual((code, json.loads(out.splitlines()[-1])), (0, {"result": "refused:called"}))
        for bad, what in (({"do": "eta", "id": "B9", "now": 480}, "B9"), ({"do": "eta", "id": "B1"}, "now"),
                          ({"do": "history", "doctor": "A"}, "minutes"), ({"do": "history", "minutes": [1]}, "doctor"),
                          ({"do": "history", "doctor": "A", "minutes": [-1]}, "minutes"), ({"do": "history", "doctor": "A", "minutes": ["x"]}, "minutes"),
                          ({"do": "pause", "minutes": "x"}, "minutes"), ({"do": "dance"}, "dance"), ("not JSON", "JSON"),
                          ({"do": "register", "id": "B1", "band": 1, "slot": 1}, "B1")):
            good = [HISTORY, *here(2)]
            answers = self.answers(*good, bad, {"do": "eta", "id": "B2", "now": 481}, status=1)
            self.assertTrue(answers[len(good)]["error"].startswith("%d: " % (len(good) + 1)), answers[len(good)])
            self.assertIn(what, answers[len(good)]["error"])
            self.assertEqual(answers[-1], self.answers(*good, {"do": "eta", "id": "B2", "now": 481})[-1])

    def test_score(self):
        day = [{"name": "a day"}, HISTORY, *here(3), {"do": "eta", "id": "B1", "now": 480}, {"do": "eta", "id": "B3", "now": 480},
               {"do": "call_next", "now": 480}, {"do": "call_next", "now": 487}, {"do": "call_next", "now": 700}]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as file:
            file.write(lines(*day, *day))
            file.flush()
            code, out, _ = call(file.name, "--score", "--json")
        self.assertEqual(code, 0)
        score = json.loads(out)
        self.assertEqual((score["asked"], score["answered"], score["called"]), (4, 4, 4))
        self.assertEqual((score["inside"], score["beyond"]), (0.5, 0.5))  # the third waited for hours
        self.assertEqual(self.answers(*day, {"do": "score"})[-1]["called"], 2)

    def test_usage(self):
        for args in ((), ("a", "b"), ("--what", "-"), ("/nonexistent",)):
            self.assertEqual(call(*args)[0], 2, args)


if __name__ == "__main__":
    unittest.main(verbosity=0)
