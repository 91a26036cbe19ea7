#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""bench_people [--count N] [--seconds N]: a patient among 12 million, found by identity number, phone with birth date,
proved phone, short code and ticket (domain.md G5: p99 <= 50 ms).

The store is made by the real programs' schema and filled once, with random indexes and sealed columns of real sizes, beside
the programs (bench-people, some 10 GB); a run that ends early is gone on with by the next one. Look-ups are the registry's
own statements on a store that was just opened, each for somebody drawn at random, so most of them read the disk."""
import argparse
import json
import os
import pathlib
import random
import shutil
import sqlite3
import subprocess
import sys
import time

sys.path.insert(0, os.path.join("@PROJECT_SOURCE_DIR@", "tests/system"))
BIN = pathlib.Path(__file__).resolve().parent
os.environ.setdefault("MENZHEN_BIN", str(BIN))
from registry_hall import DEMO  # noqa: E402

LIMIT_MS, LOOKUPS, SLICE, FREE_BYTES = 50, 2000, 200_000, 16 << 30
PER_DAY = 12_000
COLUMNS = (("name", 34), ("id_number", 46), ("phone", 39), ("birth", 36), ("guardian_name", 28), ("guardian_number", 28))
INDEXES = ("person_id_index", "person_phone_index", "visit_phone_index", "booking_id", "booking_code")
# Somebody is the n-th: day and id follow from n, everything that is looked for is random.
DAY, ID = "20200101 + n / %d" % PER_DAY, "printf('%016x', n)"
FILL = (
    "INSERT INTO person (site, day, id, key_name, %s, id_index, phone_index) SELECT 'HA', %s, %s, 'person/HA/202001', %s, "
    "randomblob(8), randomblob(8) FROM numbers" % (", ".join(c for c, _ in COLUMNS), DAY, ID, ", ".join("randomblob(%d)" % s for _, s in COLUMNS)),
    "INSERT INTO booking (site, day, id, session, slot, band, number, channel, masked, idhash, short_code) SELECT 'HA', %s, %s, "
    "'CARD-D01-AM', n %% 999, 480, 'C001', 'PHONE', '王*试', hex(randomblob(8)), hex(randomblob(4)) FROM numbers" % (DAY, ID),
    "INSERT INTO visit_phone (site, visit, day, phone_index) SELECT 'HA', %s, %s, randomblob(8) FROM numbers" % (ID, DAY),
)
LOOK = (  # what, where the key is taken from, how the registry asks
    ("identity number", "SELECT id_index FROM person WHERE site = 'HA' AND day = ? AND id = ?", "SELECT site, day, id FROM person WHERE id_index = ?"),
    ("phone and birth date", "SELECT phone_index FROM person WHERE site = 'HA' AND day = ? AND id = ?",
     "SELECT site, day, id FROM person WHERE phone_index = ?"),
    ("proved phone", "SELECT phone_index FROM visit_phone WHERE site = 'HA' AND day = ? AND visit = ?",
     "SELECT site, visit, day FROM visit_phone WHERE phone_index = ? AND day >= 20200101 ORDER BY day"),
    ("short code", "SELECT short_code FROM booking WHERE site = 'HA' AND day = ? AND id = ?",
     "SELECT * FROM booking WHERE site = 'HA' AND short_code = ? AND day >= 20200101 ORDER BY day LIMIT 1"),
    ("booking's id", "SELECT id FROM booking WHERE site = 'HA' AND day = ? AND id = ?", "SELECT * FROM booking WHERE site = 'HA' AND id = ?"),
)


def tell(what, value, unit, **more):
    print(json.dumps({"bench": "people", "what": what, "value": round(value, 3), "unit": unit, **more}), flush=True)


def make(folder):
    """The schema, by the programs themselves; the indexes come back when the rows are there."""
    folder.mkdir(parents=True, exist_ok=True)
    site = folder / "registry.toml"
    site.write_text('site = "HA"\nrole = "registry"\ntimezone = "Asia/Shanghai"\nstore = "sqlite://%s/registry.db"\nkeys = "%s/keys"\n'
                    'listen_devices = "127.0.0.1:9"\ndemo = true\n' % (folder, folder), encoding="utf-8")
    subprocess.run([BIN / "menzhen", "import", DEMO, "--days", "1", "--site", site, "--clock", "2026-11-23T07:50"], check=True,
                   stdout=subprocess.DEVNULL)
    store = connect(folder)
    with store:
        store.execute("CREATE TABLE bench_index (name TEXT PRIMARY KEY, sql TEXT)")
        marks = ", ".join("?" * len(INDEXES))
        store.execute("INSERT INTO bench_index SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN (%s)" % marks, INDEXES)
        for name in INDEXES:
            store.execute("DROP INDEX IF EXISTS " + name)
        store.execute("CREATE TABLE bench_filled (people INTEGER)")
        store.execute("INSERT INTO bench_filled VALUES (0)")
    store.close()


def connect(folder):
    store = sqlite3.connect(folder / "registry.db", isolation_level="DEFERRED")
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = OFF")  # it is made anew if the machine dies
    store.execute("PRAGMA cache_size = -200000")
    return store


def fill(folder, count, until):
    """Whether everything is there."""
    store = connect(folder)
    filled = store.execute("SELECT people FROM bench_filled").fetchone()[0]
    while filled < count and time.monotonic() < until:
        upto = min(filled + SLICE, count)
        with store:
            for sql in FILL:
                store.execute("WITH RECURSIVE numbers(n) AS (SELECT %d UNION ALL SELECT n + 1 FROM numbers WHERE n < %d) %s"
                              % (filled, upto - 1, sql))
            store.execute("UPDATE bench_filled SET people = ?", (upto,))
        filled = upto
    for name, sql in store.execute("SELECT name, sql FROM bench_index ORDER BY name").fetchall() if filled >= count else ():
        if time.monotonic() >= until:
            filled = -1
            break
        if not store.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (name,)).fetchone():
            with store:
                store.execute(sql)
    store.close()
    return filled


def look(folder, count):
    good, chance = True, random.Random(20261122)
    for what, key, ask in LOOK:
        store = connect(folder)
        wanted = [chance.randrange(count) for _ in range(LOOKUPS)]
        keys = [store.execute(key, (20200101 + n // PER_DAY, "%016x" % n)).fetchone()[0] for n in wanted]
        chance.shuffle(keys)
        store.close()
        store = sqlite3.connect("file:%s?mode=ro" % (folder / "registry.db"), uri=True)
        took = []
        for one in keys:
            begin = time.perf_counter()
            found = store.execute(ask, (one,)).fetchall()
            took.append((time.perf_counter() - begin) * 1000)
            good = good and bool(found)
        store.close()
        took.sort()
        tell("by %s, p99" % what, took[int(len(took) * 0.99)], "ms", limit=LIMIT_MS, better="lower")
        tell("by %s, middle" % what, took[len(took) // 2], "ms")
    return good


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--count", type=int, default=12_000_000)
    words.add_argument("--seconds", type=int, default=600)
    wish = words.parse_args()
    folder = BIN.parent / "bench-people"
    if (folder / "registry.db").exists() and not (folder / "made").exists():
        shutil.rmtree(folder)  # it ended while it was being made
    if not (folder / "made").exists():
        if shutil.disk_usage(BIN).free < FREE_BYTES:
            print("there are no 16 GB to make the store in")
            return 1
        make(folder)
        (folder / "made").touch()
    filled = fill(folder, wish.count, time.monotonic() + wish.seconds)
    tell("patients in the store", abs(filled) if filled > 0 else wish.count, "patients")
    if filled < wish.count:
        print("not all are there yet: the next run goes on")
        return 0
    tell("size of the store", os.path.getsize(folder / "registry.db") / 1e9, "GB")
    return 0 if look(folder, wish.count) else 1


if __name__ == "__main__":
    sys.exit(main())
