# SPDX-License-Identifier: Apache-2.0
"""What the stores of a run say. They are read beside the programs that write them."""
import pathlib
import shutil
import sqlite3
import tempfile


def rows(path, query, *values):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()


def value(path, query, *values):
    """The first value, or None while there is no such row, table or store."""
    try:
        found = rows(path, query, *values)
    except sqlite3.OperationalError:
        return None
    return found[0][0] if found else None


def revision(path):
    return value(path, "SELECT rev FROM site")


def cursor(path):
    """How far a device knows the log; None: not at all."""
    text = value(path, "SELECT value FROM meta WHERE name LIKE 'cursor:%'")
    return int(text.split()[1]) if text else None


def pending(path):
    """Ops of a device that the registry has not taken."""
    return value(path, "SELECT count(*) FROM outbox WHERE rev = 0")


def unprinted(path):
    return value(path, "SELECT count(*) FROM effect WHERE kind = 'print' AND state = 'pending'")


def pending_of_copy(path):
    """The same of a program that was just killed, without touching what it must recover from."""
    with tempfile.TemporaryDirectory() as folder:
        for suffix in ("", "-wal"):
            if pathlib.Path(f"{path}{suffix}").exists():
                shutil.copy(f"{path}{suffix}", f"{folder}/copy{suffix}")
        database = sqlite3.connect(f"{folder}/copy")
        try:
            return database.execute("SELECT count(*) FROM outbox WHERE rev = 0").fetchone()[0]
        except sqlite3.OperationalError:
            return None
        finally:
            database.close()
