#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The registry's API from outside: every route against docs/openapi.yaml, refusals, idempotency, live events,
replicas, starts that fail, and that nothing acknowledged is lost when the program is killed."""
import http.client
import json
import os
import re
import secrets
import signal
import socket
import sqlite3
import sys
import tempfile
import threading
import time

import phone_routes
import registry_kills
import registry_replica
import registry_reports
from openapi_check import Contract
from registry_hall import DAY, DEMO, ROOT, Hall, Wire, hospital_by_video, public_pem, ticket

PERSON = {"name": "王测试", "id_number": "999999198811201012", "phone": "19900000102"}
OTHER = {**PERSON, "id_number": "999999197901311034"}
THIRD = {**PERSON, "id_number": "999999194403021014"}
FOURTH = {**PERSON, "id_number": "999999198811201098"}
CHILD = {"name": "小测试", "id_number": "999999201901011014"}
contract = Contract(os.path.join(ROOT, "docs/openapi.yaml"))
failures = []


def check(good, what):
    if not good:
        failures.append(what)
        print("FAILED: " + what, flush=True)


class Checked(Wire):
    """Every answer is held against the contract."""

    def call(self, method, path, body=None, key=None):
        status, answer = super().call(method, path, body, key)
        contract.take(method, path if path.startswith("/") else self.base + path, status, self.type, answer)
        return status, answer

    def refused(self, status, code, method, path, body=None, key=None):
        got = self.call(method, path, body, key)
        said = (got[0], got[1].get("code") if isinstance(got[1], dict) else got[1])
        check(said == (status, code), "%s %s %.80s: %s, not %s" % (method, path, body, said, (status, code)))
        return got[1]


def session_named(wire, name):
    sessions = wire.must("GET", "sessions?day=%d" % DAY)["sessions"]
    return next(s for s in sessions if s["id"] == name)


def roomiest(wire):
    """The session with the most free slots for phones."""
    sessions = wire.must("GET", "sessions?day=%d" % DAY)["sessions"]
    return max(sessions, key=lambda s: sum(band["free"].get("PHONE", 0) for band in s["bands"]))["id"]


def hold_of(session, **more):
    return {"day": DAY, "session": session, "channel": "PHONE", "holder": "p1", **more}


def a_visit(hall, wire):
    """From a hold to a call; returns what later tests want to refuse."""
    held = wire.must("POST", "holds", hold_of("CARD-D01-AM"))
    wire.must("DELETE", "holds/" + held["hold"])
    held = wire.must("POST", "holds", hold_of("CARD-D01-AM"))
    booking = wire.must("POST", "bookings", {"hold": held["hold"], "person": PERSON})
    check(wire.must("GET", "bookings/" + booking["id"])["state"] == "booked", "the booking is not there")
    second = wire.must("POST", "holds", hold_of("CARD-D01-AM", band=630))
    wire.refused(409, "same-department-day", "POST", "bookings", {"hold": second["hold"], "person": PERSON})
    other = wire.must("POST", "bookings", {"hold": second["hold"], "person": OTHER})
    wire.must("DELETE", "bookings/" + other["id"])
    kiosk, session = hall.device("K1"), session_named(wire, "CARD-D01-AM")
    fields = ticket(session, booking["number"], "booked", booking=booking["id"], slot=booking["slot"])
    fields["band"] = booking["band"]
    ops = [kiosk.op("ticket.issued", fields), kiosk.op("entry.checked_in", {"entry": fields["ticket"]}),
           kiosk.op("station.opened", {"station": "S1", "queue": "CARD-D01", "half": "AM", "room": "301", "zone": "3A"})]
    sent = kiosk.batch(ops)
    verdicts = wire.must("POST", "ops", sent)
    check([v["verdict"] for v in verdicts["verdicts"]] == ["applied"] * 3, "the visit: %s" % verdicts)
    again = wire.must("POST", "ops", sent)
    check(again["verdicts"] == verdicts["verdicts"], "ops sent again got other verdicts")
    check(again["revision"] == verdicts["revision"], "ops sent again grew the log")
    call = wire.must("POST", "queues/CARD-D01/call-next", {"station": "S1", "request": "r1"}, key=False)
    check(call["result"] == fields["ticket"] and call["entry"]["room"] == "301", "the call: %s" % call)
    nobody = wire.must("POST", "queues/CARD-D01/call-next", {"station": "S1", "request": "r2"}, key=False)
    times = wire.must("GET", "queues/CARD-D01/waits?half=AM")
    check(times["waits"] == [] or times["why"] is None, "times when nobody can say: %s" % times)
    check((nobody["result"], nobody["reason"]) == (None, "empty"), "nobody is left: %s" % nobody)
    wire.must("GET", "departments/CARD?channel=KIOSK")
    held = wire.must("POST", "holds", hold_of("GAST-D02-PM", channel="KIOSK"))
    again = wire.must("POST", "bookings", {"hold": held["hold"], "visit": {"ticket": fields["ticket"]}})
    check(again["masked"] == booking["masked"], "booked for somebody else: %s" % again)
    wire.must("DELETE", "bookings/" + again["id"])
    board = wire.must("GET", "snapshot?scope=board:3A")
    check([r["state"] for r in board["rows"]] == ["called"], "the board: %s" % board["rows"])
    wire.must("GET", "ops?scope=board:3A&after=0")
    wire.must("GET", "ops?scope=lobby&after=0&limit=20")
    wire.must("POST", "stations/S1/claim", {})
    check(wire.must("POST", "queues/LABO/numbers", {"request": "n1"}, key=False)["number"] == "L0001", "no number")
    found = wire.must("POST", "bookings/find", {"id_number": PERSON["id_number"]})["bookings"]
    check(found and all(one["state"] in ("booked", "redeemed") for one in found), "found by number: %s" % found)
    found = wire.must("POST", "bookings/find", {"phone": "13900000000", "birth": 19560101})["bookings"]
    check(found == [], "somebody has this phone: %s" % found)
    keys = wire.must("GET", "day-keys")["days"]
    check(len({one["key"] for one in keys}) == 2 and all(len(one["key"]) == 64 for one in keys), "day keys: %s" % len(keys))
    extra = wire.must("POST", "sessions/CARD-D01-AM/extras", {"day": DAY, "by": "m1"})
    wire.must("DELETE", "holds/" + extra["hold"])
    stopped = wire.must("POST", "sessions/CARD-D03-AM/stop",
                        {"day": DAY, "to": "CARD-D04-AM", "reason": "ill", "by": "m1"})
    check(stopped["moved"] == 0, "nobody was there: %s" % stopped)
    held = wire.must("POST", "holds", hold_of("CARD-D06-AM"))
    unlucky = wire.must("POST", "bookings", {"hold": held["hold"], "person": THIRD})
    stopped = wire.must("POST", "sessions/CARD-D06-AM/stop", {"day": DAY, "choice": "rebook", "reason": "ill", "by": "m1"})
    check(stopped["booked"] == 1, "one patient has to choose: %s" % stopped)
    chosen = wire.must("POST", "visits/%s/choice" % unlucky["id"], {"choice": "rebook"})
    check(chosen["hold"]["replaces"] == unlucky["id"], "another slot: %s" % chosen)
    wire.must("POST", "bookings", {"hold": chosen["hold"]["hold"]})
    wire.refused(409, "already-used", "POST", "visits/%s/choice" % unlucky["id"], {"choice": "rebook"})
    wire.must("POST", "sessions/CARD-D01-AM/replace",
              {"day": DAY, "practitioner": "CARD-D02", "reason": "ill", "by": "m1"})
    status, last = 200, None
    while status == 200:
        status, last = wire.call("POST", "holds", hold_of("GAST-D01-AM", holder="crowd"))
    check((last["code"], last["rule"], last.get("waitlist")) == ("no-free-slot", "B10", None), "the last hold: %s" % last)
    # The list of a day closes the evening before.
    wire.refused(409, "waitlist-closed", "POST", "waitlist", {"day": DAY, "session": "GAST-D01-AM", "person": FOURTH})
    later, until = DAY + 7, time.monotonic() + 10  # the days ahead are opened a few a second
    while not wire.must("GET", "sessions?day=%d" % later)["sessions"] and time.monotonic() < until:
        time.sleep(0.1)
    status, last = 200, None
    while status == 200:
        status, last = wire.call("POST", "holds", dict(hold_of("GAST-D01-AM", holder="crowd2"), day=later))
    check((last["code"], last.get("waitlist")) == ("no-free-slot", True), "one may wait for next week: %s" % last)
    waits = wire.must("POST", "waitlist", {"day": later, "session": "GAST-D01-AM", "person": FOURTH})
    check(wire.must("GET", "waitlist/" + waits["waitlist"])["state"] == "waiting", "the waiting list")
    wire.must("DELETE", "waitlist/" + waits["waitlist"])
    wire.must("POST", "booking-switch", {"state": "off", "notice_zh": "维护", "by": "m1"})
    wire.refused(409, "booking-off", "POST", "holds", hold_of("CARD-D04-AM"))
    wire.must("POST", "booking-switch", {"state": "on", "by": "m1"})
    row_t6(wire)
    wire.must("POST", "sign-in", {"user": "u1", "pin": "123456", "station": "S1"})
    wire.must("POST", "devices", {"id": "K9", "role": "kiosk", "public_key": public_pem()})
    wire.must("GET", "/healthz")
    check("menzhen_commits_total" in wire.must("GET", "/metrics"), "no metrics")
    return kiosk, other, sent


def row_t6(wire):
    """The tool beside the running registry closes booking at once, in every channel; what was booked stays good."""
    booking = wire.must("POST", "bookings",
                        {"hold": wire.must("POST", "holds", hold_of("CARD-D05-AM"))["hold"], "person": FOURTH})
    wire.hall.tool("booking", "off", "--notice", "系统维护", "--by", "m1")
    for channel in ("PHONE", "KIOSK", "REGION"):
        wire.refused(409, "booking-off", "POST", "holds", hold_of("CARD-D05-AM", channel=channel))
    check(wire.must("GET", "bookings/" + booking["id"])["state"] == "booked", "the switch ended a booking")
    wire.hall.tool("booking", "on", "--by", "m1")
    wire.must("DELETE", "holds/" + wire.must("POST", "holds", hold_of("CARD-D05-AM"))["hold"])


def a_draw(hall, wire):
    """As a draw leaves one who took part in it: no release falls into this test's minutes."""
    with sqlite3.connect(hall.folder + "/registry.db", timeout=10) as store:
        store.execute("INSERT INTO draw_entry (site, day, id, session, channel, holder, state, rank) VALUES "
                      "('HA', ?, '0011223344556677', 'CARD-D01-AM', 'PHONE', 'p1', 'lost', 3)", (DAY,))
    drawn = wire.must("GET", "draws/0011223344556677")
    check((drawn["state"], drawn["code"], drawn["waitlist"]) == ("lost", "drawn-out", True), "the draw: %s" % drawn)
    wire.refused(404, "unknown-draw", "GET", "draws/0011223344556678")


