#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What goes wrong with phones and what people try: no network, a wrong clock, old cookies, scripts in every field and in
the hospital's own names, tampered addresses, impatient fingers, browsers that keep nothing."""
import json
import tempfile
import unittest

from browser import Phone
from clinic import DEMO, Clinic, book, browse, identify, somebody

SCRIPT = "<img src=x onerror=\"window.hurt=1\"><script>window.hurt=1</script>"
WRONG_CLOCK = """const Real = Date; const skew = 400 * 24 * 3600 * 1000;
window.Date = class extends Real { constructor(...all) { if (all.length) { super(...all); } else { super(Real.now() + skew); } }
    static now() { return Real.now() + skew; } };"""
NO_STORE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('private'); }});"


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clinic = Clinic().__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.clinic.__exit__(None, None, None)

    def phone(self, **how):
        phone = Phone(self.clinic.base, **how)
        self.addCleanup(phone.driver.quit)
        return phone

    def test_scripts_in_every_field_stay_text(self):
        phone = self.phone()
        phone.open("/phone/#/search")
        phone.type("q", SCRIPT)
        phone.says("没有找到")
        browse(phone, self.clinic.free())
        for name in ("name", "id-number", "phone"):
            phone.type(name, SCRIPT)
        phone.press("#book")
        phone.find(".wrong:not(:empty)")
        identify(phone, somebody())
        phone.type("name", SCRIPT)
        phone.press("#book")
        phone.find("#short-code, .refusal")
        phone.open("/phone/#/open")
        phone.type("short-code", "<b>\"'&")
        phone.press("#open")
        phone.open("/v#%3Cscript%3Ewindow.hurt=1%3C/script%3E")
        phone.find("#open")
        phone.open("/z#HA.%3Cimg%20src=x%20onerror=window.hurt=1%3E.X")
        phone.find("h1")
        self.assertIsNone(phone.js("return window.hurt || null"))

    def test_names_of_the_hospital_are_text_too(self):
        with open(DEMO, encoding="utf-8") as file:
            demo = json.load(file)
        hospital = demo["hospitals"][0]
        hospital["name_zh"] = "<b>医院</b>" + SCRIPT
        hospital["departments"][0]["zh"] = "<i>科室</i>" + SCRIPT
        for one in hospital["practitioners"]:
            one["name_zh"] = "<u>医生</u>" + SCRIPT
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(demo, file, ensure_ascii=False)
            file.flush()
            with Clinic(file.name, days=2) as clinic, Phone(clinic.base) as phone:
                phone.open("/")
                phone.says("<b>医院</b>" + SCRIPT)
                browse(phone, clinic.free())
                phone.says("<u>医生</u>" + SCRIPT)
                phone.says("<i>科室</i>")
                self.assertIsNone(phone.js("return window.hurt || null"))

    def test_the_policy_of_the_page_forbids_what_slips_through(self):
        phone = self.phone()
        phone.open("/phone/")
        phone.find("a.row")
        phone.js("const made = document.createElement('div'); made.innerHTML = arguments[0]; document.body.appendChild(made)",
                 "<img src=x onerror=\"window.hurt=1\">")
        phone.js("const made = document.createElement('script'); made.textContent = 'window.hurt=1'; document.body.appendChild(made)")
        self.assertIsNone(phone.js("return window.hurt || null"))

    def test_without_a_network_the_last_known_state_stays_with_its_age(self):
        phone = self.phone()
        visit = book(phone, self.clinic.free())
        phone.go("#/v/HA/" + visit["id"])
        phone.find(".qr")
        phone.until("the page's files to be kept", lambda: phone.later(
            "() => caches.open('menzhen-page').then((store) => store.keys()).then((all) => all.some((one) => one.url.endsWith('/phone/app.js')) && "
            "all.some((one) => one.url.endsWith('/screens/visit.js')))"))
        self.clinic.kill()
        phone.js("window.dispatchEvent(new Event('online'))")  # ask now
        phone.says("网络已断开")
        self.assertIn("最后更新于", phone.text("#as-of"))
        phone.find(".qr")
        phone.open("/phone/#/v/HA/" + visit["id"])  # opened anew, still without a network
        phone.says("网络已断开")
        self.assertEqual(phone.text("#short-code"), visit["short_code"])
        phone.go("#/h/HA")
        phone.says("自助机和人工窗口")
        self.clinic.restart()
        phone.go("#/v/HA/" + visit["id"])
        phone.find("#as-of:not(.old)")

    def test_a_phone_with_a_wrong_clock(self):
        phone = self.phone(script=WRONG_CLOCK)
        visit = book(phone, self.clinic.free())
        self.assertIn("11月23日 周一（今天）", phone.text())
        phone.go("#/v/HA/" + visit["id"])
        phone.find("#as-of:not(.old)")
        self.assertRegex(phone.text("#as-of"), r"0[78]:\d\d:\d\d")

    def test_old_and_made_up_cookies(self):
        phone = self.phone()
        phone.open("/phone/")
        for value in ("0" * 32, "x", "%00%ff", "a" * 2000):
            phone.driver.add_cookie({"name": "menzhen_holder", "value": value, "path": "/"})
            phone.open("/phone/#/visits")
            phone.says("本机还没有就诊记录")
            self.assertEqual(phone.complaints(), [])
        book(phone, self.clinic.free())

    def test_addresses_that_lead_nowhere(self):
        phone = self.phone()
        for place, words in (("#/nowhere", "预约挂号"), ("#/h/ZZ", "没有这家医院"), ("#/h/HA/d/NONE", "没有这个科室"), ("#/h/HA/p/NOBODY", "没有这位医生"),
                             ("#/v/HA/0011223344556677", "短码"), ("#/h/HA/c/20261123/NOBODY-AM/480", "不能预约"), ("#/%E0%A4%A", "预约挂号"),
                             ("#/h/%2e%2e%2fx", "医院"), ("#/v/HA/../../me", "预约挂号")):
            phone.open("/phone/" + place)
            phone.says(words)
        self.assertEqual(phone.complaints(), [])

    def test_another_phone_sees_nothing(self):
        visit = book(self.phone(), self.clinic.free())
        other = self.phone()
        book(other, self.clinic.free())
        for part in ("", "/cancel", "/bills"):
            other.open("/phone/#/v/HA/" + visit["id"] + part)
            other.says("没有")
            self.assertNotIn(visit["short_code"], other.text())
        self.assertNotIn(visit["number"], other.text())

    def test_impatient_fingers_book_once(self):
        phone = self.phone()
        browse(phone, self.clinic.free())
        identify(phone, somebody())
        phone.js("const button = document.getElementById('book'); for (let at = 0; at < 5; at += 1) { button.click(); }")
        phone.find("#short-code")
        sent = [url for method, url, _ in phone.requests() if method == "POST" and url.endswith("/bookings")]
        self.assertEqual(len(sent), 1)

    def test_language_and_back_lose_nothing(self):
        phone = self.phone()
        person = somebody()
        browse(phone, self.clinic.free())
        identify(phone, person)
        phone.press("#language")
        phone.says("Confirm your visit")
        self.assertEqual(phone.find("[name=id-number]").get_attribute("value"), person.number)
        holds = [url for method, url, _ in phone.requests() if method == "POST" and url.endswith("/holds")]
        self.assertEqual(len(holds), 1)
        phone.driver.back()
        phone.says("Which doctor?")
        phone.until("the slot to be let go", lambda: any(method == "DELETE" and "/holds/" in url for method, url, _ in phone.requests()))
        phone.driver.back()
        phone.find("a.band")
        phone.driver.forward()
        phone.says("Which doctor?")

    def test_a_browser_that_keeps_nothing(self):
        phone = self.phone(script=NO_STORE)
        book(phone, self.clinic.free())
        phone.go("#/visits")
        phone.find(".summary")
        self.assertEqual(phone.complaints(), [])

    def test_a_wrong_code_gets_the_same_words_as_an_unknown_one(self):
        phone = self.phone()
        said = set()
        for code in ("0000-0000", "7G0M-X2A4"):
            phone.open("/phone/#/open")
            phone.type("short-code", code)
            phone.press("#open")
            said.add(phone.find(".refusal").text)
        self.assertEqual(len(said), 1)


if __name__ == "__main__":
    unittest.main(verbosity=2)
