#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`./test money [--payments N] [--seed N] [--write]`: many payments through a real registry and the payment sandbox with random
faults, lost answers and kill -9 of the registry; then everything heals, and our books must be the ledger with nothing unknown.
--write appends a line to docs/results/money.md."""
import argparse
import datetime
import json
import pathlib
import random
import signal
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "system"))

import payingtown  # noqa: E402
import registry_hall  # noqa: E402
from payingtown import Town  # noqa: E402
from registry_hall import ROOT, Wire, free_port  # noqa: E402

CHANNELS = ("wechat-qr", "wechat-code", "alipay-qr", "alipay-code")
FAULTS = ("drop-request", "drop-answer", "delay-answer", "http-status", "http-status-done", "system-error", "system-error-done",
          "rate-limited", "bad-signature", "no-signature", "tampered-body", "wrong-amount", "unknown-state", "end-lies", "recall",
          "paid-in-race", "refund-slow", "notice-missing", "notice-late", "notice-twice", "notice-replayed", "notice-forged")
SLOTS = 490  # of a session: more have no number
HANDS = 8    # kiosks at once
RETRIES = 300


def rules(chance):
    return [{"fault": fault, "probability": chance.uniform(0.005, 0.03), "ms": chance.choice((500, 3000)), "value": 502} for fault in FAULTS]


class Kiosk(threading.Thread):
    """Holds places and pays for them, until its share is done. A registry that was killed is asked again."""

    def __init__(self, town, name, seed, share, sessions):
        super().__init__(daemon=True)
        self.town, self.name_, self.chance, self.share, self.sessions = town, name, random.Random(seed), share, sessions
        self.told, self.trouble, self.wire = [], None, None

    def call(self, method, path, body=None):
        key = "%032x" % self.chance.getrandbits(128)
        for _ in range(RETRIES):
            try:
                self.wire = self.wire or Wire(self.town)
                return self.wire.call(method, path, body, key)
            except (OSError, ValueError, EOFError, registry_hall.http.client.HTTPException):
                self.wire = None
                time.sleep(0.2)
        raise AssertionError("the registry is gone")

    def one(self, n):
        status, held = self.call("POST", "holds", {"day": registry_hall.DAY, "session": self.chance.choice(self.sessions), "channel": "KIOSK",
                                                   "holder": "%s-%d" % (self.name_, n)})
        if status != 200:
            return
        bill = None
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            channel = self.chance.choice(CHANNELS)
            body = {"hold": held["hold"], "channel": channel, "terminal": self.name_}
            if channel.endswith("code"):
                body["auth_code"] = self.town.sandbox.code(channel.split("-")[0], self.chance.choice(("ok", "ok", "password", "poor")))
            status, answer = self.call("POST", "payments", body)
            if status != 200:
                break
            bill = answer["id"]
            for _ in range(self.chance.randint(1, 12)):
                time.sleep(0.25)
                status, answer = self.call("GET", "payments/" + bill)
                if answer.get("qr") and self.chance.random() < 0.5:
                    self.town.sandbox.ours("POST", "/wallet/pay", {"qr": answer["qr"]})
                if answer.get("state") in ("paid", "failed", "closed", "refunded"):
                    break
            if answer.get("state") == "paid":
                break
        if bill:
            if self.chance.random() < 0.7:
                self.call("POST", "payments/%s/close" % bill, {})
            if self.chance.random() < 0.2:
                self.call("POST", "payments/%s/refund" % bill, {"by": "m1"})
            self.told.append(bill)

    def run(self):
        try:
            for n in range(self.share):
                self.one(n)
        except (AssertionError, KeyError) as trouble:
            self.trouble = trouble


def play(town, box, kiosks, chance):
    kills = 0
    for kiosk in kiosks:
        kiosk.start()
    while any(kiosk.is_alive() for kiosk in kiosks):
        box.faults(*rules(chance))
        time.sleep(chance.uniform(2, 8))
        town.kill(signal.SIGKILL)
        town.start()
        kills += 1
    return kills


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--payments", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    words.add_argument("--write", action="store_true")
    words = words.parse_args()
    print("seed", words.seed, flush=True)
    chance, began = random.Random(words.seed), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        hospital = pathlib.Path(folder) / "hospital.json"
        hospital.write_text(json.dumps(registry_hall.made_up_hospital([SLOTS] * min(26, words.payments // SLOTS + 2))))
        port = free_port()
        with payingtown.sandbox(folder, port) as box, Town(box, port, str(hospital), "T1", 1) as town:
            sessions = [one["id"] for one in Wire(town).must("GET", "sessions?day=%d" % registry_hall.DAY)["sessions"]]
            kiosks = [Kiosk(town, "K%02d" % i, words.seed + i, words.payments // HANDS, sessions) for i in range(HANDS)]
            kills = play(town, box, kiosks, chance)
            troubles = [kiosk.trouble for kiosk in kiosks if kiosk.trouble]
            assert not troubles, troubles
            box.calm()
            town.settle(30 * 60)
            kept, orders = town.compare()
            unknown = len(town.tool("payments", "unknown", "--json").splitlines())
    bills = sum(len(kiosk.told) for kiosk in kiosks)
    line = "| %s | %d | %d | %d | %d | %d | %d | %d s |" % (datetime.date.today(), words.seed, bills, orders, kills, kept, unknown,
                                                            time.monotonic() - began)
    print("| day | seed | bills | orders | kills | fen kept, ours = the ledger's | unknown | took |\n" + line)
    if words.write:
        with open(pathlib.Path(ROOT) / "docs/results/money.md", "a", encoding="utf-8") as page:
            page.write(line + "\n")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main())
