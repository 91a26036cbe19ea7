#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The minute in which a new day is opened to phones: four busy clients book what there is, while twenty times as many
attempts at what is sold already are turned away. Beside it what the same registry makes durable of kiosks' batches in a
second. Each attempt comes from an address of its own, as behind a proxy that the site file names."""
import concurrent.futures
import contextlib
import json
import os
import sqlite3
import sys
import time

sys.path.insert(0, os.path.join("@PROJECT_SOURCE_DIR@", "tests/system"))
os.environ.setdefault("MENZHEN_BIN", os.path.dirname(os.path.abspath(__file__)))
from registry_hall import DEMO, Hall, Wire  # noqa: E402

OPENED, CLIENTS, BOOKINGS_EACH, AWAY_FOR_ONE, BATCHES_EACH, OPS = 20261207, 4, 40, 20, 10, 100
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def tell(what, value, unit, **more):
    print(json.dumps({"bench": "release", "what": what, "value": round(value, 4), "unit": unit, **more}), flush=True)


class Phones(Wire):
    """One connection of a proxy; behind it every attempt is another phone."""

    def attempt(self, number, method, path, body):
        self.cookie = None
        self.connection.request(method, self.base + path, json.dumps(body), {
            "Content-Type": "application/json", "Idempotency-Key": "k%d" % number,
            "X-Forwarded-For": "10.%d.%d.%d" % (number >> 16 & 255, number >> 8 & 255, number & 255)})
        return self.receive()


def person(number):
    body = "999999%04d%02d%02d%03d" % (1950 + number % 50, 1 + number // 50 % 12, 1 + number // 600 % 28, number % 1000)
    return {"name": "测试人", "id_number": body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body)) % 11]}


def sell(port, sessions, sold, first, away):
    """One client's minute: (booked, turned away, what else came)."""
    wire = Phones.__new__(Phones)
    Wire.__init__(wire, type("Hall", (), {"site": "HA", "port": port}), port)
    booked, refused, other, number = 0, 0, {}, first
    for at in range(BOOKINGS_EACH):
        for _ in range(away):
            number += 1
            status, answer = wire.attempt(number, "POST", "holds", {"day": OPENED, "session": sold})
            refused += answer.get("code") == "no-free-slot"
        number += 1
        status, held = wire.attempt(number, "POST", "holds", {"day": OPENED, "session": sessions[at % len(sessions)]})
        if status == 200:
            number += 1
            status, held = wire.attempt(number, "POST", "bookings", {"hold": held["hold"], "person": person(number)})
        booked += status == 200
        if status != 200:
            other[held.get("code")] = other.get(held.get("code"), 0) + 1
    return booked, refused, other


def post(port, bodies):
    wire = Wire(type("Hall", (), {"site": "HA", "port": port}), port)
    for body in bodies:
        verdicts = wire.must("POST", "ops", body)["verdicts"]
        assert all(v["verdict"] == "applied" for v in verdicts), verdicts[:1]


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def durable(hall, pool):
    """Ops a second of so many kiosks at once."""
    work = []
    for i in range(CLIENTS):
        kiosk = hall.device("B%d" % i)
        work.append([kiosk.batch([kiosk.op("help.requested", {"help": "%016x" % (i << 20 | b << 10 | o), "screen": "x"}) for o in range(OPS)])
                     for b in range(BATCHES_EACH)])
    begin = time.monotonic()
    for done in [pool.submit(post, hall.port, bodies) for bodies in work]:
        done.result()
    return CLIENTS * BATCHES_EACH * OPS / (time.monotonic() - begin)


def minute(hall, pool, sessions, sold, away, first):
    used, begin = cpu_seconds(hall.process.pid), time.monotonic()
    share = len(sessions) // CLIENTS
    jobs = [pool.submit(sell, hall.public_port, sessions[i * share:(i + 1) * share], sold, first + i * 100_000, away) for i in range(CLIENTS)]
    found = [job.result() for job in jobs]
    took = time.monotonic() - begin
    others = [f[2] for f in found if f[2]]
    if others:
        print("not booked: %s" % others)
    return sum(f[0] for f in found), sum(f[1] for f in found), took, cpu_seconds(hall.process.pid) - used


def double(hall):
    with contextlib.closing(sqlite3.connect("file:%s/registry.db?mode=ro" % hall.folder, uri=True)) as store:
        return store.execute("SELECT count(*) FROM (SELECT 1 FROM booking WHERE state = 'booked' GROUP BY site, day, session, slot "
                             "HAVING count(*) > 1)").fetchone()[0]


def main():
    hall = Hall("HA", DEMO, days=15, clock="2026-11-23T07:02", keys='trusted_proxies = "127.0.0.1"\n')
    with hall, concurrent.futures.ProcessPoolExecutor(CLIENTS) as pool:
        plain = Wire(hall)
        open_now = [s["id"] for s in plain.must("GET", "sessions?day=%d" % OPENED)["sessions"]
                    if s["state"] == "open" and sum(b["free"].get("PHONE", 0) for b in s["bands"]) >= 3]
        sold, sessions = open_now[0], open_now[1:]
        number = 0
        phones = Phones(hall, hall.public_port)
        while phones.attempt(number, "POST", "holds", {"day": OPENED, "session": sold})[0] == 200:
            number += 1
        batch_rate = durable(hall, pool)
        booked, _, took, alone = minute(hall, pool, sessions, sold, 0, 1_000_000)
        rate = booked / took
        booked2, refused, took2, cpu = minute(hall, pool, sessions, sold, AWAY_FOR_ONE, 2_000_000)
        with_crowd = booked2 / took2
        twice = double(hall)
    tell("ops of kiosks' batches made durable", batch_rate, "1/s")
    tell("bookings", rate, "1/s")
    tell("bookings among twenty times as many attempts", with_crowd, "1/s")
    tell("the same against the batch rate", with_crowd / batch_rate, "ratio", limit=0.4, better="higher")
    tell("attempts turned away", refused / took2, "1/s")
    tell("processor time of the registry for one of them", max(cpu - alone * booked2 / max(booked, 1), 0) / max(refused, 1) * 1000, "ms")
    tell("places that two bookings have", twice, "places", limit=0, better="lower")
    return 0 if booked and refused else 1


if __name__ == "__main__":
    sys.exit(main())
