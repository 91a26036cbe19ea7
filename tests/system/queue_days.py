#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Random days, played by `menzhen queue-replay` and by the reference: every answer must agree.

usage: queue_days.py [DAYS [SEED]]      (3000 days and a fresh seed when left out)

A failing run prints its seed and the day's lines; the same two arguments make the same days."""
import collections
import json
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from queue_reference import Reference  # noqa: E402

BROKEN = [
    '{"do":"configure","no_such":1}', '{"do":"configure","stage":1,"no_such":1}',
    '{"do":"configure","stage":2,"interval":{"P":1,"R":2}}', '{"do":"configure","band":0}',
    '{"do":"configure","dynamic_r":1}', '{"do":"configure","within_band":"band"}',
    '{"do":"configure","miss_gap":[]}', '{"do":"check_in","id":"nobody","now":500}',
    '{"do":"miss","id":"nobody"}', '{"do":"finish","id":"nobody"}',
    '{"do":"on_leave","id":"nobody","pin":"A"}', '{"do":"call_next","station":"A"}',
    '{"do":"dance"}', '{"do":', '[1]', '7', '{}', 'not JSON', '{"do":"register","id":"half"}',
    '{"do":"register","id":"half","band":480,"slot":1,"lane":"X"}',
    '{"do":"register","id":"half","band":480,"slot":1,"kind":"vip"}',
    '{"do":"register","id":"half","band":"480","slot":1}',
]


class Day:
    """Draws events that mostly make sense now, by looking at the reference's people."""

    def __init__(self, rng):
        self.rng = rng
        self.reference = Reference()
        self.stations = ["A", "B", "C"][: rng.choice([1, 1, 2, 3])]
        self.now = rng.randint(440, 500)
        self.bands = [480 + 30 * i for i in range(rng.randint(1, 8))]
        self.lanes = rng.choice(["N", "NNNNNNPP", "NNNNNNPPEERMT", "NNNNNNNNNNE", "PRMT", "EPNRMT"])
        self.arrivals = rng.choice([20, 35, 50])
        self.pinned = rng.choice([0, 0, 0.2, 0.6])

    def parameters(self, share):
        rng = self.rng
        every = {
            "band": rng.choice([1, 7, 15, 30, 60, rng.randint(1, 240)]),
            "early_open": rng.choice([0, 30, 60, 600, rng.randint(-20, 90)]),
            "due_lead": rng.choice([0, 10, 30, 600, rng.randint(-20, 60)]),
            "grace": rng.choice([0, 0, 15, 30, rng.randint(-30, 60)]),
            "booked_first": rng.random() < 0.5,
            "within_band": rng.choice(["slot", "checkin"]),
            "interval": {lane: rng.choice([0, 1, 1, 2, 3, 5]) for lane in "RMP"},
            "dynamic_r": rng.random() < 0.5,
            "max_side_run": rng.choice([0, 1, 2, 2, 3, 99]),
            "miss_gap": [rng.randint(0, 6) for _ in range(rng.randint(1, 4))],
            "max_misses": rng.choice([0, 1, 2, 3, 3, 9]),
            "stage": rng.randint(0, 4),
        }
        chosen = {name: value for name, value in every.items() if rng.random() < share}
        return {"do": "configure", **chosen}

    def station(self):
        return self.rng.choice(self.stations)

    def pin(self):
        return self.station() if self.rng.random() < self.pinned else None

    def register(self):
        rng, people = self.rng, self.reference.people
        name = "%s%d" % (rng.choice("BWX门"), len(people))
        if people and rng.random() < 0.03:
            name = rng.choice(people)["id"]
        event = {"do": "register", "id": name, "band": rng.choice(self.bands),
                 "slot": rng.randint(1, rng.choice([3, 40]))}
        for field, value in (("kind", rng.choice(["booked", "walkin", "extra"])),
                             ("lane", rng.choice(self.lanes)), ("level", rng.randint(-1, 2)),
                             ("pin", self.pin())):
            if rng.random() < 0.85:
                event[field] = value
        return event

    def in_state(self, *states):
        return [p for p in self.reference.people if p["state"] in states]

    def someone(self, *states):
        able = self.in_state(*states)
        if not able or self.rng.random() < 0.04:  # any state: most of these are refused
            able = self.reference.people
        return self.rng.choice(able)["id"] if able else "nobody"

    def comer(self):
        """Whom to check in: seldom somebody for whom it is too early."""
        opened = self.now + self.reference.param["early_open"]
        able = [p for p in self.in_state("expected") if p["band"] <= opened]
        if self.rng.random() < 0.5 or not able:
            able = self.in_state("missed", "onleave") or able
        if not able or self.rng.random() < 0.05:
            return self.someone("expected")
        return self.rng.choice(able)["id"]

    def event(self):
        rng = self.rng
        self.now = max(0, self.now + rng.choice([0, 0, 0, 1, 1, 2, 5, 12, -3]))
        calls = 28 if self.in_state("waiting", "staged") else 2
        served = 1 if self.in_state("called") else 0.1
        do = rng.choices(
            ["register", "check_in", "call_next", "miss", "on_leave", "finish", "staged",
             "configure"], [10, self.arrivals, calls, 9 * served, 8 * served, 2 * served, 4, 1])[0]
        if do == "register":
            return self.register()
        if do == "check_in":
            return {"do": do, "id": self.comer(), "now": self.now}
        if do == "call_next":
            event = {"do": do, "now": self.now, "station": self.station()}
            if event["station"] == "A" and rng.random() < 0.3:
                del event["station"]
            return event
        if do == "on_leave":
            states = ("called", "waiting") if rng.random() < 0.3 else ("called",)
            event = {"do": do, "id": self.someone(*states), "pin": self.pin()}
            if event["pin"] is None and rng.random() < 0.5:
                del event["pin"]
            return event
        if do == "staged":
            return {"do": do, "station": self.station()}
        if do == "configure":
            return self.parameters(0.3)
        return {"do": do, "id": self.someone("called")}

    def lines(self):
        """Every line of the day, in order."""
        if self.rng.random() < 0.85:
            yield json.dumps(self.parameters(self.rng.random()))
        for _ in range(self.rng.randint(0, 25)):
            yield json.dumps(self.register())
        for _ in range(self.rng.choice([20, 70, 70, 70, 140])):
            if self.rng.random() < 0.02:
                yield self.rng.choice(BROKEN)
            elif self.rng.random() < 0.02:
                yield self.rng.choice(["", "  \t", '{"result": "ok"}', '{"result":1,"do":"miss"}'])
            else:
                yield json.dumps(self.event(), ensure_ascii=self.rng.random() < 0.5)


