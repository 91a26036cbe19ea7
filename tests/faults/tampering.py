# SPDX-License-Identifier: Apache-2.0
"""The ledger can fail: a good round is spoiled in one place after the other, and each time the ledger has to name the
invariant that is hurt."""
import contextlib
import pathlib
import shutil
import sqlite3

from faultyhall import PERSON
from ledger import Ledger
from registry_hall import DAY


class Spoiler:
    """Changes files of a hall and puts them back."""

    def __init__(self, hall):
        self.hall, self.kept, self.made = hall, {}, []

    def keep(self, path):
        path = pathlib.Path(path)
        self.kept.setdefault(path, path.read_bytes() if path.exists() else b"")
        return path

    def sql(self, name, statement, *values):
        with contextlib.closing(sqlite3.connect(self.keep(self.hall.store(name)))) as database:
            changed = database.execute(statement, values).rowcount
            database.commit()
        assert changed == 1, (statement, changed)

    def line(self, file, text):
        with open(self.keep(self.hall.folder / file), "a", encoding="utf-8") as out:
            out.write(text + "\n")

    def papers(self):
        return sorted((self.hall.folder / "tickets-K1").glob("[!.]*.png"))

    def paper(self, name):
        shutil.copy(self.papers()[0], self.papers()[0].with_name(name))
        self.made.append(self.papers()[0].with_name(name))

    def last(self, file):
        return (self.hall.folder / file).read_text(encoding="utf-8").splitlines()[-1]

    def restore(self):
        for path, bytes_ in self.kept.items():
            path.write_bytes(bytes_)
            for suffix in ("-wal", "-shm"):
                pathlib.Path(f"{path}{suffix}").unlink(missing_ok=True)
        for path in self.made:
            path.unlink()


OF_K1 = "rev = (SELECT max(rev) FROM op WHERE device = 'K1' AND type = 'ticket.issued')"
PLAIN_OF_K1 = OF_K1.replace("'ticket.issued'", "'ticket.issued' AND verdict = 'applied'")  # a collision is listed already
SPOILS = (
    ("an op is gone from the log", "I1", lambda s: s.sql("REG", f"DELETE FROM op WHERE {OF_K1}")),
    ("a hole in the revisions", "I5", lambda s: s.sql("REG", "DELETE FROM op WHERE rev = 1")),
    ("a promise that nobody knows", "I1", lambda s: s.line("K1.acks", "printed A499 0123456789abcdef")),
    ("a paper of no order", "I1", lambda s: s.paper("A498-99999.png")),
    ("a call that the registry does not know", "I1", lambda s: s.line("S1.acks", "called 0123456789abcdef")),
    ("a call said twice", "I2", lambda s: s.line("B1.acks", s.last("B1.acks"))),
    ("an op that came twice", "I2", lambda s: s.sql("REG", f"UPDATE op SET seq = seq + 100000 WHERE {OF_K1}")),
    ("a number on two tickets", "I3", lambda s: s.paper(s.papers()[0].stem.rsplit("-", 1)[0] + "-" + s.papers()[-1].stem.rsplit("-", 1)[1] + ".png")),
    ("a replica with another row", "I4", lambda s: s.sql("K2", "UPDATE queue SET run = run + 1 WHERE day = ? AND half = 'AM' AND id = (SELECT min(id) FROM queue)", DAY)),
    ("a collision that nobody sees", "I6", lambda s: s.sql("REG", f"UPDATE op SET verdict = 'compensated' WHERE {PLAIN_OF_K1}")),
    ("a slot too many", "I7", lambda s: s.sql("REG", "UPDATE session SET capacity = capacity - 1 WHERE day = ? AND id = (SELECT min(id) FROM session)", DAY)),
    ("an op that is never sent", "I8", lambda s: s.sql("K1", "UPDATE outbox SET rev = 0 WHERE seq = (SELECT max(seq) FROM outbox)")),
    ("a name in a log", "I9", lambda s: s.line("K1.log", PERSON["name"])),
    ("another op under the same revision", "I9", lambda s: s.sql("REG", f"UPDATE op SET hash = zeroblob(32) WHERE {OF_K1}")),
)


def unnoticed(hall):
    """What was spoiled without the ledger naming it; the hall's programs have ended."""
    blind = []
    for what, invariant, spoil in SPOILS:
        spoiler = Spoiler(hall)
        try:
            spoil(spoiler)
            if not Ledger(hall).verify().wrong[invariant]:
                blind.append(what)
        finally:
            spoiler.restore()
    return blind
