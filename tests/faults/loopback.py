# SPDX-License-Identifier: Apache-2.0
"""Everything on the loopback, without certificates: for faults that are not the network's. With relays each device has
a way of its own that can be cut; that needs no rights, but only namespaces.py loses packets as a network does."""
from faultyhall import DEVICES
from relay import Relay


class Loopback:
    name = "loopback"

    def __init__(self, relays=False):
        self.relayed, self.relays = relays, {}

    def open(self, hall):
        for device, _ in DEVICES:
            port = hall.registry.port
            if self.relayed:
                self.relays[device] = Relay(port)
                port = self.relays[device].port
            hall.write_site(device, f"http://127.0.0.1:{port}")

    def prefix(self, _name):
        return []

    def cut(self, edges):
        """`edges`: (from, to) of what gets lost from now on."""
        for device, relay in self.relays.items():
            up, down = (device, "REG") not in edges, ("REG", device) not in edges
            if up and down and (relay.cut_up or relay.cut_down):
                relay.heal()
            relay.set(up, down)

    def note(self):
        return {}

    def close(self):
        for relay in self.relays.values():
            relay.close()
