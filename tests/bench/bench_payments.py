#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Payments at the real registry: how soon a page says paid after the wallet with 200 payments open (asked for alone, and told by a
notification), what those 200 cost the calls of the hall, and a start with 10,000 open orders."""
import http.server
import json
import os
import pathlib
import random
import re
import socketserver
import sqlite3
import sys
import tempfile
import threading
import time

sys.path.insert(0, os.path.join("@PROJECT_SOURCE_DIR@", "tests/system"))
os.environ.setdefault("MENZHEN_BIN", os.path.dirname(os.path.abspath(__file__)))
import payingtown  # noqa: E402
from payingtown import Town  # noqa: E402
from registry_hall import DAY, NOW_MS, Wire, free_port, made_up_hospital, ticket  # noqa: E402

OPEN, PAID_EACH, ANSWER_MS = 200, 15, 400  # a query is answered within half a second
CALLS, ORDERS, RATE = 1000, 10_000, 100
LOOK_SECONDS = 2.0  # of a page that waits


def tell(what, value, unit, **more):
    print(json.dumps({"bench": "payments", "what": what, "value": round(value, 3), "unit": unit, **more}), flush=True)


def cpu_seconds(pid):
    with open("/proc/%d/stat" % pid, encoding="ascii") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def open_payments(town, first=0):
    """A QR on each of 200 pages, both wallets in turn."""
    wire, bills = Wire(town), []
    sessions = [s["id"] for s in wire.must("GET", "sessions?day=%d" % DAY)["sessions"]]
    for n in range(first, first + OPEN):
        held = wire.must("POST", "holds", {"day": DAY, "session": sessions[n % len(sessions)], "channel": "KIOSK", "holder": "H%d" % n})
        body = {"hold": held["hold"], "channel": ("wechat-qr", "alipay-qr")[n % 2], "terminal": "K%02d" % (n % 50)}
        bills.append(wire.must("POST", "payments", body)["id"])
    for bill in bills:
        end = time.monotonic() + 60
        while wire.must("GET", "payments/" + bill)["state"] != "waiting":
            assert time.monotonic() < end, bill
            time.sleep(0.05)
    return bills


class Pages(threading.Thread):
    """Every page that waits asks as pages do."""

    def __init__(self, town, bills):
        super().__init__(daemon=True)
        self.wire, self.bills, self.over = Wire(town), list(bills), threading.Event()

    def run(self):
        while not self.over.is_set():
            begun = time.monotonic()
            for n, bill in enumerate(self.bills):
                self.wire.must("GET", "payments/" + bill)
                self.over.wait(max(0.0, begun + LOOK_SECONDS * n / len(self.bills) - time.monotonic()))


def paid_after(town, box, bills):
    """Seconds from the wallet's own "paid" to the registry's."""
    wire, took, chance = Wire(town), [], random.Random(1)
    for bill in bills:
        time.sleep(chance.uniform(0, 0.5))
        box.pay(wire.must("GET", "payments/" + bill)["qr"])
        begun = time.monotonic()
        while wire.must("GET", "payments/" + bill)["state"] != "paid":
            assert time.monotonic() - begun < 20, bill
            time.sleep(0.02)
        took.append(time.monotonic() - begun)
    return took


def soon(town, box):
    box.faults({"fault": "notice-missing"}, latency_ms=ANSWER_MS)
    bills = open_payments(town)
    pages = Pages(town, bills)
    pages.start()
    took = paid_after(town, box, bills[:-1 - PAID_EACH:-1])  # in their first minute, in which they are asked for every 2 s
    tell("paid after the wallet, asked for alone, 200 open: worst", max(took), "s", limit=3, better="lower")
    tell("paid after the wallet, asked for alone, 200 open: median", percentile(took, 0.5), "s")
    box.faults(latency_ms=ANSWER_MS)
    took = paid_after(town, box, bills[:PAID_EACH])
    tell("paid after the wallet, with a notification: worst", max(took), "s", limit=1, better="lower")
    pages.over.set()
    pages.join()
    return bills


def check_in(town):
    sessions = Wire(town).must("GET", "sessions?day=%d" % DAY)["sessions"][-1:]
    device, wire = town.device("K0"), Wire(town)
    for first in range(0, CALLS, 200):
        ops = []
        for i in range(first, first + 200):
            fields = ticket(sessions[0], "X%04d" % i)
            ops += [device.op("ticket.issued", fields), device.op("entry.checked_in", {"entry": fields["ticket"]})]
        wire.must("POST", "ops", device.batch(ops))
    return sessions[0]["queue"]


class Station:
    def __init__(self, town):
        self.queue, self.wire, self.took, self.last = check_in(town), Wire(town), [], None

    def call(self, n):
        body = {"station": "S1", "request": "call-%d" % n, "half": "AM", "room": "1"}
        if self.last:
            body["finish"] = self.last
        begun = time.perf_counter()
        answer = self.wire.must("POST", "queues/%s/call-next" % self.queue, body, key=False)
        self.took.append(time.perf_counter() - begun)
        self.last = answer.get("entry", self.last) if isinstance(answer.get("entry"), str) else None


def calls(town, plain, box):
    """In turn at a registry with 200 open payments and at one with none, so that the machine's mood is the same for both."""
    box.faults({"fault": "notice-missing"}, latency_ms=ANSWER_MS)
    open_payments(town, OPEN)
    pair, chance = (Station(town), Station(plain)), random.Random(2)
    for n in range(CALLS):
        for station in (pair if chance.random() < 0.5 else pair[::-1]):
            station.call(n)
            time.sleep(0.004)
    busy, idle = (percentile(station.took, 0.99) for station in pair)
    tell("a call with 200 open payments: p99", 1000 * busy, "ms")
    tell("a call with none: p99", 1000 * idle, "ms")
    tell("p99 of calls with 200 open payments against without", busy / idle, "ratio", limit=1.2, better="lower")