def refusals(wire, kiosk, cancelled, sent):
    for body, code in ((b"{", "malformed-json"), (b'{"a":\xff}', "malformed-json"), (b"[" * 100000, "malformed-json"),
                       (b"null", "bad-field"), (b"[]", "bad-field"), (b'"x"', "bad-field"), (b"{}", "bad-field")):
        for path in ("holds", "bookings", "bookings/find", "ops", "sign-in", "devices", "queues/CARD-D01/call-next"):
            wire.refused(400, code, "POST", path, body)
    for path in ("holds", "bookings", "ops", "devices"):
        wire.refused(400, "body-missing", "POST", path)
    for field, value in (("day", "x"), ("day", 1.5), ("day", 10**30), ("day", 20260231), ("session", 7), ("session", ""),
                         ("band", "480"), ("band", -1), ("channel", []), ("holder", {})):
        wire.refused(400, "bad-field", "POST", "holds", {**hold_of("CARD-D01-AM"), field: value})
    wire.refused(404, "unknown-session", "POST", "holds", hold_of("NOBODY"))
    wire.refused(409, "no-free-slot", "POST", "holds", hold_of("CARD-D01-AM", channel="NOWHERE"))
    wire.refused(409, "too-far-ahead", "POST", "holds", {**hold_of("CARD-D01-AM"), "day": 20270101})
    wire.refused(404, "unknown-hold", "DELETE", "holds/0011223344556677")
    wire.refused(404, "unknown-visit", "POST", "visits/0011223344556677/choice", {"choice": "move"})
    stop = {"day": DAY, "reason": "ill", "by": "m1"}
    wire.refused(409, "session-closed", "POST", "sessions/CARD-D03-AM/stop", {**stop, "to": "CARD-D04-AM"})
    wire.refused(409, "other-title", "POST", "sessions/CARD-D04-AM/stop", {**stop, "to": "CARD-D01-AM"})
    wire.refused(404, "unknown-stand-in", "POST", "sessions/CARD-D04-AM/stop", {**stop, "to": "NOBODY"})
    wire.refused(409, "not-allowed", "POST", "sessions/CARD-D04-AM/stop", {**stop, "by": "u1"})
    wire.refused(409, "not-allowed", "POST", "sessions/CARD-D01-AM/extras", {"day": DAY, "by": "nobody"})
    wire.refused(404, "unknown-hold", "POST", "bookings", {"hold": "00", "person": PERSON})
    wire.refused(409, "elders-only", "POST", "holds", hold_of("CARD-D07-AM", channel="ELDER"))
    wire.refused(409, "stale-availability", "POST", "holds", hold_of("CARD-D07-AM", as_of=1))
    held = wire.must("POST", "holds", hold_of("CARD-D07-AM"))["hold"]
    wire.refused(409, "guardian-needed", "POST", "bookings", {"hold": held, "person": CHILD})
    wire.refused(404, "unknown-ticket", "POST", "bookings", {"hold": held, "visit": {"ticket": "0" * 16}})
    wrong = wire.refused(400, "id-check-digit", "POST", "bookings",
                         {"hold": held, "person": {**PERSON, "id_number": "999999198811201013"}})
    check("9999" not in wrong["detail"], "a refusal repeats an identity number")
    wire.refused(409, "short-code-check", "POST", "bookings/find", {"short_code": "ZZZZ-ZZZ1", "birth": 19560101})
    wire.refused(400, "bad-field", "POST", "bookings/find", {"phone": "13900000000"})
    wire.refused(400, "id-check-digit", "POST", "bookings/find", {"id_number": "999999198811201013"})
    wire.refused(404, "unknown-booking", "GET", "bookings/0011223344556677")
    wire.refused(409, "already-cancelled", "DELETE", "bookings/" + cancelled["id"])
    revoked = wire.must("GET", "revocations")["days"]
    check(len(revoked) == 8 and cancelled["id"] in "".join(day["cancelled"] for day in revoked),
          "a cancelled booking is not on the list of revocations")
    wire.refused(404, "unknown-queue", "POST", "queues/NOBODY/call-next", {"station": "S1"})
    wire.refused(403, "wrong-pin", "POST", "sign-in", {"user": "nobody", "pin": "123456"})
    for left in range(4, -1, -1):
        wrong = wire.refused(403, "wrong-pin", "POST", "sign-in", {"user": "u2", "pin": "654321"})
        check(wrong.get("tries_left") == left, "tries left: %s" % wrong)
    wire.refused(403, "locked", "POST", "sign-in", {"user": "u2", "pin": "123456"})
    wire.refused(409, "other-key", "POST", "devices", {"id": "K1", "role": "kiosk", "public_key": public_pem()})
    wire.refused(400, "bad-field", "POST", "devices", {"id": "K2", "role": "kiosk", "public_key": "no key"})
    wire.refused(400, "unknown-scope", "GET", "snapshot?scope=everything")
    wire.refused(400, "unknown-scope", "GET", "live?scope=everything")
    wire.refused(400, "bad-field", "GET", "ops?scope=lobby&after=x")
    wire.refused(400, "bad-field", "GET", "sessions?day=monday")
    wire.refused(409, "snapshot-needed", "GET", "ops?scope=lobby&after=99999999")
    wire.refused(409, "snapshot-needed", "GET", "ops?scope=lobby&after=0&epoch=00")
    wire.refused(404, "no-such-route", "GET", "nothing")
    wire.refused(404, "unknown-site", "GET", "/v1/sites/ZZ/sessions?day=%d" % DAY)
    wire.refused(404, "unknown-site", "POST", "/v1/sites/ZZ/holds", hold_of("CARD-D01-AM"))
    wire.refused(405, "method-not-allowed", "DELETE", "sessions")
    bad_ops(wire, kiosk, sent)


