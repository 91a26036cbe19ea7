#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""faults.py [--kills N] [--seed N]: real programs under faults. `./test faults` calls it.

kill: a registry, two kiosks, two stations and a board work through a morning; one after the other is killed with
SIGKILL at any moment and started again. cut: every device in turn is cut off from the registry, upwards, downwards or
both ways, while all go on working. After each, heal, settle, and check what stores and acknowledgements say.
Appends a table to docs/results/faults.md; ends with 1 when an invariant is hurt."""
import argparse
import datetime
import secrets
import shutil
import sys
import time

from faultyhall import DEVICES, ROOT, FaultyHall
from ledger import Ledger, acknowledged, pending
from registry_hall import DAY

SETTLE_SECONDS = 60
LONGEST_LIFE = 1.2  # seconds from one kill of somebody to the next
CUT_SECONDS = 6


def settle(hall):
    """Until nothing waits to be sent and nobody's picture changes any more; False: wedged."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        if all(pending(hall, device) == 0 for device, role in DEVICES if role != "display"):
            return True
        time.sleep(0.5)
    return False


def kills(hall, count):
    died = 0
    for number in range(count):
        name = hall.random.choice(("REG", *(device for device, _ in DEVICES)))
        died += hall.restart(name) is not None
        time.sleep(hall.random.uniform(0.05, LONGEST_LIFE))
        if number % 50 == 49:
            print(f"  {number + 1} of {count} kills", flush=True)
    return died


def cuts(hall, _count):
    for device, _ in DEVICES:
        for up, down in ((False, True), (True, False), (False, False)):
            hall.relays[device].set(up, down)
            time.sleep(CUT_SECONDS)
            hall.relays[device].heal()
            time.sleep(1)
    return 0


def scenario(name, act, count, seed):
    hall = FaultyHall(seed)
    print(f"{name}: seed {seed}, {hall.folder}", flush=True)
    try:
        for device, _ in DEVICES:
            hall.start(device)
        time.sleep(3)
        died = act(hall, count)
        hall.quieten()
        settled = settle(hall)
        time.sleep(3)
        hall.stop()
        ledger = Ledger(hall, DEVICES, DAY)
        ops = ledger.verify()
        ledger.check(settled, "I8 settled within a minute")
        ledger.check(died == 0, "a program ended by itself", died)
        said = sum(len(acknowledged(hall, device)) for device, _ in DEVICES)
        return name, seed, sum(hall.kills.values()), dict(hall.kills), ops, said, ledger, hall.folder
    finally:
        hall.stop()


def report(results):
    lines = []
    for name, seed, kill_count, each, ops, said, ledger, folder in results:
        hurt = "; ".join(f"{key} x{n}" for key, n in ledger.wrong.items()) or "none"
        lines.append(f"| {datetime.date.today()} | {name} | {seed} | {kill_count} ({', '.join(f'{k} {v}' for k, v in each.items())})"
                     f" | {ops} | {said} | {hurt} |")
        for key, example in ledger.examples.items():
            print(f"  {key}: {example}")
        if not ledger.wrong:
            shutil.rmtree(folder, ignore_errors=True)
        else:
            print(f"  kept: {folder}")
    path = ROOT / "docs/results/faults.md"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_text("# Real programs under faults\n\nWritten by `./test faults`; every line is one run.\n\n"
                        "| day | fault | seed | kills (by program) | ops in the log | acknowledged to people | invariants hurt |\n"
                        "|---|---|---|---|---|---|---|\n")
    with open(path, "a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    print("\n".join(lines))


def main():
    parser = argparse.ArgumentParser(prog="./test faults")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 30))
    parser.add_argument("--only", choices=("kill", "cut"))
    arguments = parser.parse_args()
    wanted = [("kill", kills), ("cut", cuts)]
    results = [scenario(name, act, arguments.kills, arguments.seed) for name, act in wanted
               if arguments.only in (None, name)]
    report(results)
    return 1 if any(result[6].wrong for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
