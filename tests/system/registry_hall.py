# SPDX-License-Identifier: Apache-2.0
"""A real registry on a fresh store in a temporary folder, and a plain client, for the tests beside."""
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

DAY = 20261123
CLOCK = "2026-11-23T07:50"
NOW_MS = 1795391400000  # that clock in Asia/Shanghai
ROOT = os.environ.get("MENZHEN_ROOT", os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
BIN = os.environ.get("MENZHEN_BIN", os.path.join(ROOT, "build/bin"))
DEMO = os.path.join(ROOT, "resources/hospitals/hospital-demo.json")
START_SECONDS = 30


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def public_pem():
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    return key.public_bytes(serialization.Encoding.PEM,
                            serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def hospital_by_video(folder):
    """A file in the folder: the demo hospital with a doctor who sees people by video this morning (CARD-D02-AM)."""
    with open(DEMO, encoding="utf-8") as file:
        data = json.load(file)
    data["hospitals"][0]["schedule_templates"].append(
        {"practitioner": "CARD-D02", "department": "CARD", "day": "MON", "half_day": "AM", "start": "08:00", "end": "10:00",
         "class": "VR", "link": "https://video.invalid/room/{visit}", "capacity": 4, "extra_max": 0, "fee": "EXPERT_TOP",
         "queue": "personal"})
    path = os.path.join(folder, "hospital.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(data, file, ensure_ascii=False)
    return path


class Wire:
    """One kept-alive connection; call() gives (status, JSON answer)."""

    def __init__(self, hall, port=None):
        self.base = "/v1/sites/%s/" % hall.site
        self.cookie, self.answered = None, {}  # a phone's; the last answer's headers
        self.connection = http.client.HTTPConnection("127.0.0.1", port or hall.port, timeout=30)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method, path, body=None, key=None):
        headers = {"Content-Type": "application/json"} if body is not None else {}
        if key is not False and method == "POST":
            headers["Idempotency-Key"] = key or secrets.token_hex(8)
        if self.cookie:
            headers["Cookie"] = self.cookie
        text = body if isinstance(body, (bytes, str, type(None))) else json.dumps(body)
        at = path if path.startswith("/") else self.base + path
        self.connection.request(method, at, text.encode() if isinstance(text, str) else text, headers)

    def receive(self):
        answer = self.connection.getresponse()
        text = answer.read()
        self.type = answer.getheader("Content-Type", "")
        self.answered = dict(answer.getheaders())
        if "Set-Cookie" in self.answered:
            self.cookie = self.answered["Set-Cookie"].split(";")[0]
        return answer.status, json.loads(text) if "json" in self.type else text.decode()

    def call(self, method, path, body=None, key=None):
        self.send(method, path, body, key)
        return self.receive()

    def must(self, method, path, body=None, key=None):
        status, answer = self.call(method, path, body, key)
        assert status == 200, "%s %s: %d %s" % (method, path, status, answer)
        return answer


class Hall:
    """`with Hall("HA", DEMO) as hall:` imports, starts, and stops at the end."""

    def __init__(self, site, hospital, days=1, clock=CLOCK, keys=""):
        self.keys = keys  # further lines of the site file
        self.folder = tempfile.mkdtemp(prefix="menzhen-registry-")
        self.clock = clock
        self.now_ms = NOW_MS + (int(clock[11:13]) * 60 + int(clock[14:]) - 470) * 60_000
        self.site, self.port, self.public_port, self.process = site, free_port(), free_port(), None
        self.toml = self.write_site("registry.toml", self.folder + "/registry.db", self.port)
        if hospital:
            self.tool("import", hospital, "--days", str(days))

    def write_site(self, name, store, port):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write('site = "%s"\nrole = "registry"\ntimezone = "Asia/Shanghai"\nstore = "sqlite://%s"\n'
                       'keys = "%s/keys"\nlisten_devices = "127.0.0.1:%d"\nlisten_public = "127.0.0.1:%d"\nreports = "%s/reports"\n'
                       'demo = true\n%s' % (self.site, store, self.folder, port, self.public_port, self.folder, self.keys))
        return path

    def tool(self, *words):
        done = subprocess.run([BIN + "/menzhen", *words, "--site", self.toml, "--clock", self.clock],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def spawn(self, toml=None):
        return subprocess.Popen([BIN + "/menzhen-registry", "--site", toml or self.toml, "--clock",
                                 "%s@%d" % (self.clock, int(time.time()))],
                                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def start(self):
        self.process = self.spawn()
        for line in self.process.stderr:
            if " ready " in line:
                return self
        raise AssertionError("the registry ended with %s" % self.process.wait())

    def kill(self, number=signal.SIGKILL):
        self.process.send_signal(number)
        status = self.process.wait(30)
        self.process.stderr.close()
        self.process = None
        return status

    def device(self, name, role="kiosk"):
        answer = Wire(self).must("POST", "devices", {"id": name, "role": role,
                                                     "public_key": public_pem(), "last_seq": 0})
        assert answer["state"] == "trusted", answer
        return Device(name, self.now_ms)

    def pages(self, after=0, limit=1000):
        """Every op of the lobby after a revision, page by page."""
        wire = Wire(self)
        while True:
            page = wire.must("GET", "ops?scope=lobby&after=%d&limit=%d" % (after, limit))
            yield from page["ops"]
            if page["through"] >= page["revision"]:
                return
            after = page["through"]

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process:
            self.kill(signal.SIGTERM)
        shutil.rmtree(self.folder)


class Device:
    """Writes ops with its own seq; not for several threads at once."""

    def __init__(self, name, now_ms):
        self.name, self.seq, self.now_ms = name, 0, now_ms

    def op(self, kind, fields, **more):
        self.seq += 1
        return {"device": self.name, "incarnation": 1, "seq": self.seq, "type": kind, "version": 1, "day": DAY,
                "occurred_at": self.now_ms, "actor": self.name, "request": "", "fields": fields, **more}

    def batch(self, ops):
        return {"device": self.name, "ops": ops}


def ticket(session, number, kind="extra", **more):
    return {"ticket": secrets.token_hex(8), "kind": kind, "session": session["id"], "queue": session["queue"],
            "half": session["half"], "number": number, "band": session["start"], "zone": session["zone"],
            "short_code": "7G0MX2A4", "masked": "", **more}


def made_up_hospital(capacities):
    """A hospital file with one department, doctor and Monday morning session per capacity, kiosks alone."""
    def named(text):
        return {"zh": text, "en": text}
    letters = [chr(ord("A") + i) for i in range(len(capacities))]
    return {"timezone": "Asia/Shanghai", "hospitals": [{
        "id": "T1", "name_zh": "测试医院(虚构)", "name_en": "Test Hospital (fictional)", "kind": "test",
        "fictional": True, "city_zh": "虚构",
        "departments": [{"code": "DEP" + c, **named(c), "floor": 1, "zone": "1A", "rooms": ["1" + c],
                         "kind": "clinic", "prefix": c} for c in letters],
        "practitioners": [{"id": "DEP%s-D1" % c, "name_zh": c, "name_en": c, "title_zh": c, "title_en": c,
                           "kind": "general", "department": "DEP" + c} for c in letters],
        "schedule_templates": [{"practitioner": "DEP%s-D1" % c, "department": "DEP" + c, "day": "MON",
                                "half_day": "AM", "start": "08:00", "end": "11:30", "room": "1" + c,
                                "capacity": n, "extra_max": 0, "fee": "GEN", "queue": "personal"}
                               for c, n in zip(letters, capacities)],
        "fees": [{"code": "GEN", **named("普通"), "amount_cny": "10.00"}],
        "charge_items": [], "channels": [{"code": "KIOSK", **named("自助机"), "share": 1.0}],
        "booking_policy": {"advance_days_min": 0, "advance_days_max": 14, "same_day_allowed": True,
                           "release_time": "07:00", "band_minutes": 30, "hold_minutes": 10},
        "queue_rules": {"band": 30, "early_open": 240, "stage": 3},
        "priority_classes": []}]}
