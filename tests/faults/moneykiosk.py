# SPDX-License-Identifier: Apache-2.0
"""A kiosk of `./test money`: one patient after the other holds or books a place and pays for it by any wallet and way, dithers, pays
late, takes another way, leaves, cancels. What the page said at each look is kept for the comparison."""
import datetime
import random
import threading
import time

import payingtown
import registry_hall
from registry_hall import Wire

CHANNELS = ("wechat-qr", "wechat-code", "alipay-qr", "alipay-code")
MOODS = ("ok", "ok", "password", "password", "poor", "slow", "cancels")
DAY = registry_hall.DAY
NEXT_DAY = 20261130  # the Monday after: may be cancelled
RETRIES = 600        # of a call to a registry that was killed
AGAIN_SECONDS = 0.2
LOOK_SECONDS = (0.6, 1.4)
OVER = ("paid", "failed", "closed", "refunded", "staff")


class Kiosk(threading.Thread):
    """Until its share of patients is served. A registry that was killed is asked again, under the same key."""

    def __init__(self, town, name, seed, patients, sessions):
        super().__init__(daemon=True)
        self.town, self.name_, self.chance, self.patients, self.sessions = town, name, random.Random(seed), patients, sessions
        self.looks = {}  # bill: [(attempts that were open, what the page said)], each change
        self.trouble, self.wire = None, None
        self.orders, self.expires = 0, None  # of the bill at hand

    def call(self, method, path, body=None):
        key = "%032x" % self.chance.getrandbits(128)
        for _ in range(RETRIES):
            try:
                self.wire = self.wire or Wire(self.town)
                return self.wire.call(method, path, body, key)
            except (OSError, ValueError, EOFError, registry_hall.http.client.HTTPException):
                self.wire = None
                time.sleep(AGAIN_SECONDS)
        raise AssertionError("the registry is gone")

    def heard(self, bill, status, answer):
        """A page of the payment: what it says, with how many attempts. One that kept its QR has kept its time."""
        if status != 200:
            raise AssertionError("%s: %d %s" % (bill, status, answer))
        looks = self.looks.setdefault(bill, [])
        if not looks:
            self.orders, self.expires = 0, None
        if answer["expires_at"] != self.expires:
            self.orders, self.expires = self.orders + 1, answer["expires_at"]
        look = (self.orders, answer["state"])
        if not looks or looks[-1] != look:
            looks.append(look)
        return answer["state"]

    def wallet(self, channel, code, answer):
        """What the patient does with the page before him."""
        box = self.town.sandbox
        if answer.get("qr"):
            box.ours("POST", self.chance.choice(("/wallet/pay", "/wallet/pay", "/wallet/scan")), {"qr": answer["qr"]})
        elif code:
            box.ours("POST", self.chance.choice(("/wallet/confirm", "/wallet/confirm", "/wallet/cancel")), {"auth_code": code})

    def attempt(self, what):
        """The bill, or nothing when it was refused."""
        channel = self.chance.choice(CHANNELS)
        code = None if channel.endswith("qr") else self.town.sandbox.code(channel.split("-")[0], self.chance.choice(MOODS))
        status, answer = self.call("POST", "payments", {**what, "channel": channel, "terminal": self.name_, **({"auth_code": code} if code else {})})
        if status != 200:
            return None
        bill = answer["id"]
        self.heard(bill, status, answer)
        end = time.monotonic() + self.chance.choice((self.chance.uniform(0, 6), self.chance.uniform(4, 36)))
        while time.monotonic() < end:
            time.sleep(self.chance.uniform(*LOOK_SECONDS))
            status, answer = self.call("GET", "payments/" + bill)
            if self.heard(bill, status, answer) in OVER:
                break
            if self.chance.random() < 0.15:
                self.wallet(channel, code, answer)
        return bill

    def place(self, n):
        """What is paid for: a hold at the kiosk, or a booking for the week after."""
        books = self.chance.random() < 0.25
        day = NEXT_DAY if books else DAY
        status, held = self.call("POST", "holds", {"day": day, "session": self.chance.choice(self.sessions[day]), "channel": "KIOSK",
                                                   "holder": "%s-%d" % (self.name_, n)})
        if status != 200:
            return None
        if not books:
            return {"hold": held["hold"]}
        person = {"name": "赵测试", "id_number": payingtown.id_number(int(self.name_[1:]) * 200 + n)}
        status, made = self.call("POST", "bookings", {"hold": held["hold"], "person": person, "pay": "now"})
        return {"booking": made["id"]} if status == 200 else None

    def patient(self, n):
        what, bill = self.place(n), None
        if not what:
            return
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            made = self.attempt(what)
            bill = made or bill
            if not made or self.looks[bill][-1][1] == "paid":
                break
        if not bill:
            return
        if self.chance.random() < 0.7:
            self.heard(bill, *self.call("POST", "payments/%s/close" % bill, {}))
        if "booking" in what and self.chance.random() < 0.3:
            self.call("DELETE", "bookings/" + what["booking"])
        elif self.chance.random() < 0.15:
            self.call("POST", "payments/%s/refund" % bill, {"by": "m1"})
        self.heard(bill, *self.call("GET", "payments/" + bill))

    def run(self):
        try:
            for n in range(self.patients):
                self.patient(n)
        except (AssertionError, KeyError, OSError) as trouble:
            self.trouble = trouble


def sessions(town):
    """By day."""
    days = (DAY, NEXT_DAY)
    return {day: [one["id"] for one in Wire(town).must("GET", "sessions?day=%d" % day)["sessions"]] for day in days}


def days_ahead():
    """So many days a registry has to know."""
    return (datetime.date(2026, 11, 30) - datetime.date(2026, 11, 23)).days + 1
