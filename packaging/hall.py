#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""hall.py [--keep]: starts the hall's programs on this machine, waits until each
says that it is ready, says where each is, and stops all of them on Ctrl-C. `./run` calls it.

Everything of one run lies in build/run: a site file, a store, keys and a log for each program. It ends
only processes that it started itself."""
import argparse
import dataclasses
import datetime
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import zoneinfo

ROOT = pathlib.Path(__file__).resolve().parent.parent
BIN = pathlib.Path(os.environ.get("MENZHEN_BIN", ROOT / "build/bin"))
RUN = pathlib.Path(os.environ.get("MENZHEN_RUN", ROOT / "build/run"))
SITES = ROOT / "resources/sites/demo"
ZONE = "Asia/Shanghai"  # of the demo hospital: its wall clock decides which day it is
READY = " start ready"  # every program logs this once it can be used (app/boot/logging.h)
START_SECONDS = 60
STOP_SECONDS = 5
DEMO_PIN = "246810"  # of both demo users; a real hospital's are set with `menzhen users`


@dataclasses.dataclass(frozen=True)
class Program:
    name: str
    binary: str
    says: str  # one line for people once it runs; {..} are the run's values
    prepare: tuple = ()  # commands that must succeed before the start, in order
    command: tuple = ()  # runs instead of a binary of ours
    role: str = ""  # enrolled with a one-time code as this before the start; empty: not at all
    id: str = ""  # under which it is enrolled
    size: str = ""  # of its virtual screen where there is no real one, "1080x1920"; empty: shows nothing


# In the order of their start; stopped in reverse. `--site FILE --clock ...` is added to each.
PROGRAMS = (
    Program("messages", "", "what goes to patients' phones as messages, at http://127.0.0.1:{messages_port}/", command=(
        "/usr/bin/python3", "-B", "{root}/packaging/messages.py", "--port", "{messages_port}", "--secret",
        "{run}/messages.secret", "--any-clock")),
    Program("wallet", "", "the payment sandbox, no real money: pay as a patient at http://127.0.0.1:{pay_port}/wallet/ (choose the\n"
            "            code that a screen shows, or show your own and hold it before the kiosk's camera)", command=(
        "{bin}/menzhen-paysim", "--listen", "127.0.0.1:{pay_port}", "--dir", "{run}/wallet", "--notify-url", "{public}",
        "--camera", "{run}/camera", "--clock", "{clock}")),
    Program("registry", "menzhen-registry", "the central registry, at {registry}; for patients' phones at {public}", prepare=(
        ("{bin}/menzhen", "import", "{root}/resources/hospitals/hospital-demo.json", "--site", "{site}",
         "--clock", "{clock}"),
        ("{bin}/menzhen", "users", "add", "d01", "--name", "Lin Zhiyuan", "--roles", "doctor", "--pin", DEMO_PIN,
         "--site", "{site}", "--clock", "{clock}"),
        ("{bin}/menzhen", "users", "add", "n01", "--name", "Triage nurse", "--roles", "nurse", "--pin", DEMO_PIN,
         "--site", "{site}", "--clock", "{clock}"),
    )),
    Program("kiosk", "menzhen-kiosk", "the patient's kiosk; pictures put into {run}/camera are what it sees",
            role="kiosk", id="K1", size="1080x1920"),
    Program("display", "menzhen-display", "the waiting room's board", role="display", id="B1", size="1920x1080"),
    Program("counter", "menzhen-counter", f"the staff station; sign in as d01 or n01, PIN {DEMO_PIN}",
            role="counter", id="S1", size="1280x800"),
)


def free_port(preferred):
    """`preferred` on the loopback, or any free port when somebody has it."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return probe.getsockname()[1]
            except OSError:
                continue
    sys.exit("./run: no free port on the loopback")


