#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""reports.py NUMBER [--folder FOLDER] [--pause SECONDS] [--to STATUS]: plays a laboratory for the demo hall that ./run
started: an invented blood count for that ticket, registered, then partial, then final (docs/reports.md)."""
import argparse
import datetime
import json
import os
import pathlib
import secrets
import sys
import time

import hall

# (Chinese, English, unit, range, low, high): an invented adult's
LINES = (("白细胞", "White cells", "10^9/L", "3.5-9.5", 3.5, 9.5), ("红细胞", "Red cells", "10^12/L", "4.3-5.8", 4.3, 5.8),
         ("血红蛋白", "Haemoglobin", "g/L", "130-175", 130, 175), ("血小板", "Platelets", "10^9/L", "125-350", 125, 350))
VALUES = (11.2, 4.8, 142, 231)
STAGES = ("registered", "partial", "final")
KNOWN = {"registered": 0, "partial": 2, "final": len(LINES)}  # lines with a value


def named(chinese, english):
    return {"text": chinese, "coding": [{"display": english}]}


def observation(line, value, known):
    chinese, english, unit, usual, low, high = line
    found = {"resourceType": "Observation", "code": named(chinese, english), "referenceRange": [{"text": usual}]}
    if known:
        found["valueQuantity"] = {"value": value, "unit": unit}
        found["interpretation"] = [{"coding": [{"code": "H" if value > high else "L" if value < low else "N"}]}]
    return found


def report(name, day, number, status, issued):
    known = KNOWN[status]
    made = {"resourceType": "DiagnosticReport", "id": name, "status": status,
            "encounter": {"identifier": {"value": "%d/%s" % (day, number)}}, "code": named("血常规（演示）", "Blood count (demo)"),
            "issued": issued, "performer": [{"display": "检验科（演示）"}],
            "contained": [observation(line, value, i < known) for i, (line, value) in enumerate(zip(LINES, VALUES))]}
    if status == "final":
        made["conclusion"] = "白细胞偏高，请咨询医生。（虚构数据）"
    return made


def drop(folder, made):
    """Completed by rename."""
    folder = pathlib.Path(folder)
    part = folder / (".part-" + secrets.token_hex(4))
    part.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    os.rename(part, folder / ("%s-%s.json" % (made["id"], made["status"])))


def site_now(clock):
    """What the demo hall's clock reads."""
    local, _, begun = clock.partition("@")
    start = datetime.datetime.fromisoformat(local).replace(tzinfo=hall.zoneinfo.ZoneInfo(hall.ZONE))
    return start + datetime.timedelta(seconds=time.time() - int(begun))


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("number")
    words.add_argument("--folder", default=hall.RUN / "reports/HA")
    words.add_argument("--pause", type=float, default=8)
    words.add_argument("--to", choices=STAGES, default="final")
    words = words.parse_args()
    if not pathlib.Path(words.folder).is_dir():
        sys.exit("%s: is ./run going?" % words.folder)
    clock, name = (hall.RUN / "clock").read_text().strip(), "DEMO-" + secrets.token_hex(4)
    for status in STAGES[:STAGES.index(words.to) + 1]:
        now = site_now(clock)
        drop(words.folder, report(name, int(now.strftime("%Y%m%d")), words.number, status, now.isoformat(timespec="seconds")))
        print("%s: %s" % (words.number, status), flush=True)
        if status != words.to:
            time.sleep(words.pause)


if __name__ == "__main__":
    main()
