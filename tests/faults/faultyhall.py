# SPDX-License-Identifier: Apache-2.0
"""A registry and its lobby as real programs, each device behind a relay of its own. Everything of a run lies in one
folder, kept when the run finds something."""
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/system"))
import registry_hall  # noqa: E402
from relay import Relay  # noqa: E402

BIN = registry_hall.BIN
DEVICES = (("K1", "kiosk"), ("K2", "kiosk"), ("S1", "counter"), ("S2", "counter"), ("B1", "display"))
BOOKINGS = 150
START_SECONDS = 60
PIN = "246810"


def hospital():
    """Big enough that a run never sells it out: two departments, each with one pool, and phones may book."""
    made = registry_hall.made_up_hospital([499, 499, 499, 499])
    made["hospitals"][0]["channels"] = [{"code": "KIOSK", "zh": "自助机", "en": "Kiosk", "share": 0.7},
                                        {"code": "PHONE", "zh": "手机", "en": "Phone", "share": 0.3}]
    for template in made["hospitals"][0]["schedule_templates"]:
        template["queue"] = "pooled"
    return made


class FaultyHall:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix=f"menzhen-faults-{seed}-"))
        file = self.folder / "hospital.json"
        file.write_text(json.dumps(hospital(), ensure_ascii=False))
        self.registry = registry_hall.Hall("T1", str(file))
        self.registry.tool("users", "add", "d01", "--name", "Doctor", "--roles", "doctor", "--pin", PIN)
        self.clock = f"{self.registry.clock}@{int(time.time())}"
        self.pace_ms, self.processes, self.kills = 20, {}, {name: 0 for name in ("REG", *(d for d, _ in DEVICES))}
        self.start("REG")
        self.relays = {device: Relay(self.registry.port) for device, _ in DEVICES}
        self.sites = {device: self.write_site(device, role) for device, role in DEVICES}
        self.book()

    def book(self):
        wire = registry_hall.Wire(self.registry)
        sessions = wire.must("GET", f"sessions?day={registry_hall.DAY}")["sessions"]
        self.queue = sessions[0]["queue"]
        codes = []
        for i in range(BOOKINGS):
            session = sessions[i % len(sessions)]
            free = wire.must("GET", f"sessions?day={registry_hall.DAY}")["sessions"]
            bands = next(s["bands"] for s in free if s["id"] == session["id"])
            band = self.random.choice([b["band"] for b in bands if b["free"].get("PHONE")])
            hold = wire.must("POST", "holds", {"day": registry_hall.DAY, "session": session["id"], "band": band,
                                               "channel": "PHONE", "holder": f"p{i}"})
            person = {"name": "王测试", "id_number": "999999198811201012", "phone": f"199{i:08d}"}
            codes.append(wire.must("POST", "bookings", {"hold": hold["hold"], "person": person, "lang": "zh"})["code"])
        (self.folder / "codes").write_text("\n".join(codes) + "\n")

    def write_site(self, device, role):
        path = self.folder / f"{device}.toml"
        lines = [f'site = "T1"', f'role = "{role}"', f'id = "{device}"', 'timezone = "Asia/Shanghai"',
                 f'store = "sqlite://{self.folder}/{device}.db"', f'keys = "{self.folder}/keys-{device}"',
                 f'registry = "http://127.0.0.1:{self.relays[device].port}"', "demo = true"]
        if role == "kiosk":
            (self.folder / f"tickets-{device}").mkdir()
            lines += ['public_url = "http://127.0.0.1"', f'printer = "png://{self.folder}/tickets-{device}"']
        if role == "display":
            lines += ['zone = "1A"', "screen_mm = [941, 529]"]
        if role == "counter":
            lines += ['zone = "1A"']
        path.write_text("\n".join(lines) + "\n")
        return path

    def words(self, name):
        if name == "REG":
            return [BIN + "/menzhen-registry", "--site", self.registry.toml, "--clock", self.clock]
        return [BIN + "/menzhen-lobbybot", "--site", str(self.sites[name]), "--clock", self.clock,
                "--role", dict(DEVICES)[name]]

    def start(self, name):
        log = open(self.folder / f"{name}.log", "ab")
        begin = os.fstat(log.fileno()).st_size
        environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", MENZHEN_BOT_ACKS=str(self.folder / f"{name}.acks"),
                           MENZHEN_BOT_CODES=str(self.folder / "codes"), MENZHEN_BOT_QUEUE=getattr(self, "queue", ""),
                           MENZHEN_BOT_SEED=str(self.random.randrange(1 << 30)), MENZHEN_BOT_PACE_MS=str(self.pace_ms))
        process = subprocess.Popen(self.words(name), stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=environment)
        self.processes[name] = process
        if name != "REG":
            return  # a device is killed at any moment of its start too
        deadline = time.monotonic() + START_SECONDS
        while b" ready " not in (self.folder / f"{name}.log").read_bytes()[begin:]:
            assert process.poll() is None and time.monotonic() < deadline, f"{name} did not start: {self.folder}"
            time.sleep(0.02)

    def kill(self, name, number=signal.SIGKILL):
        process = self.processes.pop(name)
        died_alone = process.poll()
        process.send_signal(number)
        process.wait(30)
        self.kills[name] += 1
        return died_alone

    def restart(self, name):
        died_alone = self.kill(name)
        self.start(name)
        return died_alone

    def quieten(self):
        """The same devices go on syncing, but nobody stands before them any more."""
        self.pace_ms = 0
        for relay in self.relays.values():
            relay.heal()
        for name, _ in DEVICES:
            self.restart(name)

    def stop(self):
        for name in list(self.processes):
            process = self.processes.pop(name)
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