def demo_clock():
    """07:50 of the coming Monday (today if it is one) at the site, begun now: LOCAL@UTCSECONDS."""
    today = datetime.datetime.now(zoneinfo.ZoneInfo(ZONE)).date()
    monday = today + datetime.timedelta(days=-today.weekday() % 7)
    return f"{monday}T07:50@{int(time.time())}"


def voice():
    """Where the board speaks: the loudspeaker, or sound files where there is none."""
    audible = pathlib.Path("/dev/snd/controlC0").exists() and shutil.which("aplay")
    return "play:" if audible else f"wav://{RUN}/voice"


class Hall:
    def __init__(self, keep):
        self.started = []  # (name, Popen), in the order of their start
        self.displays = {}  # program -> ":N", the virtual ones
        self.stopping = False
        self.environment = dict(os.environ)
        if RUN.exists() and not keep:
            shutil.rmtree(RUN)
        for folder in ("camera", "tickets", "voice", "store", "keys", "sites", "logs"):
            (RUN / folder).mkdir(parents=True, exist_ok=True)
        self.clock = self.remembered("clock", demo_clock)
        port, public, zone, messages, pay = (
            int(self.remembered(name, lambda wanted=wanted: str(free_port(wanted))))
            for name, wanted in (("port", 8480), ("public-port", 8481), ("zone-port", 8482), ("messages-port", 8483),
                                 ("pay-port", 8484)))
        self.remembered("messages.secret", lambda: secrets.token_hex(16))
        (RUN / "messages.secret").chmod(0o600)
        self.values = {"run": str(RUN), "root": str(ROOT), "port": str(port), "registry": f"https://127.0.0.1:{port}",
                       "public_port": str(public), "public": f"http://127.0.0.1:{public}", "zone_port": str(zone),
                       "messages_port": str(messages), "pay_port": str(pay), "bin": str(BIN), "clock": self.clock,
                       "voice": voice()}

    def remembered(self, name, make):
        """One value for all programs and restarts of a run, kept with its store."""
        path = RUN / name
        if not path.exists():
            path.write_text(make() + "\n")
        return path.read_text().strip()

    def spawn(self, name, words, **more):
        log = open(RUN / "logs" / f"{name}.log", "ab")
        # A session of its own: Ctrl-C reaches this script alone, which then stops all in order.
        more.setdefault("env", self.environment)
        process = subprocess.Popen(words, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=RUN,
                                   start_new_session=True, **more)
        self.started.append((name, process))
        return process

    def screen(self, program):
        """The environment in which a program shows itself: the real screen, or a virtual one of its own."""
        if not program.size or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
            return self.environment
        reader, writer = os.pipe()
        self.spawn("screen", ["Xvfb", "-displayfd", str(writer), "-screen", "0", program.size + "x24", "-nolisten", "tcp"],
                   pass_fds=(writer,))
        os.close(writer)
        with os.fdopen(reader) as answer:
            number = answer.readline().strip()
        if not number:
            self.give_up("screen", "the virtual screen did not start")
        environment = dict(self.environment, DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb", QT_QUICK_BACKEND="software")
        self.spawn("windows", ["openbox"], env=environment)
        # A window that asks to be full screen before anybody is there to answer may never be shown.
        deadline = time.monotonic() + START_SECONDS
        while subprocess.run(["xdotool", "get_desktop"], env=environment, capture_output=True).returncode:
            if time.monotonic() > deadline:
                self.give_up("windows", "the virtual screen has no window manager")
            time.sleep(0.05)
        if not self.displays:
            print("There is no screen here, so every program gets a virtual one. A picture of one:\n"
                  f"    import -display :{number} -window root picture.png")
        self.displays[program.name] = f":{number}"
        return environment

    def write_site(self, program):
        text = (SITES / f"{program.name}.toml").read_text()
        for key, value in self.values.items():
            text = text.replace(f"@{key}@", value)
        payments = RUN / "wallet/payments.toml"  # of the sandbox, which starts first
        if program.name == "registry" and payments.exists():
            text += "\n" + payments.read_text()
        path = RUN / "sites" / f"{program.name}.toml"
        path.write_text(text)
        return path

    def enrol(self, program, site):
        """As an installer does it (docs/devices.md): the device's key, a code for it, its certificate."""
        if (RUN / "keys" / program.name / "device.crt").exists():
            return
        device = [str(BIN / program.binary), "--site", str(site), "--clock", self.clock]

        def said(*words):
            done = subprocess.run(words, cwd=RUN, env=self.environment, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                self.give_up(program.name, f"`{' '.join(words)}` ended with {done.returncode}: {done.stdout}")
            return done.stdout.strip()
        key = said(*device, "--fingerprint")
        code = said(str(BIN / "menzhen"), "enrol", program.id, "--role", program.role, "--key", key, "--json", "--site",
                    str(RUN / "sites/registry.toml"), "--clock", self.clock)
        said(*device, "--enrol", json.loads(code)["code"])

    def start(self, program):
        if not program.command and not (BIN / program.binary).exists():
            self.give_up(program.name, f"build/bin/{program.binary} is not there")
        site = None if program.command else self.write_site(program)
        for command in program.prepare:
            words = [word.format(site=site, **self.values) for word in command]
            done = subprocess.run(words, cwd=RUN, env=self.environment)
            if done.returncode:
                self.give_up(program.name, f"`{' '.join(words)}` ended with {done.returncode}")
        if program.role:
            self.enrol(program, site)
        self.launch(program)
        where = f" (screen {self.displays[program.name]})" if program.name in self.displays else ""
        print(f"  {program.name:<9} {program.says.format(**self.values)}{where}", flush=True)

    def launch(self, program):
        """Starts the program on the site file and the store that it has, and waits until it can be used."""
        log = RUN / "logs" / f"{program.name}.log"
        begin = log.stat().st_size if log.exists() else 0
        site = RUN / "sites" / f"{program.name}.toml"
        words = [word.format(**self.values) for word in program.command]
        process = self.spawn(program.name, words or [str(BIN / program.binary), "--site", str(site), "--clock", self.clock],
                             env=self.screen(program))
        deadline = time.monotonic() + START_SECONDS
        while READY not in log.read_bytes()[begin:].decode("utf-8", "replace"):
            if process.poll() is not None:
                self.give_up(program.name, f"it ended with {process.returncode}")
            if time.monotonic() > deadline:
                self.give_up(program.name, f"it was not ready after {START_SECONDS} s")
            time.sleep(0.05)

    def cut(self, name):
        """As a power cut ends a program: at once, with whatever it had in hand."""
        index = next(i for i, (n, _) in enumerate(self.started) if n == name)
        _, process = self.started.pop(index)
        process.kill()
        return process.wait(STOP_SECONDS)

    def watch(self):
        """Until Ctrl-C or until a program ends by itself."""
        while not self.stopping:
            for name, process in self.started:
                if process.poll() is not None:
                    self.give_up(name, f"it ended with {process.returncode}")
            time.sleep(0.2)

    def give_up(self, name, why):
        log = RUN / "logs" / f"{name}.log"
        if log.exists():
            sys.stderr.write("".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:]))
        print(f"./run: {name}: {why}. Its log: {log}", file=sys.stderr)
        sys.exit(1)

    def stop(self):
        self.stopping = True
        for _, process in reversed(self.started):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def main():
    parser = argparse.ArgumentParser(prog="./run")
    parser.add_argument("--keep", action="store_true")
    arguments = parser.parse_args()

    def ended(_signal, _frame):
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, ended)
    hall = Hall(arguments.keep)
    try:
        print(f"Starting the hall; at the demo hospital it is {hall.clock.split('@')[0].replace('T', ' ')}.")
        for program in PROGRAMS:
            hall.start(program)
        print(f"Everything of this run lies in {RUN}. Ctrl-C stops all of it.", flush=True)
        hall.watch()
    except KeyboardInterrupt:
        print("\nStopping.")
    finally:
        hall.stop()


if __name__ == "__main__":
    main()
