#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""zone_link.py FOLDER: with the registry dead, a call at a station is painted and spoken on its zone's board. The real
hall, enrolled for real; the registry is killed in the middle of the morning. Then a station that is not ours, with a
certificate of its own, tells the board a patient whom nobody else knows."""
import json
import os
import pathlib
import shutil
import socket
import ssl
import sys
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../packaging"))
import accessbus  # noqa: E402
import hall  # noqa: E402
import tour  # noqa: E402


class Station:
    """Speaks the zone link's lines over mutual TLS, with the certificate of an enrolled device."""

    def __init__(self, keys, demo):
        local, _, begun = demo.clock.partition("@")  # calls are told in the site's time
        site = hall.datetime.datetime.fromisoformat(local).replace(tzinfo=hall.zoneinfo.ZoneInfo(hall.ZONE))
        self.ahead = site.timestamp() - int(begun)
        context = ssl.create_default_context(cafile=str(keys / "authority.crt"))
        context.check_hostname = False
        # The demonstration's certificates are of the real time; the chain is what counts here.
        context.load_cert_chain(str(keys / "device.crt"), str(keys / "device.pem"))
        self.wire = context.wrap_socket(socket.create_connection(("127.0.0.1", int(demo.values["zone_port"])), 10))
        self.file = self.wire.makefile("rb")

    def tell(self, seq, number, **more):
        row = {"v": 1, "op": ["S7", 1, seq], "id": "aabbccdd" + number, "queue": "CARD-D01", "number": number, "mask": "",
               "state": "called", "room": "301", "called_at": int((time.time() + self.ahead) * 1000), "calls": 1, "department_zh": "",
               "department_en": "", "sensitive": False, **more}
        self.wire.sendall((json.dumps(row) + "\n").encode())
        return json.loads(self.file.readline() or b"{}")


class Blackout(tour.Tour):
    def voices(self, number):
        return sorted((hall.RUN / "voice").glob(f"*{number}*.wav"))

    def morning(self):
        kiosk = self.program("kiosk")
        self.kiosk_with_booking(kiosk)
        counter, board = self.program("counter"), self.program("display")
        self.station(counter)
        number = self.booking["number"]
        self.call(counter, board, number, "the patient with the booking")
        said = len(self.voices(number))
        spare = self.enrolled("S7", "counter"), self.enrolled("K7", "kiosk")
        self.step("blackout", "the registry is killed", self.kill_registry)

        def again():
            self.press(counter, "(Call the patient again|再次呼叫当前患者)", role="push button")
            return self.until(lambda: len(self.voices(number)) > said, "a second sound")
        self.step("repeat", "the station calls again, and the board says it", again, board)
        self.step("other", "a station tells a patient whom only it knows", lambda: self.told(spare[0], board), board)
        self.step("kiosk", "a kiosk's certificate opens nothing here", lambda: self.turned_away(spare[1]))

    def until(self, true, what):
        deadline = time.monotonic() + tour.STEP_SECONDS
        while not true():
            if time.monotonic() > deadline:
                raise accessbus.NotSeen(f"no {what}")
            time.sleep(0.1)
        return what

    def kill_registry(self):
        process = next(p for n, p in self.hall.started if n == "registry")
        process.kill()
        return process.wait(10)

    def enrolled(self, name, role):
        keys, site = hall.RUN / "keys" / name, hall.RUN / "sites" / f"{name}.toml"
        text = (hall.RUN / "sites" / f"{role}.toml").read_text()
        text = text.replace(f"keys/{role}", f"keys/{name}").replace('id = "S1"', f'id = "{name}"')
        site.write_text(text.replace('id = "K1"', f'id = "{name}"'))
        program = hall.Program(name, f"menzhen-{role}", "", role=role, id=name)
        self.hall.enrol(program, site)
        return keys

    def told(self, keys, board):
        station = Station(keys, self.hall)
        for _ in range(2):  # the same op twice: shown and said once
            if station.tell(1, "Z901") != {"v": 1, "has": ["S7", 1, 1]}:
                raise accessbus.NotSeen("no answer of the board")
        seen = board.wait(".*Z901.*", seconds=tour.STEP_SECONDS).get_name()
        self.until(lambda: self.voices("Z901"), "sound for Z901")
        time.sleep(3)
        if len(self.voices("Z901")) != 1:
            raise accessbus.NotSeen(f"one call was said {len(self.voices('Z901'))} times")
        return seen

    def turned_away(self, keys):
        try:
            answer = Station(keys, self.hall).tell(1, "Z902")
        except OSError as closed:
            answer = str(closed)
        if isinstance(answer, dict) and answer:
            raise accessbus.NotSeen(f"the board answered a kiosk: {answer}")
        return "closed"


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return Blackout(folder).run()


if __name__ == "__main__":
    sys.exit(main())
