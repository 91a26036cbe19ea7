# SPDX-License-Identifier: Apache-2.0
"""What batches of payments found: one JSON line each in docs/results/money.jsonl, so that a run that was ended goes on where it
stopped, and docs/results/money.md, made anew of all lines after each."""
import collections
import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = pathlib.Path(os.environ.get("MENZHEN_RESULTS", ROOT / "docs/results"))
HEAD = """# Long runs with money

`./test money [--payments N] [--seed N]` writes this page from `money.jsonl`, one line a batch: a real registry pays at the payment
sandbox, on the platforms' wire, by both wallets and both ways, while answers are lost, late, forged or wrong and the registry is
killed with kill -9 every few seconds. Then everything heals. Each order of the sandbox's ledger must stand in our books with the same
money, nothing may stay unknown, no bill may keep two charges, and what the patient was told last must be true.

What only takes time (an Alipay code that nobody scanned is dead six minutes after it was shown) is passed by stopping registry and
sandbox and starting both three minutes later by their clocks, as after a power cut; no bound and no check is another than usual.

| seed | batches | bills | orders | faults that struck | kill -9 | fen kept, our books | the ledger | unknown | wrong | took | last |
|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def lines():
    path = FOLDER / "money.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def done(seed):
    """Batches of this run that were recorded."""
    return {line["batch"] for line in lines() if line["seed"] == seed}


def add(line):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "money.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    (FOLDER / "money.md").write_text(page(lines()))


def page(all_lines):
    seeds = collections.defaultdict(list)
    for line in all_lines:
        seeds[line["seed"]].append(line)
    keys = ("bills", "orders", "struck", "kills", "kept", "ledger", "unknown")
    rows = ["| %d | %d | %s | %d | %d s | %s |" % (seed, len(group), " | ".join(str(sum(line[key] for line in group)) for key in keys),
                                               sum(len(line["wrong"]) for line in group), sum(line["seconds"] for line in group),
                                               max(line["at"] for line in group)[:16]) for seed, group in seeds.items()]
    told = collections.Counter()
    for line in all_lines:
        told.update(line["told"])
    wrong = ["- seed %d batch %d: %s" % (line["seed"], line["batch"], each) for line in all_lines for each in line["wrong"]]
    return (HEAD + "\n".join(rows) + "\n\nWhat the pages of all these bills said in the end: " +
            ", ".join("%s %d" % each for each in sorted(told.items())) + ".\n\n## What was wrong\n\n" + ("\n".join(wrong) or "Nothing.") + "\n")
