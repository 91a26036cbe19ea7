#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""row_H1: a city's 60 hospitals in one registry, none of them with code of its own: found, booked by one phone, and all
in one list. row_T1: both demo hospitals from one page. Regions without a hospital say so (row_A10)."""
import json
import os
import sys

import phone_routes
from registry_hall import DAY, Hall, Wire, made_up_hospital

HOSPITALS, BY_PHONE = 60, 30


def city(path):
    file = made_up_hospital([8])
    pattern = json.dumps(file["hospitals"][0])
    file["hospitals"] = []
    for i in range(HOSPITALS):
        hospital = json.loads(pattern)
        hospital.update(id="H%02d" % i, name_zh="第%d医院(虚构)" % i, name_en="Hospital %d (fictional)" % i, city_zh="岚江市(虚构)")
        hospital["channels"] = [{"code": "KIOSK", "zh": "自助机", "en": "Kiosk", "share": 0.5},
                                {"code": "PHONE", "zh": "手机", "en": "Phone", "share": 0.5}]
        file["hospitals"].append(hospital)
    with open(path, "w", encoding="utf-8") as out:
        json.dump(file, out)


def region_switch(hall, phone, hospitals, failures):
    """row_T9_a_region_is_switched_off_at_once: every hospital of it, and what was booked stays."""
    def states():
        return [phone.must("GET", "/v1/sites/" + site)["booking"] for site in hospitals]

    hall.tool("booking", "off", "--region", "33", "--notice", "平台维护", "--by", "m1")
    if set(states()) != {"off"}:
        failures.append("a region that is off: %s" % states())
    hold = phone.call("POST", "/v1/sites/%s/holds" % hospitals[-1], {"day": DAY, "session": "DEPA-D1-AM"})
    if hold[1].get("code") != "booking-off":
        failures.append("a hold in a region that is off: %s" % (hold,))
    if {v["state"] for v in phone.must("GET", "/v1/me")["visits"]} != {"booked"}:
        failures.append("what was booked did not stay")
    hall.tool("booking", "on", "--region", "33", "--by", "m1")
    if set(states()) != {"on"}:
        failures.append("a region that is on again: %s" % states())


def main():
    failures = []
    hall = Hall("H00", None)
    path = os.path.join(hall.folder, "city.json")
    city(path)
    hall.tool("import", path, "--days", "1")
    with hall:
        phone = Wire(hall, hall.public_port)
        regions = {r["code"]: r["hospitals"] for r in phone.must("GET", "/v1/regions")["regions"]}
        hospitals = [h["site"] for h in phone.must("GET", "/v1/hospitals?region=33")["hospitals"]]
        if regions["33"] != HOSPITALS or regions["54"] != 0 or len(hospitals) != HOSPITALS:
            failures.append("regions: %s, %d hospitals" % (regions, len(hospitals)))
        booked = []
        for site in hospitals[:BY_PHONE]:
            phone.base = "/v1/sites/%s/" % site
            department = phone.must("GET", "departments/DEPA")
            if not department["days"][0]["open"]:
                failures.append("%s is closed: %s" % (site, department["days"][0]))
            booked.append((site, phone_routes.book(phone, "DEPA-D1-AM", remember=True)["id"]))
        listed = {(v["site"], v["id"]) for v in phone.must("GET", "/v1/me")["visits"]}
        if listed != set(booked):
            failures.append("of %d bookings %d are listed" % (len(booked), len(listed)))
        if len(phone.must("GET", "/v1/me")["patients"]) != 1:
            failures.append("one person was remembered more than once")
        region_switch(hall, phone, hospitals, failures)
        wire = Wire(hall)
        for site in hospitals[BY_PHONE:]:
            wire.base = "/v1/sites/%s/" % site
            held = wire.must("POST", "holds", {"day": DAY, "session": "DEPA-D1-AM", "channel": "KIOSK"})
            wire.must("POST", "bookings", {"hold": held["hold"], "person": phone_routes.PERSON})
    for failure in failures:
        print("FAILED: " + failure)
    print("%d hospitals, %d booked by one phone" % (HOSPITALS, len(booked)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
