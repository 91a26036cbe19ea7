# SPDX-License-Identifier: Apache-2.0
"""The registry killed again and again under load, for registry_api.py: nothing acknowledged is lost or doubled."""
import contextlib
import http.client
import random
import secrets
import signal
import sqlite3
import threading
import time

from registry_hall import Device, Wire, public_pem

KILLS, KILL_SECONDS = 100, 35


class Poster(threading.Thread):
    """One device that reports help presses as fast as it can, and remembers what was acknowledged."""

    def __init__(self, hall, kiosk, acknowledged):
        super().__init__()
        self.hall, self.kiosk, self.acknowledged = hall, kiosk, acknowledged

    def run(self):
        try:
            wire = Wire(self.hall)
            while True:
                names = [secrets.token_hex(8) for _ in range(random.randint(1, 5))]
                ops = [self.kiosk.op("help.requested", {"help": name, "screen": "x"}) for name in names]
                if wire.call("POST", "ops", self.kiosk.batch(ops))[0] != 200:
                    return
                self.acknowledged += names
        except (OSError, ValueError, http.client.HTTPException):
            return


def kills(hall, check):
    pem, acknowledged, kiosk, done = public_pem(), [], None, 0
    until = time.monotonic() + KILL_SECONDS
    while done < KILLS and time.monotonic() < until:
        hall.start()
        known = Wire(hall).must("POST", "devices", {"id": "K7", "role": "kiosk", "public_key": pem}, key=False)
        if kiosk is None:
            kiosk = Device("K7", hall.now_ms)
        kiosk.seq = known["last_seq"]  # what was not acknowledged may be there or not
        poster = Poster(hall, kiosk, acknowledged)
        poster.start()
        time.sleep(random.uniform(0, 0.12))
        last = done + 1 == KILLS or time.monotonic() > until
        status = hall.kill(signal.SIGTERM if last else signal.SIGKILL)
        check(not last or status == 0, "SIGTERM ended with %s" % status)
        poster.join()
        done += 1
    hall.start()
    seen = {}
    for op in hall.pages():
        if op["op"]["type"] == "help.requested":
            seen[op["op"]["fields"]["help"]] = seen.get(op["op"]["fields"]["help"], 0) + 1
    lost = [name for name in acknowledged if seen.get(name) != 1]
    check(not lost, "%d of %d acknowledged ops are lost or double" % (len(lost), len(acknowledged)))
    # A lobby sees today and tomorrow; the log itself has every day that was opened.
    with contextlib.closing(sqlite3.connect("file:%s/registry.db?mode=ro" % hall.folder, uri=True)) as store:
        revisions = [row[0] for row in store.execute("SELECT rev FROM op WHERE site = 'HA' ORDER BY rev")]
    check(revisions == list(range(1, len(revisions) + 1)), "the revisions have a hole")
    check(done >= 20 and len(acknowledged) > 100, "only %d kills, %d ops" % (done, len(acknowledged)))
    print("%d kills, %d ops acknowledged, none lost" % (done, len(acknowledged)), flush=True)
