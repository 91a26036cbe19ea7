#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Many at once against the real registry: calls over eight stations, and two kiosks selling the last slot."""
import collections
import json
import os
import queue
import random
import sys
import threading
import time

from registry_hall import DAY, Hall, Wire, made_up_hospital, ticket

CALLS, STATIONS, THREADS_EACH, PATIENTS = 10_000, 8, 4, 7_000
CAPACITIES = [499] * 10 + [10]  # 5,000 slots
HOLDERS_EACH, OPEN_HOLDS, BATCH = 6, 18, 50
failures = []


def check(good, what):
    if not good:
        failures.append(what)
        if len(failures) < 10:
            print("FAILED: " + what, flush=True)


def all_at_once(work):
    """Runs every function in its own thread; an exception in one fails the test."""
    def guarded(function):
        try:
            function()
        except Exception as error:  # pylint: disable=broad-except
            check(False, "%s: %r" % (function, error))
    threads = [threading.Thread(target=guarded, args=(function,)) for function in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def check_in_everybody(hall, sessions):
    """PATIENTS tickets, dealt over the sessions, all waiting; their ids by queue."""
    device, wire, waiting = hall.device("K0"), Wire(hall), collections.defaultdict(set)
    for first in range(0, PATIENTS, 200):
        ops = []
        for i in range(first, min(first + 200, PATIENTS)):
            session = sessions[i % len(sessions)]
            fields = ticket(session, "X%04d" % i)
            ops += [device.op("ticket.issued", fields), device.op("entry.checked_in", {"entry": fields["ticket"]})]
            waiting[session["queue"]].add(fields["ticket"])
        answer = wire.must("POST", "ops", device.batch(ops))
        check(all(v["verdict"] == "applied" for v in answer["verdicts"]), "a patient was not let in")
    return waiting


class Caller:
    """One thread at a station: calls, now and then twice with one request id, at once or again later."""

    def __init__(self, hall, station, number, served):
        self.wires = Wire(hall), Wire(hall)
        self.station, self.number, self.queue = station, number, served
        self.called, self.empty, self.random = [], 0, random.Random("%s/%d" % (station, number))

    def run(self):
        for i in range(CALLS // STATIONS // THREADS_EACH + 1):
            request = "%s-%d-%d" % (self.station, self.number, i)
            body = {"station": self.station, "request": request, "half": "AM", "room": self.station}
            if self.called and i % 2:
                body["finish"] = self.called[-1]
            path, twin = "queues/%s/call-next" % self.queue, self.random.random() < 0.1
            for wire in self.wires[: 2 if twin else 1]:
                wire.send("POST", path, body, key=False)
            answers = [wire.receive() for wire in self.wires[: 2 if twin else 1]]
            if self.random.random() < 0.05:
                answers.append(self.wires[0].call("POST", path, body, key=False))
            self.take(answers)

    def take(self, answers):
        check(all(status == 200 for status, _ in answers), "a call failed: %s" % (answers,))
        # The answer of nobody-left is kept too, so a repetition is the same letter by letter.
        check(all(answer == answers[0] for answer in answers), "one request, two answers: %s" % (answers,))
        result = answers[0][1].get("result")
        if result is None:
            self.empty += 1
        else:
            self.called.append(result)


def race_calls(hall):
    sessions = Wire(hall).must("GET", "sessions?day=%d" % DAY)["sessions"][:4]
    waiting = check_in_everybody(hall, sessions)
    names = sorted(waiting)
    callers = [Caller(hall, "S%d" % s, n, names[s % len(names)]) for s in range(STATIONS) for n in range(THREADS_EACH)]
    begun = time.monotonic()
    all_at_once([caller.run for caller in callers])
    took = time.monotonic() - begun
    called = collections.Counter(ticket for caller in callers for ticket in caller.called)
    check(not [t for t, times in called.items() if times > 1], "a ticket was called twice")
    check(set(called) == set().union(*waiting.values()), "%d of %d were called" % (len(called), PATIENTS))
    check(all(set(c.called) <= waiting[c.queue] for c in callers), "a station called from another queue")
    logged = collections.Counter()
    for op in hall.pages():
        if op["op"]["type"] == "entry.called":
            logged.update(row["id"] for row in op["outcome"].get("entry", []) if "called_at" in row)
    check(logged == called, "the log and the answers differ")
    made = sum(len(c.called) + c.empty for c in callers)
    check(made >= CALLS, "only %d calls" % made)
    print("%d calls, %d tickets, %d times nobody, %.1f s" % (made, len(called), made - len(called), took), flush=True)


class Kiosk:
    """Some threads hold slots, one sends the tickets in the order of the device's log."""

    def __init__(self, hall, name, sessions):
        self.hall, self.name, self.sessions = hall, name, sessions
        self.device = hall.device(name)
        self.held, self.room = queue.Queue(), threading.Semaphore(OPEN_HOLDS)
        self.tickets, self.refused, self.holding = [], {}, HOLDERS_EACH
        self.guard = threading.Lock()

    def hold(self):
        wire, left = Wire(self.hall), list(self.sessions)
        chance = random.Random()
        while left:
            session = chance.choice(left)
            self.room.acquire()
            begun = time.monotonic()
            status, answer = wire.call("POST", "holds", {"day": DAY, "session": session["id"], "channel": "KIOSK",
                                                         "holder": self.name})
            if status == 200:
                self.held.put((session, answer, begun))
                continue
            self.room.release()
            check((status, answer["code"]) == (409, "no-free-slot"), "a refusal: %d %s" % (status, answer))
            with self.guard:
                self.refused.setdefault(session["id"], time.monotonic())
            left.remove(session)
        with self.guard:
            self.holding -= 1
            if self.holding == 0:
                self.held.put(None)

    def print_tickets(self):
        wire, done = Wire(self.hall), False
        while not done:
            taken = [self.held.get()]
            while len(taken) < BATCH and not self.held.empty():
                taken.append(self.held.get())
            done = None in taken
            taken = [each for each in taken if each]
            ops = []
            for session, hold, _ in taken:
                fields = ticket(session, hold["number"], "walkin", slot=hold["slot"], hold=hold["hold"])
                fields["band"] = hold["band"]
                ops += [self.device.op("ticket.issued", fields),
                        self.device.op("entry.checked_in", {"entry": fields["ticket"]})]
            if not ops:
                continue
            answer = wire.must("POST", "ops", self.device.batch(ops))
            check(all(v["verdict"] == "applied" for v in answer["verdicts"]), "a ticket was not applied: %s" % answer)
            self.tickets += taken
            for _ in taken:
                self.room.release()


def race_walkins(hall):
    sessions = Wire(hall).must("GET", "sessions?day=%d" % DAY)["sessions"]
    check(sum(s["bands"][b]["free_total"] for s in sessions for b in range(len(s["bands"]))) == 5000, "not 5,000 slots")
    kiosks = [Kiosk(hall, name, sessions) for name in ("K1", "K2")]
    begun = time.monotonic()
    all_at_once([k.hold for k in kiosks for _ in range(HOLDERS_EACH)] + [k.print_tickets for k in kiosks])
    took = time.monotonic() - begun
    sold = [(s["id"], h["slot"], h["number"]) for k in kiosks for s, h, _ in k.tickets]
    check(len(sold) == 5000, "%d tickets" % len(sold))
    check(len({(s, slot) for s, slot, _ in sold}) == len(sold), "a slot was sold twice")
    check(len({number for _, _, number in sold}) == len(sold), "a number was given twice")
    for kiosk in kiosks:
        for session, _, begun_at in kiosk.tickets:
            gone = min((k.refused[session["id"]] for k in kiosks if session["id"] in k.refused), default=begun_at)
            check(begun_at <= gone, "a slot of %s was refused and then sold" % session["id"])
    tables = Wire(hall).must("GET", "snapshot?scope=lobby")["tables"]
    rows = {name: [dict(zip(tables[name]["columns"], row)) for row in tables[name]["rows"]] for name in ("slot", "entry")}
    check({s["state"] for s in rows["slot"]} == {"sold"}, "the books do not say sold")
    books = sorted((s["session"], s["slot"], s["number"]) for s in rows["slot"])
    check(books == sorted(sold), "the books and the tickets differ")
    check(sorted((e["session"], e["slot"], e["number"]) for e in rows["entry"]) == books, "entries and slots differ")
    share = [len(k.tickets) for k in kiosks]
    print("%d slots sold by two kiosks (%s) in %.1f s" % (len(sold), share, took), flush=True)


def main():
    path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "menzhen-races-%d.json" % os.getpid())
    with open(path, "w", encoding="utf-8") as file:
        json.dump(made_up_hospital(CAPACITIES), file)
    try:
        with Hall("T1", path) as hall:
            race_calls(hall)
        with Hall("T1", path) as hall:
            race_walkins(hall)
    finally:
        os.remove(path)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
