# SPDX-License-Identifier: Apache-2.0
"""One batch of `./test money`: kiosks that pay while faults strike and the registry is killed, the healing, and the comparison."""
import collections
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
from registry_hall import Wire, free_port  # noqa: E402

CHANNELS = ("wechat-qr", "wechat-code", "alipay-qr", "alipay-code")
FAULTS = ("drop-request", "drop-answer", "delay-answer", "http-status", "http-status-done", "system-error", "system-error-done",
          "rate-limited", "bad-signature", "no-signature", "tampered-body", "wrong-amount", "unknown-state", "end-lies", "recall",
          "paid-in-race", "refund-slow", "notice-missing", "notice-late", "notice-twice", "notice-replayed", "notice-forged")
SLOTS = 490   # of a session: more have no number
HANDS = 40    # kiosks at once
RETRIES = 300
RATE = 1000   # questions a second: a batch has the open payments of a large hall
LATER_SECONDS = 180
HEALINGS = 8
HEAL_SECONDS = 60
STILL_SECONDS = 8  # longer than the pause between two questions
OVER = ("paid", "failed", "closed", "refunded", "staff")
NOTHING = ("failed", "closed")


def rules(chance):
    return [{"fault": fault, "probability": chance.uniform(0.005, 0.03), "ms": chance.choice((500, 3000)), "value": 502} for fault in FAULTS]


class LongTown(Town):
    """Registry and sandbox can both be stopped and started later."""

    def __init__(self, box, port, hospital):
        super().__init__(box, port, hospital, "T1", 1)
        page = pathlib.Path(self.toml)
        page.write_text(page.read_text().replace("[payments]\n", "[payments]\nquery_rate = %d\n" % RATE))

    def later(self):
        """Both stop at once; when they start, three minutes have passed."""
        self.kill(signal.SIGKILL)
        self.sandbox.kill()
        self.at -= LATER_SECONDS
        words = self.sandbox.words
        words[words.index("--clock") + 1] = "%s@%d" % (self.clock, self.at)
        self.sandbox.start()
        self.start()

    def open_orders(self):
        return self.tool("payments", "open", "--json").splitlines()

    def heal(self):
        """How many orders are open in the end. When nothing happens any more but that time passes, it is made to."""
        for _ in range(HEALINGS):
            end, before, still = time.monotonic() + HEAL_SECONDS, None, 0
            while time.monotonic() < end and still < STILL_SECONDS:
                now = self.open_orders()
                if not now:
                    return 0
                still = still + 1 if now == before else 0
                before = now
                time.sleep(1)
            self.later()
        return len(self.open_orders())


class Kiosk(threading.Thread):
    """Holds places and pays for them, until its share is done. A registry that was killed is asked again."""

    def __init__(self, town, name, seed, share, sessions):
        super().__init__(daemon=True)
        self.town, self.name_, self.chance, self.share, self.sessions = town, name, random.Random(seed), share, sessions
        self.told, self.trouble, self.wire = {}, None, None  # what each bill's page said last

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

    def attempt(self, hold):
        """(bill, what its page said last), or nothing when it was refused."""
        channel = self.chance.choice(CHANNELS)
        body = {"hold": hold, "channel": channel, "terminal": self.name_}
        if channel.endswith("code"):
            body["auth_code"] = self.town.sandbox.code(channel.split("-")[0], self.chance.choice(("ok", "ok", "password", "poor")))
        status, answer = self.call("POST", "payments", body)
        if status != 200:
            return None
        bill = answer["id"]
        for _ in range(self.chance.randint(1, 12)):
            time.sleep(0.25)
            status, answer = self.call("GET", "payments/" + bill)
            if answer.get("qr") and self.chance.random() < 0.5:
                self.town.sandbox.ours("POST", "/wallet/pay", {"qr": answer["qr"]})
            if answer.get("state") in OVER:
                break
        self.told[bill] = answer.get("state")
        return bill

    def one(self, n):
        status, held = self.call("POST", "holds", {"day": registry_hall.DAY, "session": self.chance.choice(self.sessions), "channel": "KIOSK",
                                                   "holder": "%s-%d" % (self.name_, n)})
        if status != 200:
            return
        bill = None
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            made = self.attempt(held["hold"])
            bill = made or bill
            if not made or self.told[bill] == "paid":
                break
        if not bill:
            return
        if self.chance.random() < 0.7:
            self.told[bill] = self.call("POST", "payments/%s/close" % bill, {})[1].get("state", self.told[bill])
        if self.chance.random() < 0.2 and self.call("POST", "payments/%s/refund" % bill, {"by": "m1"})[0] == 200:
            self.told[bill] = "refunding"

    def run(self):
        try:
            for n in range(self.share):
                self.one(n)
        except (AssertionError, KeyError) as trouble:
            self.trouble = trouble


