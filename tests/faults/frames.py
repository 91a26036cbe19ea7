#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""frames.py relay JSON SEED LINK=LINK...: carries Ethernet frames between each pair of links, and on the way delays,
repeats, reorders and loses some: {"delay_ms", "jitter_ms", "twice", "lost"}, the last two as parts of 1.
frames.py plain LINK: switches off what a real card does to frames (checksums, joining), which a relay must not see.

tc netem would do it, where the kernel has it."""
import array
import fcntl
import heapq
import json
import random
import select
import signal
import socket
import struct
import sys
import time

ETH_P_ALL = 3
SIOCETHTOOL = 0x8946
SWITCHES = (0x15, 0x17, 0x1F, 0x24, 0x2C)  # ETHTOOL_SRXCSUM STXCSUM STSO SGSO SGRO
LARGEST = 65_536
REORDERED_MS = 30  # what is held back so long comes behind its successors


def plain(link):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        for switch in SWITCHES:
            value = array.array("B", struct.pack("II", switch, 0))
            request = struct.pack("16sP", link.encode(), value.buffer_info()[0])
            try:
                fcntl.ioctl(control, SIOCETHTOOL, request)
            except OSError:
                pass  # this link has no such switch


def relay(manners, seed, pairs):
    chance, waiting, other, counts = random.Random(seed), [], {}, dict.fromkeys(("carried", "twice", "held", "lost"), 0)
    for pair in pairs:
        ends = []
        for link in pair.split("="):
            plain(link)
            end = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ETH_P_ALL))
            end.bind((link, ETH_P_ALL))
            end.setblocking(False)
            ends.append(end)
        other[ends[0]], other[ends[1]] = ends[1], ends[0]
    poll = select.epoll()
    by_number = {end.fileno(): end for end in other}
    for number in by_number:
        poll.register(number, select.EPOLLIN)
    serial, going = 0, []
    signal.signal(signal.SIGTERM, lambda *_: going.append("over"))
    while not going:
        now = time.monotonic()
        while waiting and waiting[0][0] <= now:
            _, _, end, frame = heapq.heappop(waiting)
            try:
                end.send(frame)
            except OSError:
                counts["lost"] += 1
        for number, _ in poll.poll(max(0.0, min(0.05, waiting[0][0] - now)) if waiting else 0.05):
            try:
                frame, source = by_number[number].recvfrom(LARGEST)
            except OSError:
                continue
            if source[2] == socket.PACKET_OUTGOING:
                continue
            if chance.random() < manners.get("lost", 0):
                counts["lost"] += 1
                continue
            times = 1 + (chance.random() < manners.get("twice", 0))
            counts["carried"] += 1
            counts["twice"] += times - 1
            for _ in range(times):
                held = chance.random() < manners.get("held", 0)
                counts["held"] += held
                ms = manners.get("delay_ms", 0) + chance.uniform(0, manners.get("jitter_ms", 0)) + held * REORDERED_MS
                serial += 1
                heapq.heappush(waiting, (time.monotonic() + ms / 1000, serial, other[by_number[number]], frame))
    print(json.dumps(counts), flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "plain":
        plain(sys.argv[2])
    else:
        relay(json.loads(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
