#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""`./test money [--payments N] [--seed N] [--batch N] [--dry]`: many payments through a real registry and the payment sandbox with
random faults, lost answers and kill -9 of the registry; then everything heals, and our books must be the ledger with nothing
unknown. Batch by batch, each at a hospital of its own; what a batch found is a line of docs/results/money.jsonl, and the same seed
goes on where its last run stopped. Ends with 1 when a batch is wrong. --dry: nothing is recorded."""
import argparse
import datetime
import random
import sys
import time

import moneyresults
import moneytown


def play(seed, number, payments):
    """One batch: its line for the results."""
    began = time.monotonic()
    found = moneytown.batch(seed, number, payments)
    return {"at": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"), "seed": seed, "batch": number, **found,
            "seconds": round(time.monotonic() - began)}


def main():
    words = argparse.ArgumentParser(prog="./test money")
    words.add_argument("--payments", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    words.add_argument("--batch", type=int, default=1000)
    words.add_argument("--dry", action="store_true")
    words = words.parse_args()
    print("seed", words.seed, flush=True)
    known, left, wrong = set() if words.dry else moneyresults.done(words.seed), words.payments, 0
    for number in range(1, -(-words.payments // words.batch) + 1):
        share = min(words.batch, left)
        left -= share
        if number in known:
            continue
        line = play(words.seed, number, share)
        wrong += bool(line["wrong"])
        if not words.dry:
            moneyresults.add(line)
        print("seed {seed} batch {batch}: {bills} bills, {orders} orders, {open_at_once} open at once, {kills} kills, {struck} faults, {kept} fen kept, {ledger} in the "
              "ledger, {unknown} unknown, {seconds} s".format(**line), *("\n  WRONG " + each for each in line["wrong"]), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