def pay(town, box, kiosks, chance):
    """How often the registry was killed, how many faults struck."""
    kills = struck = 0
    for kiosk in kiosks:
        kiosk.start()
    while any(kiosk.is_alive() for kiosk in kiosks):
        box.faults(*rules(chance))
        time.sleep(chance.uniform(2, 8))
        town.kill(signal.SIGKILL)
        struck += sum(rule.get("struck", 0) for rule in box.must("GET", "/faults")["rules"])
        town.start()
        kills += 1
    return kills, struck


def stayed(order):
    """Taken, and not given back by the very end of the order."""
    return order["charged_fen"] and not any(back["number"] in ("REVERSE", "CANCEL") for back in order["refunds"])


def judge(town, told):
    """What is wrong, of each bill: what stands in the ledger, in our books, and on its page now and when its patient left."""
    wrong, said, ours = [], collections.Counter(), town.books()
    orders = {order["number"]: order for order in town.sandbox.ledger()["orders"]}
    wrong += ["%s stands in the ledger alone" % number for number in set(orders) - set(ours)]
    wrong += ["%s: %d fen in our books, %d in the ledger" % (number, fen, orders[number]["kept_fen"] if number in orders else 0)
              for number, fen in ours.items() if fen != (orders[number]["kept_fen"] if number in orders else 0)]
    wire, charges = Wire(town), collections.defaultdict(list)
    for number, order in orders.items():
        charges[number.rsplit("_", 1)[0]].append(order)
    for bill, last in told.items():
        page = wire.must("GET", "payments/" + bill)
        said[page["state"]] += 1
        kept = [order["kept_fen"] for order in charges[bill] if order["kept_fen"]]
        if len(kept) > 1:
            wrong.append("%s keeps %d charges" % (bill, len(kept)))
        if page["state"] not in OVER or page["state"] != "staff" and (page["state"] == "paid") != bool(kept):
            wrong.append("%s says %s and keeps %s" % (bill, page["state"], kept))
        if last in NOTHING and any(stayed(order) for order in charges[bill]):
            wrong.append("%s: its patient was told %s, and money was taken: %s" % (bill, last, charges[bill]))
    kept = sum(order["kept_fen"] for order in orders.values())
    return {"kept": sum(ours.values()), "ledger": kept, "orders": len(orders), "told": dict(said), "wrong": wrong}


def batch(seed, payments):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="menzhen-money-") as folder:
        hospital = pathlib.Path(folder) / "hospital.json"
        hospital.write_text(json.dumps(registry_hall.made_up_hospital([SLOTS] * min(26, payments // SLOTS + 2))))
        port, hands = free_port(), min(HANDS, payments)
        with payingtown.sandbox(folder, port) as box, LongTown(box, port, str(hospital)) as town:
            sessions = [one["id"] for one in Wire(town).must("GET", "sessions?day=%d" % registry_hall.DAY)["sessions"]]
            shares = [payments // hands + (i < payments % hands) for i in range(hands)]
            kiosks = [Kiosk(town, "K%02d" % i, "%s/%d" % (seed, i), share, sessions) for i, share in enumerate(shares)]
            kills, struck = pay(town, box, kiosks, chance)
            box.calm()
            left = town.heal()
            told = {bill: state for kiosk in kiosks for bill, state in kiosk.told.items()}
            found = judge(town, told)
            unknown = len(town.tool("payments", "unknown", "--json").splitlines())
            found["wrong"] += [repr(kiosk.trouble) for kiosk in kiosks if kiosk.trouble]
            if left:
                found["wrong"].append("%d orders are still open: %s" % (left, town.open_orders()[:3]))
            return {"bills": len(told), "kills": kills, "struck": struck, "unknown": unknown, **found}