def bad_ops(wire, kiosk, sent):
    wire.refused(404, "unknown-device", "POST", "ops", {"device": "ZZ", "ops": []})
    wire.refused(400, "batch-too-large", "POST", "ops", {"device": "K1", "ops": [{}] * 1001})
    wire.refused(400, "bad-field", "POST", "ops", {"device": "K1", "ops": [{"device": "K1"}]})
    kiosk.seq += 5
    gap = wire.refused(409, "seq-gap", "POST", "ops", kiosk.batch([kiosk.op("help.requested", {})]))
    kiosk.seq -= 6
    check(gap["detail"] == str(kiosk.seq + 1), "the gap's detail: %s" % gap)
    # Bad facts get a verdict and never block the ones behind them; one with a strange attachment neither.
    ops = [kiosk.op("made.up", {}), kiosk.op("entry.called", {}), kiosk.op("entry.checked_in", {"entry": "nobody"}),
           kiosk.op("ticket.issued", {"ticket": 5}, attachment="00" * 80),
           kiosk.op("help.requested", {"help": "00112233445566aa", "screen": "scan"})]
    verdicts = wire.must("POST", "ops", kiosk.batch(ops))["verdicts"]
    check([v["verdict"] for v in verdicts] == ["kept"] + ["rejected"] * 3 + ["applied"], "bad facts: %s" % verdicts)
    other = kiosk.op("help.requested", {})
    kiosk.seq -= 1
    wire.refused(409, "other-incarnation", "POST", "ops", kiosk.batch([{**other, "incarnation": 2}]))
    # Another history under a key that came before: this incarnation takes no more.
    forged = json.loads(json.dumps(sent))
    forged["ops"][0]["fields"]["number"] = "Z999"
    wire.refused(409, "fork", "POST", "ops", forged)
    wire.refused(409, "fork", "POST", "ops", kiosk.batch([other]))


