#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Tests of the tests: switches each seeded bug (app/core/bugs.h) on and requires that the simulator
notices it, or, where it cannot see it, the suite that is named here. Prints a table.

    bugs.py BIN_FOLDER [NUMBER...]

BIN_FOLDER is that of a build with MENZHEN_SEEDED_BUGS (preset `bugs`)."""
import os
import pathlib
import re
import subprocess
import sys

SEEDS = 3000  # at most; a bug is usually seen within a few dozen
JOBS = str(os.cpu_count() or 1)
# Bugs that leave no trace in a simulated morning, and who sees them.
SUITES = {}


def bugs(root):
    text = (root / "app/core/bugs.h").read_text(encoding="utf-8")
    found = re.findall(r"^\s+(\w+) = (\d+),\s+///< (.*)$", text, re.M)
    return [(int(number), name, what) for name, number, what in found]


def by_simulator(bin_folder, number):
    """(seeds needed, first violation), or None."""
    run = subprocess.run(
        [bin_folder / "menzhen-sim", "--seeds", str(SEEDS), "--jobs", JOBS, "--until-violation",
         "--bug", str(number)],
        capture_output=True, text=True, check=False)
    first = re.search(r"^seed (\d+): (.*)$", run.stdout, re.M)
    if run.returncode == 2:
        sys.exit(run.stderr)
    if not first or run.returncode == 0:
        return None
    needed = re.search(r"(\d+) schedules in", run.stdout)
    return int(needed.group(1)) if needed else int(first.group(1)), first.group(2)


def by_suite(bin_folder, number):
    program, filters = SUITES[number]
    run = subprocess.run([bin_folder / program, "--gtest_filter=" + filters],
                         env=dict(os.environ, MENZHEN_BUG=str(number)),
                         capture_output=True, text=True, check=False)
    return None if run.returncode == 0 else (0, program + " " + filters)


def main():
    root = pathlib.Path(__file__).resolve().parents[2]
    bin_folder = pathlib.Path(sys.argv[1]).resolve()
    wanted = {int(a) for a in sys.argv[2:]}
    missed = []
    print("| bug | | seeds | caught by |\n|---|---|---|---|")
    listed = [b for b in bugs(root) if not wanted or b[0] in wanted]
    for number, name, what in listed:
        found = by_suite(bin_folder, number) if number in SUITES else by_simulator(bin_folder, number)
        if found is None:
            missed.append(name)
        seeds, how = found or ("-", "NOT CAUGHT")
        print(f"| {number} {name} | {what} | {seeds or 'suite'} | {how[:110]} |", flush=True)
    print(f"{len(listed) - len(missed)} of {len(listed)} seeded bugs caught")
    if missed:
        print("not caught: " + ", ".join(missed))
    sys.exit(1 if missed or not listed else 0)


main()
