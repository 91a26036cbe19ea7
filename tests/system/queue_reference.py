# SPDX-License-Identifier: Apache-2.0
"""The queue rules a second time, written from their text alone and as naively as it reads: lists
are sorted at every pick and nothing is remembered that can be worked out again. It shares no line
with app/core. Where the two differ, the text decides which one is wrong."""
import json

DEFAULTS = {
    "band": 30, "early_open": 30, "due_lead": 10, "grace": 0, "booked_first": True,
    "within_band": "slot", "interval": {"P": 1, "R": 2, "M": 3}, "dynamic_r": True,
    "max_side_run": 2, "miss_gap": [3, 5], "max_misses": 3, "stage": 0,
}
KINDS = ["booked", "walkin", "extra"]
LANES = "EPNRMT"


class Wrong(Exception):
    """The line is answered with an error."""


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def need(good, what):
    if not good:
        raise Wrong(what)


class Reference:
    def __init__(self):
        self.param = json.loads(json.dumps(DEFAULTS))
        self.people = []
        self.counter = {"P": 0, "R": 0, "M": 0}
        self.run = 0
        self.accepted = 0
        self.lists = {}  # station -> [(person, reason)]

    # --- section 3 -----------------------------------------------------------------------------
    def waiting(self, lane):
        return [p for p in self.people if p["state"] == "waiting" and p["lane"] == lane]

    def order(self, lane, station):
        seen = [p for p in self.waiting(lane) if p["pin"] is None or p["pin"] == station]
        if lane in "RMT":
            return sorted(seen, key=lambda p: p["seq"])
        if lane == "E":
            return sorted(seen, key=lambda p: (p["level"], p["seq"]))
        if lane == "P":
            return sorted(seen, key=lambda p: (p["level"], p["band"], p["slot"], p["seq"]))
        # Stable sorts from the last criterion to the first.
        out = sorted(seen, key=lambda p: p["seq"])
        out.sort(key=lambda p: p["slot" if self.param["within_band"] == "slot" else "seq"])
        if self.param["booked_first"]:
            out.sort(key=lambda p: KINDS.index(p["kind"]))
        result = []
        for band in sorted({p["band"] for p in out}):
            here = [p for p in out if p["band"] == band]
            result += [p for p in here if not p["late"]]
            result += sorted((p for p in here if p["late"]), key=lambda p: p["seq"])
        return result

    # --- section 4 -----------------------------------------------------------------------------
    def pick(self, station, now):
        lanes = {lane: self.order(lane, station) for lane in LANES}
        if lanes["E"]:
            return lanes["E"][0], "E:clinical"
        due = [p for p in lanes["N"] if p["band"] <= now + self.param["due_lead"]]
        interval = dict(self.param["interval"])
        if self.param["dynamic_r"] and len(lanes["R"]) > len(lanes["N"]):
            interval["R"] = 1
        if not due or self.run < self.param["max_side_run"]:
            for lane in "PRM":
                able = lanes[lane]
                if lane == "M" and due:
                    able = [p for p in able if p["gap"] <= 0]
                if able and (not due or self.counter[lane] >= interval[lane]):
                    return able[0], lane + ":interleave"
        if due:
            return due[0], "N:late" if due[0]["late"] else "N:on-turn"
        if lanes["N"]:
            return lanes["N"][0], "N:early-doctor-idle"
        if lanes["T"]:
            return lanes["T"][0], "T:tail"
        return None, "empty"

    def commit(self, person):
        lane = person["lane"]
        if lane in "PRM":
            self.counter[lane] = 0
            self.run += 1
        if lane == "N":
            for side in "PRM":
                if self.waiting(side):
                    self.counter[side] += 1
            for p in self.waiting("M"):
                p["gap"] -= 1
            self.run = 0

    # --- section 5 -----------------------------------------------------------------------------
    def call_next(self, station, now):
        staged = self.lists.setdefault(station, [])
        emergency = self.order("E", station)
        if emergency:
            person, reason = emergency[0], "E:clinical"
        elif staged:
            person, reason = staged.pop(0)
        else:
            person, reason = self.pick(station, now)
            if person is None:
                return {"result": None, "reason": reason}
            self.commit(person)
        person["state"] = "called"
        while len(staged) < self.param["stage"]:
            following, why = self.pick(station, now)
            if following is None or following["lane"] == "E":
                break
            self.commit(following)
            following["state"] = "staged"
            staged.append((following, why))
        return {"result": person["id"], "reason": reason}

    # --- section 2 -----------------------------------------------------------------------------
    def check_in(self, p, now):
        if p["state"] not in ("expected", "missed", "onleave"):
            return "refused:" + p["state"]
        if p["state"] == "expected":
            if now < p["band"] - self.param["early_open"]:
                return "refused:too-early"
            if now > p["band"] + self.param["band"] + self.param["grace"]:
                p["late"] = True
                p["band"] = now - now % self.param["band"]
        elif p["state"] == "missed":
            if p["misses"] >= self.param["max_misses"]:
                p["lane"] = "T"
            else:
                gaps = self.param["miss_gap"]
                p["lane"], p["gap"] = "M", (gaps + [gaps[-1]] * p["misses"])[p["misses"] - 1]
        else:
            p["lane"] = "R"
        self.accepted += 1
        p["seq"] = self.accepted
        if p["lane"] in "PRM" and not self.waiting(p["lane"]):
            self.counter[p["lane"]] = 0
        p["state"] = "waiting"
        return "late" if p["late"] else "ok"

    # --- section 7 -----------------------------------------------------------------------------
    def person(self, event):
        for p in self.people:
            if p["id"] == event.get("id"):
                return p
        raise Wrong("unknown id")

    def configure(self, event):
        new = {name: value for name, value in event.items() if name != "do"}
        for name, value in new.items():
            need(name in DEFAULTS, "unknown parameter")
            if name == "interval":
                need(isinstance(value, dict) and sorted(value) == ["M", "P", "R"], "interval")
                need(all(whole(v) and v >= 0 for v in value.values()), "interval")
            elif name == "miss_gap":
                need(isinstance(value, list) and value, "miss_gap")
                need(all(whole(v) and v >= 0 for v in value), "miss_gap")
            elif name == "within_band":
                need(value in ("slot", "checkin"), "within_band")
            elif isinstance(DEFAULTS[name], bool):
                need(isinstance(value, bool), name)
            else:
                need(whole(value), name)
                need(name in ("early_open", "due_lead", "grace") or value >= (name == "band"), name)
        self.param.update(new)
        return "ok"

    def register(self, event):
        for field in ("band", "slot"):
            need(whole(event.get(field)), field)
        p = {"kind": "booked", "lane": "N", "level": 0, "pin": None}
        p.update({f: event[f] for f in ("id", "band", "slot", "kind", "lane", "level", "pin")
                  if f in event})
        need(isinstance(p.get("id"), str), "id")
        need(p["kind"] in KINDS and p["lane"] in list(LANES) and whole(p["level"]), "values")
        need(all(p["id"] != other["id"] for other in self.people), "registered twice")
        p.update(state="expected", misses=0, late=False, gap=0, seq=0)
        self.people.append(p)
        return "ok"

    def answer(self, event):
        need(isinstance(event, dict) and "do" in event, "not an event")
        do, station = event["do"], event.get("station", "A")
        if do == "call_next":
            need(whole(event.get("now")), "now")
            return self.call_next(station, event["now"])
        if do == "staged":
            return {"result": [p["id"] for p, _ in self.lists.get(station, [])]}
        if do in ("configure", "register"):
            return {"result": getattr(self, do)(event)}
        need(do in ("check_in", "miss", "on_leave", "finish"), "unknown event")
        p = self.person(event)
        if do == "check_in":
            need(whole(event.get("now")), "now")
            return {"result": self.check_in(p, event["now"])}
        accepted = ("waiting", "called") if do == "on_leave" else ("called",)
        if p["state"] not in accepted:
            return {"result": "refused:" + p["state"]}
        if do == "miss":
            p["misses"] += 1
            p["state"] = "noshow" if p["misses"] > self.param["max_misses"] else "missed"
            return {"result": p["state"]}
        if do == "on_leave":
            p["state"], p["pin"] = "onleave", event.get("pin")
        else:
            p["state"] = "finished"
        return {"result": "ok"}

    def take(self, line, number):
        """The answer to one event line, as a value; an error is cut off after the line number."""
        try:
            try:
                event = json.loads(line)
            except ValueError:
                raise Wrong("not JSON") from None
            return self.answer(event)
        except Wrong:
            return {"error": "%d: " % number}
