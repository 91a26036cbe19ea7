#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Paying on the page with a real wallet's wire: the seeds' rows about money, each by its id, and what is said at every moment."""
import json
import os
import tempfile
import unittest

from browser import Phone
from clinic import book, browse, identify, scan, somebody
from payclinic import choose, paying_clinic, shown, to_pay

TARGET = 48
SIZES = ("standard", "large", "larger")
FEES = {"ASSOC": "3.50"}  # beside the 100.50 and 200.00 that the demo has


class Paying(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.context = paying_clinic()
        cls.clinic = cls.context.__enter__()
        cls.box = cls.clinic.box

    @classmethod
    def tearDownClass(cls):
        cls.context.__exit__(None, None, None)

    def setUp(self):
        self.box.calm()

    def phone(self, **how):
        phone = Phone(self.clinic.base, **how)
        self.addCleanup(phone.driver.quit)
        return phone

    def order(self, payment):
        """The ledger's orders of one payment."""
        return [one for one in self.box.ledger()["orders"] if one["number"].startswith(payment + "_")]

    def payment(self, phone, visit):
        bill = phone.later("(id) => fetch('/v1/sites/HA/visits/' + id + '/bills').then((answer) => answer.json()).then((said) => said.bills[0])", visit)
        return bill and bill.get("payment")

    def state(self, visit):
        return self.clinic.booking(visit)["state"]

    def paid_by(self, phone, way):
        visit = to_pay(phone, self.clinic.free(), way)
        self.box.pay(shown(phone, way))
        phone.find("#show-code")
        return visit

    def test_row_G2_book_then_pay_in_one_flow(self):
        """The place is taken while it is paid for, firm once it is, and returns when the page is left."""
        phone = self.phone()
        slot = self.clinic.free()
        free = lambda: next(b["free"].get("PHONE", 0) for b in self.clinic.session(slot.session)["bands"] if b["band"] == slot.band)
        before = free()
        visit = to_pay(phone, slot, "wechat")
        self.assertEqual((free(), self.clinic.booking(visit)["fee_state"]), (before - 1, "unpaid"))
        self.box.pay(shown(phone, "wechat"))
        phone.find("#show-code")
        self.assertEqual((free(), self.clinic.booking(visit)["fee_state"]), (before - 1, "paid"))
        phone.press("#show-code")
        phone.find("#short-code")
        other = self.phone()
        left = to_pay(other, self.clinic.free(), "wechat")
        payment = self.payment(other, left)["id"]
        other.press("a.tab[href='#/visits']")
        other.until("the place of a page that was left to return", lambda: self.state(left) == "cancelled")
        self.assertEqual([one["state"] for one in self.order(payment)], ["closed"])

    def test_row_A2_the_paid_booking_is_kept_with_its_reference(self):
        phone = self.phone()
        visit = self.paid_by(phone, "alipay")
        reference = phone.text("#reference")
        phone.open("/phone/")
        phone.press("a.tab[href='#/visits']")
        phone.find(".summary, #number")
        phone.go("#/v/HA/" + visit)
        phone.find("#short-code")
        phone.says("已付款")
        phone.press("a[href$='/bills']")
        phone.find("#bill-state")
        self.assertEqual(phone.text("#reference"), reference)
        self.assertEqual(phone.text("#bill-state"), "已付款")

    def test_row_W6_prepaid_and_on_the_day(self):
        """Whoever booked to pay at the window may still pay here, on the day."""
        phone = self.phone()
        visit = book(phone, self.clinic.free())["id"]
        self.assertEqual(self.clinic.booking(visit)["fee_state"], "")
        phone.go("#/v/HA/%s/bills" % visit)
        phone.press("#pay-now")
        phone.press("#pay-wechat")
        self.box.pay(shown(phone, "wechat"))
        phone.find("#show-code")
        self.assertEqual(self.clinic.booking(visit)["fee_state"], "paid")

    def test_row_H3_the_same_way_with_three(self):
        phone = self.phone()
        for way in ("wechat", "alipay", "window"):
            slot = self.clinic.free()
            browse(phone, slot)
            identify(phone, somebody())
            choose(phone, way)
            phone.press("#book")
            if way != "window":
                self.box.pay(shown(phone, way))
                phone.press("#show-code")
            phone.find("#short-code")
            visit = phone.place().split("/")[-2]
            self.assertEqual(self.clinic.booking(visit)["fee_state"], "" if way == "window" else "paid")

    def test_another_wallet_ends_the_first(self):
        phone = self.phone()
        visit = to_pay(phone, self.clinic.free(), "wechat")
        first = shown(phone, "wechat")
        phone.press("#pay-alipay")
        second = shown(phone, "alipay")
        self.assertEqual(len(phone.all("img.qr")), 1)
        self.assertNotEqual(self.box.ours("POST", "/wallet/pay", {"qr": first})[0], 200)
        self.box.must("POST", "/wallet/scan", {"qr": second})
        phone.says("请在支付宝中确认付款")
        self.box.pay(second)
        phone.find("#show-code")
        self.assertEqual(sum(one["kept_fen"] for one in self.order(self.payment(phone, visit)["id"])), self.payment(phone, visit)["amount_fen"])

    def test_a_page_that_goes_away_ends_the_order(self):
        """Closed by its owner: the place returns. Gone because the wallet was opened from it: it is paid for."""
        phone = self.phone()
        visit = to_pay(phone, self.clinic.free(), "wechat")
        phone.driver.get("about:blank")
        phone.until("the place to return", lambda: self.state(visit) == "cancelled")
        phone = self.phone()
        visit = to_pay(phone, self.clinic.free(), "alipay")
        code = shown(phone, "alipay")
        phone.js("const link = document.querySelector('#open-wallet'); link.addEventListener('click', (event) => event.preventDefault()); link.click()")
        phone.driver.get("about:blank")
        self.box.pay(code)
        phone.until("the money", lambda: self.clinic.booking(visit)["fee_state"] == "paid")
        phone.open("/phone/#/v/HA/" + visit)
        phone.find("#short-code")

    def test_the_window_keeps_the_place(self):
        phone = self.phone()
        visit = to_pay(phone, self.clinic.free(), "alipay")
        phone.press("#pay-window")
        phone.find("#short-code")
        self.assertEqual((self.state(visit), self.clinic.booking(visit)["fee_state"]), ("booked", ""))

    def test_unknown_is_never_called_failed(self):
        """Paid, and the platform's word does not come: do not pay again; then paid, once."""
        phone = self.phone()
        visit = to_pay(phone, self.clinic.free(), "wechat")
        self.box.faults({"fault": "notice-missing", "verb": "notify"}, {"fault": "bad-signature", "verb": "query", "count": 4})
        self.box.pay(shown(phone, "wechat"))
        phone.press("#pay-alipay")  # impatient: the first order is ended, and was paid
        told = set()

        def settled():
            told.add(phone.text("#pay"))
            return phone.all("#show-code")
        phone.until("paid", settled)
        self.assertFalse([words for words in told if "没有扣款" in words], told)
        self.assertEqual(sum(one["kept_fen"] for one in self.order(self.payment(phone, visit)["id"])), self.payment(phone, visit)["amount_fen"])

    def test_cancelled_and_refunded(self):
        phone = self.phone()
        visit = self.paid_by(phone, "wechat")
        phone.go("#/v/HA/%s/cancel" % visit)
        phone.says("将退还给您")
        phone.press("#cancel")
        phone.find("#see-bill")
        phone.press("#see-bill")
        phone.until("the money back", lambda: phone.text("#bill-state") == "已退款")
        self.assertEqual([(one["kept_fen"], one["state"]) for one in self.order(self.payment(phone, visit)["id"])], [(0, "paid")])

    def test_a_stranger_sees_and_ends_nothing(self):
        phone, other = self.phone(), self.phone()
        visit = to_pay(phone, self.clinic.free(), "wechat")
        payment = self.payment(phone, visit)["id"]
        other.open("/phone/")
        other.find("a.row")
        ask = "(method, path, body) => fetch('/v1/sites/HA/' + path, {method, headers: {'Content-Type': 'application/json'}, body}).then((a) => a.status)"
        self.assertEqual(other.later(ask, "GET", "payments/" + payment, None), 401)
        self.assertEqual(other.later(ask, "POST", "payments/%s/close" % payment, "{}"), 401)
        self.assertEqual(other.later(ask, "POST", "payments", '{"booking":"%s","channel":"wechat-qr"}' % visit), 401)
        self.assertEqual(other.later(ask, "DELETE", "bookings/" + visit, None), 401)
        self.box.pay(shown(phone, "wechat"))
        phone.find("#show-code")

    def test_the_picture_of_the_code_is_the_code(self):
        phone = self.phone()
        to_pay(phone, self.clinic.free(), "alipay")
        text = shown(phone, "alipay")
        phone.until("the picture", lambda: phone.js("const one = document.querySelector('img.qr'); return one && one.naturalWidth > 0"))
        with tempfile.TemporaryDirectory() as folder:
            phone.picture(os.path.join(folder, "code.png"), phone.find("img.qr"))
            self.assertEqual(scan(os.path.join(folder, "code.png")), [text])

    def test_every_moment_fits_and_is_readable(self):
        for lang in ("zh-CN", "en-GB"):
            phone = self.phone(lang=lang, width=320)
            slot = self.clinic.free()
            browse(phone, slot)
            identify(phone, somebody())
            choose(phone, "alipay")
            self.look(phone, "confirm")
            phone.press("#book")
            text = shown(phone, "alipay")
            phone.js("document.activeElement.blur()")
            self.look(phone, "the code")
            phone.press("#language")
            phone.until("the same code in the other language", lambda: phone.all("#open-wallet"))
            phone.press("#language")
            self.assertEqual(shown(phone, "alipay"), text)  # a change of words ends no order
            self.box.must("POST", "/wallet/scan", {"qr": text})
            phone.until("the wallet's confirmation", lambda: not phone.all("img.qr"))
            self.look(phone, "confirm in the wallet")
            self.box.pay(text)
            phone.find("#show-code")
            self.look(phone, "paid")
            visit = phone.place().split("/")[-2]
            for place, sign in (("/booked", "#short-code"), ("", "#short-code"), ("/bills", "#bill-state"), ("/cancel", "#cancel")):
                phone.go("#/v/HA/" + visit + place)
                phone.find(sign)
                self.look(phone, "paid" + place)
            phone.press("#cancel")
            phone.press("#see-bill")
            phone.until("the money back", lambda: phone.text("#bill-state") in ("已退款", "Given back"))
            self.look(phone, "refunded")
            left = to_pay(phone, self.clinic.free(), "wechat")
            phone.go("#/v/HA/" + left)
            phone.find("#pay-now, #see-bill")
            self.look(phone, "not paid")
            self.assertEqual(phone.complaints(), [])

    def look(self, phone, name):
        for size in SIZES:
            phone.js("document.documentElement.setAttribute('data-size', arguments[0])", size)
            wide = phone.js("return document.documentElement.scrollWidth")
            self.assertLessEqual(wide, phone.width, "%s, %s letters: as wide as %d px" % (name, size, wide))
            small = phone.js("return [...document.querySelectorAll('main a, main button')].filter((one) => one.offsetParent).map((one) => "
                             "[one.outerHTML.slice(0, 90), one.getBoundingClientRect()]).filter(([, box]) => box.height < arguments[0]).map(([html]) => html)", TARGET)
            self.assertEqual(small, [], "%s, %s letters: too small for a finger" % (name, size))
        phone.js("document.documentElement.setAttribute('data-size', 'standard')")
        self.assertEqual(phone.axe(), [], name)


class Fees(unittest.TestCase):
    def test_row_A9_the_seeds_fees_to_the_fen(self):
        """3.50, 100.50 and 200.00 on the card, on the confirmation, at the code, in the wallet and in its ledger."""
        with paying_clinic(fees=FEES) as clinic, Phone(clinic.base) as phone:
            seen = {}
            for session in clinic.sessions():
                bands = [b for b in session["bands"] if b["free"].get("PHONE") and b["band"] >= 500]
                if bands and not session["pooled"]:
                    seen.setdefault(session["amount_fen"], (session, bands[0]["band"]))
            for fen in (350, 10050, 20000):
                session, band = seen[fen]
                yuan = "¥%d.%02d" % divmod(fen, 100)
                phone.open("/phone/#/h/HA/d/%s/%d/%d" % (session["department"], session["day"], band))
                card = "a.row[href$='/c/%d/%s/%d']" % (session["day"], session["id"], band)
                phone.find(card)
                self.assertIn(yuan, phone.text(card))
                phone.press(card)
                phone.find("#book")
                self.assertIn(yuan, phone.text(".bill .total"))
                identify(phone, somebody())
                choose(phone, "wechat")
                self.assertIn(yuan, phone.text("#book"))
                phone.press("#book")
                code = shown(phone, "wechat")
                self.assertEqual(phone.text("#total"), yuan)
                self.assertEqual(clinic.box.must("POST", "/wallet/scan", {"qr": code})["amount_fen"], fen)
                clinic.box.pay(code)
                phone.find("#show-code")
                phone.says(yuan)
            self.assertEqual(clinic.box.ledger()["totals"]["kept_fen"], 350 + 10050 + 20000)


class Brands(unittest.TestCase):
    """N2: a brand is configuration; its cost is the hospital's to see and never on a patient's bill."""

    def test_row_N2_without_one_brand_all_else_works(self):
        with paying_clinic(without="alipay") as clinic, Phone(clinic.base) as phone:
            browse(phone, clinic.free())
            ways = phone.js("return [...document.querySelectorAll('.pay-how input')].map((one) => one.value)")
            self.assertEqual(ways, ["wechat", "window"])
            to_pay(phone, clinic.free(), "wechat")
            clinic.box.pay(shown(phone, "wechat"))
            phone.find("#show-code")
            other = book(phone, clinic.free())["id"]
            said = phone.later("(booking) => fetch('/v1/sites/HA/payments', {method: 'POST', headers: {'Content-Type': 'application/json'}, "
                               "body: JSON.stringify({booking, channel: 'alipay-qr'})}).then((answer) => answer.json())", other)
            self.assertEqual(said["code"], "channel-off")

    def test_row_N2_the_hospital_sees_what_a_brand_costs(self):
        with paying_clinic(costs={"wechat": 60, "alipay": 38}) as clinic, Phone(clinic.base) as phone:
            paid = {}
            for way in ("wechat", "alipay"):
                to_pay(phone, clinic.free(), way)
                clinic.box.pay(shown(phone, way))
                phone.find("#show-code")
                lines = phone.js("return [...document.querySelectorAll('.bill dd')].map((one) => one.innerText)")
                paid[way] = lines
            self.assertEqual(paid["wechat"], paid["alipay"])
            self.assertEqual(len(paid["wechat"]), 2)  # the fee, and the total that is the fee
            fen = clinic.box.ledger()["totals"]["kept_fen"] // 2
            told = {one["brand"]: one for one in map(json.loads, clinic.tool("payments", "costs", "--json").splitlines())}
            self.assertEqual({name: (one["payments"], one["kept_fen"], one["cost_fen"]) for name, one in told.items()},
                             {"wechat": (1, fen, (fen * 60 + 5000) // 10000), "alipay": (1, fen, (fen * 38 + 5000) // 10000)})


if __name__ == "__main__":
    unittest.main(verbosity=2)
