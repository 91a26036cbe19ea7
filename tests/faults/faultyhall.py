# SPDX-License-Identifier: Apache-2.0
"""A registry and its lobby as real programs, at a place that says how they reach each other (loopback.py,
namespaces.py). Everything of a run lies in two folders, kept when the run finds something."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/system"))
import registry_hall  # noqa: E402
import stores  # noqa: E402

BIN = registry_hall.BIN
DEVICES = (("K1", "kiosk"), ("K2", "kiosk"), ("S1", "counter"), ("S2", "counter"), ("B1", "display"))
ROLES = dict(DEVICES, REG="registry")
ZONE = "1A"
BOOKINGS = 150
PACE_MS = 60
START_SECONDS = 60
SETTLE_SECONDS = 60
STOP_SECONDS = 20
PIN = "246810"
PERSON = {"name": "王测试", "id_number": "999999198811201012"}


def id_number(i):
    """Each patient's own: one registration a person, department and day. Check character: ISO 7064 MOD 11-2."""
    digits = "99999919881120%03d" % (101 + i)
    return digits + "10X98765432"[sum(int(d) * 2 ** (17 - at) for at, d in enumerate(digits)) % 11]
PHONE = "199{:08d}"


def hospital():
    """Big enough that a round never sells it out: four pools, and phones may book."""
    made = registry_hall.made_up_hospital([499, 499, 499, 499])
    made["hospitals"][0]["channels"] = [{"code": "KIOSK", "zh": "自助机", "en": "Kiosk", "share": 0.7},
                                        {"code": "PHONE", "zh": "手机", "en": "Phone", "share": 0.3}]
    for template in made["hospitals"][0]["schedule_templates"]:
        template["queue"] = "pooled"
    return made


