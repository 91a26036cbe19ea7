#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The worked examples of the queue rules: each event's answer is the line after it."""
import json
import os
import subprocess
import sys


def main():
    path = os.path.join(os.environ["MENZHEN_ROOT"], "tests/data/queue-scenarios.jsonl")
    menzhen = os.path.join(os.environ["MENZHEN_BIN"], "menzhen")
    with open(path, encoding="utf-8") as file:
        lines = [(number, line) for number, line in enumerate(file, 1) if line.strip()]
    wanted = [(number, json.loads(line)) for number, line in lines if "result" in json.loads(line)]
    events = [number for number, line in lines if "do" in json.loads(line)]
    run = subprocess.run([menzhen, "queue-replay", path], stdout=subprocess.PIPE, check=False)
    answers = run.stdout.decode().splitlines()
    wrong = 0
    for (number, want), text in zip(wanted, answers):
        if text != json.dumps(want, separators=(",", ":"), ensure_ascii=False):
            wrong += 1
            print("line %d: wanted %s, got %s" % (number, want, text))
    print("%d answers, %d events, %d wrong, exit %d" % (
        len(answers), len(events), wrong, run.returncode))
    whole = len(answers) == len(wanted) == len(events) and len(events) > 100
    return 0 if whole and not wrong and run.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
