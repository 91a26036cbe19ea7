# SPDX-License-Identifier: Apache-2.0
"""What must hold after heal and settle, read from the stores themselves, from the papers and from what the devices
acknowledged to people. Counts what it looked at, by invariant."""
import collections
import hashlib
import json
import re

from faultyhall import DEVICES, PERSON, PHONE, ROLES
from registry_hall import DAY
from stores import cursor, pending, revision, rows

INVARIANTS = {
    "I1": "nothing acknowledged is lost: every paper and every call that somebody saw is in the registry once",
    "I2": "no effect twice: every op once, one paper a ticket, one answer a question, a call said once",
    "I3": "printed texts are unique, but for two papers of one booking",
    "I4": "replicas at one revision hold equal rows",
    "I5": "revisions without gaps",
    "I6": "one redemption takes effect; whatever was not plainly applied is listed with what was done about it",
    "I7": "the slots of every session add up, no number stands twice",
    "I8": "nobody is stuck: all is sent, pulled and printed a minute after heal, no program ended by itself",
    "I9": "the chain of hashes verifies, no clock that is ahead is believed, no name, identity or phone number stands where it must not",
}

ON_PAPER = ("ticket.issued", "entry.checked_in")  # has left the building: never refused


def lobby(path, tables):
    """Rows of the lobby's tables: two replicas at one revision hold the same. `tables`: name -> whether it is by day."""
    return {table: sorted(rows(path, f"SELECT * FROM {table} WHERE day = ?", DAY) if daily else rows(path, f"SELECT * FROM {table}"))
            for table, daily in tables.items()}


def common_tables(path):
    """Those of a device's store that are the site's, as its registry has them (db/schema/common)."""
    named = rows(path, "SELECT m.name, sum(c.name = 'site'), sum(c.name = 'day') FROM sqlite_master m, pragma_table_info(m.name) c "
                       "WHERE m.type = 'table' GROUP BY m.name")
    return {name: daily > 0 and name != "station" for name, of_site, daily in named if of_site}


