# SPDX-License-Identifier: Apache-2.0
"""The tour's plug: in the middle of the morning the registry goes away and comes back.

It is killed (SIGKILL) and started again on the store that it left, because that is what a power cut does: nothing is
flushed, no connection is closed in order, and everything that it knows afterwards it has read from its disk. A stopped
process (SIGSTOP) would keep all of that in its memory and prove only patience."""
import json
import sqlite3
import subprocess
import time

import accessbus
import hall

OWN_NUMBER = "[A-Z]{1,2}1-[0-9]{2}"  # of kiosk K1's own series
AWAY = "(Registry away|与中心断开|服务器中断).*"  # at the station
AGE_SECONDS = 90  # the board speaks of a lost connection after one minute
BACK_SECONDS = 60  # devices ask again after at most 30 s
DEVICES = ("kiosk", "counter")  # those with ops of their own


class Plug:
    def __init__(self, tour, kiosk, counter, board):
        self.tour, self.kiosk, self.counter, self.board = tour, kiosk, counter, board

    def morning(self, waiting, second):
        """`waiting` is staged for the station, `second` has a booking and comes while the registry is away."""
        step = self.tour.step
        step("home-2", "the kiosk waits for the next", lambda: self.tour.home(self.kiosk))
        step("plug-out", "the registry is killed", lambda: f"signal {-self.tour.hall.cut('registry')}")
        step("offline", "the kiosk says in word and sign what is off", self.says_offline, self.kiosk)
        own = self.tour.take_number(self.kiosk, "Any doctor of the clinic", OWN_NUMBER, "-offline")
        step("home-3", "the kiosk forgets", lambda: self.tour.home(self.kiosk))
        self.tour.check_in(self.kiosk, second, "-offline")
        self.station(waiting)
        step("board-age", "the board says how old its word is",
             lambda: self.board.wait(".*Connection lost at.*", seconds=AGE_SECONDS).get_name(), self.board)
        step("plug-in", "the registry starts again on the store that it left", self.put_back)
        step("kiosk-back", "the kiosk's sign is gone", lambda: self.gone(self.kiosk, "Offline|离线"), self.kiosk)
        step("station-back", "the station's too", lambda: self.gone(self.counter, AWAY), self.counter)
        step("board-back", "and the board's", lambda: self.gone(self.board, ".*(Connection lost|updated) .*"), self.board)
        step("once", "everything is in the registry, once", lambda: self.once([waiting, own, second["number"]]))
        self.tour.call(self.counter, self.board, second["number"], "whoever checked in while it was away")

    def says_offline(self):
        sign = self.kiosk.wait("Offline|离线", seconds=BACK_SECONDS).get_name()
        if self.kiosk.find("English"):
            self.tour.press(self.kiosk, "English")
        return [sign, self.kiosk.wait("Booked visits work, and a few numbers.*").get_name()]

    def station(self, number):
        """The claimed list goes on being called, and the zone link shows it."""
        self.tour.step("station-offline", "the station says that it calls its own list", lambda: self.counter.wait(AWAY).get_name(), self.counter)
        self.tour.call(self.counter, self.board, number, "the next of the station's own list")

    def put_back(self):
        began = time.monotonic()
        self.tour.hall.launch(next(p for p in hall.PROGRAMS if p.name == "registry"))
        return f"ready after {time.monotonic() - began:.1f} s"

    @staticmethod
    def until(true, what):
        deadline = time.monotonic() + BACK_SECONDS
        while not true():
            if time.monotonic() > deadline:
                raise accessbus.NotSeen(f"no {what} within {BACK_SECONDS} s")
            time.sleep(0.2)
        return what

    def gone(self, face, name):
        return self.until(lambda: face.find(name) is None, f"end of '{name}'")

    @staticmethod
    def rows(program, query):
        store = sqlite3.connect(f"file:{hall.RUN}/store/{program}.db?mode=ro", uri=True, timeout=10)
        try:
            return store.execute(query).fetchall()
        finally:
            store.close()

    def once(self, numbers):
        """Every op of every device stands in the registry's log once, and so does each patient."""
        self.until(lambda: not any(self.rows(name, "SELECT seq FROM outbox WHERE rev = 0") for name in DEVICES), "empty outbox")
        seen = {}
        for name in DEVICES:
            device = next(p.id for p in hall.PROGRAMS if p.name == name)
            own = self.rows(name, "SELECT incarnation, seq FROM outbox ORDER BY incarnation, seq")
            there = self.rows("registry", f"SELECT incarnation, seq FROM op WHERE site = 'HA' AND device = '{device}' ORDER BY incarnation, seq")
            if own != there:
                raise accessbus.NotSeen(f"{device} has {own}, the registry has {there} of it")
            seen[f"ops of {device}"] = len(own)
        (count, first, last), = self.rows("registry", "SELECT count(*), min(rev), max(rev) FROM op WHERE site = 'HA'")
        if (first, last) != (1, count):
            raise accessbus.NotSeen(f"{count} revisions from {first} to {last}")
        for number in numbers:
            entries = self.rows("registry", f"SELECT state, kind FROM entry WHERE site = 'HA' AND number = '{number}'")
            if len(entries) != 1:
                raise accessbus.NotSeen(f"{number} stands {len(entries)} times in the registry")
            seen[number] = " ".join(entries[0])
        tasks = subprocess.run([str(hall.BIN / "menzhen"), "tasks", "list", "--json", "--site", str(hall.RUN / "sites/registry.toml"),
                                "--clock", self.tour.hall.clock], check=True, stdout=subprocess.PIPE, text=True).stdout
        seen["revisions"] = count
        seen["for staff"] = [f"{t['device']} {t['verdict']} {t['code']}" for t in map(json.loads, tasks.splitlines())]
        return seen
