# SPDX-License-Identifier: Apache-2.0
"""What must hold after heal and settle, read from the stores themselves and from what the devices acknowledged."""
import collections
import json
import sqlite3

# The lobby's tables: two replicas at one revision hold the same rows of these.
STANDING = ("organization", "department", "practitioner", "fee", "channel", "staff", "trusted_key")
DAILY = ("session", "slot", "queue", "entry", "staged", "help")


def rows(path, query, *values):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()


def lobby(path, day):
    found = {table: set(rows(path, f"SELECT * FROM {table}")) for table in STANDING}
    found.update({table: set(rows(path, f"SELECT * FROM {table} WHERE day = ?", day)) for table in DAILY})
    return found


def acknowledged(hall, device):
    path = hall.folder / f"{device}.acks"
    return [line.split() for line in path.read_text().splitlines()] if path.exists() else []


def pending(hall, device):
    """Ops of a device that the registry has not taken, or None while its store is not there."""
    path = hall.folder / f"{device}.db"
    try:
        return rows(path, "SELECT count(*) FROM outbox WHERE rev = 0")[0][0]
    except sqlite3.OperationalError:
        return None


class Ledger:
    def __init__(self, hall, devices, day):
        self.hall, self.devices, self.day = hall, devices, day
        self.registry = hall.registry.folder + "/registry.db"
        self.wrong = collections.Counter()
        self.examples = {}

    def check(self, good, invariant, example=""):
        if not good:
            self.wrong[invariant] += 1
            self.examples.setdefault(invariant, str(example)[:300])

    def verify(self):
        ops = rows(self.registry, "SELECT rev, device, incarnation, seq, type, verdict, fields FROM op ORDER BY rev")
        self.check([op[0] for op in ops] == list(range(1, len(ops) + 1)), "I5 revisions without gaps")
        chains = collections.defaultdict(list)
        issued, booking = collections.Counter(), {}
        for _, device, incarnation, seq, kind, verdict, fields in ops:
            chains[device, incarnation].append(seq)
            if kind == "ticket.issued" and verdict != "rejected":
                ticket = json.loads(fields)
                issued[ticket["ticket"]] += 1
                booking[ticket["ticket"]] = ticket.get("booking") or ticket["ticket"]
            if verdict == "rejected":
                self.check(False, "I1 an op of a device was rejected", (device, seq, kind))
        for key, seqs in chains.items():
            self.check(sorted(seqs) == list(range(1, len(seqs) + 1)), "I2 each op once, none left out", key)
        self.tickets(issued, booking)
        self.calls()
        self.replicas()
        return len(ops)

    def tickets(self, issued, booking):
        """Two papers of one booking (one QR at two kiosks that do not hear each other) are one arrival."""
        owner = {}
        for device, role in self.devices:
            if role != "kiosk":
                continue
            for _, number, ticket in acknowledged(self.hall, device):
                self.check(issued[ticket] == 1, "I1 every printed ticket is in the registry once",
                           (device, number, ticket, issued[ticket]))
                whose = booking.get(ticket, ticket)
                self.check(owner.setdefault(number, whose) == whose, "I3 printed texts are unique", number)

    def calls(self):
        entries = {row[0] for row in rows(self.registry, "SELECT id FROM entry WHERE calls > 0")}
        for device, role in self.devices:
            if role == "counter":
                for _, entry in acknowledged(self.hall, device):
                    self.check(entry in entries, "I1 every call that staff saw is in the registry", (device, entry))

    def replicas(self):
        mine = lobby(self.registry, self.day)
        for device, role in self.devices:
            if role == "display":
                continue
            self.check(pending(self.hall, device) == 0, "I8 nothing waits to be sent", (device, pending(self.hall, device)))
            theirs = lobby(self.hall.folder / f"{device}.db", self.day)
            for table, expected in mine.items():
                self.check(theirs[table] == expected, "I4 replicas are equal",
                           (device, table, sorted(theirs[table] ^ expected)[:2]))
