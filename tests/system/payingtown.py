# SPDX-License-Identifier: Apache-2.0
"""A registry and the payment sandbox on the real wire, for the tests of money beside: patients, wallets, kill -9, and our books
against the sandbox's ledger."""
import json
import pathlib
import subprocess
import time
import urllib.request

import paysimclient
import registry_hall
from registry_hall import BIN, DEMO, Wire

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SETTLE_SECONDS = 9 * 60  # an Alipay code that nobody scanned is dead a minute after its five
READY = ("waiting", "paid", "failed", "closed", "asking", "refunded", "staff")


def id_number(n):
    """Of nobody: the region 999999 is nowhere."""
    digits = "999999%04d%02d%02d%03d" % (1950 + n // 1000 % 50, 1 + n // 100 % 12, 1 + n % 28, n % 1000)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS)) % 11]


class Town(registry_hall.Hall):
    """The clock is one for every start; `keys` gets the sandbox's tables."""

    def __init__(self, sandbox, public_port, hospital=DEMO, site="HA", days=2):
        self.sandbox, self.at, self.told_port = sandbox, int(time.time()), public_port
        super().__init__(site, hospital, days, keys=(pathlib.Path(sandbox.folder) / "payments.toml").read_text())
        self.tool("users", "add", "m1", "--name", "m1", "--roles", "manager", "--pin", "246813")

    @property
    def public_port(self):
        """That which the sandbox was told to notify."""
        return self.told_port

    @public_port.setter
    def public_port(self, _):
        pass

    def spawn(self, toml=None):
        return subprocess.Popen([BIN + "/menzhen-registry", "--site", toml or self.toml, "--clock", "%s@%d" % (self.clock, self.at)],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def metric(self, name):
        text = urllib.request.urlopen("http://127.0.0.1:%d/metrics" % self.port, timeout=10).read().decode()
        return sum(int(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.split("{")[0].split(" ")[0] == name)

    def books(self):
        """{order number: fen that we keep}, as `menzhen payments` lists them."""
        kept = {}
        for line in self.tool("payments", "all", "--json").splitlines():
            row = json.loads(line)
            back = sum(1 for word in row["refunds"].split(", ") if word.endswith(" done"))
            kept[row["number"]] = row["amount_fen"] * (1 - back) if row["phase"] == "paid" else 0
        return kept

    def settle(self, seconds=SETTLE_SECONDS):
        """Waits until nothing is unknown."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if not self.tool("payments", "open", "--json").strip():
                return
            time.sleep(1)
        raise AssertionError("still open:\n" + self.tool("payments", "open"))

    def compare(self):
        """Every order of the ledger stands in our books with the same money, and no other."""
        ours = self.books()
        theirs = {order["number"]: order["kept_fen"] for order in self.sandbox.ledger()["orders"]}
        strangers = set(theirs) - set(ours)
        assert not strangers, strangers
        wrong = {number: (fen, theirs.get(number, 0)) for number, fen in ours.items() if fen != theirs.get(number, 0)}
        assert not wrong, "ours, the ledger's: %s" % wrong
        return sum(ours.values()), len(theirs)


class Patient:
    """Books and pays; from `port`, the lobby's listener unless said otherwise (a hundred actions a minute come from one phone)."""

    def __init__(self, town, n, day=registry_hall.DAY, port=None):
        self.town, self.n, self.day = town, n, day
        self.wire = Wire(town, port)
        self.payment, self.told = None, []

    def hold(self):
        """Wherever a place costs something."""
        for session in self.wire.must("GET", "sessions?day=%d" % self.day)["sessions"]:
            if session["amount_fen"] > 0 and any(band["free"].get("PHONE") for band in session["bands"]):
                status, answer = self.wire.call("POST", "holds", {"day": self.day, "session": session["id"], "channel": "PHONE", "holder": "P%d" % self.n})
                if status == 200:
                    return answer
        raise AssertionError("no place is left")

    def book(self, pay="now"):
        held = self.hold()
        person = {"name": "赵测试", "id_number": id_number(self.n)}
        self.booking = self.wire.must("POST", "bookings", {"hold": held["hold"], "person": person, "pay": pay})["id"]
        return self

    def open(self, channel, code=None):
        body = {"booking": self.booking, "channel": channel}
        if code:
            body["auth_code"] = code
        status, answer = self.wire.call("POST", "payments", body)
        assert status == 200, (status, answer)
        self.payment = answer["id"]
        return answer

    def look(self):
        answer = self.wire.must("GET", "payments/" + self.payment)
        if not self.told or self.told[-1] != answer["state"]:
            self.told.append(answer["state"])
        return answer

    def until(self, *states, seconds=30):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = self.look()
            if answer["state"] in states:
                return answer
            time.sleep(0.2)
        raise AssertionError("%s, not %s: %s" % (self.told, states, answer))

    def scan_and_pay(self):
        self.town.sandbox.pay(self.until("waiting")["qr"])

    def leave(self):
        return self.wire.must("POST", "payments/%s/close" % self.payment, {})

    def cancel(self):
        return self.wire.must("DELETE", "bookings/" + self.booking)

    def fee_state(self):
        return self.wire.must("GET", "bookings/" + self.booking)["fee_state"]


def sandbox(folder, public_port, clock=registry_hall.CLOCK):
    """Its clock is the registry's: both refuse times that are five minutes apart."""
    return paysimclient.Sandbox(folder, "--clock", "%s@%d" % (clock, int(time.time())), notify_url="http://127.0.0.1:%d" % public_port)
