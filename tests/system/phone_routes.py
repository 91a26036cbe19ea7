# SPDX-License-Identifier: Apache-2.0
"""The registry's public face as a phone uses it; part of registry_api.py, which hands in how to connect
(every answer is held against docs/openapi.yaml) and where to complain."""
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.parse

from registry_hall import DAY, ROOT, Wire, free_port

def browse(connect, check):
    """row_T2: from the regions to the bands of a session without a cookie and without a personal field."""
    phone = connect()
    regions = phone.must("GET", "/v1/regions")["regions"]
    check(len(regions) == 27 and sum(r["hospitals"] for r in regions) == 2, "regions: %s" % regions)  # HA and HB
    hospitals = phone.must("GET", "/v1/hospitals?region=33")["hospitals"]
    check([h["site"] for h in hospitals] == ["HA"], "hospitals: %s" % hospitals)
    check(phone.must("GET", "/v1/hospitals?region=54")["hospitals"] == [], "a region without hospitals has some")
    hits = phone.must("GET", "/v1/search?q=" + urllib.parse.quote("心血管"))["hits"]
    check(hits and hits[0]["id"] == "CARD", "search: %s" % hits)
    site = phone.must("GET", "/v1/sites/HA")
    check(site["now"]["day"] == DAY and site["emergency"]["phone"], "the hospital: %s" % site)
    departments = phone.must("GET", "departments")["departments"]
    for department in departments:
        page = phone.must("GET", "departments/" + department["code"])
        for doctor in page["doctors"][:2]:
            phone.must("GET", "practitioners/" + doctor["id"])
    sessions = phone.must("GET", "sessions?day=%d&department=CARD" % DAY)["sessions"]
    check(sessions and all(s["department"] == "CARD" for s in sessions), "the day of a department: %s" % len(sessions))
    check(phone.cookie is None, "looking around made a holder")
    phone.refused(404, "unknown-site", "GET", "/v1/sites/ZZ")
    phone.refused(404, "unknown-department", "GET", "departments/NONE")
    phone.refused(404, "unknown-practitioner", "GET", "practitioners/NONE")
    phone.refused(400, "bad-field", "GET", "/v1/search?q=a&limit=none")
    queue = Wire.call(phone, "POST", "queues/CARD-D01/call-next", {"station": "S1"})
    check(queue[0] == 404 and queue[1]["code"] == "no-such-route", "a phone may call a queue: %s" % (queue,))
    phone.refused(404, "no-such-route", "GET", "/phone/nothing.js")
    phone.refused(400, "bad-target", "GET", "/phone/../registry.toml")


PERSON = {"name": "赵试人", "id_number": "999999199206152034", "phone": "19900000177"}


