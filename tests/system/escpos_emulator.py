#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""A receipt printer on a TCP port of the loopback, with the faults of real ones.

  escpos_emulator.py --out DIR [--width 576] [fault...]     prints "port N", serves until its input ends
  escpos_emulator.py --out DIR --file TICKET.bin            one file; exit 1 when it holds an error

Each cut writes DIR/ticket-N.png, .pgm and .json {lines, qr, errors, rows}. Commands on standard input, one a
line: paper-in, cover-closed, cover-open, power-cycle. Faults: see --help. Real-time commands are obeyed
as they arrive, even inside a picture, as Epson's printers do."""
import argparse
import json
import os
import select
import socket
import sys
import time

import escpos_paper

MAX_BUFFER = 65536


class Printer:
    def __init__(self, options):
        self.options = options
        self.paper = escpos_paper.Paper(options.width, self.cut, self.say)
        self.paper.receipts = not options.no_receipt
        self.tickets = self.received = 0
        self.paper_end = options.paper_out
        self.cover = options.cover_open
        self.client = None
        self.realtime = b""

    def fault(self):
        return self.paper_end or self.cover

    def say(self, data):
        if self.client and not self.options.mute:
            try:
                self.client.sendall(data)
            except OSError:
                pass

    def cut(self, paper):
        if not paper.pieces and not paper.errors:
            return  # a stump without a mark on it
        stem = os.path.join(self.options.out, "ticket-%d" % self.tickets)
        self.tickets += 1
        image = paper.picture()
        image.save(stem + ".png")
        image.save(stem + ".pgm")
        report = {"lines": paper.lines, "qr": paper.qr, "errors": paper.errors, "rows": paper.y}
        with open(stem + ".part", "w", encoding="utf-8") as file:
            json.dump(report, file, ensure_ascii=False)
        os.rename(stem + ".part", stem + ".json")
        self.failed = bool(paper.errors)

    # ---- what arrives ----
    def receive(self, data):
        for byte in data:
            self.received += 1
            if self.options.lose_at == self.received:
                self.options.lose_at = None
                self.power_cycle() if self.options.power else self.hang_up()
                return
            self.realtime += bytes([byte])
            if not self.obey():
                continue
            self.paper.buffer += self.realtime
            self.realtime = b""
        if len(self.paper.buffer) > MAX_BUFFER:
            self.paper.error("buffer over %d bytes" % MAX_BUFFER)

    def obey(self):
        """True when what is held back is no real-time command."""
        held = self.realtime
        whole = {b"\x10\x04": 3, b"\x10\x05": 3, b"\x10\x14": 10}.get(held[:2], 1)
        if held == b"\x10":
            return False
        if whole == 1:
            return True
        if len(held) < whole:
            return False
        self.realtime = b""
        if held[1] == 4:
            self.status(held[2])
        elif held[1] == 0x14:
            self.paper.buffer = b""
            self.paper.reset()
            self.say(b"\x37\x25\x00")
        return False

    def status(self, n):
        offline = 8 if self.fault() else 0
        answer = {1: 0x12 | offline,
                  2: 0x12 | (4 if self.cover else 0) | (0x20 if self.paper_end else 0),
                  3: 0x12,
                  4: 0x12 | (0x60 if self.paper_end else 0) | (0x0C if self.paper_end or self.options.near_end else 0)}
        self.say(bytes([answer[n]]))

    def hang_up(self):
        if self.client:
            self.client.close()
        self.client = None
        self.realtime = b""

    def power_cycle(self):
        self.hang_up()
        self.paper.buffer = b""
        self.paper.reset()

    # ---- what is printed ----
    def work(self, budget):
        while budget > 0 and not self.fault():
            before = len(self.paper.buffer)
            if not self.paper.step():
                return
            budget -= max(1, before - len(self.paper.buffer))
            self.row_faults()

    def row_faults(self):
        options, rows = self.options, self.paper.rows_printed
        if options.paper_end_row and rows >= options.paper_end_row:
            options.paper_end_row = None
            self.paper_end = True
        if options.power_row and rows >= options.power_row:
            options.power_row = None
            self.power_cycle()

    def order(self, line):
        if line == "paper-in":
            self.paper_end = False
        elif line == "cover-closed":
            self.cover = False
        elif line == "cover-open":
            self.cover = True
        elif line == "power-cycle":
            self.power_cycle()


def serve(options):
    server = socket.create_server(("127.0.0.1", options.port))
    print("port", server.getsockname()[1], flush=True)
    printer = Printer(options)
    last = time.monotonic()
    while True:
        waiting = [sys.stdin, printer.client or server]
        ready, _, _ = select.select(waiting, [], [], 0.01)
        if sys.stdin in ready:
            line = sys.stdin.readline()
            if not line:
                return 0
            printer.order(line.strip())
        if server in ready:
            printer.client = server.accept()[0]
        elif printer.client in ready:
            try:
                data = printer.client.recv(4096)
            except OSError:
                data = b""
            printer.receive(data) if data else printer.hang_up()
        now = time.monotonic()
        printer.work((now - last) * options.bytes_per_second if options.bytes_per_second else 1 << 30)
        last = now


def render(options):
    printer = Printer(options)
    printer.failed = True
    with open(options.file, "rb") as file:
        printer.paper.buffer = file.read()
    printer.work(1 << 30)
    if printer.paper.buffer:
        print("not all was understood:", printer.paper.buffer[:16].hex())
        return 1
    if printer.paper.pieces:  # a printer without a knife
        printer.cut(printer.paper)
    return 1 if printer.failed else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", required=True)
    parser.add_argument("--file")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--width", type=int, default=576)
    parser.add_argument("--mute", action="store_true", help="never answers")
    parser.add_argument("--no-receipt", action="store_true", help="knows no GS ( H")
    parser.add_argument("--near-end", action="store_true")
    parser.add_argument("--paper-out", action="store_true", help="no paper from the start")
    parser.add_argument("--cover-open", action="store_true")
    parser.add_argument("--paper-end-row", type=int, help="paper ends at this row; the buffer is kept")
    parser.add_argument("--power-row", type=int, help="loses power at this row; the buffer is lost")
    parser.add_argument("--lose-at", type=int, help="hangs up at this byte; the buffer is kept")
    parser.add_argument("--power", action="store_true", help="--lose-at loses power as well")
    parser.add_argument("--bytes-per-second", type=float, default=0)
    options = parser.parse_args()
    os.makedirs(options.out, exist_ok=True)
    return render(options) if options.file else serve(options)


if __name__ == "__main__":
    sys.exit(main())
