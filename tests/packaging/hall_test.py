#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""./run's supervisor with small programs in the place of the real ones: order, readiness, what
happens when one of them ends, and that nothing is left running."""
import contextlib
import io
import os
import pathlib
import stat
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "packaging"))
import hall  # noqa: E402

READY = 'echo "2026-11-23T00:00:00.000Z info start ready"'


class Supervisor(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="hall-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        hall.BIN, hall.RUN = self.root / "bin", self.root / "run"
        hall.START_SECONDS, hall.STOP_SECONDS = 20, 2
        hall.BIN.mkdir()

    def program(self, name, body):
        path = hall.BIN / f"menzhen-{name}"
        path.write_text("#!/bin/sh\n" + body + "\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return hall.Program(name, path.name, f"{name} at {{registry}}")

    def start(self, *programs, keep=False):
        made = hall.Hall(keep)
        self.addCleanup(made.stop)
        said, complained = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            try:
                for program in programs:
                    made.start(program)
                status = 0
            except SystemExit as end:
                status = end.code
        return made, status, said.getvalue(), complained.getvalue()

    def gone(self, made):
        return all(process.poll() is not None for _, process in made.started)

    def test_starts_in_order_and_stops_all(self):
        one = self.program("registry", f'echo "$@"; {READY}; exec sleep 600')
        two = self.program("kiosk", f"{READY}; exec sleep 600")
        made, status, said, _ = self.start(one, two)
        self.assertEqual(status, 0)
        self.assertEqual([n for n, _ in made.started], ["registry", "kiosk"])
        self.assertIn(made.values["registry"], said)
        log = (hall.RUN / "logs/registry.log").read_text()
        self.assertIn(f"--site {hall.RUN}/sites/registry.toml --clock {made.clock}", log)
        site = (hall.RUN / "sites/registry.toml").read_text()
        self.assertNotIn("@", site.split("\n", 2)[2])
        made.stop()
        self.assertTrue(self.gone(made))

    def test_one_that_does_not_hear_is_killed(self):
        made, status, _, _ = self.start(self.program("kiosk", f"trap '' TERM; {READY}; while :; do sleep 0.1; done"))
        self.assertEqual(status, 0)
        made.stop()
        self.assertTrue(self.gone(made))

    def test_one_that_ends_before_it_is_ready(self):
        _, status, _, complained = self.start(self.program("kiosk", "echo 'the disk is full'; exit 3"))
        self.assertEqual(status, 1)
        self.assertIn("the disk is full", complained)
        self.assertIn("kiosk: it ended with 3", complained)

    def test_one_that_never_gets_ready(self):
        hall.START_SECONDS = 0.3
        _, status, _, complained = self.start(self.program("kiosk", "exec sleep 600"))
        self.assertEqual(status, 1)
        self.assertIn("it was not ready", complained)

    def test_one_that_ends_later_ends_the_hall(self):
        made, status, _, _ = self.start(self.program("kiosk", f"{READY}; sleep 0.3; exit 4"))
        self.assertEqual(status, 0)
        with contextlib.redirect_stderr(io.StringIO()) as complained, self.assertRaises(SystemExit):
            made.watch()
        self.assertIn("kiosk: it ended with 4", complained.getvalue())

    def test_missing_program(self):
        _, status, _, complained = self.start(hall.Program("kiosk", "menzhen-kiosk", ""))
        self.assertEqual(status, 1)
        self.assertIn("build/bin/menzhen-kiosk is not there", complained)

    def test_keep_goes_on_with_clock_port_and_store(self):
        first, _, _, _ = self.start()
        (hall.RUN / "store/kiosk.db").write_text("kept")
        time.sleep(1.1)
        second, _, _, _ = self.start(keep=True)
        self.assertEqual((second.clock, second.values), (first.clock, first.values))
        self.assertTrue((hall.RUN / "store/kiosk.db").exists())
        self.start()
        self.assertFalse((hall.RUN / "store/kiosk.db").exists())


class DemoClock(unittest.TestCase):
    def test_is_a_monday_morning_within_a_week(self):
        local, _, begun = hall.demo_clock().partition("@")
        day = hall.datetime.datetime.fromisoformat(local)
        self.assertEqual((day.weekday(), day.hour, day.minute), (0, 7, 50))
        site = hall.datetime.datetime.fromtimestamp(int(begun), hall.zoneinfo.ZoneInfo(hall.ZONE))
        self.assertIn((day.date() - site.date()).days, range(7))

    def test_same_in_any_zone_of_the_host(self):
        before = hall.demo_clock().split("@")[0]
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            os.environ["TZ"] = zone
            time.tzset()
            self.assertEqual(hall.demo_clock().split("@")[0], before)
        os.environ["TZ"] = "UTC"
        time.tzset()


if __name__ == "__main__":
    unittest.main()