class MessageBox:
    """packaging/messages.py on a free port, as a gateway would stand behind `message_url`."""

    def __init__(self):
        self.folder, self.port = tempfile.mkdtemp(prefix="menzhen-messages-"), free_port()
        secret = os.path.join(self.folder, "secret")
        with open(os.open(secret, os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(16) + "\n")
        self.keys = 'message_url = "http://127.0.0.1:%d/send"\nmessage_secret = "%s"\n' % (self.port, secret)
        self.process = subprocess.Popen(["/usr/bin/python3", "-B", os.path.join(ROOT, "packaging/messages.py"), "--port", str(self.port),
                                         "--secret", secret, "--any-clock", "--with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)  # ends with us, however we end
        assert "ready" in self.process.stdout.readline()

    def fetch(self, path, method="GET"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path)
        return connection.getresponse().read().decode()

    def wait(self, kind, phone, more_than=0):
        """The texts of a kind to a phone, once there are more than so many."""
        until = time.monotonic() + 20
        while time.monotonic() < until:
            found = [m["text"] for m in json.loads(self.fetch("/messages"))["messages"] if (m["kind"], m["phone"]) == (kind, phone)]
            if len(found) > more_than:
                return found
            time.sleep(0.1)
        raise AssertionError("no message of kind %s came" % kind)

    def close(self):
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder)


def seat(phone, fits):
    """(session, band) of the first open place for phones in today's sessions that fit."""
    for session in phone.must("GET", "sessions?day=%d" % DAY)["sessions"]:
        bands = [b["band"] for b in session["bands"] if b["free"].get("PHONE") and fits(session, b["band"])]
        if session["state"] == "open" and bands:
            return session["id"], bands[0]
    raise AssertionError("no place for phones is left")


def book(phone, session, band=None, person=None, **more):
    held = phone.must("POST", "holds", {"day": DAY, "session": session, **({"band": band} if band else {})})
    return phone.must("POST", "bookings", {"hold": held["hold"], "person": person or PERSON, **more})


def visits(hall, staff, connect, check, box):
    """From the first hold without a cookie to the end of a visit, and what others see of it: nothing."""
    phone = connect()
    phone.refused(401, "no-holder", "GET", "/v1/me")
    # In zone 3A, and soon enough that one may check in now (08:15).
    soon = seat(phone, lambda s, band: s["zone"] == "3A" and s["half"] == "AM" and band <= 525)
    held = phone.must("POST", "holds", {"day": DAY, "session": soon[0], "band": soon[1]})
    cookie = phone.answered.get("Set-Cookie", "")
    check(cookie.startswith("menzhen_holder=") and "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie,
          "the cookie: %s" % cookie)
    phone.must("DELETE", "holds/" + held["hold"])
    booking = book(phone, *soon, remember=True, sms=True)
    check("Set-Cookie" not in phone.answered, "a known phone got another cookie")
    check(any(soon[0] not in text and booking["number"] in text for text in box.wait("booking", PERSON["phone"])), "no confirmation came")
    visit = phone.must("GET", "visits/" + booking["id"])
    check(visit["state"] == "booked" and visit["zone"] == "3A" and visit["code"], "the visit: %s" % visit)
    me = phone.must("GET", "/v1/me")
    check(len(me["patients"]) == 1 and me["visits"][0]["id"] == booking["id"], "me: %s" % me)
    other = connect()
    other.refused(401, "no-holder", "DELETE", "bookings/" + booking["id"])
    other.refused(401, "no-holder", "GET", "visits/" + booking["id"])
    child = phone.must("POST", "/v1/me/patients", {"person": {"name": "赵小试", "id_number": "999999198811201012"}, "relation": "child"})
    phone.must("DELETE", "/v1/me/patients/" + child["id"])
    phone.refused(404, "unknown-patient", "DELETE", "/v1/me/patients/" + child["id"])
    opened(phone, other, booking, check)
    proved(connect(), booking, check, box)
    arrived(hall, staff, phone, booking, check, box)
    consented(staff, phone, other, booking, check)
    # Late enough to be given back, and in another department.
    gone = book(phone, *seat(phone, lambda s, band: s["id"].split("-")[0] != soon[0].split("-")[0] and band > 720))
    plain = phone.must("GET", "visits/" + gone["id"])
    check([line["fen"] for line in plain["lines"]] == [plain["fee_fen"]], "a message by itself: %s" % plain["lines"])
    phone.must("DELETE", "bookings/" + gone["id"])
    limits(connect, check)


def consented(staff, phone, other, booking, check):
    """row_H2_own_visits_from_both_hospitals_and_staff_only_with_consent"""
    there = phone.must("GET", "/v1/sites/HB/sessions?day=%d" % DAY)["sessions"]
    session = next(s for s in there if s["state"] == "open" and any(b["free"].get("PHONE") and b["band"] > 540 for b in s["bands"]))
    held = phone.must("POST", "/v1/sites/HB/holds", {"day": DAY, "session": session["id"]})
    patient = phone.must("GET", "/v1/me")["patients"][0]["id"]
    phone.must("POST", "/v1/sites/HB/bookings", {"hold": held["hold"], "patient": patient})
    mine = phone.must("GET", "/v1/me")["visits"]
    check({"HA", "HB"} <= {v["site"] for v in mine}, "own visits: %s" % [v["site"] for v in mine])
    look = ("POST", "visits/%s/history" % booking["id"], {"by": "u1", "day": DAY})
    staff.refused(409, "no-consent", *look)
    staff.refused(409, "not-allowed", look[0], look[1], {"by": "m1", "day": DAY})
    check(Wire.call(phone, *look)[1].get("code") == "no-such-route", "a phone may ask for a history")
    other.refused(404, "unknown-patient", "POST", "/v1/me/consents", {"patient": patient, "site": "HA"})
    phone.refused(404, "unknown-site", "POST", "/v1/me/consents", {"patient": patient, "site": "ZZ"})
    given = phone.must("POST", "/v1/me/consents", {"patient": patient, "site": "HA", "sensitive": True})["id"]
    check(phone.must("POST", "/v1/me/consents", {"patient": patient, "site": "HA", "sensitive": True})["id"] == given, "given twice")
    seen = staff.must(*look)
    check([(v["site"], v["day"], v["state"]) for v in seen["visits"]] == [("HB", DAY, "booked")], "the history: %s" % seen)
    check(PERSON["id_number"] not in json.dumps(seen) and PERSON["name"] not in json.dumps(seen, ensure_ascii=False), "it names somebody")
    shown = phone.must("GET", "/v1/me/consents")["consents"]
    check(len(shown) == 1 and [x["visits"] for x in shown[0]["looks"]] == [1], "what the patient sees: %s" % shown)
    other.refused(404, "unknown-consent", "DELETE", "/v1/me/consents/" + given)
    phone.must("DELETE", "/v1/me/consents/" + given)
    staff.refused(409, "no-consent", *look)  # at once
    check(phone.must("GET", "/v1/me/consents")["consents"][0]["withdrawn_at"] > 0, "not shown as withdrawn")


def opened(phone, other, booking, check):
    got = other.must("POST", "visits/open", {"short_code": booking["short_code"].lower()})
    check(got["id"] == booking["id"] and other.cookie, "opened: %s" % got["id"])
    check(other.must("GET", "/v1/me")["patients"] == [], "opening a visit shows somebody's patients")
    other.refused(404, "unknown-visit", "GET", "visits/0011223344556677")
    other.refused(400, "bad-field", "POST", "visits/open", {})
    other.must("GET", "visits/%s/reports" % booking["id"])
    # row_W12_the_message_is_a_line_of_its_own: asked for here, and not with what is booked last.
    bill, visit = other.must("GET", "visits/%s/bills" % booking["id"])["bills"][0], other.must("GET", "visits/" + booking["id"])
    check([line["fen"] for line in bill["lines"]] == [visit["fee_fen"], 50] and bill["total_fen"] == visit["fee_fen"] + 50, "the bill: %s" % bill)
    check(phone.must("GET", "/v1/sites/HA")["policy"]["sms_fen"] == 50, "what a message costs is not told before")
    phone.must("PUT", "visits/%s/alert" % booking["id"], {"ahead": 2, "minutes": None, "message": True})
    phone.refused(400, "bad-field", "PUT", "visits/%s/alert" % booking["id"], {"ahead": -1})


def proved(phone, booking, check, box):
    before = 0
    proof = phone.must("POST", "/v1/proofs", {"phone": PERSON["phone"], "lang": "en"})["proof"]
    code = "".join(c for c in box.wait("code", PERSON["phone"], before)[-1] if c.isdigit())[:6]
    wrong = phone.refused(403, "wrong-code", "POST", "/v1/proofs/" + proof, {"code": str((int(code) + 1) % 10**6).zfill(6)})
    check(code not in json.dumps(wrong), "a refusal holds the code")
    bound = phone.must("POST", "/v1/proofs/" + proof, {"code": code})
    check(bound["bound"] >= 1 and phone.must("GET", "visits/" + booking["id"])["id"] == booking["id"], "proved: %s" % bound)


def events(hall, phone, visit):
    raw = socket.create_connection(("127.0.0.1", hall.public_port), 20)
    raw.sendall(("GET /v1/sites/HA/live?scope=visit&id=%s HTTP/1.1\r\nHost: x\r\nCookie: %s\r\n\r\n" % (visit, phone.cookie)).encode())
    return raw


def until_event(raw, name):
    text = b""
    while b"event: " + name not in text:
        piece = raw.recv(4096)
        assert piece, "the stream ended: %r" % text
        text += piece
    return text.decode()


def arrived(hall, staff, phone, booking, check, box):
    """Checked in at the zone, called, alerted, and told on the stream: row_W3_pushed_to_the_phone."""
    path = "visits/%s/" % booking["id"]
    code = json.loads(hall.tool("zone-code", "--zone", "3A", "--json"))["code"]
    phone.refused(400, "bad-place", "POST", path + "check-in", {"place": "HA.3A.XXXXXX"})
    phone.refused(400, "unknown-scope", "GET", "live?scope=lobby")
    phone.refused(404, "unknown-visit", "GET", "live?scope=visit&id=0011223344556677")
    with events(hall, phone, booking["id"]) as raw:
        check('{"through":' in until_event(raw, b"visit"), "no first event")
        visit = phone.must("POST", path + "check-in", {"place": "http://x/z#" + code})
        check(visit["state"] == "waiting" and visit["ahead"] == 0, "checked in: %s" % visit)
        until_event(raw, b"alert")
        called = staff.must("POST", "queues/%s/call-next" % visit["queue"], {"station": "S1", "room": "301"})
        check(called["result"], "nobody was called")
        if called["result"] and phone.must("GET", path[:-1])["state"] == "called":
            told = ""  # an alert of the check-in may come twice: the stream may repeat
            for _ in range(3):
                told += until_event(raw, b"alert") if '"called"' not in told else ""
            check('"called"' in told, "the call is not on the stream: %s" % told)
        else:
            check(False, "somebody else was called: %s" % called)
    check("ahead" in [a["kind"] for a in phone.must("GET", path[:-1])["alerts"]], "the alert is not kept")
    check(box.wait("ahead", PERSON["phone"]), "no alert as a message")
    again = phone.call("POST", path + "check-in", {"place": code})
    check(again[1].get("code", "").startswith("refused:"), "checked in twice: %s" % (again,))


def limits(connect, check):
    """Five wrong codes an hour and address; a hundred actions a minute."""
    phone = connect()
    for wrong in ("0000-0000", "no code", "1111-1111", "??", "22222222"):
        phone.refused(404, "unknown-visit", "POST", "visits/open", {"short_code": wrong})
    phone.refused(429, "slow-down", "POST", "visits/open", {"short_code": "0000-0000"})
    check(int(phone.answered["Retry-After"]) > 3000, "Retry-After: %s" % phone.answered)
