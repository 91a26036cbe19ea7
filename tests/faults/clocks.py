# SPDX-License-Identifier: Apache-2.0
"""A clock that jumps under a running program (libfaketime): the wall clock alone, as when a battery is dead or somebody
sets it. The monotonic clock goes on."""
import pathlib
import time

LIBRARIES = ("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1")
# Of a device anything may happen; the registry's is the measure for all, so it is only set, by minutes.
SHIFTS = {"kiosk": ("+3h", "+0", "-3h", "+0", "@1970-01-01 00:10:00", "+4m", "+1d"), "counter": ("+3h", "-3h", "@1970-01-01 00:10:00", "+0", "-2d"),
          "display": ("+3h", "-3h", "@1970-01-01 00:10:00", "+1d"), "registry": ("+90s", "-90s", "+4m", "-4m", "+0")}
SHIFT_SECONDS = 8


def library():
    return next((path for path in LIBRARIES if pathlib.Path(path).exists()), None)


def missing():
    return None if library() else "libfaketime is not installed"


def shift(hall, name):
    from faultyhall import ROLES
    file = hall.folder / f"{name}.clock"
    file.write_text("+0\n")
    hall.extra[name] = {"LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(file), "FAKETIME_CACHE_DURATION": "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    hall.end(name)
    hall.start(name)
    time.sleep(SHIFT_SECONDS)
    for offset in SHIFTS[ROLES[name]]:
        file.write_text(offset + "\n")
        time.sleep(SHIFT_SECONDS)
        if offset != "+0":  # once more from its start, with the wrong clock
            hall.kill(name)
            hall.start(name)
            time.sleep(SHIFT_SECONDS)
    before = hall.said(name)
    file.write_text("+0\n")
    time.sleep(SHIFT_SECONDS)
    if name != "REG":
        hall.expect(hall.said(name) > before, "it works with a good clock again", (name, before))
    return len(SHIFTS[ROLES[name]])
