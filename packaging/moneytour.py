# SPDX-License-Identifier: Apache-2.0
"""Money on the tour, with the payment sandbox as the patients' wallets: paid on the phone page, paid at the kiosk, cancelled and
refunded; at the end the sandbox's ledger, held against the registry's own books."""
import json
import subprocess
import urllib.request

import accessbus
import hall
import phone

STEP_SECONDS = 20
CANCELLABLE_BAND = 570  # a phone may cancel until half an hour before
BACK_SECONDS = 60  # a refund is asked after until the platform says that it is done


class Money:
    """`tour` runs the steps."""

    def __init__(self, tour):
        self.tour = tour
        self.ledger = None

    def wallet(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"http://127.0.0.1:{self.tour.hall.values['pay_port']}{path}", data,
                                         {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)

    def order(self, number):
        return next(one for one in self.wallet("GET", "/ledger")["orders"] if one["number"] == number)

    def pays(self, code):
        """The wallet scans first: what it shows is what the page said."""
        shown = self.wallet("POST", "/wallet/scan", {"qr": code})
        self.wallet("POST", "/wallet/pay", {"qr": code})
        return shown

    def on_phone(self, face, mark=""):
        """The payment page is open and shows a code of Alipay; gives the amount."""
        step = self.tour.step
        step("phone-pay" + mark, "the phone page shows every line, the total, and Alipay's code",
             lambda: phone.wallet_code(face, "alipay") and face.text("#total"), face)

        def confirming():
            self.wallet("POST", "/wallet/scan", {"qr": phone.wallet_code(face, "alipay")})
            face.until("the wallet's confirmation", lambda: not face.all("img.qr"))
            return face.text("#pay .notice")
        code = phone.wallet_code(face, "alipay")
        step("phone-wallet" + mark, "Alipay has scanned it; the page says so", confirming, face)

        def paid():
            self.wallet("POST", "/wallet/pay", {"qr": code})
            face.find("#show-code")
            return face.text("#pay")
        step("phone-paid" + mark, "paid: the registry says so, with the reference", paid, face)
        face.press("#show-code")
        face.find("#short-code")

    def at_kiosk(self, kiosk, number):
        """From the kiosk's confirmation to the number of the ticket, which prints by itself."""
        step, tour = self.tour.step, self.tour
        step("pay", "the kiosk asks how to pay", lambda: tour.click(kiosk, "Pay now with my phone", "How do you want to pay\\?"), kiosk)
        step("pay-code", "WeChat Pay's code, and how long it is good",
             lambda: tour.click(kiosk, "WeChat Pay: I scan a code", "Scan this code with WeChat Pay"), kiosk)
        screen = tour.folder / tour.steps[-1]["picture"]

        def paid():
            code = self.code_in(kiosk, screen)
            amount = self.pays(code)["amount_fen"]
            given = kiosk.wait(number, seconds=STEP_SECONDS).get_name()
            kiosk.wait(".*paid\\. Receipt [0-9A-F]{4}-[0-9A-F]{4}.*", seconds=STEP_SECONDS)
            return {"number": given, "amount_fen": amount}
        return step("pay-paid", "the wallet reads it off the screen and pays; the ticket comes by itself", paid, kiosk)["number"]

    def code_in(self, kiosk, screen):
        """What a wallet's camera reads off the kiosk's screen; once more when the picture came before the code."""
        for _ in range(20):
            done = subprocess.run([str(hall.BIN / "menzhen"), "scan", str(screen), "--formats", "qr", "--json"], stdout=subprocess.PIPE,
                                  text=True, check=False)
            texts = json.loads(done.stdout)["texts"] if done.stdout.strip() else []
            for text in texts:
                if text.startswith("weixin://"):
                    return text
            kiosk.picture(screen)
        raise accessbus.NotSeen("no code of WeChat Pay on the kiosk's screen")

    def other_session(self):
        """(session, band) of another department in which a phone may book and still cancel: the same patient may not book
        twice in one."""
        for session in self.tour.ask("GET", f"/sessions?day={self.tour.day()}")["sessions"]:
            for band in session["bands"]:
                late = band["band"] >= CANCELLABLE_BAND and band["free"].get("PHONE")
                if late and not session["pooled"] and session["amount_fen"] and session["department"] != self.tour.session["department"]:
                    return session, band["band"]
        raise accessbus.NotSeen("no place in another department")

    def cancelled(self, patient_phone):
        """Another visit of the same patient, who has nothing to type: paid, cancelled, refunded."""
        face, step = patient_phone.face, self.tour.step
        session, band = self.other_session()

        def booked():
            phone.browse(face, "HA", session["day"], session["department"], session["id"], band)
            phone.choose_way(face, "alipay")
            face.press("#book")
            return phone.wallet_code(face, "alipay") and face.text(".bill")
        step("phone-again", "a second visit, with nothing to type, to be paid now", booked, face)
        self.on_phone(face, "-again")
        visit = face.visit()

        def asked():
            face.go(f"#/v/HA/{visit['id']}/cancel")
            face.find("#cancel")
            return face.text(".notice")

        def refunded():
            face.press("#cancel")
            face.press("#see-bill")
            face.until("the money back", lambda: face.text("#bill-state") == "Given back", seconds=BACK_SECONDS)
            return face.text(".card")
        step("phone-cancel", "cancelling says that the whole price comes back", asked, face)
        step("phone-refunded", "cancelled, and the money is back in the wallet", refunded, face)
        face.go(f"#/v/HA/{patient_phone.booking['id']}")  # whose call it waits for
        face.find(".place")

    def settled(self):
        """The ledger, and that our books say the same of every order."""
        told = subprocess.run([str(hall.BIN / "menzhen"), "payments", "all", "--json", "--site", str(hall.RUN / "sites/registry.toml"),
                               "--clock", self.tour.hall.clock], check=True, stdout=subprocess.PIPE, text=True).stdout
        ours = {}
        for row in map(json.loads, told.splitlines()):
            back = sum(word.endswith(" done") for word in row["refunds"].split(", "))
            ours[row["number"]] = row["amount_fen"] * (1 - back) if row["phase"] == "paid" else 0
        self.ledger = self.wallet("GET", "/ledger")
        theirs = {one["number"]: one["kept_fen"] for one in self.ledger["orders"]}
        if ours != {**dict.fromkeys(ours, 0), **theirs}:
            raise accessbus.NotSeen(f"our books: {ours}; the ledger: {theirs}")
        return self.ledger["totals"]
