#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""5,000 phones wait with an open stream each, many to a visit: what that costs while
nothing happens, and how soon the phones of one queue hear of a call (domain.md W3: 2 s)."""
import json
import os
import selectors
import socket
import sys
import time

sys.path.insert(0, os.path.join("@PROJECT_SOURCE_DIR@", "tests/system"))
os.environ.setdefault("MENZHEN_BIN", os.path.dirname(os.path.abspath(__file__)))
from registry_hall import DAY, DEMO, Hall, Wire  # noqa: E402

PHONES, VISITS, IDLE_SECONDS = 5000, 45, 5
ID = "999999%04d%02d%02d%03d"


def tell(what, value, unit, **more):
    print(json.dumps({"bench": "phones", "what": what, "value": round(value, 3), "unit": unit, **more}), flush=True)


def person(i):
    digits = ID % (1950 + i % 50, 1 + i % 12, 1 + i % 28, 100 + i)
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(w * int(d) for w, d in zip(weights, digits)) % 11]
    return {"name": "测试人", "id_number": digits + check}


def visits(hall):
    """Booked for later in many sessions, by a phone each: (visit, phone)."""
    made = []
    for session in Wire(hall).must("GET", "sessions?day=%d" % DAY)["sessions"]:
        if len(made) == VISITS:
            break
        if session["start"] < 600 or not any(b["free"].get("PHONE") for b in session["bands"][:1]):
            continue
        phone = Wire(hall, hall.public_port)
        held = phone.must("POST", "holds", {"day": DAY, "session": session["id"]})
        booking = phone.must("POST", "bookings", {"hold": held["hold"], "person": person(len(made))})
        made.append((booking["id"], phone))
    return made


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid):
    with open("/proc/%d/statm" % pid, encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def connect(hall, phone, visit):
    stream = socket.create_connection(("127.0.0.1", hall.public_port), 20)
    stream.sendall(("GET /v1/sites/HA/live?scope=visit&id=%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n" % (visit, phone.cookie)).encode())
    text = b""
    while b"event: visit" not in text:
        piece = stream.recv(4096)
        assert piece, text
        text += piece
    stream.setblocking(False)
    return stream


def main():
    hall = Hall("HA", DEMO, clock="2026-11-23T08:00")
    with hall:
        known = visits(hall)
        before, selector, streams = resident(hall.process.pid), selectors.DefaultSelector(), {}
        for i in range(PHONES):
            visit, phone = known[i % len(known)]
            stream = connect(hall, phone, visit)
            selector.register(stream, selectors.EVENT_READ)
            streams[stream] = visit
        tell("memory a waiting phone", (resident(hall.process.pid) - before) / PHONES / 1024, "kB")
        used, begin = cpu_seconds(hall.process.pid), time.monotonic()
        time.sleep(IDLE_SECONDS)
        tell("processor while nothing happens", 100 * (cpu_seconds(hall.process.pid) - used) / (time.monotonic() - begin), "%")
        threads = len(os.listdir("/proc/%d/task" % hall.process.pid))
        tell("threads of the registry", threads, "threads", limit=16, better="lower")
        waiting = {s for s, v in streams.items() if v == known[0][0]}
        for key, _ in selector.select(0):
            key.fileobj.recv(65536)
        begin = time.monotonic()
        known[0][1].must("DELETE", "bookings/" + known[0][0])
        heard, elsewhere = set(), 0
        while waiting - heard and time.monotonic() - begin < 10:
            for key, _ in selector.select(0.1):
                if b"event: visit" in key.fileobj.recv(65536):
                    elsewhere += key.fileobj not in waiting
                    heard.add(key.fileobj)
        tell("from the op to the last of its phones", 1000 * (time.monotonic() - begin), "ms", limit=2000, better="lower")
        tell("phones of other visits woken", elsewhere, "phones", limit=0, better="lower")
        for stream in streams:
            stream.close()
    return 0 if waiting <= heard else 1


if __name__ == "__main__":
    sys.exit(main())
