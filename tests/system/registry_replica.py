# SPDX-License-Identifier: Apache-2.0
"""A replica made from a snapshot and the outcomes after it, for registry_api.py."""

KEYS = {"session": 2, "slot": 3, "booking": 2, "queue": 3, "entry": 2, "staged": 4, "help": 2, "takeback": 2, "second_paper": 2, "waitlist": 2, "draw": 2, "draw_entry": 2,
        "superseded": 3, "deviation": 3, "session_stop": 2}  # else 1
DEFAULTS = {"kind": "booked", "lane": "N", "lang": "zh"}  # of entry and booking; else empty or 0
TEXTS = {"entry": {"id", "half", "queue", "session", "kind", "lane", "pin", "state", "number", "masked", "short_code",
                   "booking", "zone", "station", "room", "reason", "lang", "elsewhere", "idhash"},
         "superseded": {"entry", "station", "winner"},
         "session_stop": {"session", "choice", "to_session", "reason", "actor"},
         "deviation": {"entry", "kind", "half", "queue", "to_half", "to_queue", "station", "actor", "text"},
         "queue": {"half", "id", "department", "practitioner", "zone"},
         "session": {"id", "practitioner", "department", "half", "room", "zone", "queue", "fee", "state"},
         "slot": {"session", "channel", "number", "state", "hold", "holder", "replaces", "fee_state"},
         "booking": {"id", "session", "number", "channel", "state", "masked", "idhash", "short_code", "lang", "replaces", "stop_choice", "holder"},
         "staged": {"half", "queue", "station", "ids"}, "help": {"id", "device", "screen", "state", "answered_by"},
         "station": {"id", "half", "queue", "room", "zone", "staff", "state", "reason"},
         "takeback": {"station", "half", "queue", "what", "entry", "finished", "reason", "before"},
         "waitlist": {"id", "department", "session", "state", "holder", "idhash", "hold", "lang"},
         "draw": {"session", "state", "seed"}, "draw_entry": {"id", "session", "channel", "holder", "state", "hold"},
         "second_paper": {"id", "entry", "device"}, "trusted_key": {"id", "spki", "device", "scope"}}


def tables_of(snapshot):
    state = {}
    for name, table in snapshot["tables"].items():
        keys = KEYS.get(name, 1)
        state[name] = {tuple(row[:keys]): dict(zip(table["columns"], row)) for row in table["rows"]}
    return state


def replica_follows(wire, before, hall, check):
    """A snapshot and the outcomes after it are the later snapshot."""
    state = tables_of(before)
    for op in hall.pages(before["revision"], 7):
        for name, rows in op["outcome"].items():
            columns = before["tables"][name]["columns"]
            for row in rows:
                key = tuple(row[c] for c in columns[: KEYS.get(name, 1)])
                if key not in state[name]:
                    state[name][key] = {c: DEFAULTS.get(c, "" if c in TEXTS[name] else 0) for c in columns}
                state[name][key].update(row)
                if "rev" in columns:
                    state[name][key]["rev"] = op["revision"]
    after = wire.must("GET", "snapshot?scope=lobby")
    later = tables_of(after)
    for name, rows in state.items():
        check(rows == later[name], "table %s: the replica differs from the snapshot" % name)
    check(after["revision"] > before["revision"], "nothing happened")
