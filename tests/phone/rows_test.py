#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What the seeds dreamt of and were blamed for, on the phone page: one test a row, named by the row's id."""
import datetime
import json
import os
import tempfile
import unittest
from urllib.parse import urlsplit

from browser import Phone
from clinic import BAND, DAY, DEPARTMENT, Clinic, Slot, book, browse, identify, identity_number, scan, somebody, visit_behind
from registry_hall import hospital_by_video

# The browser's stopwatch, which the test can turn on.
STOPWATCH = """const real = performance.now.bind(performance); let more = 0;
performance.now = () => real() + more; window.laterBy = (ms) => { more += ms; };"""


def day_after(days):
    at = datetime.date(DAY // 10000, DAY // 100 % 100, DAY % 100) + datetime.timedelta(days=days)
    return at.year * 10000 + at.month * 100 + at.day


class Rows(unittest.TestCase):
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

    def doctors_of(self, slot):
        return "#/h/HA/d/%s/%d/%d" % (slot.department, slot.day, slot.band)

    def test_row_T1_both_hospitals_from_one_page(self):
        phone = self.phone()
        phone.open("/")
        phone.find("a.row[href='#/h/HA']")
        phone.press("a.row[href='#/h/HB']")
        phone.press("a.row[href='#/h/HB/d/PEDI']")
        phone.find("a.band")

    def test_row_T2_looking_around_needs_no_identity(self):
        """Also row_W13: nothing like an account comes before."""
        phone = self.phone()
        slot = self.clinic.free()
        for place in ("#/", "#/search", "#/h/HA", "#/h/HA/d/" + DEPARTMENT, self.doctors_of(slot), "#/h/HA/p/" + slot.queue):
            phone.open("/phone/" + place)
            phone.find("h1, [name=q]")
            fields = phone.js("return [...document.querySelectorAll('main input')].map((one) => one.name)")
            self.assertIn(fields, ([], ["q"]), place)
        self.assertEqual(phone.driver.get_cookies(), [])
        self.assertEqual({method for method, url, _ in phone.requests() if "/v1/" in url}, {"GET"})
        browse(phone, slot)
        self.assertEqual(phone.js("return [...document.querySelectorAll('main input[type=text]')].map((one) => one.name)"),
                         ["name", "id-number", "phone"])

    def test_row_T3_few_screens_and_few_fields(self):
        phone = self.phone()
        screens = browse(phone, self.clinic.free())
        typed = len(phone.all("main input[type=text]"))
        identify(phone, somebody())
        phone.press("#book")
        phone.find("#short-code")
        self.assertLessEqual((screens + 1, typed), (6, 4))
        phone.open("/phone/")  # a returning person: the first page, confirming, done
        phone.press("#again")
        phone.find("#book")
        self.assertEqual(phone.all("main input[type=text]"), [])
        phone.press("#book")
        phone.find("#short-code")

    def test_row_T4_nothing_personal_is_left_about(self):
        phone = self.phone()
        person = somebody()
        visit = book(phone, self.clinic.free(), person)
        phone.go("#/visits")
        phone.find(".summary")
        asked = phone.requests()
        sent = [(url, body) for _, url, body in asked if person.number in body]
        self.assertEqual([urlsplit(url).path for url, _ in sent], ["/v1/sites/HA/bookings"])  # once, and nowhere else
        left = " ".join(url for _, url, _ in asked) + phone.js("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
        left += visit["code"] + phone.driver.page_source
        for word in (person.name, person.number, person.phone):
            self.assertNotIn(word, left)

    def test_row_T5_old_numbers_are_labelled_and_then_of_no_use(self):
        phone = self.phone(script=STOPWATCH)
        phone.open("/phone/" + self.doctors_of(self.clinic.free()))
        phone.find("a.row")
        phone.find(".age[data-age=fresh]")
        phone.js("laterBy(61000)")
        phone.find(".age[data-age=old] button")
        phone.js("laterBy(240000)")
        phone.find(".age[data-age=useless]")
        place, asked = phone.place(), self.asked_for_sessions(phone)
        phone.press("a.row")
        phone.until("the sessions asked for anew", lambda: self.asked_for_sessions(phone) > asked)
        self.assertEqual(phone.place(), place)  # instead of booking from what is that old
        self.assertEqual([url for method, url, _ in phone.requests() if method == "POST"], [])

    def asked_for_sessions(self, phone):
        return len([url for _, url, _ in phone.requests() if "/sessions?" in url])

    def test_row_G1_the_hospitals_own_lines_alone(self):
        """Also row_W12: nothing is preselected, so the total is the fee."""
        phone = self.phone()
        slot = self.clinic.free()
        browse(phone, slot)
        lines = phone.js("return [...document.querySelectorAll('.bill dd')].map((one) => one.innerText)")
        self.assertEqual(lines, [slot.fee, slot.fee])
        ticked = phone.js("return [...document.querySelectorAll('main input[type=checkbox]:checked')].map((one) => one.closest('label').innerText.trim())")
        self.assertEqual(ticked, ["在这部手机上记住"])

    def test_row_A1_the_order_of_choice(self):
        phone = self.phone()
        phone.open("/")
        phone.find("select.input")  # region, then hospital
        slot = self.clinic.free()
        self.assertEqual(browse(phone, slot), 5)
        doctor = self.clinic.session(slot.session)["name_zh"]
        for words in (doctor, "心血管内科", "岚江市中心医院", "%02d:%02d–" % divmod(slot.band, 60), slot.fee):
            self.assertIn(words, phone.text())

    def test_row_A2_the_booking_is_kept(self):
        phone = self.phone()
        visit = book(phone, self.clinic.free())
        phone.open("/phone/")
        phone.press("a.tab[href='#/visits']")
        phone.press(".summary")
        phone.find("#short-code")
        self.assertIn(visit["short_code"], phone.text("#short-code"))

    def test_row_A3_four_things_on_the_confirmation(self):
        phone = self.phone()
        visit = book(phone, self.clinic.free())
        text = phone.text().replace("\u00a0", " ")
        for words in ("%02d:%02d–" % divmod(visit["band"], 60), "%s 诊区" % visit["zone"], "%d 楼" % visit["floor"], "最晚取号"):
            self.assertIn(words, text)

    def test_row_A6_fourteen_days_ahead(self):
        phone = self.phone()
        phone.open("/phone/#/h/HA/d/" + DEPARTMENT)
        phone.find(".day")
        days = [int(one.get_attribute("data-day")) for one in phone.all(".day")]
        self.assertEqual((days[0], days[-1], len(days)), (DAY, day_after(14), 15))

    def test_row_A7_the_same_day(self):
        phone = self.phone()
        slot = self.clinic.free()
        visit = book(phone, slot)
        self.assertEqual((visit["day"], visit["band"]), (DAY, slot.band))

    def test_row_A9_the_fee_on_every_doctor(self):
        phone = self.phone()
        phone.open("/phone/" + self.doctors_of(self.clinic.free()))
        phone.find("a.row")
        fees = [one.text for one in phone.all("a.row .fee")]
        self.assertEqual(len(fees), len(phone.all("a.row")))
        phone.js("const order = document.querySelector('select'); order.value = 'fee'; order.dispatchEvent(new Event('change'))")
        by_fee = [float(one.text[1:]) for one in phone.all("a.row .fee")]
        self.assertEqual(by_fee, sorted(by_fee))
        self.assertEqual(sorted(fees), sorted("¥%.2f" % fee for fee in by_fee))

    def test_row_A10_regions_without_hospitals_say_so(self):
        phone = self.phone()
        phone.open("/")
        phone.find("select.input")
        options = phone.js("return [...document.querySelectorAll('select option')].map((one) => [one.value, one.text])")
        self.assertEqual(len(options), 1 + 27)
        empty = next(code for code, text in options if text.endswith("（0）"))
        phone.js("const region = document.querySelector('select'); region.value = arguments[0]; region.dispatchEvent(new Event('change'))", empty)
        phone.says("该地区暂无医院")

    def test_row_W1_a_clean_phone_opens_the_visit_and_then_asks_nothing(self):
        """Also row_G9: the short code on paper leads to the same visit."""
        visit = book(self.phone(), self.clinic.free())
        clean = self.phone()
        clean.open("/v#" + visit["short_code"])
        clean.find(".place")
        self.assertEqual(clean.visit()["id"], visit["id"])
        history = clean.js("return location.href") + " ".join(url for _, url, _ in clean.requests() if "/v1/" in url)
        self.assertNotIn(visit["short_code"], history)
        clean.open("/")
        clean.press(".summary")
        clean.find(".place")

    def test_row_W2_four_things_two_touches_away(self):
        phone = self.phone()
        book(phone, self.clinic.free())
        for tile, sign in (("#/visits/bills", ".bill, .summary"), ("#/visits/reports", "h1"), ("#/visits/queue", "h1"), ("#/visits", ".summary")):
            phone.open("/")
            phone.press("a[href='%s']" % tile)
            phone.find(sign)

    def test_row_W5_a_page_for_each_doctor(self):
        phone = self.phone()
        phone.open("/phone/#/h/HA/p/CARD-D01")
        for words in ("林知远", "主任医师", "心血管内科", "¥100.50", "11月25日"):
            phone.says(words)

    def test_row_W8_what_is_not_final_says_so(self):
        """Also row_A11 and row_M4, as far as the phone goes: seen within seconds, without a press."""
        phone = self.phone()
        visit = book(phone, self.clinic.free())
        phone.open("/phone/#/v/HA/%s/reports" % visit["id"])
        phone.says("还没有报告")
        for minute, (status, words) in enumerate((("registered", "已申请"), ("partial", "部分结果，非最终"), ("final", "最终报告"))):
            self.clinic.report(visit, status, minute)
            phone.find("#reports .mark." + status)
            phone.says(words)
            if status == "registered":
                self.assertFalse(phone.all("#reports a.row"), "nothing to read yet")
                continue
            phone.press("#reports a.row")
            phone.says("11.2 10^9/L")
            phone.says("偏高")
            phone.find(".findings")
            self.assertEqual(len(phone.all(".notice.warn")), int(status == "partial"), "above everything whether it is final")
            self.assertEqual(len(phone.all(".finding")), 4)
            phone.js("history.back()")
            phone.find("#reports .mark")
        stranger = self.phone()
        book(stranger, self.clinic.free())
        stranger.open("/phone/#/v/HA/%s/reports" % visit["id"])
        stranger.find(".refusal")
        self.assertFalse(stranger.all("#reports"))

    def test_row_W9_a_child_with_a_guardian(self):
        phone, child, parent = self.phone(), identity_number(20181120, 101), somebody()
        browse(phone, self.clinic.free())
        phone.type("name", "小样儿")
        phone.type("id-number", child)
        phone.type("phone", parent.phone)
        phone.press("#book")
        self.assertTrue(phone.find(".guardian .wrong:not(:empty)").text)
        phone.type("guardian-name", parent.name)
        phone.type("guardian-number", parent.number)
        phone.press("#book")
        phone.find("#short-code")
        self.assertEqual(phone.visit()["masked"], "小*儿")

    def test_row_W10_closed_days_say_why(self):
        phone = self.phone()
        phone.open("/phone/#/h/HA/d/" + DEPARTMENT)
        phone.find(".day")
        shut = phone.all(".day.shut")
        for one in shut:
            self.assertTrue(one.find_element("css selector", ".day-free").text)
            one.click()
            self.assertTrue(phone.find(".below .notice-title").text)
        self.assertEqual(len(phone.all(".day")), 15)

    def test_row_W11_emergencies_first_on_every_entry_page(self):
        for lang, words in (("zh-CN", "急症"), ("en-GB", "Emergency")):
            phone = self.phone(lang=lang)
            for place in ("#/", "#/h/HA", "#/h/HB", "#/h/HA/d/" + DEPARTMENT):
                phone.open("/phone/" + place)
                phone.find("h1")
                self.assertEqual(phone.js("return document.querySelector('main').firstElementChild.id"), "emergency", place)
                self.assertIn(words, phone.text("#emergency"))
                self.assertEqual(len(phone.all("#emergency a[href='tel:120']")), 1)

    def alerted(self, phone, kind):
        """The registry looks for alerts now and then, so a call that is missed at once would be told as missed alone."""
        phone.until("the alert %s" % kind, lambda: kind in [one["kind"] for one in phone.visit()["alerts"]])

    def caught_up(self, phone):
        wanted = phone.visit()["ahead"]
        phone.until("%s people ahead" % wanted, lambda: phone.text("#ahead strong") == str(wanted) or not phone.all("#ahead"))

    def test_row_W4_and_M6_place_age_and_alerts_once_each(self):
        """Counts, the age of what is known, and each alert once; row_C12: that no call has come is said too."""
        phone = self.phone(script="window.felt = []; navigator.vibrate = (how) => felt.push(how.length);")
        slot = self.clinic.free(BAND)
        visit = book(phone, slot)
        for at in range(4):
            self.clinic.walk_in(slot, "C80%d" % at)
        entry = self.clinic.take_ticket(visit)
        self.clinic.open_station(slot)
        phone.go("#/v/HA/" + visit["id"])
        phone.find(".place.waiting")
        self.assertTrue(phone.find("#as-of").text)
        self.assertTrue(phone.text(".not-yet"))
        self.assertTrue(phone.text(".range"))
        self.clinic.call_until(slot, entry, between=lambda: (self.caught_up(phone), self.alerted(phone, "ahead")))
        phone.find("#called")
        self.alerted(phone, "called")
        self.clinic.ops(("entry.missed", {"entry": entry}))
        phone.find(".place.missed")
        self.alerted(phone, "missed")
        alerts = phone.visit()["alerts"]
        self.assertEqual([one["kind"] for one in alerts], ["ahead", "called", "missed"])
        phone.until("each alert felt", lambda: len(phone.js("return felt")) >= len(alerts))
        felt = phone.js("return felt")
        self.assertEqual(len(felt), len(alerts), (felt, alerts))
        self.assertEqual(felt.count(5), 1)  # called: once


    def test_row_W4_when_the_call_may_come_and_so_long_before_it(self):
        """Also row_M6_by_minutes: the alert that the patient set on the page."""
        phone = self.phone()
        slot = self.clinic.free(BAND)
        self.clinic.served(slot, [4, 5, 5, 6, 6, 7, 8, 9, 12])
        visit = book(phone, slot)
        self.clinic.open_station(slot)
        phone.go("#/v/HA/%s/alerts" % visit["id"])
        phone.find("#save-alerts")
        for select, value in zip(phone.all("main select"), ("", "60")):
            phone.js("arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))", select, value)
        phone.press("#save-alerts")
        phone.find("#number, .qr")
        for at in range(3):
            self.clinic.walk_in(slot, "C81%d" % at)
        self.clinic.take_ticket(visit)
        phone.find(".place.waiting")
        known = phone.visit()
        self.assertEqual(known["ahead"], 3)
        self.assertIsNone(known["why"])
        self.assertTrue(470 <= known["from"] < known["to"] <= 570, known)
        phone.until("the range is shown", lambda: "%02d:%02d" % divmod(phone.visit()["from"], 60) in phone.text("#range"))
        self.alerted(phone, "time")
        self.assertNotIn("ahead", [one["kind"] for one in phone.visit()["alerts"]])
        self.clinic.ops(("station.paused", {"station": "S1", "reason": "ward emergency", "until": 0}))
        phone.until("no time while the doctor is away", lambda: not phone.all("#range") and phone.all(".range.none"))

    def test_row_H2_who_may_see_my_visits(self):
        phone = self.phone()
        book(phone, self.clinic.free())
        phone.open("/phone/#/family")
        phone.press("#consents-door")
        phone.press("#give-consent")
        phone.find("#consents .button")
        said = phone.later("() => fetch('/v1/me/consents').then((answer) => answer.json())")["consents"]
        self.assertEqual([(one["site"], one["withdrawn_at"], one["looks"]) for one in said], [("HA", 0, [])])
        phone.press("#consents .button")
        phone.until("it has ended", lambda: phone.all("#consents li") and not phone.all("#consents .button"))
        said = phone.later("() => fetch('/v1/me/consents').then((answer) => answer.json())")["consents"]
        self.assertGreater(said[0]["withdrawn_at"], 0)


class ByVideo(unittest.TestCase):
    def test_row_A14_the_phone_opens_a_visit_by_video(self):
        with tempfile.TemporaryDirectory() as folder, Clinic(hospital_by_video(folder)) as clinic, Phone(clinic.base, "zh-CN") as phone:
            slot = Slot(DAY, "CARD", "CARD-D02-AM", "CARD-D02", "", BAND, "")
            browse(phone, slot)
            phone.says("无需到院")
            identify(phone, somebody())
            phone.press("#book")
            phone.says("这是视频就诊")
            visit = phone.visit()
            self.assertEqual((visit["class"], visit["zone"], visit["code"]), ("VR", "", None))
            self.assertEqual(phone.all(".qr"), [])
            phone.go("#/v/HA/" + visit["id"])
            phone.find("#join")
            self.assertEqual(phone.all("a[href$='/alerts']"), [], "nobody calls")
            self.assertEqual(phone.complaints(), [])
            phone.press("#join")
            phone.until("the video service", lambda: phone.driver.current_url.startswith("https://video.invalid/room/"))
            phone.open("/phone/#/v/HA/" + visit["id"])
            phone.says("您已进入视频就诊")


class Codes(unittest.TestCase):
    def test_the_code_on_the_screen_is_the_signed_one(self):
        with Clinic() as clinic, Phone(clinic.base, width=320) as phone, tempfile.TemporaryDirectory() as folder:
            person = somebody()
            visit = book(phone, clinic.free(), person)
            picture = os.path.join(folder, "qr.png")
            phone.picture(picture, phone.find(".qr"))
            self.assertEqual([visit_behind(phone, text) for text in scan(picture)], [visit["id"]])
            self.assertTrue(visit["code"].startswith("MZ1:"))
            self.assertNotIn(person.number, json.dumps(visit))


if __name__ == "__main__":
    unittest.main(verbosity=2)