class Recorder(socketserver.ThreadingMixIn, http.server.HTTPServer):
    """A platform that writes down which order is asked for when, and answers nothing that could be believed."""
    daemon_threads, request_queue_size, seen = True, 256, None

    class RequestHandlerClass(http.server.BaseHTTPRequestHandler):  # noqa: N801
        protocol_version = "HTTP/1.1"

        def do_GET(self):  # noqa: N802
            found = re.search(r"out-trade-no/(\w+)\?", self.path)
            if found:
                self.server.seen.append((time.monotonic(), found.group(1)))
            self.send_response(502)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_):
            pass


def write_orders(town):
    """As a registry leaves them that was killed: opened over the last two hours, newest last in the table."""
    store = sqlite3.connect(town.folder + "/registry.db")
    numbers = []
    for n in range(ORDERS):
        bill, made = "T1%016x" % (0xabc000000 + n), NOW_MS - 7_200_000 * (ORDERS - n) // ORDERS
        numbers.append(bill + "_1")
        store.execute("INSERT INTO bill (id, site, day, session, slot, total_fen, opened_at, open_until, touch) VALUES (?, 'T1', ?, 'X', ?, 1000, ?, ?, ?)",
                      (bill, DAY, n, made, made + 1_200_000, n + 1))
        store.execute("INSERT INTO pay_attempt (number, bill, place, channel, amount_fen, phase, made_at, sent_at, expires_at, opens, qr) "
                      "VALUES (?, ?, 0, 'wechat-qr', 1000, 'open', ?, ?, ?, 1, 'x')", (bill + "_1", bill, made, made, made + 300_000))
    store.commit()
    store.close()
    return numbers[::-1]


def start_up(folder, hospital):
    """All are asked for, newest first, and never more in a second than the rate."""
    there = Recorder(("127.0.0.1", 0), Recorder.RequestHandlerClass)
    there.seen = []
    threading.Thread(target=there.serve_forever, daemon=True).start()
    with payingtown.sandbox(folder, free_port()) as box:
        town = Town(box, free_port(), hospital, "T1", 1)
        page = pathlib.Path(town.toml)
        page.write_text(page.read_text().replace(box.base, "http://127.0.0.1:%d" % there.server_address[1]))
        with town:
            town.kill()
            wanted = write_orders(town)
            town.start()
            begun, used = time.monotonic(), cpu_seconds(town.process.pid)
            while len({number for _, number in there.seen}) < ORDERS and time.monotonic() - begun < 3 * ORDERS / RATE:
                time.sleep(0.2)
            busy = (cpu_seconds(town.process.pid) - used) / (time.monotonic() - begun)
    there.shutdown()
    first = {}
    for at, number in there.seen:
        first.setdefault(number, at)
    times = sorted(at for at, _ in there.seen)
    most = max(sum(1 for t in times[i:i + 3 * RATE] if t < at + 1) for i, at in enumerate(times))
    order = sorted(first, key=first.get)
    place = {number: n for n, number in enumerate(wanted)}
    tell("10,000 open orders at a start: not asked for", ORDERS - len(first), "orders", limit=0, better="lower")
    tell("all of them asked for once", max(first.values()) - begun, "s", limit=1.1 * ORDERS / RATE, better="lower")
    tell("most questions in a second, of a rate of 100", most, "questions", limit=1.1 * RATE, better="lower")
    tell("furthest from newest first", max(abs(place[number] - n) for n, number in enumerate(order)), "places",
         limit=64, better="lower")
    tell("processor while they are asked for", 100 * busy, "%")


def main():
    with tempfile.TemporaryDirectory() as folder:
        hospital = pathlib.Path(folder) / "hospital.json"
        hospital.write_text(json.dumps(made_up_hospital([490] * 3)))
        port = free_port()
        with payingtown.sandbox(folder + "/a", port) as box, payingtown.sandbox(folder + "/b", free_port()) as other:
            with Town(box, port, str(hospital), "T1", 1) as town, Town(other, free_port(), str(hospital), "T1", 1) as plain:
                soon(town, box)
                calls(town, plain, box)
        start_up(folder + "/c", str(hospital))
    return 0


if __name__ == "__main__":
    sys.exit(main())
