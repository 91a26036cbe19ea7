#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Waiting times on generated days: doctors whose pace, lateness and durations are known to this file
alone. What `menzhen eta-replay` says beforehand is held against what then happens.

usage: eta_days.py [DAYS [SEED]]      (24 days and a fresh seed when left out)

Prints its seed; the same two arguments make the same days."""
import heapq
import json
import math
import os
import random
import subprocess
import sys

MENZHEN = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
INSIDE = 0.80       # at least, of all ranges
BEYOND = 0.15       # at most
PACE = 0.18         # spread between a doctor's days
SPREAD = 0.5        # of single durations
MISSED_MINUTES = 1.5
HISTORY_DAYS = 8


class Replay:
    """Only who is called must be known at once; the other answers are read in heaps, since each one that is waited for
    costs two turns on the processor."""

    HEAP = 500

    def __init__(self):
        self.process = subprocess.Popen([MENZHEN, "eta-replay", "-", "--json"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.asked = []

    def tell(self, **event):
        self.process.stdin.write(json.dumps(event) + "\n")
        self.asked.append(event)
        if event["do"] in ("call_next", "score", "check_in") or len(self.asked) >= self.HEAP:
            return self.read()
        return None

    def read(self):
        self.process.stdin.flush()
        for event in self.asked:
            answer = json.loads(self.process.stdout.readline())
            assert "error" not in answer, (event, answer)
        self.asked = []
        return answer

    def start(self, name):
        self.process.stdin.write(json.dumps({"name": name}) + "\n")


class Day:
    """One half-day of one queue in minutes with fractions; the replay hears whole minutes."""

    def __init__(self, rng, replay, kind):
        self.rng, self.replay, self.kind = rng, replay, kind
        self.median = rng.choice([4.0, 6.0, 8.0])
        self.doctors = ["A", "B"] if kind == "pooled" else ["A"]
        self.pace = {doctor: math.exp(rng.gauss(0, PACE)) for doctor in self.doctors}
        self.events, self.order = [], 0
        self.free, self.waiting = set(), set()
        self.pause_at = 540 + rng.randint(0, 60) if kind == "pause" else None

    def duration(self, pace, miss=0.05):
        if self.rng.random() < miss:
            return MISSED_MINUTES, True
        return self.median * pace * math.exp(self.rng.gauss(0, SPREAD)), False

    def at(self, minute, what, *more):
        self.order += 1
        heapq.heappush(self.events, (minute, self.order, what, more))

    def history(self):
        for doctor in self.doctors:
            minutes = []
            for _ in range(HISTORY_DAYS):
                pace = math.exp(self.rng.gauss(0, PACE))
                minutes += [round(self.duration(pace)[0], 2) for _ in range(15)]
            self.replay.tell(do="history", doctor=doctor, minutes=minutes)

    def patients(self):
        rng, slot = self.rng, 0
        per_band = round(30 / (self.median * 1.02) * len(self.doctors))
        for band in range(480, 690, 30):
            for _ in range(per_band):
                slot += 1
                name = "B%d" % slot
                lane = "P" if self.kind == "sides" and rng.random() < 0.12 else "N"
                self.replay.tell(do="register", id=name, band=band, slot=slot, lane=lane)
                if rng.random() < 0.88:
                    late = rng.random() < 0.08
                    self.at(band + (rng.uniform(31, 50) if late else rng.uniform(-30, 28)), "arrive", name)

    def run(self):
        self.replay.start(self.kind)
        self.history()
        self.patients()
        begins = 480 + self.rng.uniform(0, 8)
        for doctor in self.doctors:
            self.at(begins, "free_again", doctor)
        for minute in range(455, 760, 10):
            self.at(minute + 0.5, "ask")
        while self.events:
            minute, _, what, more = heapq.heappop(self.events)
            getattr(self, what)(minute, *more)

    def arrive(self, minute, name):
        answer = self.replay.tell(do="check_in", id=name, now=int(minute))
        if answer["result"] not in ("ok", "late"):
            return
        self.waiting.add(name)
        if self.free:
            self.call(minute, min(self.free))

    def ask(self, minute):
        for name in sorted(self.waiting):
            self.replay.tell(do="eta", id=name, now=int(minute))

    def free_again(self, minute, doctor):
        if self.pause_at and minute >= self.pause_at:
            self.pause_at = None
            said = self.rng.choice([10, 15, 20])
            self.replay.tell(do="pause", station=doctor, minutes=said, now=int(minute))
            self.at(minute + said * self.rng.uniform(0.9, 1.3), "free_again", doctor)
            return
        self.call(minute, doctor)

    def call(self, minute, doctor):
        self.free.discard(doctor)
        called = self.replay.tell(do="call_next", now=int(minute), station=doctor)["result"]
        if called is None:
            self.free.add(doctor)
            return
        self.waiting.discard(called)
        minutes, missed = self.duration(self.pace[doctor])
        self.at(minute + minutes, "done", doctor, called, missed)

    def done(self, minute, doctor, name, missed):
        if missed:
            self.replay.tell(do="miss", id=name)
        elif self.kind == "sides" and self.rng.random() < 0.2:
            self.replay.tell(do="on_leave", id=name, pin=doctor)
            self.at(minute + self.rng.uniform(15, 50), "arrive", name)
        else:
            self.replay.tell(do="finish", id=name)
        self.free_again(minute, doctor)


def play(kinds, days, seed):
    scores = {}
    for kind in kinds:
        rng = random.Random("%d %s" % (seed, kind))
        replay = Replay()
        for _ in range(days):
            Day(rng, replay, kind).run()
        scores[kind] = replay.tell(do="score")
        replay.process.stdin.close()
        replay.process.wait()
    return scores


def main():
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1 << 30)
    print("seed", seed)
    kinds = ["plain", "pooled", "sides", "pause"]
    bad = []
    for kind, score in play(kinds, max(days // len(kinds), 1), seed).items():
        print(kind, json.dumps(score))
        if score["called"] < 100:
            bad.append("%s: only %d ranges were put to the test" % (kind, score["called"]))
        if score["inside"] < INSIDE or score["beyond"] > BEYOND:
            bad.append("%s: %s" % (kind, score))
    for line in bad:
        print("FAILED", line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
