#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""call_keys.py: a doctor works in another program, and one key calls the next patient. The real station beside the real
registry on a real X server; the program in front is xev, which writes down every key that reaches it. The call pad is a FIFO
with the kernel's events."""
import contextlib
import os
import pathlib
import secrets
import struct
import subprocess
import sys
import time

ROOT = os.environ.get("MENZHEN_ROOT", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path[:0] = [os.path.join(ROOT, "packaging")]
import accessbus  # noqa: E402
from registry_hall import BIN, CLOCK, DAY, DEMO, Hall, Wire, ticket  # noqa: E402

PIN = "246810"
SECONDS = 30
KEY_F13, KEY_F14 = 183, 184
EV_SYN, EV_KEY = 0, 1
PATIENTS = ["E%03d" % i for i in range(1, 8)]
SIGN_INS = 3
ROOMS = ".*(诊室和队列|room and queue).*"
CALLED_TWICE = ".*(called 2 times|已呼叫2次)"
BETWEEN_SECONDS = 2.2  # the station takes a second Next within 2 s for a slip


def until(what, holds):
    deadline = time.monotonic() + SECONDS
    while not holds():
        assert time.monotonic() < deadline, "%s: not within %d s" % (what, SECONDS)
        time.sleep(0.05)


@contextlib.contextmanager
def running(words, **more):
    process = subprocess.Popen(words, **more)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def screen(environment):
    """An X server with a window manager; its name is put into `environment`."""
    reader, writer = os.pipe()
    with running(["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24", "-nolisten", "tcp"], pass_fds=(writer,),
                 stderr=subprocess.DEVNULL):
        os.close(writer)
        with os.fdopen(reader) as answer:
            display = ":" + answer.readline().strip()
        environment.update(DISPLAY=display, QT_QPA_PLATFORM="xcb")
        environment.pop("WAYLAND_DISPLAY", None)
        with running(["openbox"], env=environment, stderr=subprocess.DEVNULL):
            until("a window manager", lambda: subprocess.run(["xdotool", "get_desktop"], env=environment, capture_output=True,
                                                             check=False).returncode == 0)
            yield display


class Front:
    """The program in front."""

    def __init__(self, folder, environment):
        self.log, self.environment = folder / "xev.log", environment
        self.process = subprocess.Popen(["xev", "-event", "keyboard", "-name", "front"], env=environment,
                                        stdout=open(self.log, "wb"), stderr=subprocess.DEVNULL)

    def x(self, *words):
        return subprocess.run(["xdotool", *words], env=self.environment, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

    def come(self):
        self.x("search", "--sync", "--name", "^front$", "windowactivate", "--sync")
        assert self.is_front(), "the other program did not come to the front"

    def is_front(self):
        return self.x("getactivewindow", "getwindowname") == "front"

    def heard(self, key):
        return ("keysym 0x%x," % key) in self.log.read_text(errors="replace")


class Desk:
    """The station's windows, as the accessibility bus tells them."""

    def __init__(self, program):
        self.program = program

    def open_room(self, doctor):
        station = self.program
        station.wait("(已连接中心|Connected).*", seconds=SECONDS)
        for _ in range(SIGN_INS):  # a window that has just come up may lose its first keys
            station.real_click("User.*|用户.*", role="text")
            station.key("ctrl+a")
            station.type("d01")
            station.key("Tab", "ctrl+a")
            station.type(PIN)
            station.key("Return")
            with contextlib.suppress(accessbus.NotSeen):
                station.wait(ROOMS)
                break
        station.wait(ROOMS)
        station.real_click(".*(%s|%s).*" % doctor, role="list item")
        station.key("Return")
        station.wait("(下一位|Next).*", role="push button", seconds=SECONDS)

    def in_room(self, number):
        return self.program.wait("(当前患者|In the room).*%s.*" % number, seconds=SECONDS)

    def says(self, words):
        return self.program.wait(words, seconds=SECONDS)


def pad(path, *events):
    """Struct input_event: a time of two longs, type, code, value."""
    with open(path, "wb", buffering=0) as device:
        for code, value in events:
            device.write(struct.pack("llHHi", 0, 0, EV_KEY, code, value) + struct.pack("llHHi", 0, 0, EV_SYN, 0, 0))


def fill(hall, session):
    """Patients who wait, each before everybody else of the day."""
    kiosk, ops = hall.device("K1"), []
    for level, number in enumerate(PATIENTS, 1):
        fields = ticket(session, number, lane="E", level=level, short_code=secrets.token_hex(4).upper())
        ops += [kiosk.op("ticket.issued", fields), kiosk.op("entry.checked_in", {"entry": fields["ticket"]})]
    said = Wire(hall).must("POST", "ops", kiosk.batch(ops))
    assert all(one["verdict"] == "applied" for one in said["verdicts"]), said


def write_site(hall, fifo):
    path = pathlib.Path(hall.folder) / "counter.toml"
    path.write_text('site = "HA"\nrole = "counter"\nid = "S1"\ntimezone = "Asia/Shanghai"\nstore = "sqlite://%s/counter.db"\n'
                    'keys = "%s/counter-keys"\nregistry = "http://127.0.0.1:%d"\ndemo = true\ncallpad = "evdev://%s"\n'
                    'hot_keys = ["F9=next", "F10=repeat", "Ctrl+F9=bar"]\n' % (hall.folder, hall.folder, hall.port, fifo))
    return path


def by_hot_key(desk, front, waiting):
    front.come()
    front.x("key", "a")
    until("xev hears what is typed", lambda: front.heard(0x61))
    front.x("key", "F9")
    desk.in_room(next(waiting))
    assert front.is_front(), "the station took the focus"
    time.sleep(BETWEEN_SECONDS)
    front.x("keydown", "F9")  # held for longer than any guard
    time.sleep(3)
    front.x("keyup", "F9")
    called = next(waiting)
    desk.in_room(called)
    time.sleep(BETWEEN_SECONDS)
    front.x("key", "--delay", "40", "F9", "F9")
    called = next(waiting)
    desk.in_room(called)
    time.sleep(1)
    desk.in_room(called)
    assert desk.program.find("Pressed twice.*|.*按了两次.*") is None, "the second press came through"
    front.x("key", "F10")
    desk.says(CALLED_TWICE)
    front.x("key", "b")
    until("xev hears what is typed", lambda: front.heard(0x62))
    assert not front.heard(0xffc6) and not front.heard(0xffc7), "F9 or F10 reached the program in front"


def by_pad(desk, front, waiting, fifo):
    time.sleep(BETWEEN_SECONDS)
    assert front.is_front()
    pad(fifo, (KEY_F13, 1), (KEY_F13, 2), (KEY_F13, 2), (KEY_F13, 0), (KEY_F13, 1), (KEY_F13, 0))
    called = next(waiting)
    desk.in_room(called)
    pad(fifo, (KEY_F14, 1), (KEY_F14, 0))
    desk.says(CALLED_TWICE)
    assert front.is_front(), "the station took the focus"


def main():
    environment = dict(os.environ, QT_QUICK_BACKEND="software", LC_ALL="C.UTF-8")
    with contextlib.ExitStack() as stack:
        stack.enter_context(accessbus.private_session(environment))
        display = stack.enter_context(screen(environment))
        hall = stack.enter_context(Hall("HA", DEMO))
        folder = pathlib.Path(hall.folder)
        hall.tool("users", "add", "d01", "--name", "Lin Zhiyuan", "--roles", "doctor", "--pin", PIN)
        session = next(one for one in Wire(hall).must("GET", "sessions?day=%d" % DAY)["sessions"]
                       if one["half"] == "AM" and not one["pooled"] and one["department"] == "CARD")
        fill(hall, session)
        fifo = folder / "pad"
        counter = stack.enter_context(running(
            [BIN + "/menzhen-counter", "--site", str(write_site(hall, fifo)), "--clock", "%s@%d" % (CLOCK, int(time.time()))],
            env=environment, stderr=open(folder / "counter.log", "wb")))
        front = Front(folder, environment)
        stack.callback(front.process.terminate)
        desk, waiting = Desk(accessbus.Program(counter.pid, display)), iter(PATIENTS)
        desk.open_room((session["name_zh"], session["name_en"]))
        desk.says("(Call pad unplugged|呼叫键盘已拔出).*")
        os.mkfifo(fifo, 0o600)  # plugged in
        until("the pad works", lambda: desk.program.find("(Call pad unplugged|呼叫键盘已拔出).*") is None)
        by_hot_key(desk, front, waiting)
        by_pad(desk, front, waiting, fifo)
        front.x("key", "ctrl+F9")
        until("the bar comes to the front", lambda: not front.is_front())
        time.sleep(BETWEEN_SECONDS)
        front.x("key", "space")
        desk.in_room(next(waiting))
        assert not front.heard(0x20), "the letters of the bar went elsewhere"
    print("call keys: ok")


if __name__ == "__main__":
    sys.exit(main())
