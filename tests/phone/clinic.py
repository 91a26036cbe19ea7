# SPDX-License-Identifier: Apache-2.0
"""A real registry with a kiosk and a doctor's station that move the queue under a phone's visit, and the ways of
a patient through the page that several tests take."""
import contextlib
import dataclasses
import itertools
import json
import os
import secrets
import sqlite3
import subprocess
import sys

ROOT = os.environ.get("MENZHEN_ROOT", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path[:0] = [os.path.join(ROOT, "tests/system"), os.path.join(ROOT, "packaging")]
import phone  # noqa: E402
import reports as laboratory  # noqa: E402
from registry_hall import BIN, DAY, DEMO, Hall, Wire, ticket  # noqa: E402

DEPARTMENT, BAND, DAYS = "CARD", 480, 15
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SYLLABLES = "安柏昌德恩方高海嘉康林明宁平清荣诗天文新雅泽"


@dataclasses.dataclass(frozen=True)
class Person:
    name: str
    number: str
    phone: str


@dataclasses.dataclass(frozen=True)
class Slot:
    day: int
    department: str
    session: str
    queue: str
    zone: str
    band: int
    fee: str


def identity_number(born, serial):
    """Of the made-up region 999999."""
    body = "999999%08d%03d" % (born, serial)
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body)) % 11]


def made_up(count, born=19880312):
    return Person("试" + SYLLABLES[count % 22] + SYLLABLES[count // 22 % 22], identity_number(born, count % 1000), "199%08d" % (1000 + count))


COUNTER = itertools.count(1)


def somebody():
    """A person who has booked nothing yet."""
    return made_up(next(COUNTER))


class Clinic(Hall):
    """One hospital file, the queues of its day in the test's hands."""

    def __init__(self, hospital=DEMO, days=DAYS):
        super().__init__("HA", hospital, days=days)
        self.kiosk = self.wire = None

    def __enter__(self):
        os.environ["MENZHEN_RESOURCES"] = os.path.join(ROOT, "resources")
        super().__enter__()
        self.wire, self.kiosk = Wire(self), self.device("K1")
        return self

    @property
    def base(self):
        return "http://127.0.0.1:%d" % self.public_port

    def restart(self):
        """After kill(): the same registry, and the test's own connection to it."""
        self.start()
        self.wire = Wire(self)

    def sessions(self, day=DAY):
        return self.wire.must("GET", "sessions?day=%d" % day)["sessions"]

    def free(self, band=None, day=DAY, department=DEPARTMENT, personal=True, now=470):
        """A slot that a phone can have, in sessions with the most of them first."""
        found = [(len([b for b in one["bands"] if b["free"].get("PHONE")]), b["band"], one) for one in self.sessions(day)
                 for b in one["bands"] if b["free"].get("PHONE") and one["department"] == department and one["pooled"] != personal
                 and (b["band"] == band if band else b["band"] >= now + 30)]
        assert found, "no free slot in band %s of %s" % (band, department)
        _, at, one = max(found, key=lambda f: (f[0], -f[1]))
        return Slot(day, department, one["id"], one["queue"], one["zone"], at, "¥%.2f" % (one["amount_fen"] / 100))

    def ops(self, *ops):
        said = self.wire.must("POST", "ops", self.kiosk.batch([self.kiosk.op(kind, fields) for kind, fields in ops]))
        bad = [one for one in said["verdicts"] if one["verdict"] != "applied"]
        assert not bad, bad

    def session(self, name):
        return next(one for one in self.sessions() if one["id"] == name)

    def walk_in(self, slot, number):
        """An emergency, here and waiting before everybody else; gives the entry's id."""
        fields = ticket(self.session(slot.session), number, band=slot.band, lane="E", level=1, short_code=short_code())
        self.ops(("ticket.issued", fields), ("entry.checked_in", {"entry": fields["ticket"]}))
        return fields["ticket"]

    def take_ticket(self, visit):
        """The phone's patient at a kiosk: the ticket, and checked in."""
        fields = ticket(self.session(visit["session"]), visit["number"], "booked", booking=visit["id"], band=visit["band"],
                        short_code=visit["short_code"].replace("-", ""), masked=visit["masked"])
        self.ops(("ticket.issued", fields), ("entry.checked_in", {"entry": fields["ticket"]}))
        return fields["ticket"]

    def report(self, visit, status, minute=0):
        """A laboratory hands in a version of the visit's blood count."""
        issued = "2026-11-23T08:%02d:00+08:00" % minute
        laboratory.drop(os.path.join(self.folder, "reports", "HA"),
                        laboratory.report("LAB-" + visit["id"], visit["day"], visit["number"], status, issued))

    def open_station(self, slot, station="S1", room="301"):
        self.ops(("station.opened", {"station": station, "queue": slot.queue, "half": "AM", "room": room, "zone": slot.zone}))

    def served(self, slot, minutes, day=DAY - 1):
        """What was measured of this queue on an earlier day, as the registry keeps it."""
        with contextlib.closing(sqlite3.connect(self.folder + "/registry.db", timeout=20)) as store, store:
            store.executemany("INSERT OR REPLACE INTO served (site, queue, rev, day, ms) VALUES ('HA', ?, ?, ?, ?)",
                              [(slot.queue, -1 - i, day, round(each * 60_000)) for i, each in enumerate(minutes)])

    def call(self, slot, finish=None, station="S1"):
        body = {"station": station, "request": secrets.token_hex(8)}
        if finish:
            body["finish"] = finish
        return self.wire.must("POST", "queues/%s/call-next" % slot.queue, body, key=False)["result"]

    def call_until(self, slot, entry, station="S1", between=lambda: None):
        """Calls one after the other until this one is called; gives how many were before."""
        finish = None
        for before in range(50):
            called = self.call(slot, finish, station)
            assert called, "nobody is left"
            if called == entry:
                return before
            finish = called
            between()
        raise AssertionError("never called")


def short_code():
    return "".join(secrets.choice("0123456789ABCDEFGHJKMNPQRSTVWXYZ") for _ in range(8))


def browse(page, slot):
    """From the first page to confirming, in the order of row A1; gives how many screens that took."""
    return phone.browse(page, "HA", slot.day, slot.department, slot.session, slot.band)


def identify(page, person):
    phone.identify(page, person.name, person.number, person.phone)


def book(page, slot, person=None):
    """A first visit to the end; gives the visit as the registry says it."""
    browse(page, slot)
    identify(page, person or somebody())
    page.press("#book")
    page.find("#short-code")
    return page.visit()


def visit_behind(page, code):
    """The id of the visit that a QR's text opens (each reading is signed anew, so texts differ)."""
    return page.later("(code) => fetch('/v1/sites/HA/visits/open', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
                      "body: JSON.stringify({code})}).then((answer) => answer.json()).then((visit) => visit.id || visit.code)", code)


def scan(path):
    """What the kiosk's own decoder reads in a picture."""
    done = subprocess.run([BIN + "/menzhen", "scan", path, "--formats", "qr", "--json"], stdout=subprocess.PIPE, text=True,
                          check=False)
    return json.loads(done.stdout)["texts"] if done.stdout.strip() else []