class FaultyHall:
    def __init__(self, seed, place):
        self.random = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="menzhen-faults-"))
        self.rest, self.place, self.extra = self.folder / "rest", place, {}
        self.ended, self.findings, self.sent_seconds, self.settle_seconds = [], [], None, None
        self.processes, self.kills, self.unsent_kills, self.mounts = {}, {name: 0 for name in ROLES}, 0, []
        file = self.folder / "hospital.json"
        file.write_text(json.dumps(hospital(), ensure_ascii=False))
        self.registry = registry_hall.Hall("T1", str(file))
        self.registry.tool("users", "add", "d01", "--name", "Doctor", "--roles", "doctor", "--pin", PIN)
        self.clock = f"{self.registry.clock}@{int(time.time())}"
        self.site = {"REG": pathlib.Path(self.registry.toml)}
        try:
            self.start("REG")
            self.book()
            for device, role in DEVICES:
                self.home(device).mkdir()
            place.open(self)
        except BaseException:
            self.close(keep=False)
            raise

    def home(self, name):
        return pathlib.Path(self.registry.folder) if name == "REG" else self.folder / name

    def store(self, name):
        return self.home(name) / ("registry.db" if name == "REG" else "store.db")

    def book(self):
        wire = registry_hall.Wire(self.registry)
        sessions = wire.must("GET", f"sessions?day={registry_hall.DAY}")["sessions"]
        self.queue, codes = sessions[0]["queue"], []
        bands = {s["id"]: [b["band"] for b in s["bands"] if b["free"].get("PHONE", 0) >= 5] for s in sessions}
        for i in range(BOOKINGS):
            session = sessions[i % len(sessions)]["id"]
            turn = i // len(sessions) % len(bands[session])
            hold = wire.must("POST", "holds", {"day": registry_hall.DAY, "session": session, "band": bands[session][turn],
                                               "channel": "PHONE", "holder": f"p{i}"})
            answer = wire.must("POST", "bookings", {"hold": hold["hold"], "lang": "zh",
                                                    "person": dict(PERSON, phone=PHONE.format(i), id_number=id_number(i))})
            codes.append(answer["code"])
        (self.folder / "codes").write_text("\n".join(codes) + "\n")

    def write_site(self, device, registry, more=()):
        role, home = ROLES[device], self.home(device)
        lines = ['site = "T1"', f'role = "{role}"', f'id = "{device}"', 'timezone = "Asia/Shanghai"', "demo = true",
                 f'store = "sqlite://{self.store(device)}"', f'keys = "{home}/keys"', f'registry = "{registry}"', *more]
        if role == "kiosk":
            (self.folder / f"tickets-{device}").mkdir()
            lines += ['public_url = "http://127.0.0.1"', f'printer = "png://{self.folder}/tickets-{device}"']
        if role != "kiosk":
            lines += [f'zone = "{ZONE}"']
        path = self.folder / f"{device}.toml"
        path.write_text("\n".join(lines) + "\n")
        self.site[device] = path

    def words(self, name, *more):
        program = ["menzhen-registry"] if name == "REG" else ["menzhen-lobbybot", "--role", ROLES[name]]
        return [*self.place.prefix(name), f"{BIN}/{program[0]}", *program[1:], "--site", str(self.site[name]),
                "--clock", self.clock, *more]

    def environment(self, name):
        return dict(os.environ, QT_QPA_PLATFORM="offscreen", MENZHEN_BOT_ACKS=str(self.folder / f"{name}.acks"),
                    MENZHEN_BOT_CODES=str(self.folder / "codes"), MENZHEN_BOT_QUEUE=getattr(self, "queue", ""),
                    MENZHEN_BOT_SEED=str(self.random.randrange(1 << 30)), MENZHEN_BOT_PACE_MS=str(PACE_MS),
                    MENZHEN_BOT_REST=str(self.rest), **self.extra.get(name, {}))

    def log(self, name):
        return self.folder / f"{name}.log"

    def start(self, name, wait=True):
        with open(self.log(name), "ab") as log:
            begin = os.fstat(log.fileno()).st_size
            process = subprocess.Popen(self.words(name), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                       env=self.environment(name))
        self.processes[name] = process
        if not wait or name != "REG":
            return  # a device is killed at any moment of its start too
        deadline = time.monotonic() + START_SECONDS
        while b" ready " not in self.log(name).read_bytes()[begin:]:
            assert process.poll() is None and time.monotonic() < deadline, f"{name} did not start: {self.folder}"
            time.sleep(0.02)

    def start_all(self):
        for device, _ in DEVICES:
            self.start(device)
        deadline = time.monotonic() + SETTLE_SECONDS
        while any(stores.cursor(self.store(device)) is None for device, _ in DEVICES):
            assert time.monotonic() < deadline, f"a device gets no data: {self.folder}"
            time.sleep(0.1)

    def end(self, name, number=signal.SIGTERM):
        """The status with which it had ended before, or None."""
        process = self.processes.pop(name)
        alone = process.poll()
        process.send_signal(number)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return "hung"
        return alone

    def kill(self, name):
        alone = self.end(name, signal.SIGKILL)
        if alone is not None:
            self.ended.append(f"{name} with {alone}")
        self.kills[name] += 1
        if name not in ("REG", "B1"):
            self.unsent_kills += (stores.pending_of_copy(self.store(name)) or 0) > 0

    def quieten(self):
        """The same programs go on, but nobody stands before them any more. True: within SETTLE_SECONDS everything
        was sent, printed and pulled."""
        self.rest.touch()
        begun = time.monotonic()
        while time.monotonic() - begun < SETTLE_SECONDS:
            if self.sent_seconds is None and self.all_sent():
                self.sent_seconds = round(time.monotonic() - begun, 1)
            if self.settled():
                self.settle_seconds = round(time.monotonic() - begun, 1)
                return True
            time.sleep(0.25)
        return False

    def all_sent(self):
        return all(role == "display" or stores.pending(self.store(device)) == 0 for device, role in DEVICES)

    def settled(self):
        revision = stores.revision(self.store("REG"))
        return self.all_sent() and all(stores.cursor(self.store(device)) == revision and
                                       (role != "kiosk" or stores.unprinted(self.store(device)) == 0) for device, role in DEVICES)

    def expect(self, good, what, example=""):
        """Found on the way; the ledger takes it up as I8."""
        self.findings.append((bool(good), what, example))

    def said(self, name):
        """How often this device has acknowledged something to somebody."""
        path = self.folder / f"{name}.acks"
        return len(path.read_bytes().splitlines()) if path.exists() else 0

    def dead(self):
        """Programs that ended although nobody asked them to."""
        return self.ended + [f"{name} with {process.poll()}" for name, process in self.processes.items() if process.poll() is not None]

    def stop(self):
        """Names of those that did not end as asked."""
        return [name for name in list(self.processes) if self.end(name) is not None]

    def close(self, keep):
        self.stop()
        self.place.close()
        for path in self.mounts:
            if keep:
                shutil.copytree(path, f"{path}.kept")
            subprocess.run(["umount", str(path)], check=False)
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
            shutil.rmtree(self.registry.folder, ignore_errors=True)
