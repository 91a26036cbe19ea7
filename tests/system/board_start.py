#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""board_start.py: menzhen-display beside the real registry. It gets ready, is known to the registry, keeps what
its zone shows in its own store over a restart, ends at SIGTERM with 0, and refuses a screen too small for its room."""
import json
import os
import pathlib
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

BIN = pathlib.Path(os.environ["MENZHEN_BIN"])
ROOT = pathlib.Path(os.environ["MENZHEN_ROOT"])
CLOCK = ["--clock", "2026-11-23T07:50"]
ENVIRONMENT = dict(os.environ, QT_QPA_PLATFORM="offscreen", QT_QUICK_BACKEND="software")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(what, holds):
    deadline = time.monotonic() + 60
    while not holds():
        if time.monotonic() > deadline:
            sys.exit(f"board_start: {what}: did not happen in 60 s")
        time.sleep(0.05)


class Program:
    def __init__(self, name, site, log):
        self.log = log
        self.process = subprocess.Popen([str(BIN / name), "--site", str(site), *CLOCK], stderr=open(log, "wb"),
                                        stdout=subprocess.DEVNULL, env=ENVIRONMENT)

    def said(self, text):
        return text in self.log.read_text(errors="replace")

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def hall_of(store):
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as database:
        row = database.execute("SELECT value FROM meta WHERE name = 'board-hall'").fetchone()
    return json.loads(row[0]) if row else None


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        url = f"http://127.0.0.1:{free_port()}"
        common = f'site = "HA"\ntimezone = "Asia/Shanghai"\ndemo = true\n'
        registry = folder / "registry.toml"
        registry.write_text(common + f'role = "registry"\nstore = "sqlite://{folder}/r/registry.db"\n'
                            f'keys = "{folder}/rk"\nlisten_devices = "{url[7:]}"\n')
        board = folder / "board.toml"
        text = (common + f'role = "display"\nid = "B1"\nzone = "3A"\nregistry = "{url}"\nvoice = "wav://{folder}"\n'
                f'store = "sqlite://{folder}/b/board.db"\nkeys = "{folder}/bk"\nscreen_mm = [941, 529]\n')
        board.write_text(text)
        subprocess.run([str(BIN / "menzhen"), "import", str(ROOT / "resources/hospitals/hospital-demo.json"), "--site",
                        str(registry), *CLOCK], check=True, stdout=subprocess.DEVNULL)
        server = Program("menzhen-registry", registry, folder / "registry.log")
        wait_for("the registry is ready", lambda: server.said("start ready"))
        with urllib.request.urlopen(f"{url}/v1/sites/HA/snapshot?scope=board:3A") as answer:
            hall = json.load(answer)["hall"]
        assert hall["floor"] == 3 and any(s["room"] == "301" for s in hall["sessions"]), hall
        screen = Program("menzhen-display", board, folder / "board.log")
        wait_for("the board is ready", lambda: screen.said("start ready"))
        wait_for("the board hears the registry", lambda: screen.said("the registry answers"))
        wait_for("the board knows its hall", lambda: hall_of(folder / "b/board.db") == hall)
        assert screen.end() == 0, screen.log.read_text()
        assert server.end() == 0, server.log.read_text()
        alone = Program("menzhen-display", board, folder / "alone.log")
        wait_for("the board is ready without a registry", lambda: alone.said("start ready"))
        assert alone.end() == 0, alone.log.read_text()
        assert hall_of(folder / "b/board.db") == hall
        board.write_text(text + "seat_m = 30\n")
        small = Program("menzhen-display", board, folder / "small.log")
        assert small.process.wait(20) == 1 and small.said("seat so far away"), small.log.read_text()
    print("board_start: ready, in step, kept over a restart, ended in order")


if __name__ == "__main__":
    main()
