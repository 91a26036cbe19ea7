# SPDX-License-Identifier: Apache-2.0
"""The registry and every device in a network namespace of its own, on one bridge. The registry listens on the bridge over
mutual TLS and every device is enrolled; stations tell their calls to the board. Packets are dropped where they arrive
(nft), so that a sender cannot tell. With `frames`, a relay between device and bridge delays, repeats and reorders them."""
import json
import os
import re
import subprocess
import sys
import time

import registry_hall
from faultyhall import DEVICES, ROLES

ADDRESSES = {"REG": "10.77.0.1", "K1": "10.77.0.11", "K2": "10.77.0.12", "S1": "10.77.0.21", "S2": "10.77.0.22", "B1": "10.77.0.31"}
PORT, ZONE_PORT = 8480, 8490
ENROL_SECONDS = 60
RULES = """table inet faults {
  counter dropped { }
  set cut { type ipv4_addr; }
  chain loss { }
  chain arriving { type filter hook input priority 0; ip saddr @cut counter name dropped drop; jump loss; }
}
"""


def run(*words, text=None):
    done = subprocess.run(words, input=text, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(words)}: {done.stdout}"
    return done.stdout


def missing():
    """Why this machine cannot do it, or nothing."""
    if os.geteuid() != 0:
        return "network namespaces need root"
    name = f"mz{os.getpid()}-probe"
    try:
        run("ip", "netns", "add", name)
        run("ip", "netns", "exec", name, "nft", "-f", "-", text=RULES)
    except (AssertionError, FileNotFoundError) as problem:
        return str(problem)
    finally:
        subprocess.run(["ip", "netns", "del", name], check=False, stderr=subprocess.DEVNULL)
    return None


class Namespaces:
    name = "namespaces"

    def __init__(self, frames=None):
        self.frames, self.relay, self.relay_log = frames, None, None
        self.stem = f"mz{os.getpid()}-{time.monotonic_ns() % 10_000}"
        self.open_names, self.now_cut, self.inside = [], {}, False

    def namespace(self, name):
        return f"{self.stem}-{name}"

    def within(self, name):
        return ["nsenter", f"--net=/run/netns/{self.namespace(name)}"]

    def prefix(self, name):
        return self.within(name) if self.inside else []

    def make(self, name):
        run("ip", "netns", "add", self.namespace(name))
        self.open_names.append(name)

    def open(self, hall):
        hall.end("REG")
        self.make("hall")
        run("ip", "-n", self.namespace("hall"), "link", "add", "hall", "type", "bridge")
        run("ip", "-n", self.namespace("hall"), "link", "set", "hall", "up")
        for name, address in ADDRESSES.items():
            self.plug(name, address)
        if self.frames:
            self.start_relay(hall)
        self.inside = True
        self.write_registry(hall)
        hall.start("REG")
        for device, role in DEVICES:
            more = [f'boards = ["{ADDRESSES["B1"]}:{ZONE_PORT}"]'] if role == "counter" else []
            if role == "display":
                more = [f'listen_zone = "{ADDRESSES[device]}:{ZONE_PORT}"']
            hall.write_site(device, f"https://{ADDRESSES['REG']}:{PORT}", more)
            self.enrol(hall, device, role)

    def plug(self, name, address):
        """eth0 of a namespace, the other end in the bridge or, for a device behind the relay, beside it."""
        self.make(name)
        inner, hall = self.namespace(name), self.namespace("hall")
        run("ip", "link", "add", "eth0", "netns", inner, "type", "veth", "peer", "name", f"to{name}", "netns", hall)
        run("ip", "-n", inner, "addr", "add", f"{address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            run("ip", "-n", inner, "link", "set", link, "up")
        run("ip", "-n", hall, "link", "set", f"to{name}", "up")
        member = f"to{name}"
        if self.frames and name != "REG":
            member = f"in{name}"
            run("ip", "-n", hall, "link", "add", f"by{name}", "type", "veth", "peer", "name", member)
            run("ip", "-n", hall, "link", "set", f"by{name}", "up")
            run("ip", "-n", hall, "link", "set", member, "up")
        run("ip", "-n", hall, "link", "set", member, "master", "hall")
        run(*self.within(name), "nft", "-f", "-", text=RULES)
        self.now_cut[name] = set()

    def start_relay(self, hall):
        here = os.path.dirname(os.path.abspath(__file__))
        words = [sys.executable, "-B", here + "/frames.py"]
        for name in ADDRESSES:
            run(*self.within(name), *words, "plain", "eth0")
        self.relay_log = open(hall.folder / "frames.log", "wb")
        pairs = [f"to{device}=by{device}" for device, _ in DEVICES]
        self.relay = subprocess.Popen([*self.within("hall"), *words, "relay", json.dumps(self.frames),
                                       str(hall.random.randrange(1 << 30)), *pairs], stdout=self.relay_log, stderr=self.relay_log)

    def write_registry(self, hall):
        path = hall.folder / "REG.toml"
        plain = open(hall.registry.toml, encoding="utf-8").read()
        path.write_text(plain.replace(f"127.0.0.1:{hall.registry.port}", f"{ADDRESSES['REG']}:{PORT}"))
        hall.site["REG"] = path

    def enrol(self, hall, device, role):
        def said(*words):
            return run(*hall.words(device, *words))
        key = said("--fingerprint").split()[-1]
        answer = hall.registry.tool("enrol", device, "--role", role, "--key", key, "--json")
        deadline = time.monotonic() + ENROL_SECONDS
        while True:  # through a bad network it may take more than one try
            try:
                return said("--enrol", json.loads(answer)["code"])
            except AssertionError:
                if time.monotonic() > deadline:
                    raise

    def cut(self, edges):
        """`edges`: (from, to) of what gets lost from now on."""
        for name in ADDRESSES:
            lost = {ADDRESSES[source] for source, target in edges if target == name}
            if lost != self.now_cut[name]:
                self.now_cut[name] = lost
                more = f"add element inet faults cut {{ {', '.join(sorted(lost))} }}\n" if lost else ""
                run(*self.within(name), "nft", "-f", "-", text="flush set inet faults cut\n" + more)

    def lose(self, percent):
        """So many of all packets, wherever they arrive."""
        more = f"add rule inet faults loss numgen random mod 1000 < {round(percent * 10)} counter name dropped drop\n" if percent else ""
        for name in ADDRESSES:
            run(*self.within(name), "nft", "-f", "-", text="flush chain inet faults loss\n" + more)

    def note(self):
        """What the network did to packets, in all."""
        counters = "".join(run(*self.within(name), "nft", "list", "counters") for name in ADDRESSES)
        found = {"dropped": sum(map(int, re.findall(r"packets (\d+)", counters)))}
        if self.relay:
            self.end_relay()
            with open(self.relay_log.name, encoding="utf-8") as file:
                found.update(json.loads(file.read()))
        return {key: times for key, times in found.items() if times}

    def end_relay(self):
        if self.relay:
            self.relay.terminate()
            self.relay.wait()
            self.relay_log.close()
            self.relay = None

    def close(self):
        self.end_relay()
        for name in self.open_names:
            subprocess.run(["ip", "netns", "del", self.namespace(name)], check=False)


def edges(name, way):
    """What is lost when `name` cannot send ("up"), hear ("down") or either ("both")."""
    up = {(name, other) for other in ROLES if other != name}
    down = {(other, name) for other in ROLES if other != name}
    return {"up": up, "down": down, "both": up | down}[way]