def tasks(wire):
    """What could not be plainly applied is a person's business until a manager says it is dealt with."""
    listed = wire.must("GET", "tasks")["tasks"]
    check(any(task["code"] == "fork" for task in listed), "the fork is no task: %s" % listed)
    first = "tasks/%d/settle" % listed[0]["id"]
    wire.refused(409, "not-a-manager", "POST", first, {"by": "u1"})
    wire.refused(404, "unknown-task", "POST", "tasks/999999/settle", {"by": "m1"})
    wire.must("POST", first, {"by": "m1", "note": "seen"})
    check(listed[0]["id"] not in [task["id"] for task in wire.must("GET", "tasks")["tasks"]], "a settled task is listed")


def too_large(hall):
    for path, size in (("holds", 300 * 1024), ("ops", 9 * 1024 * 1024)):
        with socket.create_connection(("127.0.0.1", hall.port), 10) as raw:
            raw.sendall(("POST /v1/sites/HA/%s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (path, size)).encode())
            check(b" 413 " in raw.recv(4096)[:16], "%d bytes to %s were not refused" % (size, path))


def heads(hall):
    """HEAD is answered as GET is, wherever a GET is served."""
    for pattern in sorted(path for verb, path in contract.operations() | contract.operations(money=True)
                          if verb == "GET" and not path.endswith("/live")):
        path = re.sub(r"\{\w+\}", "HA", pattern, count=1)
        path = re.sub(r"\{\w+\}", "0011223344556677", path) + "?day=%d&scope=lobby&after=0" % DAY
        said = []
        for verb in ("GET", "HEAD"):
            line = http.client.HTTPConnection("127.0.0.1", hall.port, timeout=10)
            line.request(verb, path)
            said.append(line.getresponse().status)
            line.close()
        check(said[0] == said[1], "%s: GET %d, HEAD %d" % (path, *said))


def idempotency(wire):
    body, key = hold_of(roomiest(wire), holder="p2"), secrets.token_hex(8)
    first = wire.must("POST", "holds", body, key=key)
    check(wire.must("POST", "holds", body, key=key) == first, "the same key gave another answer")
    wire.refused(409, "key-reused", "POST", "holds", {**body, "holder": "p3"}, key=key)
    check(wire.must("POST", "holds", body)["hold"] != first["hold"], "another key gave the same hold")
    wire.refused(400, "bad-field", "POST", "holds", body, key="x" * 65)
    answers = []
    key = secrets.token_hex(8)
    wires = [Wire(wire.hall) for _ in range(8)]
    threads = [threading.Thread(target=lambda w=w: answers.append(w.must("POST", "holds", body, key=key))) for w in wires]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check(len(answers) == 8 and all(a == answers[0] for a in answers), "one key at once: %s" % answers)


def live_events(hall, wire):
    with socket.create_connection(("127.0.0.1", hall.port), 10) as raw:
        raw.sendall(b"GET /v1/sites/HA/live?scope=lobby HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n")
        text = b""
        while b"data:" not in text:
            text += raw.recv(4096)
        check(b"text/event-stream" in text, "live: %r" % text)
        contract.take("GET", "/v1/sites/HA/live", 200, "text/event-stream", text.decode())
        revision = wire.must("POST", "holds", hold_of(roomiest(wire), holder="p4"))["revision"]
        seen = 0
        while seen < revision:
            text += raw.recv(4096)
            for line in text.decode().split("\n"):
                if line.startswith("data:") and line.rstrip().endswith("}"):
                    seen = json.loads(line[5:])["through"]
        check(seen >= revision, "the event came late")


def ends_with(process, status, word):
    text = process.communicate(timeout=30)[1]
    check(process.returncode == status and word in text, "status %d: %s (%s)" % (process.returncode, text, word))


def starts_that_fail():
    hall = Hall("HA", None)
    ends_with(hall.spawn(), 1, "menzhen import")
    ends_with(hall.spawn(hall.write_site("nowhere.toml", "/proc/menzhen/registry.db", hall.port)), 1, "/proc/menzhen")
    with open(hall.folder + "/registry.db", "wb") as file:
        file.write(b"this is no database " * 400)
    ends_with(hall.spawn(), 1, "registry.db")
    hall.__exit__()


def users_that_are_none(hall):
    """What the command line refuses of a user; nothing of it comes into the log."""
    for id_, name, pin in (("", "Test", "123456"), ("a b", "Test", "123456"), ("x" * 33, "Test", "123456"),
                           (b"\xff", "Test", "123456"), ("u9", "", "123456"), ("u9", " ", "123456"),
                           ("u9", b"\xff", "123456"), ("u9", "a\nb", "123456"), ("u9", "x" * 121, "123456"),
                           ("u9", "Test", "12345")):
        try:
            said = hall.tool("users", "add", id_, "--name", name, "--roles", "doctor", "--pin", pin)
            check(False, "users add %r --name %r was taken: %s" % (id_, name, said))
        except AssertionError as refused:
            check("menzhen users: " in str(refused), "users add %r --name %r: %s" % (id_, name, refused))
    check(hall.tool("users", "list", "--json") == "", "somebody was taken all the same")


def by_video():
    """A visit that has a link instead of a room: its own link, and the same one when it is asked for again."""
    with tempfile.TemporaryDirectory() as folder, Hall("HA", hospital_by_video(folder)) as hall:
        phone = Checked(hall, hall.public_port)
        visit = phone_routes.book(phone, "CARD-D02-AM")["id"]
        link = phone.must("POST", "visits/%s/join" % visit, {})["link"]
        check(link.startswith("https://video.invalid/room/") and visit not in link, "the way in: " + link)
        check(phone.must("POST", "visits/%s/join" % visit, {})["link"] == link, "another way in")
        check(phone.must("GET", "visits/" + visit)["state"] == "joined", "not joined")
        stands = phone_routes.book(phone, roomiest(Checked(hall)), person=registry_reports.PATIENT)["id"]
        phone.refused(409, "not-virtual", "POST", "visits/%s/join" % stands, {})


def stranger(hall, wire):
    """Another phone with a hold of its own."""
    phone = Checked(hall, hall.public_port)
    phone.must("POST", "holds", {"day": DAY, "session": roomiest(wire)})
    return phone


def main():
    starts_that_fail()
    box = phone_routes.MessageBox()
    hall = Hall("HA", DEMO, clock="2026-11-23T08:15", keys=box.keys)
    users_that_are_none(hall)
    for user in ("u1", "u2"):
        hall.tool("users", "add", user, "--name", "Test", "--roles", "doctor", "--pin", "123456")
    hall.tool("users", "add", "m1", "--name", "Test", "--roles", "manager", "--pin", "123456")
    with hall:
        wire = Checked(hall)
        wire.hall = hall
        before = wire.must("GET", "snapshot?scope=lobby")
        kiosk, cancelled, sent = a_visit(hall, wire)
        refusals(wire, kiosk, cancelled, sent)
        tasks(wire)
        too_large(hall)
        heads(hall)
        idempotency(wire)
        live_events(hall, wire)
        figures = wire.must("GET", "figures?day=%d" % DAY)["departments"]
        check(any(d["waits"] for d in figures), "nobody's wait is counted: %s" % figures)
        wire.refused(400, "bad-field", "GET", "figures?day=0")
        phone_routes.browse(lambda: Checked(hall, hall.public_port), check)
        phone_routes.visits(hall, wire, lambda: Checked(hall, hall.public_port), check, box)
        phone = Checked(hall, hall.public_port)
        patient = phone_routes.book(phone, roomiest(wire), person=registry_reports.PATIENT)
        registry_reports.handed_in(hall, phone, stranger(hall, wire), wire, patient, check)
        registry_replica.replica_follows(wire, before, hall, check)
        a_draw(hall, wire)
        ends_with(hall.spawn(), 1, "registry.db")  # a second program on the same store
        check(hall.kill(signal.SIGTERM) == 0, "SIGTERM did not end it well")
        registry_kills.kills(hall, check)
    box.close()
    by_video()
    for operation in sorted(contract.operations() - contract.good):
        check(False, "%s %s: no good answer was seen" % operation)
    for problem in sorted(set(contract.problems)) + list(contract.strays()):
        check(False, problem)
    print("%d operations held against the contract" % len(contract.good))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
