#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Devices and their certificates, with the real programs: enrolment and everything that can be wrong with it, the
listener of the devices, denial, removal, renewal of a certificate that has expired."""
import datetime
import hashlib
import json
import os
import signal
import ssl
import stat
import subprocess
import sys
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from openapi_check import Contract
from registry_hall import BIN, DEMO, ROOT, Hall, Wire

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATIENCE = 60
failures = []
contract = Contract(os.path.join(ROOT, "docs/openapi.yaml"))


def check(good, what):
    print(("ok      " if good else "FAILED  ") + what, flush=True)
    if not good:
        failures.append(what)


def eventually(act, what):
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if act():
            return check(True, what)
        time.sleep(0.1)
    return check(False, what)


class TlsHall(Hall):
    """A demo registry on its own machine that speaks TLS nevertheless."""

    def write_site(self, name, store, port):
        path = super().write_site(name, store, port)
        with open(path, "a", encoding="utf-8") as file:
            file.write("tls = true\n")
        return path

    def devices(self):
        return {d["id"]: d for d in map(json.loads, self.tool("devices", "--json").splitlines())}

    def code(self, device, role, key, **more):
        clock = more.pop("clock", self.clock)
        done = subprocess.run([BIN + "/menzhen", "enrol", device, "--role", role, "--key", key, "--json", "--site",
                               self.toml, "--clock", clock], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              check=False)
        return json.loads(done.stdout)["code"] if done.returncode == 0 else done.stderr


class Device:
    def __init__(self, hall, name, role, registry=None):
        self.hall, self.name, self.role = hall, name, role
        self.folder = os.path.join(hall.folder, name)
        self.keys = self.folder + "/keys"
        os.makedirs(self.folder)
        self.toml = self.folder + "/site.toml"
        with open(self.toml, "w", encoding="utf-8") as file:
            file.write('site = "%s"\nrole = "%s"\nid = "%s"\ntimezone = "Asia/Shanghai"\nstore = "sqlite://%s/store.db"\n'
                       'keys = "%s"\nregistry = "https://127.0.0.1:%d"\nzone = "3A"\ndemo = true\n'
                       % (hall.site, role, name, self.folder, self.keys, (registry or hall).port))
            if role == "display":
                file.write('voice = "none:"\n')
        self.environment = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")

    def words(self, *more):
        return [BIN + "/menzhen-" + self.role, "--site", self.toml, "--clock",
                "%s@%d" % (self.hall.clock, int(time.time())), *more]

    def run(self, *more):
        done = subprocess.run(self.words(*more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              env=self.environment, check=False, timeout=PATIENCE)
        return done.returncode, done.stdout

    def fingerprint(self):
        status, text = self.run("--fingerprint")
        assert status == 0, text
        return text.strip()

    def start(self):
        self.log = open(self.folder + "/log", "wb")
        self.process = subprocess.Popen(self.words(), stdout=self.log, stderr=self.log, env=self.environment)

    def said(self, words):
        with open(self.folder + "/log", encoding="utf-8", errors="replace") as file:
            return words in file.read()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def wire(self):
        return TlsWire(self.hall, self)


def context(device=None):
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    if device:
        made.load_cert_chain(device.keys + "/device.crt", device.keys + "/device.pem")
    return made


class TlsWire(Wire):
    """As this device, or as nobody."""

    def __init__(self, hall, device=None):
        super().__init__(hall)
        self.connection.sock = context(device).wrap_socket(self.connection.sock)

    def call(self, method, path, body=None, key=None):
        status, answer = super().call(method, path, body, key)
        if path in ("certificates", "enrolments"):
            contract.take(method, self.base + path, status, self.type, answer)
        return status, answer


def by_hand(hall):
    """Enrolment as docs/openapi.yaml describes it, by a program that is not ours."""
    key = ec.generate_private_key(ec.SECP256R1())
    public = key.public_key()
    spki = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    secret = hall.code("S9", "counter", hashlib.sha256(spki).hexdigest()[:16])[:8].replace("-", "")
    r, s = decode_dss_signature(key.sign(("menzhen enrol 1\nHA\nS9\n%s\n" % secret).encode(), ec.ECDSA(hashes.SHA256())))
    body = {"id": "S9", "code": secret, "proof": "%064x%064x" % (r, s), "public_key": public.public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()}
    wire = TlsWire(hall)
    status, answer = wire.call("POST", "enrolments", {**body, "proof": "00" * 64})
    check((status, answer["code"]) == (400, "enrol-proof"), "a key that one does not hold is not certified")
    status, answer = wire.call("POST", "enrolments", body)
    check(status == 200 and answer["role"] == "counter", "another program enrols by the description: %s" % answer)
    station = type("Station", (), {"keys": hall.folder})
    for name, text in (("device.crt", answer["certificate"]), ("device.pem", key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode())):
        with open(os.path.join(hall.folder, name), "w", encoding="ascii") as file:
            file.write(text)
    status, answer = TlsWire(hall, station).call("POST", "certificates", {})
    check(status == 200 and "BEGIN CERTIFICATE" in answer["certificate"], "and renews")


def strangers(hall):
    wire = TlsWire(hall)
    status, answer = wire.call("GET", "snapshot?scope=lobby")
    check((status, answer["code"]) == (403, "certificate-missing"), "a stranger is told that it has no certificate")
    status, answer = wire.call("POST", "certificates", {})
    check((status, answer["code"]) == (403, "certificate-missing"), "and cannot renew one")
    check(wire.call("GET", "/healthz")[0] == 200, "but may ask whether the program is alive")
    try:
        Wire(hall).call("GET", "/healthz")
        check(False, "plain HTTP is no way in")
    except OSError:
        check(True, "plain HTTP is no way in")


def wrong_ways(hall, other):
    kiosk = Device(hall, "K2", "kiosk")
    key = kiosk.fingerprint()
    check("not in" not in key and len(key) == 19, "a device shows its key: " + key)
    code = hall.code("K2", "kiosk", key)
    mistyped = code[:-1] + LETTERS[(LETTERS.index(code[-1]) + 1) % 32]
    for typed, problem in ((mistyped, "enrol-code-check"), ("K7Q2M", "enrol-code-length")):
        status, text = kiosk.run("--enrol", typed)
        check(status == 1 and problem in text, "%s is noticed before anybody is asked" % problem)
    late = hall.code("K2", "kiosk", key, clock="2026-11-23T07:35")
    status, text = kiosk.run("--enrol", late)
    check(status == 1 and "enrol-expired" in text, "a code of 15 minutes ago has expired: " + text.split("\n")[0])
    hall.code("K2", "kiosk", "aaaa-bbbb")
    status, text = kiosk.run("--enrol", late)
    check(status == 1 and "tries left: 4" in text, "another code is a wrong one")
    status, text = kiosk.run("--enrol", hall.code("K2", "kiosk", "aaaa-bbbb"))
    check(status == 1 and "enrol-wrong-device" in text, "a code is good for one key alone")
    for _ in range(5):
        status, text = kiosk.run("--enrol", late)
    status, text = kiosk.run("--enrol", late)
    check(status == 1 and "enrol-locked" in text, "five wrong codes and it is dead")
    nobody = Device(hall, "K3", "kiosk")
    status, text = nobody.run("--enrol", code)
    check(status == 1 and "unknown-enrolment" in text, "no code was made for this device")
    astray = Device(hall, "K4", "kiosk", registry=other)
    status, text = astray.run("--enrol", hall.code("K4", "kiosk", astray.fingerprint()))
    check(status == 1 and "certificate-foreign" in text, "a registry that did not make the code is told nothing")
    check(not os.path.exists(kiosk.keys + "/device.crt"), "no certificate came of all that")


def enrolled(hall):
    board = Device(hall, "B1", "display")
    board.start()
    eventually(lambda: board.said("not enrolled"), "a board that nobody enrolled runs and says so")
    code = hall.code("B1", "display", board.fingerprint())
    status, text = board.run("--enrol", code)
    check(status == 0 and board.fingerprint() in text, "enrolled while it runs: " + text.strip())
    eventually(lambda: board.said("the registry answers"), "and takes its certificate up by itself")
    status, _ = board.run("--enrol", code)
    check(status == 0, "the same device may ask again: an answer may have been lost")
    modes = {name: stat.S_IMODE(os.stat(os.path.join(board.keys, name)).st_mode) for name in os.listdir(board.keys)}
    check(set(modes.values()) == {0o600} and stat.S_IMODE(os.stat(board.keys).st_mode) == 0o700,
          "keys are their owner's alone: %s" % modes)
    eventually(lambda: hall.devices().get("B1", {}).get("last_contact_ms"), "`menzhen devices` says when it was heard")
    row = hall.devices()["B1"]
    week = row["certificate_until"] - time.time()
    check(row["state"] == "trusted" and row["role"] == "display" and 6.9 * 86400 < week < 7.1 * 86400, "and until when")
    check(abs(row["clock_offset_ms"]) < 5000, "and how its clock stands: %s" % row)
    status, _ = board.wire().call("GET", "/v1/sites/ZZ/snapshot?scope=lobby")
    check(status == 403, "a certificate of one site opens nothing of another")
    return board


def denied(hall, board):
    other = board.wire()
    check(other.call("GET", "snapshot?scope=board:3A")[0] == 200, "a board is answered")
    hall.tool("devices", "deny", "B1")
    for path in ("snapshot?scope=board:3A", "live?scope=board:3A", "sessions?day=20261123"):
        status, answer = other.call("GET", path)
        check((status, answer["code"]) == (403, "denied"), "denied at the next contact: " + path)
    status, answer = other.call("POST", "certificates", {})
    check((status, answer["code"]) == (403, "denied"), "no new certificate either")
    check("denied" in hall.code("B1", "display", board.fingerprint()), "nor a new code")
    eventually(lambda: board.said("needs a person: denied"), "the board's own log says it")
    hall.tool("devices", "trust", "B1")
    check(other.call("GET", "snapshot?scope=board:3A")[0] == 200, "trusted again")
    check(board.stop() == 0, "the board ends well")
    keys = {r[0]: r for r in hall_keys(board)}
    check(all(row[-1] == 0 for row in keys.values() if row[2] == "B1"), "its key is good again")
    hall.tool("devices", "remove", "B1")
    check(other.call("GET", "snapshot?scope=board:3A")[0] == 403, "removed")
    newer = Device(hall, "B1x", "display")
    newer.toml = newer.toml  # another machine that takes the old one's id
    with open(newer.toml, encoding="utf-8") as file:
        text = file.read().replace('id = "B1x"', 'id = "B1"')
    with open(newer.toml, "w", encoding="utf-8") as file:
        file.write(text)
    status, text = newer.run("--enrol", hall.code("B1", "display", newer.fingerprint()))
    check(status == 0, "its id is free for another machine: " + text.strip())
    check(hall.devices()["B1"]["incarnation"] == 2, "which begins an incarnation of its own")
    check(newer.wire().call("GET", "snapshot?scope=board:3A")[0] == 200, "and is answered")
    check(other.call("GET", "snapshot?scope=board:3A")[0] == 403, "the old machine is not, with the same id")
    return newer


def hall_keys(device):
    table = device.wire().must("GET", "snapshot?scope=lobby")["tables"]["trusted_key"]
    return table["rows"]


def expire(hall, board):
    """The board's own certificate, as it would be a week after its end."""
    with open(hall.folder + "/keys/authority.pem", "rb") as file:
        signer = serialization.load_pem_private_key(file.read(), None)
    with open(board.keys + "/device.crt", "rb") as file:
        old = x509.load_pem_x509_certificate(file.read())
    now = datetime.datetime.utcnow()
    builder = x509.CertificateBuilder(old.issuer, old.subject, old.public_key(), x509.random_serial_number(),
                                      now - datetime.timedelta(days=14), now - datetime.timedelta(days=7))
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    with open(board.keys + "/device.crt", "wb") as file:
        file.write(builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))


def renewed(hall, board):
    expire(hall, board)
    status, answer = board.wire().call("GET", "snapshot?scope=board:3A")
    check((status, answer["code"]) == (403, "certificate-expired"), "an expired certificate is told so")
    board.start()
    eventually(lambda: board.said("certificate renewed"), "a board that was off for a fortnight renews by itself")
    eventually(lambda: board.said("the registry answers"), "and goes on")
    check(board.wire().call("GET", "snapshot?scope=board:3A")[0] == 200, "with what it was given")
    check(board.stop() == 0, "the board ends well")


def main():
    with TlsHall("HA", DEMO) as hall, TlsHall("HA", DEMO) as other:
        strangers(hall)
        by_hand(hall)
        wrong_ways(hall, other)
        board = enrolled(hall)
        newer = denied(hall, board)
        renewed(hall, newer)
    for operation in sorted(contract.operations(tls=True) - contract.good):
        check(False, "%s %s: no good answer was seen" % operation)
    for problem in sorted(set(contract.problems)):
        check(False, problem)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
