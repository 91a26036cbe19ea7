#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""From the start of menzhen-kiosk to its first usable page, beside the smallest Qt Quick program.

The kiosk counts as usable when it has said " start ready" and has shown a frame of the page on which a visit
begins (before it comes one of "out of service", until the store was read); the empty program when it has
shown its first frame. Both run with the same Qt platform and software
rendering, in turn, so that both meet the same machine. The registry runs, and the kiosk has been started
once before, as it has every morning: its key and its store are there and trusted."""
import json
import os
import signal
import statistics
import subprocess
import sys
import time

ROOT = "@PROJECT_SOURCE_DIR@"
BIN = "@CMAKE_BINARY_DIR@/bin"
os.environ.update(MENZHEN_ROOT=ROOT, MENZHEN_BIN=BIN)
sys.path.insert(0, ROOT + "/tests/system")
from registry_hall import CLOCK, DEMO, Hall  # noqa: E402

ROUNDS, WARM_UP = 7, 1
LIMIT = 4
SETTLE_SECONDS = 2
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
               "QT_QUICK_BACKEND": "software", "LC_ALL": "C.UTF-8"}
READY = (" start ready",)
# The kiosk's own word for its page, then Qt Quick's for a frame that was shown, from its software renderer.
FIRST_PAGE = (" page Attract", "Frame rendered")
TALKING = {"QT_LOGGING_RULES": "qt.scenegraph.time.renderloop.debug=true", "MENZHEN_LOG": "debug"}


def seconds(words, chains, environment, then=0.0):
    """Seconds from the start of a program until it has said the texts of every chain, each in its order."""
    begun = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                               env={**ENVIRONMENT, **environment})
    waiting, said = [list(chain) for chain in chains], []
    took = None
    for line in process.stderr:
        said.append(line)
        for chain in waiting:
            if chain and chain[0] in line:
                chain.pop(0)
        if not any(waiting):
            took = time.monotonic() - begun
            break
    time.sleep(then)
    process.send_signal(signal.SIGTERM)
    process.stderr.read()
    process.wait(20)
    if took is None:
        sys.exit("%s ended before %s:\n%s" % (words[0], waiting, "".join(said[-20:])))
    return took


def kiosk_words(hall):
    path = hall.folder + "/kiosk.toml"
    for folder in ("tickets", "camera"):
        os.mkdir(hall.folder + "/" + folder)
    with open(path, "w", encoding="utf-8") as file:
        file.write('site = "%s"\nrole = "kiosk"\nid = "K1"\ntimezone = "Asia/Shanghai"\ndemo = true\n'
                   'store = "sqlite://%s/kiosk.db"\nkeys = "%s/kiosk-keys"\nregistry = "http://127.0.0.1:%d"\n'
                   'public_url = "http://127.0.0.1:%d"\nscreen_mm = [268, 476]\nprinter = "png://%s/tickets"\n'
                   'scanner = "frames://%s/camera"\n'
                   % (hall.site, hall.folder, hall.folder, hall.port, hall.port, hall.folder, hall.folder))
    return [BIN + "/menzhen-kiosk", "--site", path, "--clock", "%s@%d" % (CLOCK, int(time.time()))]


def tell(what, value, unit, **more):
    print(json.dumps({"bench": "kiosk-start", "what": what, "value": round(value, 3), "unit": unit, **more}))


def main():
    with Hall("HA", DEMO) as hall:
        kiosk, empty = kiosk_words(hall), [BIN + "/empty-quick"]
        seconds(kiosk, [READY], {}, then=SETTLE_SECONDS)
        kiosks, empties = [], []
        for turn in range(WARM_UP + ROUNDS):
            one, other = seconds(empty, [("first frame",)], {}), seconds(kiosk, [READY, FIRST_PAGE], TALKING)
            if turn >= WARM_UP:
                empties.append(one)
                kiosks.append(other)
    one, other = statistics.median(kiosks), statistics.median(empties)
    tell("start to first page against empty Qt Quick", one / other, "ratio", limit=LIMIT, better="lower")
    tell("start to first page, median of %d" % ROUNDS, one * 1000, "ms")
    tell("empty Qt Quick to first frame, median", other * 1000, "ms")


if __name__ == "__main__":
    main()
