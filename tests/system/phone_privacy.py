#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The canary (docs/privacy: no personal data where it can be read): 1,000 made-up people book, by phones and at the hospital, some are
served, remembered, examined, cancelled; then every byte that the day left behind, store, journal, log, is searched for every
one of their names and numbers. 0 hits."""
import concurrent.futures
import json
import os
import random
import signal
import sys
import time

import phone_routes
import registry_reports
from registry_hall import DAY, DEMO, Hall, Wire, ticket

PEOPLE, BY_PHONE, SERVED, REPORTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1000, 40, 200, 30
FAMILY, GIVEN = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨", "璨琰珩璟钰昶晟煜烨焓炘焯燊堃垚"


def check_digit(digits):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits)) % 11]


def people(seed):
    """Nobody: the region 999999 is nowhere, and the phones begin with 199."""
    chance = random.Random(seed)
    made = []
    for i in range(PEOPLE):
        digits = "999999%04d%02d%02d%03d" % (chance.randint(1930, 2005), chance.randint(1, 12), chance.randint(1, 28), i % 1000)
        name = chance.choice(FAMILY) + chance.choice(GIVEN) + GIVEN[i // len(GIVEN) % len(GIVEN)] + GIVEN[i % len(GIVEN)]
        made.append({"name": name, "id_number": digits + check_digit(digits), "phone": "1990%07d" % (3_000_000 + chance.randrange(10**6) + i)})
    return made


def seats(wire):
    """(session, channel) for every free slot of the day, those of phones first."""
    free = []
    for session in wire.must("GET", "sessions?day=%d" % DAY)["sessions"]:
        for band in session["bands"]:
            for channel, count in band["free"].items():
                if channel not in ("PHONE", "KIOSK", "WINDOW"):
                    continue
                free += [(channel != "PHONE", session["id"], channel)] * count
    return [(session, channel) for _, session, channel in sorted(free)]


def at_the_hospital(hall, jobs):
    wire, done = Wire(hall), []
    for person, (session, channel) in jobs:
        held = wire.must("POST", "holds", {"day": DAY, "session": session, "channel": channel})
        done.append((session, wire.must("POST", "bookings", {"hold": held["hold"], "person": person})))
    return done


def by_phone(hall, person, session, i):
    phone = Wire(hall, hall.public_port)
    booked = phone_routes.book(phone, session, person=person, remember=True, sms=i % 2 == 0)
    phone.must("GET", "/v1/me")
    if i % 8 == 0:
        phone.must("DELETE", "bookings/" + booked["id"])


def serve(hall, booked):
    kiosk, wire = hall.device("K1"), Wire(hall)
    sessions = {s["id"]: s for s in wire.must("GET", "sessions?day=%d" % DAY)["sessions"]}
    for session, booking in booked[:SERVED]:
        fields = ticket(sessions[session], booking["number"], "booked", booking=booking["id"], slot=booking["slot"],
                        masked=booking["masked"])
        fields["band"] = booking["band"]
        wire.must("POST", "ops", kiosk.batch([kiosk.op("ticket.issued", fields),
                                              kiosk.op("entry.checked_in", {"entry": fields["ticket"]})]))
    for queue in sorted({sessions[s]["queue"] for s, _ in booked[:SERVED]}):
        wire.call("POST", "queues/%s/call-next" % queue, {"station": "S1"})


def examine(hall, booked):
    """A laboratory that writes the patient's name into its files and their names, as some do."""
    folder, secret = os.path.join(hall.folder, "reports", "HA"), []
    for i, (booking, person) in enumerate(booked):
        report = registry_reports.made(booking["number"], "final", i % 60, "LAB-%d" % i)
        report["conclusion"] = "受检者" + person["name"]
        report["code"]["text"] = "验血%04d璨" % i
        registry_reports.put(folder, person["name"] + ".json", json.dumps(report, ensure_ascii=False))
        secret.append(report["code"]["text"])
    until = time.monotonic() + 60
    while any(name.endswith(".json") for part in (".", "taking") for name in os.listdir(os.path.join(folder, part))):
        assert time.monotonic() < until, "the reports were not taken"
        time.sleep(0.1)
    assert not os.listdir(os.path.join(folder, "bad")), os.listdir(os.path.join(folder, "bad"))
    return secret


def hits(folder, log, made, secret):
    words = [person[field].encode() for person in made for field in ("name", "id_number", "phone")]
    words += [word.encode() for word in secret] + ["受检者".encode()]
    found = []
    left = [os.path.join(at, name) for at, _, names in os.walk(folder) for name in names]
    for name, content in [("log", log.encode()), ("names", "\n".join(left).encode())] + [(n, open(n, "rb").read()) for n in left]:
        found += [(name, word) for word in words if word in content]
    return found


def main():
    made, box = people(20261122), phone_routes.MessageBox()
    hall = Hall("HA", DEMO, clock="2026-11-23T07:31", keys=box.keys)
    try:
        hall.start()
        free = seats(Wire(hall))
        phones = [s for s, channel in free if channel == "PHONE"]
        for i, person in enumerate(made[:BY_PHONE]):
            by_phone(hall, person, phones[i], i)
        jobs = list(zip(made[BY_PHONE:], seats(Wire(hall))))
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            booked = [b for part in pool.map(lambda i: at_the_hospital(hall, jobs[i::4]), range(4)) for b in part]
        serve(hall, booked)
        secret = examine(hall, [(booking, person) for (_, booking), (person, _) in zip(booked[:REPORTS], jobs)])
        process = hall.process
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=30)[1]
        hall.process = None
        found = hits(hall.folder, log, made, secret)
        sizes = sum(os.path.getsize(os.path.join(hall.folder, n)) for n in os.listdir(hall.folder))
        print("%d people, %d booked at the hospital, %d bytes left behind: %d hits" % (PEOPLE, len(booked), sizes, len(found)))
        for name, word in found[:5]:
            print("FAILED: %s holds %s" % (name, word.decode()[:2] + "..."))
        return 1 if found or len(booked) < PEOPLE * 2 // 5 else 0
    finally:
        hall.__exit__()
        box.close()


if __name__ == "__main__":
    sys.exit(main())
