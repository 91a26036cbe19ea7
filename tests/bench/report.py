#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""report.py BIN [--resume] [NAME...]: runs every program BIN/bench_* and prints what it measured as a table.

NAME picks programs ("registry" or "bench_registry"). --resume takes over what a program measured earlier, unless
BIN has a newer build of it or of the registry, and runs the rest. A benchmark program prints one JSON object a line:
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
PREFIX = "bench_"


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


class Memory:
    """What each program measured last, beside the programs: FOLDER/NAME.json."""

    def __init__(self, binaries):
        self.folder = binaries.parent / "bench-results"
        self.newest = binaries / "menzhen-registry"

    def file(self, program):
        return self.folder / f"{program.name}.json"

    def recall(self, program):
        file = self.file(program)
        if not file.exists():
            return None
        built = max(p.stat().st_mtime for p in (program, self.newest) if p.exists())
        return json.loads(file.read_text()) if file.stat().st_mtime > built else None

    def keep(self, program, result):
        self.folder.mkdir(exist_ok=True)
        self.file(program).write_text(json.dumps(result))


def measured(program, scratch):
    result = {"load": os.getloadavg()[0], "disk": fdatasync_ms(scratch)}
    result["lines"], result["well"] = run(program, scratch)
    return result


def show(result):
    """Prints a program's rows; whether each keeps its limit."""
    all_good = result["well"]
    for line in result["lines"]:
        well = good(line)
        all_good &= well
        bound = {"lower": "<=", "higher": ">="}[line.get("better", "lower")] + f"{line['limit']:g}" if "limit" in line else ""
        print(f"{line['bench']:<14} {line.get('what', ''):<58} {line['value']:>10.4g} {bound:>7} "
              f"{line.get('unit', ''):<12} {result['load']:>5.2f} {result['disk']:>7.2f} ms{'' if well else '  MISSED'}", flush=True)
    return all_good


def main():
    binaries = pathlib.Path(sys.argv[1]).resolve()
    resume = "--resume" in sys.argv[2:]
    names = {PREFIX + n.removeprefix(PREFIX) for n in sys.argv[2:] if n != "--resume"}
    programs = [p for p in sorted(binaries.glob(PREFIX + "*")) if not names or p.name in names]
    missing = names - {p.name for p in programs}
    if missing or not programs:
        print(f"bench: no {', '.join(sorted(missing)) or PREFIX + '*'} in {binaries}")
        sys.exit(1)
    memory = Memory(binaries)
    all_good = True
    print(f"{'benchmark':<14} {'what':<58} {'value':>10} {'limit':>7} unit          load  fdatasync")
    with tempfile.TemporaryDirectory(dir=binaries.parent, prefix="bench-") as scratch:
        for program in programs:
            result = memory.recall(program) if resume else None
            if result is None:
                result = measured(program, scratch)
                memory.keep(program, result)
            all_good &= show(result)
    print("bench: every limit kept" if all_good else "bench: FAILED")
    sys.exit(0 if all_good else 1)


if __name__ == "__main__":
    main()
