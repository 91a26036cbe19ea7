#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`menzhen bundle`: a device that holds unsent ops is neither removed nor wiped; a signed file of them lets its store go,
and the registry takes from it what the device never sent. The device's store is made of the schema's own files."""
import json
import os
import sqlite3
import subprocess
import sys

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from registry_hall import BIN, DAY, DEMO, ROOT, Device, Hall, Wire

failures = []


def check(good, what):
    print(("ok      " if good else "FAILED  ") + what, flush=True)
    if not good:
        failures.append(what)


class Kiosk:
    """A device's folder: site file, key, and a store with ops that nobody was sent."""

    def __init__(self, hall, name):
        self.hall, self.name, self.folder = hall, name, os.path.join(hall.folder, name)
        os.makedirs(self.folder + "/keys", 0o700)
        self.store, self.toml = self.folder + "/store.db", self.folder + "/site.toml"
        with open(self.toml, "w", encoding="utf-8") as file:
            file.write('site = "%s"\nrole = "kiosk"\nid = "%s"\ntimezone = "Asia/Shanghai"\nstore = "sqlite://%s"\n'
                       'keys = "%s/keys"\nregistry = "http://127.0.0.1:%d"\nzone = "3A"\ndemo = true\n'
                       % (hall.site, name, self.store, self.folder, hall.port))
        key = ec.generate_private_key(ec.SECP256R1())
        descriptor = os.open(self.folder + "/keys/device.pem", os.O_WRONLY | os.O_CREAT, 0o600)
        with open(descriptor, "wb") as file:
            file.write(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                         serialization.NoEncryption()))
        self.public = key.public_key().public_bytes(serialization.Encoding.PEM,
                                                    serialization.PublicFormat.SubjectPublicKeyInfo).decode()
        self.ops = Device(name, hall.now_ms)
        with sqlite3.connect(self.store) as store:
            store.execute("CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY)")
            for kind in ("common", "device"):
                for file in sorted(os.listdir(os.path.join(ROOT, "db/schema", kind))):
                    with open(os.path.join(ROOT, "db/schema", kind, file), encoding="utf-8") as sql:
                        store.executescript(sql.read())
                    store.execute("INSERT INTO migration VALUES (?)", [kind + "/" + file[:-4]])

    def introduce(self, unsent):
        return Wire(self.hall).must("POST", "devices", {"id": self.name, "role": "kiosk", "public_key": self.public,
                                                        "last_seq": 0, "unsent": unsent})

    def press_help(self, number):
        op = self.ops.op("help.requested", {"help": "%016x" % number, "screen": "home"})
        with sqlite3.connect(self.store) as store:
            store.execute("INSERT INTO outbox (incarnation, seq, type, op, hash) VALUES (1, ?, ?, ?, x'00')",
                          [op["seq"], op["type"], json.dumps(op, separators=(",", ":"), sort_keys=True)])

    def tool(self, *words, site=None):
        return subprocess.run([BIN + "/menzhen", "bundle", *words, "--site", site or self.toml, "--clock",
                               self.hall.clock], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def refused(done, word, what):
    check(done.returncode == 1 and word in done.stdout, "%s is refused: %s" % (what, done.stdout.strip()))


def story(hall):
    kiosk, other = Kiosk(hall, "K91"), Kiosk(hall, "K92")
    kiosk.introduce(unsent=2)
    other.introduce(unsent=0)
    kiosk.press_help(1)
    kiosk.press_help(2)
    removal = subprocess.run([BIN + "/menzhen", "devices", "remove", "K91", "--site", hall.toml, "--clock", hall.clock],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    refused(removal, "holds 2 ops", "removing a device that holds unsent ops")
    refused(kiosk.tool("wipe"), "has not taken", "wiping it")
    check(os.path.exists(kiosk.store), "its store is still there")
    file = kiosk.folder + "/k91.bundle"
    check(kiosk.tool("export", "--out", file).stdout.startswith("2 ops of K91"), "its ops are exported")
    foreign = kiosk.folder + "/k92.bundle"
    other.tool("export", "--out", foreign)
    refused(kiosk.tool("wipe", "--bundle", foreign), "altered, or is another", "wiping with another device's bundle")
    with open(file, encoding="utf-8") as good, open(file + ".bad", "w", encoding="utf-8") as bad:
        bad.write(good.read().replace('"screen":"home"', '"screen":"bill"', 1))
    refused(kiosk.tool("take", file + ".bad", site=hall.toml), "altered", "taking an altered bundle")
    kiosk.press_help(3)
    refused(kiosk.tool("wipe", "--bundle", file), "holds more", "wiping with a bundle that is not all of it")
    kiosk.tool("export", "--out", file)
    check(kiosk.tool("wipe", "--bundle", file).returncode == 0, "wiping with the whole bundle")
    left = [name for name in os.listdir(kiosk.folder) if name.startswith("store.db") and not name.endswith(".lock")]
    check(not left and not os.listdir(kiosk.folder + "/keys"), "nothing of it is left: %s" % left)
    done = kiosk.tool("take", file, site=hall.toml)
    check(done.stdout.strip() == "3 ops of K91: 3 applied", "the registry takes them: " + done.stdout.strip())
    check("3 known before" in kiosk.tool("take", file, site=hall.toml).stdout, "once")
    helps = [op["op"]["fields"]["help"] for op in hall.pages() if op["op"]["device"] == "K91"]
    check(helps == ["%016x" % n for n in (1, 2, 3)], "in their order")
    check(hall.tool("devices", "remove", "K91") is not None, "and the device may be removed")


def main():
    with Hall("HA", DEMO) as hall:
        story(hall)
    sys.exit(1 if failures else 0)


main()
