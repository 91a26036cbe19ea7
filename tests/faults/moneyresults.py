# SPDX-License-Identifier: Apache-2.0
"""What batches of payments found: one JSON line each in docs/results/money.jsonl, so that a run that was ended goes on where it
stopped, and docs/results/money.md, made anew of all lines after each. Whoever mends what a batch found writes it into its line, as
"mend"."""
import collections
import json
import os
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = pathlib.Path(os.environ.get("MENZHEN_RESULTS", ROOT / "docs/results"))
LONGEST = 160  # of what was wrong, on the page; all of it stands in the line
HEAD = """# Long runs with money

`./test money [--payments N] [--seed N]` writes this page from `money.jsonl`, one line a batch: up to 180 kiosks at once pay at a real
registry from the payment sandbox, on the platforms' wire, by both wallets and both ways (codes of WeChat by the older interface in
every second batch), for holds and for bookings that may be cancelled, while requests and answers are lost, late, forged or wrong, what
the platforms' documents leave open is one way or the other, their clock is seconds from ours, and the registry is killed with
kill -9 every few seconds. Then the faults end. Each order of the sandbox's ledger must stand in our books with the same money, nothing may stay unknown, no bill may keep two
charges, and what the patient was told at each look must be true.

What only takes time (an Alipay code that nobody scanned is dead six minutes after it was shown) is passed by stopping registry and
sandbox and starting both three minutes later by their clocks, as after a power cut; no bound and no check is another than usual.

| seed | batches | bills | orders | open at once | faults that struck | kill -9 | fen kept, our books | the ledger | unknown | wrong | took | last |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
"""


def lines():
    path = FOLDER / "money.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def done(seed):
    """Batches of this run in which nothing was wrong: one that was is played again after a mend."""
    return {line["batch"] for line in lines() if line["seed"] == seed and not line["wrong"]}


def add(line):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "money.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    (FOLDER / "money.md").write_text(page(lines()))


def summed(all_lines, key):
    """{word: how often}, of all batches."""
    sums = collections.Counter()
    for line in all_lines:
        sums.update(line[key])
    return ", ".join("%s %d" % each for each in sorted(sums.items()))


def row(seed, group):
    def total(key):
        return sum(line[key] for line in group)
    cells = (seed, len(group), total("bills"), total("orders"), max(line["open_at_once"] for line in group), total("struck"), total("kills"),
             total("kept"), total("ledger"), total("unknown"), sum(len(line["wrong"]) for line in group), "%d s" % total("seconds"),
             max(line["at"] for line in group)[:16])
    return "| " + " | ".join(map(str, cells)) + " |"


def page(all_lines):
    seeds = collections.defaultdict(list)
    for line in all_lines:
        seeds[line["seed"]].append(line)
    wrong = ["- seed %d batch %d: %s" % (line["seed"], line["batch"], each[:LONGEST]) for line in all_lines for each in line["wrong"]]
    wrong += ["- seed %d batch %d, since then: %s" % (line["seed"], line["batch"], line["mend"]) for line in all_lines if "mend" in line]
    return (HEAD + "\n".join(row(seed, group) for seed, group in seeds.items()) + "\n\nOrders: " + summed(all_lines, "ways") +
            ".\nWhat the pages of all these bills said in the end: " + summed(all_lines, "told") + ".\n\n## What was wrong\n\n" +
            ("\n".join(wrong) or "Nothing.") + "\n")
