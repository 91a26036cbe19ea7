# SPDX-License-Identifier: Apache-2.0
"""Reports from the laboratory's file to the phone and the kiosk, for registry_api.py: nothing is lost, what is bad is moved
aside with its reason, and nothing stands in clear once it was taken."""
import os
import secrets
import sys
import time

from registry_hall import DAY, ROOT

sys.path.insert(0, os.path.join(ROOT, "packaging"))
import reports as laboratory  # noqa: E402

SECONDS = 5  # domain.md A11: a report that was released is seen within
PATIENT = {"name": "钱报告", "id_number": "999999197105152036", "phone": "19900000188"}
ISSUED = "2026-11-23T08:%02d:00+08:00"


def made(number, status, minute, name="LAB-1"):
    return laboratory.report(name, DAY, number, status, ISSUED % minute)


def seen(phone, path, wanted):
    """The visit's reports once they are as `wanted` says, within the time."""
    until = time.monotonic() + SECONDS
    while True:
        found = phone.must("GET", path)["reports"]
        if [one["status"] for one in found] == wanted:
            return found
        assert time.monotonic() < until, "reports %s: %s" % (wanted, found)
        time.sleep(0.1)


def moved_aside(folder, name, reason, check):
    until = time.monotonic() + SECONDS
    while not os.path.exists(os.path.join(folder, "bad", name)) and time.monotonic() < until:
        time.sleep(0.05)
    path = os.path.join(folder, "bad", name)
    check(os.path.exists(path), "%s was not moved aside" % name)
    if os.path.exists(path):
        said = open(path + ".reason", encoding="utf-8").read()
        check(said.startswith(reason + ": "), "%s: %s" % (name, said))


def put(folder, name, text):
    with open(os.path.join(folder, "." + name), "w", encoding="utf-8") as part:
        part.write(text)
    os.rename(os.path.join(folder, "." + name), os.path.join(folder, name))


def bad_files(folder, number, check):
    put(folder, "half.json", '{"resourceType": "Diagn')
    moved_aside(folder, "half.json", "malformed-json", check)
    put(folder, "large.json", '"' + "x" * (300 * 1024) + '"')
    moved_aside(folder, "large.json", "too-large", check)
    laboratory.drop(folder, made("Z999", "final", 9, "LAB-9"))
    moved_aside(folder, "LAB-9-final.json", "unknown-visit", check)
    laboratory.drop(folder, made(number, "partial", 30))
    moved_aside(folder, "LAB-1-partial.json", "final-already", check)
    laboratory.drop(folder, made(number, "final", 0))
    moved_aside(folder, "LAB-1-final.json", "older-report", check)


def at_the_kiosk(wire, code, report, check):
    """row_M4: printed once, a reprint is counted."""
    listed = wire.must("POST", "reports/list", {"code": code})
    check([one["prints"] for one in listed["reports"]] == [0], "the kiosk's list: %s" % listed)
    request = secrets.token_hex(8)
    copies = [wire.must("POST", "reports/%s/print" % report, {"code": code, "request": r})["copy"]
              for r in (request, request, secrets.token_hex(8))]
    check(copies == [1, 1, 2], "copies: %s" % copies)
    wire.refused(404, "unknown-visit", "POST", "reports/list", {"code": "MZ1:NOBODY"})
    told = wire.must("POST", "reports/list", {"id_number": PATIENT["id_number"]})
    check(not told["opens"] and [one["status"] for one in told["reports"]] == ["final"], "by the number: %s" % told)
    check(all("id" not in one and one["name_en"] == "Report" for one in told["reports"]), "a number opens: %s" % told)
    wire.refused(400, "bad-field", "POST", "reports/%s/print" % report, {"id_number": PATIENT["id_number"], "request": request})
    wire.refused(404, "unknown-report", "POST", "reports/%s/print" % secrets.token_hex(8), {"code": code, "request": request})


def handed_in(hall, phone, stranger, wire, booking, check):
    """row_A11 (its reports): registered, partial, final, each on the phone within seconds; nobody else sees them."""
    folder, path = os.path.join(hall.folder, "reports", "HA"), "visits/%s/reports" % booking["id"]
    for minute, status in enumerate(laboratory.STAGES):
        laboratory.drop(folder, made(booking["number"], status, 10 + minute))
        listed = seen(phone, path, [status])
        check(listed[0]["final"] == (status == "final"), "what is not final says so: %s" % listed)
    whole = phone.must("GET", path + "/" + listed[0]["id"])
    check(len(whole["lines"]) == 4 and whole["lines"][0]["flag"] == "H" and whole["conclusion"], "the report: %s" % whole)
    stranger.refused(404, "unknown-visit", "GET", path)
    stranger.refused(404, "unknown-visit", "GET", path + "/" + listed[0]["id"])
    phone.refused(404, "unknown-report", "GET", path + "/" + secrets.token_hex(8))
    at_the_kiosk(wire, phone.must("GET", "visits/" + booking["id"])["code"], listed[0]["id"], check)
    bad_files(folder, booking["number"], check)
    check(seen(phone, path, ["final"])[0] == listed[0], "a bad file changed the report")
    left = [name for name in os.listdir(folder) if name not in ("bad", "taking")] + os.listdir(os.path.join(folder, "taking"))
    check(not left, "files were left: %s" % left)