class Ledger:
    def __init__(self, hall):
        self.hall, self.registry = hall, hall.store("REG")
        self.checked, self.wrong = collections.Counter(), collections.Counter()
        self.examples, self.collisions = {}, {}
        self.papers = self.calls = self.acknowledged = self.ops = 0

    def check(self, good, invariant, what, example=""):
        self.checked[invariant] += 1
        if not good:
            self.wrong[invariant] += 1
            self.examples.setdefault(f"{invariant} {what}", str(example)[:400])

    def said(self, device):
        path = self.hall.folder / f"{device}.acks"
        lines = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        self.acknowledged += len(lines)
        return lines

    def verify(self):
        self.log()
        self.tickets()
        self.seen_calls()
        self.replicas()
        self.sums()
        self.listed()
        self.privacy()
        return self

    def log(self):
        ops = rows(self.registry, "SELECT rev, device, incarnation, seq, type, verdict, fields, hash, request FROM op ORDER BY rev")
        self.ops = len(ops)
        self.check([op[0] for op in ops] == list(range(1, len(ops) + 1)), "I5", "revisions without gaps")
        self.check(revision(self.registry) == len(ops), "I5", "the counter stands at the last")
        chains, self.issued, self.booking = collections.defaultdict(list), collections.Counter(), {}
        asked, chain = collections.Counter(), bytes(32)
        for _, device, incarnation, seq, kind, verdict, fields, digest, request in ops:
            chains[device, incarnation].append(seq)
            chain = hashlib.sha256(chain + digest).digest()
            if device == "REG" and request:
                asked[request, kind] += 1
            if kind == "ticket.issued" and verdict != "rejected":
                ticket = json.loads(fields)
                self.issued[ticket["ticket"]] += 1
                self.booking[ticket["ticket"]] = ticket.get("booking") or ticket["ticket"]
            if kind in ON_PAPER:
                self.check(verdict != "rejected", "I1", "a fact on paper was refused", (device, seq, kind))
        for key, seqs in chains.items():
            self.check(sorted(seqs) == list(range(1, len(seqs) + 1)), "I2", "each op once, none left out", key)
        for key, times in asked.items():
            self.check(times == 1, "I2", "a question was answered twice", (key, times))
        kept = rows(self.registry, "SELECT chain FROM site")[0][0]
        self.check(chain == kept, "I9", "the chain of hashes verifies", len(ops))
        for device, seq in rows(self.registry, "SELECT device, seq FROM op WHERE occurred_at > received_at + 300000 AND "
                                               "verdict = 'applied' AND code = ''"):
            self.check(False, "I9", "a clock that is ahead was believed", (device, seq))

    def tickets(self):
        """Two papers of one booking (one QR at two kiosks that do not hear each other) are one arrival."""
        owner = {}
        for device in (d for d, role in DEVICES if role == "kiosk"):
            orders = {effect: json.loads(body)["ticket"] for effect, body in
                      rows(self.hall.store(device), "SELECT id, body FROM effect WHERE kind = 'print'")}
            out = collections.Counter()
            for paper in sorted((self.hall.folder / f"tickets-{device}").glob("[!.]*.png")):
                number, effect = re.fullmatch(r"(.+)-(\d+)", paper.stem).groups()
                ticket = orders.get(int(effect))
                self.papers += 1
                out[ticket] += 1
                self.check(self.issued[ticket] == 1, "I1", "every printed ticket is in the registry once", (device, paper.name, ticket))
                whose = self.booking.get(ticket, ticket)
                self.check(owner.setdefault(number, whose) == whose, "I3", "printed texts are unique", (device, number))
                self.check(out[ticket] == 1, "I2", "one paper a ticket", (device, number))
            for _, number, ticket in self.said(device):
                self.check(self.issued[ticket] == 1, "I1", "every promised ticket is in the registry once", (device, number, ticket))
                self.check(out[ticket] == 1, "I1", "every promised ticket came out", (device, number, ticket))

    def seen_calls(self):
        called = {row[0] for row in rows(self.registry, "SELECT id FROM entry WHERE calls > 0")}
        for device, role in DEVICES:
            if role == "counter":
                for _, entry in self.said(device):
                    self.calls += 1
                    self.check(entry in called, "I1", "every call that staff saw is in the registry", (device, entry))
            if role == "display":
                for key, times in collections.Counter(key for _, key in self.said(device)).items():
                    self.check(times == 1, "I2", "a call is said once", (device, key, times))
        for station, times in rows(self.registry, "SELECT station, count(*) FROM entry WHERE state = 'called' GROUP BY station"):
            self.check(times == 1, "I2", "a station has one patient", (station, times))

    def replicas(self):
        tables, at = common_tables(self.hall.store("K1")), revision(self.registry)
        mine = lobby(self.registry, tables)
        for device, role in DEVICES:
            store = self.hall.store(device)
            self.check(cursor(store) == at, "I8", "everybody knows the log to its end", (device, cursor(store), at))
            if role == "display":
                self.board(store)
                continue
            self.check(pending(store) == 0, "I8", "nothing waits to be sent", (device, pending(store)))
            theirs = lobby(store, tables)
            for table, expected in mine.items():
                differ = [row for row in expected if row not in theirs[table]] + [row for row in theirs[table] if row not in expected] \
                    if theirs[table] != expected else []
                self.check(not differ, "I4", "replicas are equal", (device, table, differ[:2]))

    def board(self, store):
        shown = rows(store, "SELECT id, number, state, room, calls FROM board_row ORDER BY id")
        real = {row[0]: row for row in rows(self.registry, "SELECT id, number, state, room, calls FROM entry WHERE day = ?", DAY)}
        for row in shown:
            self.check(real.get(row[0]) == row, "I4", "a board's row is the registry's", (row, real.get(row[0])))

    def sums(self):
        for session, capacity, total, twice in rows(self.registry, (
                "SELECT s.id, s.capacity, (SELECT count(*) FROM slot t WHERE t.day = s.day AND t.session = s.id AND t.state IN "
                "('free', 'held', 'sold', 'blocked')), (SELECT count(*) FROM (SELECT 1 FROM slot t WHERE t.day = s.day AND "
                "t.session = s.id GROUP BY number HAVING count(*) > 1)) FROM session s")):
            self.check(capacity == total, "I7", "free, held, sold and blocked are the capacity", (session, capacity, total))
            self.check(twice == 0, "I7", "no number stands twice", (session, twice))
        for session, slot, times in rows(self.registry, "SELECT session, slot, count(*) FROM entry WHERE slot > 0 AND kind <> 'extra' "
                                                        "GROUP BY day, session, slot"):
            self.check(times == 1, "I7", "a slot is one patient's", (session, slot, times))

    def listed(self):
        for booking, times in rows(self.registry, "SELECT booking, count(*) FROM entry WHERE booking <> '' GROUP BY booking"):
            self.check(times == 1, "I6", "a booking is one entry", (booking, times))
        tasks = {}
        for line in self.hall.registry.tool("tasks", "list", "all", "--json").splitlines():
            task = json.loads(line)
            tasks[task["revision"]] = task
            kind = self.collisions.setdefault(f"{task['verdict']} {task['code']}", {"times": 0, "for": task["type"], "done": task["detail"]})
            kind["times"] += 1
        for rev, device, kind in rows(self.registry, "SELECT rev, device, type FROM op WHERE verdict <> 'applied'"):
            task = tasks.get(rev, {})
            self.check(task.get("code") and task.get("detail"), "I6", "what was not plainly applied is listed", (rev, device, kind))

    def privacy(self):
        secrets = [word.encode() for word in (PERSON["name"], PERSON["id_number"], PHONE.format(0)[:8])]
        for name in ROLES:
            files = [self.hall.log(name)]
            if name != "REG":
                files += [path for path in self.hall.home(name).glob("*") if path.is_file()]
            for path in files:
                found = [secret.decode() for secret in secrets if secret in path.read_bytes()]
                self.check(not found, "I9", "no personal data", (path, found))
        for (fields,) in rows(self.registry, "SELECT fields || outcome || extra FROM op"):
            if any(secret.decode() in fields for secret in secrets):
                self.check(False, "I9", "no personal data in an op", fields)
