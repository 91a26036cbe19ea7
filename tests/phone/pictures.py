#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""pictures.py [FOLDER [pay]]: the page's screens of a whole visit as small pictures, for docs/pictures; `pay`: those of paying
alone."""
import os
import subprocess
import sys
import time

from browser import Phone
from clinic import BAND, ROOT, Clinic, browse, identify, somebody
from payclinic import choose, paying_clinic, shown

SCALE, COLOURS = 1.5, 64
SETTLE_SECONDS = 0.5  # for the eye: an animation ends


LANGUAGES = (("zh-CN", "zh"), ("en-GB", "en"))


def shooting(folder, phone, short):
    def shot(name):
        time.sleep(SETTLE_SECONDS)
        path = os.path.join(folder, "phone-%s-%s.png" % (name, short))
        phone.js("window.scrollTo(0, 0); if (document.activeElement) { document.activeElement.blur(); }")
        phone.picture(path, scale=SCALE)
        subprocess.run(["convert", path, "+dither", "-colors", str(COLOURS), "-define", "png:compression-level=9", "-strip", path], check=True)
    return shot


def paying(folder):
    for lang, short in LANGUAGES:
        with paying_clinic() as clinic, Phone(clinic.base, lang) as phone:
            shot = shooting(folder, phone, short)
            browse(phone, clinic.free())
            identify(phone, somebody())
            choose(phone, "alipay")
            phone.press("#book")
            shown(phone, "alipay")
            shot("pay")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "docs/pictures")
    paying(folder)
    if sys.argv[2:] == ["pay"]:
        return
    for lang, short in LANGUAGES:
        with Clinic() as clinic, Phone(clinic.base, lang) as phone:
            shot = shooting(folder, phone, short)
            slot = clinic.free(BAND)
            phone.open("/")
            phone.find("a.row")
            shot("start")
            phone.go("#/h/HA/d/" + slot.department)
            phone.find("a.band")
            shot("times")
            phone.go("#/h/HA/d/%s/%d/%d" % (slot.department, slot.day, slot.band))
            phone.find("a.row")
            shot("doctors")
            browse(phone, slot)
            identify(phone, somebody())
            shot("confirm")
            phone.press("#book")
            phone.find("#short-code")
            visit = phone.visit()
            shot("booked")
            for at in range(3):
                clinic.walk_in(slot, "C90%d" % at)
            entry = clinic.take_ticket(visit)
            clinic.open_station(slot)
            first = clinic.call(slot)
            phone.go("#/v/HA/" + visit["id"])
            phone.find(".place.waiting")
            shot("waiting")
            if first != entry:
                clinic.call_until(slot, entry)
            phone.find("#called")
            shot("called")
            clinic.ops(("entry.missed", {"entry": entry}))
            phone.find(".place.missed")
            shot("missed")


if __name__ == "__main__":
    main()