def skipped(line):
    return not line.strip() or line.startswith('{"result"')


def make(days, seed, file):
    """Writes the days; returns, for every answer to come, (day's first line, line, expected)."""
    expected, number = [], 0
    for index in range(days):
        day = Day(random.Random("%d/%d" % (seed, index)))
        number += 1
        first = number
        file.write('{"name": "day %d of seed %d"}\n' % (index, seed))
        for line in day.lines():
            number += 1
            file.write(line + "\n")
            if not skipped(line):
                expected.append((first, number, day.reference.take(line, number)))
    return expected


def agree(got, want):
    if "error" in want:
        return list(got) == ["error"] and got["error"].startswith(want["error"])
    return list(got.items()) == list(want.items())  # the keys' order is promised as well


def complain(path, first, number, got, want):
    lines = open(path, encoding="utf-8").read().split("\n")
    print("\n".join(lines[first - 1 : number]))
    print("line %d: the reference says %s, queue-replay says %s" % (number, want, got))


def compare(path, expected, seen):
    built = os.path.join(os.path.dirname(__file__), "../../build/bin")
    menzhen = os.path.join(os.environ.get("MENZHEN_BIN", built), "menzhen")
    run = subprocess.run([menzhen, "queue-replay", path, "--json"], stdout=subprocess.PIPE,
                         check=False)
    answers = run.stdout.decode().splitlines()
    for (first, number, want), text in zip(expected, answers):
        got = json.loads(text)
        if not agree(got, want):
            complain(path, first, number, got, want)
            return False
        what = want.get("reason") or str(want.get("result", "error")).split("[")[0]
        seen[what] += 1
    errors = any("error" in want for _, _, want in expected)
    if len(answers) != len(expected) or run.returncode != (1 if errors else 0):
        print("%d answers to %d events, exit %d" % (len(answers), len(expected), run.returncode))
        return False
    return True


def main():
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
    print("%d days, seed %d" % (days, seed), flush=True)
    seen = collections.Counter()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        expected = make(days, seed, file)
        file.flush()
        good = compare(file.name, expected, seen)
    print("%d answers: %s" % (sum(seen.values()), dict(seen.most_common())))
    reasons = ["E:clinical", "P:interleave", "R:interleave", "M:interleave", "N:on-turn", "N:late",
               "N:early-doctor-idle", "T:tail", "empty", "late", "refused:too-early", "missed",
               "noshow", "error"]
    lacking = [reason for reason in reasons if not seen[reason]]
    if good and days >= 300 and lacking:
        print("these days never showed " + ", ".join(lacking))
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
