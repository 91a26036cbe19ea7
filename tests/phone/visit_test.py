#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A whole visit on the phone, in Chinese and in English, against the real registry: look around, book, the code, the
place in the queue live, the alert, the call, a missed call, and a booking that is given back."""
import os
import tempfile
import unittest

from browser import Phone
from clinic import BAND, Clinic, book, scan, somebody, visit_behind

WORDS = {"zh-CN": {"booked": "预约成功", "ahead": "前面还有", "turn": "请您就诊", "missed": "叫号时您不在", "cancelled": "本次预约已取消"},
         "en-GB": {"booked": "Booked", "ahead": "Before you", "turn": "It is your turn", "missed": "You were called and not seen",
                   "cancelled": "This visit is cancelled"}}
OTHERS = 3
# Vibration as the page asks for it.
FEEL = "window.felt = []; navigator.vibrate = (how) => felt.push(how.length);"


class Visit(unittest.TestCase):
    def whole_visit(self, lang):
        words = WORDS[lang]
        with Clinic() as clinic, Phone(clinic.base, lang, script=FEEL) as phone, tempfile.TemporaryDirectory() as folder:
            person = somebody()
            slot = clinic.free(BAND)
            visit = book(phone, slot, person)
            phone.says(words["booked"])
            self.code(phone, visit, person, folder)
            self.queue(clinic, phone, slot, visit, words)
            self.given_back(clinic, phone, words)
            self.assertEqual(phone.complaints(), [])

    def code(self, phone, visit, person, folder):
        picture = os.path.join(folder, "code.png")
        phone.picture(picture, phone.find(".qr"))
        texts = scan(picture)
        self.assertEqual([visit_behind(phone, text) for text in texts], [visit["id"]])
        self.assertEqual(phone.text("#short-code"), visit["short_code"])
        for shown in (visit["number"], visit["zone"], "08:00–08:30", visit["masked"]):
            self.assertIn(shown, phone.text())
        self.assertNotIn(person.name, phone.text())

    def ahead(self, phone):
        shown = phone.text("#ahead strong").strip()
        return int(shown) if shown.isdigit() else 0

    def queue(self, clinic, phone, slot, visit, words):
        for at in range(OTHERS):
            clinic.walk_in(slot, "C90%d" % at)
        entry = clinic.take_ticket(visit)
        clinic.open_station(slot)
        phone.go("#/v/HA/" + visit["id"])
        phone.says(words["ahead"])
        self.assertTrue(phone.find("#as-of").text)
        phone.press("a[href$='/alerts']")
        phone.find("#save-alerts")
        phone.js("const first = document.querySelector('select.input'); first.value = '1'; first.dispatchEvent(new Event('change'))")
        phone.press("#save-alerts")
        phone.find("#number")
        self.assertEqual(phone.visit()["alert"]["ahead"], 1)
        shown = [self.ahead(phone)]

        def fewer():
            wanted = phone.visit()["ahead"]
            phone.until("%s people ahead" % wanted, lambda: wanted is None or self.ahead(phone) == wanted or not phone.all("#ahead"))
            shown.append(self.ahead(phone))
        before = clinic.call_until(slot, entry, between=fewer)
        self.assertGreaterEqual(before, 1)
        self.assertEqual(shown, sorted(shown, reverse=True))
        self.assertGreater(shown[0], shown[-1])
        phone.find("#called")
        for words_there in (words["turn"], "301", visit["number"]):
            self.assertIn(words_there, phone.text("#called"))
        phone.until("the call felt once", lambda: phone.js("return felt.filter((one) => one === 5).length") == 1)
        phone.press("#going")
        phone.gone("#called")
        clinic.ops(("entry.missed", {"entry": entry}))
        phone.says(words["missed"])

    def given_back(self, clinic, phone, words):
        phone.press("a.tab[href='#/']")
        second = book(phone, clinic.free())
        phone.press("a.button[href='#/v/HA/%s']" % second["id"])
        phone.press("a[href$='/cancel']")
        phone.press("#cancel")
        phone.says(words["cancelled"])
        self.assertEqual(phone.visit()["state"], "cancelled")
        self.assertFalse(phone.all(".qr"))

    def test_in_chinese(self):
        self.whole_visit("zh-CN")

    def test_in_english(self):
        self.whole_visit("en-GB")


if __name__ == "__main__":
    unittest.main(verbosity=2)
