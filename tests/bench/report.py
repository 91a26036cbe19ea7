#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""report.py BIN [NAME...]: runs every program BIN/bench_* and prints what it measured as a table.

A benchmark program prints one JSON object a line on standard output:
    {"bench": "device-commit", "what": "p99 against a bare commit", "value": 1.21, "unit": "ratio",
     "limit": 1.5, "better": "lower"}
`limit` is absent for a figure that only informs; `better` is "lower" or "higher". Figures are worth
something only beside the load and the disk of their moment, so both are measured before each program.
The status is 1 when a limit is missed, a program fails, or none is found."""
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

LIMIT_SECONDS = 900


def fdatasync_ms(folder, rounds=50):
    """Median milliseconds of writing 4 kB and fdatasync, in the folder where the stores will lie."""
    took = []
    with tempfile.NamedTemporaryFile(dir=folder) as file:
        for _ in range(rounds):
            begin = time.perf_counter()
            os.pwrite(file.fileno(), b"\0" * 4096, 0)
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - begin) * 1000)
    return statistics.median(took)


def good(line):
    if "limit" not in line:
        return True
    return line["value"] <= line["limit"] if line.get("better", "lower") == "lower" else line["value"] >= line["limit"]


def run(program, scratch):
    """The lines that one program printed, and whether all is well."""
    environment = {**os.environ, "TMPDIR": str(scratch), "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
                   "QT_QUICK_BACKEND": "software"}
    try:
        done = subprocess.run([program], stdout=subprocess.PIPE, text=True, timeout=LIMIT_SECONDS, env=environment)
    except subprocess.TimeoutExpired:
        print(f"{program.name}: not done after {LIMIT_SECONDS} s")
        return [], False
    lines = [json.loads(l) for l in done.stdout.splitlines() if l.startswith("{")]
    if done.returncode or not lines:
        print(f"{program.name}: ended with {done.returncode} and {len(lines)} figures")
    return lines, done.returncode == 0 and bool(lines)


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    programs = [p for p in sorted(binaries.glob("bench_*")) if not sys.argv[2:] or p.name in sys.argv[2:]]
    if not programs:
        print(f"bench: no bench_* in {binaries}")
        sys.exit(1)
    all_good = True
    print(f"{'benchmark':<24} {'what':<44} {'value':>10} {'limit':>10} unit          load  fdatasync")
    with tempfile.TemporaryDirectory(dir=binaries.parent, prefix="bench-") as scratch:
        for program in programs:
            load, disk = os.getloadavg()[0], fdatasync_ms(scratch)
            lines, well = run(program, scratch)
            all_good &= well
            for line in lines:
                well = good(line)
                all_good &= well
                bound = {"lower": "<=", "higher": ">="}[line.get("better", "lower")] + f"{line['limit']:g}" if "limit" in line else ""
                print(f"{line['bench']:<24} {line.get('what', ''):<44} {line['value']:>10.4g} {bound:>10} "
                      f"{line.get('unit', ''):<12} {load:>5.2f} {disk:>7.2f} ms{'' if well else '  MISSED'}", flush=True)
    print("bench: every limit kept" if all_good else "bench: FAILED")
    sys.exit(0 if all_good else 1)


if __name__ == "__main__":
    main()
