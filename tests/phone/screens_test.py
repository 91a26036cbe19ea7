#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every screen, in both languages: no violation that axe-core finds (contrast of 7:1 with it), nothing to scroll
sideways at 320 px whatever the letter size, nothing too small for a finger, and little over the wire."""
import unittest

from browser import Phone
from clinic import BAND, Clinic, book, browse

TARGET = 48
DEPARTMENTS = {"zh-CN": "CARD", "en-GB": "RESP"}  # a band has few places for phones
FIRST_PAINT_BYTES = 100_000
SIZES = ("standard", "large", "larger")
# Everything that can be pressed, but a link inside a sentence and a box whose label is the target.
SMALL = """return [...document.querySelectorAll('a, button, select, input, label')].filter((one) => one.offsetParent !== null)
    .filter((one) => !(one.tagName === 'INPUT' && one.closest('label')) && !(one.tagName === 'LABEL' && !one.querySelector('input')))
    .map((one) => [one.outerHTML.slice(0, 120), one.getBoundingClientRect()])
    .filter(([, box]) => box.height < arguments[0] || box.width < arguments[0])
    .map(([html, box]) => Math.round(box.width) + 'x' + Math.round(box.height) + ' ' + html)"""


def lang_number(phone):
    return {"zh-Hans": "1", "en": "2"}[phone.js("return document.documentElement.lang")]


class Screens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clinic = Clinic().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.clinic.__exit__(None, None, None)

    def look(self, phone, name):
        """One screen, as it stands once nothing moves."""
        phone.until("stillness", lambda: phone.js("return document.getAnimations().every((one) => one.playState !== 'running')"))
        for size in SIZES:
            phone.js("document.documentElement.setAttribute('data-size', arguments[0])", size)
            wide = phone.js("return document.documentElement.scrollWidth")
            self.assertLessEqual(wide, phone.width, "%s, %s letters: as wide as %d px" % (name, size, wide))
            self.assertEqual(phone.js(SMALL, TARGET), [], "%s, %s letters: too small for a finger" % (name, size))
        phone.js("document.documentElement.setAttribute('data-size', 'standard')")
        self.assertEqual(phone.axe(), [], name)
        self.assertTrue(phone.driver.title, name)

    def places(self, slot, visit):
        own = "#/v/HA/" + visit["id"]
        return (("#/", ".tiles"), ("#/search", "[name=q]"), ("#/h/HA", "a.row"), ("#/h/HA/d/" + slot.department, "a.band"),
                ("#/h/HA/d/%s/%d/%d" % (slot.department, slot.day, slot.band), "main"), ("#/h/HA/p/" + slot.queue, ".row"),
                ("#/visits", ".summary"), ("#/visits/bills", "main"), (own, ".qr"), (own + "/booked", ".qr"), (own + "/alerts", "#save-alerts"),
                (own + "/cancel", "#cancel"), (own + "/bills", "main"), (own + "/reports", "main"), ("#/open", "#open"), ("#/proof", "#send-code"),
                ("#/family", ".person"), ("#/consents", "#give-consent"), ("#/checkin", "main"))

    def report(self, phone, visit):
        self.clinic.report(visit, "partial")
        phone.go("#/v/HA/%s/reports" % visit["id"])
        phone.find("#reports .mark.partial")
        self.look(phone, "reports")
        phone.press("#reports a.row")
        phone.find(".findings")
        self.look(phone, "a report that is not final")

    def every_screen(self, lang):
        with Phone(self.clinic.base, lang, width=320) as phone:
            department = DEPARTMENTS[lang]
            slot = self.clinic.free(BAND, department=department)
            browse(phone, slot)
            self.look(phone, "confirm")
            phone.press("#book")
            phone.find(".wrong:not(:empty)")
            self.look(phone, "confirm with what is missing")
            phone.type("id-number", "999999201811201017")
            phone.find("[name=guardian-name]")
            self.look(phone, "confirm for a child")
            slot = self.clinic.free(BAND, department=department)  # the other one is still kept for this phone
            visit = book(phone, slot)
            for place, sign in self.places(slot, visit):
                phone.go(place)
                phone.find(sign)
                self.look(phone, place)
            self.report(phone, visit)
            self.here(phone, slot, visit)
            self.assertEqual(phone.complaints(), [])

    def here(self, phone, slot, visit):
        """The states of a patient who has come."""
        entry = self.clinic.take_ticket(visit)
        phone.go("#/v/HA/" + visit["id"])
        phone.find(".place.waiting")
        self.look(phone, "waiting")
        self.clinic.open_station(slot, station="S" + lang_number(phone))
        self.clinic.call_until(slot, entry, station="S" + lang_number(phone))
        phone.find("#called")
        self.look(phone, "called")
        phone.press("#going")
        self.clinic.ops(("entry.missed", {"entry": entry}))
        phone.find(".place.missed")
        self.look(phone, "missed")
        self.clinic.ops(("entry.checked_in", {"entry": entry}))
        phone.find(".place.waiting")

    def test_every_screen_in_chinese(self):
        self.every_screen("zh-CN")

    def test_every_screen_in_english(self):
        self.every_screen("en-GB")

    def test_little_over_the_wire(self):
        with Phone(self.clinic.base) as phone:
            phone.open("/")
            phone.find(".list a.row")
            first = phone.received()
            print("first page: %d bytes" % first)
            self.assertLessEqual(first, FIRST_PAINT_BYTES)
            self.assertGreater(first, 5000)  # else nothing was counted

    def test_keyboard_alone(self):
        """Focus goes to the new screen's heading, and every step can be taken with keys."""
        with Phone(self.clinic.base) as phone:
            phone.open("/")
            phone.find("a.row[href='#/h/HA']")
            phone.js("document.querySelector(\"a.row[href='#/h/HA']\").focus()")
            phone.driver.switch_to.active_element.send_keys("\ue007")
            phone.find("a.row[href^='#/h/HA/d/']")
            phone.until("focus on the heading", lambda: phone.js("return document.activeElement.tagName") == "H1")


if __name__ == "__main__":
    unittest.main(verbosity=2)
