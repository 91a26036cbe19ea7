# SPDX-License-Identifier: Apache-2.0
"""What runs found: one JSON line a round in docs/results/faults.jsonl, so that a run that was ended goes on where it
stopped, and docs/results/faults.md, made anew of all lines after each round."""
import collections
import json
import os
import pathlib

from faultyhall import ROLES, ROOT
from ledger import INVARIANTS

FOLDER = pathlib.Path(os.environ.get("MENZHEN_RESULTS", ROOT / "docs/results"))

# What was mended is left out of the tables: they speak of the programs as they are.
FOUND = """## What these runs found

Mended, each with a test of its own; the rounds that found it are not counted above.

- A kiosk whose clock jumped three hours ahead let go of every ticket whose paper was still to come: "nobody waits any more". The age
  of a paper is now the monotonic clock's, and a clock that the registry has not set right gives none up for good (`app/flows/printing`).
- The journeys, the board and the sync of a device went by its own clock; the registry's correction reached its ops alone. So a
  dead battery clock closed a kiosk that had the registry at hand. Everything but certificates now goes by the corrected one
  (`app/boot/device`).
- A bad network brought a device's introduction after its last ops: the registry took the device for a restored one and gave it another
  incarnation, and staff a false alarm. The same running program forgets nothing (`app/clerk/introduction`).
- The list for staff named a collision and not what was done about it (`app/ops/remedy`).
- A connection that was cut in the middle of its TLS handshake held up every request behind it: a station stayed silent for more than
  a minute after heal (round 1 of seed 20261125, counted above as hurt; played again since, it is not). Such a connection is now left
  behind (`drivers/link`).
"""


def lines():
    path = FOLDER / "faults.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def done(fault, seed):
    """Numbers of the rounds of this run that were recorded."""
    return {line["round"] for line in lines() if (line["fault"], line["seed"]) == (fault, seed)}


def add(line):
    FOLDER.mkdir(parents=True, exist_ok=True)
    with open(FOLDER / "faults.jsonl", "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
    (FOLDER / "faults.md").write_text(page(lines()))


def table(head, rows):
    return "\n".join(["| " + " | ".join(map(str, row)) + " |" for row in (head, ["---"] * len(head), *rows)]) + "\n"


def total(group, key):
    found = collections.Counter()
    for line in group:
        found.update(line.get(key, {}))
    return found


def page(all_lines):
    groups = collections.defaultdict(list)
    for line in all_lines:
        groups[line["fault"], line["variant"]].append(line)
    parts = ["# Real programs under faults\n",
             "`./test faults` writes this page from `faults.jsonl`, one line a round: a registry, two kiosks, two stations and a board "
             "as processes of their own, with chance in the place of people (`tests/faults`). Every round ends with heal, settle and a "
             "reading of all stores, papers and acknowledgements. A cell says how often an invariant was looked at, and how often it "
             "was hurt.\n", *(f"- **{key}** {text}" for key, text in INVARIANTS.items()), "", invariants(groups), sizes(groups),
             kills(all_lines), collisions(groups), hurts(all_lines), FOUND]
    return "\n".join(parts)


def invariants(groups):
    rows = []
    for (fault, variant), group in groups.items():
        checked, hurt = total(group, "checked"), total(group, "hurt")
        rows.append([fault, variant, *(f"**{hurt[key]} hurt** of {checked[key]}" if hurt[key] else checked[key] for key in INVARIANTS)])
    return "## Fault by invariant\n\n" + table(["fault", "", *INVARIANTS], rows)


def sizes(groups):
    rows = []
    for (fault, variant), group in groups.items():
        hurt = sum(1 for line in group if line["hurt"])
        packets = ", ".join(f"{times} {what}" for what, times in total(group, "packets").items())
        rows.append([fault, variant, len(group), hurt, sum(line["faults"] for line in group), *(sum(line[key] for line in group) for key in
                    ("ops", "acknowledged", "papers", "calls")), max(line.get("sent") or 0 for line in group) or "", max(line["settled"] or 0 for line in group),
                    packets, group[0]["at"][:16], group[-1]["at"][:16]])
    return "## How much\n\n" + table(["fault", "", "rounds", "rounds hurt", "faults", "ops", "acknowledged to people", "papers",
                                      "calls seen", "longest until all was sent, s", "and all settled, s", "packets", "first", "last"], rows)


def kills(all_lines):
    each, unsent = total(all_lines, "kills"), sum(line["unsent_kills"] for line in all_lines)
    by_role = collections.Counter()
    for name, times in each.items():
        by_role[ROLES[name]] += times
    rows = [[role, times, ", ".join(f"{name} {each[name]}" for name in ROLES if ROLES[name] == role)] for role, times in by_role.items()]
    return (f"## kill -9\n\n{sum(each.values())} in all; {unsent} of those of a kiosk or station found ops that had not been sent.\n\n" +
            table(["role", "kills", "programs"], rows))


def collisions(groups):
    rows = []
    for (fault, variant), group in groups.items():
        kinds = {}
        for line in group:
            for key, kind in line["collisions"].items():
                kinds.setdefault(key, dict(kind, times=0))["times"] += kind["times"]
        rows += [[fault, variant, key, kind["for"], kind["times"], kind["done"].replace("|", "/")] for key, kind in sorted(kinds.items())]
    return ("## What was listed for a person\n\nEverything that was not plainly applied, as `menzhen tasks list` shows it; the last column is "
            "one example of what it says was done.\n\n" + table(["fault", "", "verdict and code", "op", "times", "what was done"], rows))


def hurts(all_lines):
    found = [f"- {line['at'][:16]} {line['fault']} {line['variant']} seed {line['seed']} round {line['round']}: {key}: `{example}`"
             for line in all_lines for key, example in line["examples"].items()]
    return "## What was hurt\n\n" + ("\n".join(found) or "Nothing.") + "\n"
