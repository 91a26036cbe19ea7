# SPDX-License-Identifier: Apache-2.0
"""One batch of `./test money`: a hall of kiosks that pay while faults strike and the registry is killed, the healing, and the
comparison."""
import json
import pathlib
import random
import signal
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "system"))

import moneyjudge  # noqa: E402
import moneykiosk  # noqa: E402
import payingtown  # noqa: E402
import registry_hall  # noqa: E402
from payingtown import Town  # noqa: E402
from registry_hall import free_port  # noqa: E402

FAULTS = ("drop-request", "drop-answer", "delay-request", "delay-answer", "http-status", "http-status-done", "portal", "system-error",
          "system-error-done", "rate-limited", "bad-signature", "no-signature", "wrong-key-id", "wrong-key", "tampered-body", "no-json",
          "wrong-amount", "wrong-merchant", "unknown-state", "error-response", "end-lies", "recall", "paid-in-race", "refund-slow",
          "notice-missing", "notice-late", "notice-early", "notice-twice", "notice-replayed", "notice-forged", "notice-probe",
          "notice-stale", "notice-broken")
WRONG = ("amount", "merchant", "app", "number")  # of notifications that are properly signed
# What the platforms' documents leave open: one way in this batch, another in the next.
DOUBTS = {"userpaying_as": ("202-code", "200-code", "200-state", "400-code"), "spelling": ("v3", "v2"),
          "refused_charge": ("payerror", "notpay", "missing"), "reverse_unknown": ("missing", "tombstone", "accepted"),
          "cancel_unscanned": ("kills", "lives", "missing")}
SLOTS = 490   # of a session: more have no number
HANDS = 180   # kiosks at once: as many payments are open, the largest hall's
LATER_SECONDS = 180
HEALINGS = 12
HEAL_SECONDS = 20
SKEW_SECONDS = 4   # so far the platforms' clock is from ours
BUSY_TRIES = 20
STILL_SECONDS = 8  # longer than the pause between two questions


def rules(chance):
    def rule(fault, **more):
        return {"fault": fault, "probability": chance.uniform(0.003, 0.02), "ms": chance.choice((300, 2000, 9000, 20000)), "value": 502, **more}
    return [rule(fault) for fault in FAULTS] + [rule("notice-wrong", text=text) for text in WRONG]


class LongTown(Town):
    """Registry and sandbox can both be stopped and started later. In every second batch codes are charged by the older interface."""

    def __init__(self, box, port, hospital, older, skew):
        self.skew = skew
        super().__init__(box, port, hospital, "T1", moneykiosk.days_ahead())
        if older:
            page = pathlib.Path(self.toml)
            page.write_text(page.read_text().replace('\ncode = "v3"\n', '\ncode = "v2"\n'))

    def later(self):
        """Both stop at once; when they start, three minutes have passed."""
        self.kill(signal.SIGKILL)
        self.at -= LATER_SECONDS
        self.set_sandbox()
        self.start()

    def set_sandbox(self):
        """Starts it anew, as far from our clock as this batch wants it."""
        self.sandbox.kill()
        words = self.sandbox.words
        words[words.index("--clock") + 1] = "%s@%d" % (self.clock, self.at - self.skew)
        self.sandbox.start()

    def tool(self, *words):
        """On a starved machine the store is busy for longer than a command waits."""
        for _ in range(BUSY_TRIES):
            try:
                return super().tool(*words)
            except AssertionError as trouble:
                if "another program holds the store" not in str(trouble):
                    raise
        raise AssertionError("the store is held for good")

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


def pay(town, box, kiosks, chance):
    """How often the registry was killed, how many faults struck, how many orders were open at once."""
    kills = struck = most = 0
    for kiosk in kiosks:
        kiosk.start()
    while any(kiosk.is_alive() for kiosk in kiosks):
        box.faults(*rules(chance))
        time.sleep(chance.uniform(2, 8))
        most = max(most, len(town.open_orders()))
        town.kill(signal.SIGKILL)
        struck += sum(rule.get("struck", 0) for rule in box.must("GET", "/faults")["rules"])
        town.start()
        kills += 1
    return {"kills": kills, "struck": struck, "open_at_once": most}


def batch(seed, number, payments):
    seed = "%d/%d" % (seed, number)
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="menzhen-money-") as folder:
        hospital = pathlib.Path(folder) / "hospital.json"
        hospital.write_text(json.dumps(registry_hall.made_up_hospital([SLOTS] * min(26, payments // SLOTS + 2))))
        port, hands = free_port(), min(HANDS, payments)
        with payingtown.sandbox(folder, port) as box, \
                LongTown(box, port, str(hospital), number % 2 == 0, chance.randint(-SKEW_SECONDS, SKEW_SECONDS)) as town:
            town.set_sandbox()
            box.faults(**{name: chance.choice(words) for name, words in DOUBTS.items()})
            sessions = moneykiosk.sessions(town)
            shares = [payments // hands + (i < payments % hands) for i in range(hands)]
            kiosks = [moneykiosk.Kiosk(town, "K%03d" % i, "%s/%d" % (seed, i), share, sessions) for i, share in enumerate(shares)]
            struck = pay(town, box, kiosks, chance)
            box.faults()  # the settings stay, the faults end
            left = town.heal()
            looks = {bill: seen for kiosk in kiosks for bill, seen in kiosk.looks.items()}
            found = moneyjudge.judge(town, looks)
            unknown = len(town.tool("payments", "unknown", "--json").splitlines())
            found["wrong"] += [repr(kiosk.trouble) for kiosk in kiosks if kiosk.trouble]
            if left or unknown:
                found["wrong"].append("%d orders are still open, %d unknown: %s" % (left, unknown, town.open_orders()[:3]))
            return {"bills": len(looks), "unknown": unknown, **struck, **found}
