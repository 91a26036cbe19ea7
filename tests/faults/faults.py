#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""faults.py [FAULT...] [--kills N] [--seed N]: real programs under faults. `./test faults` calls it.

Faults: kill, cut, combinations, loss, frames, disk, clock (default: all that this machine allows). Each round starts a
registry and five devices, hurts them, heals, lets them settle, and holds what stores, papers and acknowledgements say
against the invariants. The same seed goes on where its last run stopped. Ends with 1 when an invariant is hurt.
--short: a few kills and cuts in half a minute, nothing is recorded."""
import argparse
import datetime
import secrets
import sys
import time

import results
import rounds
import tampering
from faultyhall import FaultyHall
from ledger import Ledger


def play(fault, seed, turn):
    """One round: its line for the results."""
    begun = time.monotonic()
    hall = FaultyHall(f"{seed}/{fault}/{turn.number}", turn.place())
    hurt = True
    try:
        hall.start_all()
        ledger, count = Ledger(hall), 0
        try:
            count = turn.act(hall)
        except AssertionError as problem:
            ledger.check(False, "I8", "a program did not start again", problem)
        for good, what, example in hall.findings:
            ledger.check(good, "I8", what, example)
        hall.place.cut(set())
        settled = hall.quieten()
        ledger.check(settled, "I8", "all settled within a minute", hall.folder)
        dead = hall.dead()
        ledger.check(not dead, "I8", "no program ended by itself", dead)
        stuck = hall.stop()
        ledger.check(not stuck, "I8", "every program ends when asked", stuck)
        ledger.verify()
        note = hall.place.note()
        if fault == "short" and not ledger.wrong:
            blind = tampering.unnoticed(hall)
            print(f"  the ledger noticed {len(tampering.SPOILS) - len(blind)} of {len(tampering.SPOILS)} spoiled rounds", flush=True)
            ledger.check(not blind, "I8", "the ledger is blind", blind)
        hurt = bool(ledger.wrong)
        for what, example in ledger.examples.items():
            print(f"  HURT {what}: {example}", flush=True)
        if hurt:
            print(f"  kept: {hall.folder} {hall.registry.folder}", flush=True)
        return {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "fault": fault,
                "variant": turn.variant, "seed": seed, "round": turn.number, "faults": count, "kills": hall.kills,
                "unsent_kills": hall.unsent_kills, "ops": ledger.ops, "acknowledged": ledger.acknowledged, "papers": ledger.papers,
                "calls": ledger.calls, "sent": hall.sent_seconds, "settled": hall.settle_seconds, "seconds": round(time.monotonic() - begun),
                "checked": ledger.checked, "hurt": ledger.wrong, "examples": ledger.examples, "collisions": ledger.collisions, "packets": note}
    finally:
        hall.close(keep=hurt)


def main():
    parser = argparse.ArgumentParser(prog="./test faults")
    parser.add_argument("faults", nargs="*", metavar="FAULT", choices=[[], *rounds.FAULTS])
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 30))
    parser.add_argument("--short", action="store_true")
    arguments = parser.parse_args()
    hurt = 0
    faults = {"short": rounds.short} if arguments.short else {f: rounds.FAULTS[f] for f in arguments.faults or rounds.FAULTS}
    for fault, turns in faults.items():
        problem = rounds.missing(fault)
        if problem:
            print(f"{fault}: not run: {problem}", flush=True)
            continue
        known = set() if arguments.short else results.done(fault, arguments.seed)
        for turn in turns(arguments.kills):
            if turn.number in known:
                continue
            line = play(fault, arguments.seed, turn)
            hurt += bool(line["hurt"])
            if not arguments.short:
                results.add(line)
            print(f"{fault} {turn.variant}: seed {arguments.seed} round {turn.number}: {line['faults']} faults, {line['ops']} ops, "
                  f"{line['papers']} papers, {line['calls']} calls, settled in {line['settled']} s, {line['seconds']} s in all: "
                  f"{'hurt ' + ', '.join(line['hurt']) if line['hurt'] else 'no invariant hurt'}", flush=True)
    return 1 if hurt else 0


if __name__ == "__main__":
    sys.exit(main())
