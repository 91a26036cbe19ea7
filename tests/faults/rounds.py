# SPDX-License-Identifier: Apache-2.0
"""The faults, as rounds: where a hall stands, and what happens to it."""
import dataclasses
import functools
import itertools
import random
import time
import typing

import clocks
import disks
import namespaces
from faultyhall import DEVICES, ROLES
from loopback import Loopback
from namespaces import Namespaces

ROUND_KILLS = 50
SHORT_KILLS = 8
LONG_CUT_SECONDS = 12  # longer than any request waits for its answer
COMBINATIONS_A_ROUND = 64
COMBINATION_SECONDS = (0.5, 1.5)
BAD_NETWORK_SECONDS = 60
LONGEST_LIFE = 1.2  # seconds from one kill of somebody to the next


@dataclasses.dataclass
class Round:
    number: int
    variant: str
    place: typing.Callable
    act: typing.Callable  # of the hall; gives the number of faults


def balanced(hall, count):
    """Each role the same number of times, each of its programs in turn."""
    names, order = {}, []
    for name, role in ROLES.items():
        names.setdefault(role, []).append(name)
    for i in range(count):
        role = list(names)[i % len(names)]
        order.append(names[role][i // len(names) % len(names[role])])
    hall.random.shuffle(order)
    return order


def kill(hall, count, longest_life=LONGEST_LIFE):
    for name in balanced(hall, count):
        hall.kill(name)
        hall.start(name, wait=hall.random.random() < 0.7)
        time.sleep(hall.random.uniform(0.05, longest_life))
    return count


def kills(count):
    for number in range((count + ROUND_KILLS - 1) // ROUND_KILLS):
        yield Round(number, "kill -9", Loopback, functools.partial(kill, count=ROUND_KILLS))


def cut(hall, names, seconds, between):
    """Each of them, and then all, cannot send, cannot hear, or neither; a while of peace in between."""
    count = 0
    for group in [*([name] for name in names), names]:
        for way in ("up", "down", "both"):
            hall.place.cut(set().union(*(namespaces.edges(name, way) for name in group)))
            time.sleep(seconds)
            hall.place.cut(set())
            time.sleep(between)
            count += 1
    return count


def cuts(_kills):
    names = [device for device, _ in DEVICES]
    yield Round(0, "each, and all, 12 s", Namespaces, lambda hall: cut(hall, names, LONG_CUT_SECONDS, 3))


def combine(hall, states):
    """What follows a state is the next one, not peace: a device goes from deaf to mute to cut off."""
    for state in states:
        lost = set()
        for (device, _), way in zip(DEVICES, state):
            lost |= namespaces.edges(device, way) if way else set()
        hall.place.cut(lost)
        time.sleep(hall.random.uniform(*COMBINATION_SECONDS))
    return len(states)


def combinations(_kills):
    """Every device heard and hearing, mute, deaf or cut off, in every combination, in one order for all runs."""
    states = list(itertools.product((None, "up", "down", "both"), repeat=len(DEVICES)))
    random.Random(0).shuffle(states)
    for number in range(len(states) // COMBINATIONS_A_ROUND):
        part = states[number * COMBINATIONS_A_ROUND:(number + 1) * COMBINATIONS_A_ROUND]
        yield Round(number, "all 1,024 of five devices", Namespaces, functools.partial(combine, states=part))


def lose(hall, percent):
    hall.place.lose(percent)
    time.sleep(BAD_NETWORK_SECONDS)
    hall.place.lose(0)
    return 1


def losses(_kills):
    for number, percent in enumerate((5, 20, 40)):
        yield Round(number, f"{percent} % of all packets lost", Namespaces, functools.partial(lose, percent=percent))


def wait(_hall):
    time.sleep(BAD_NETWORK_SECONDS)
    return 1


FRAMES = {"250 ms each way": {"delay_ms": 250}, "a fifth twice": {"twice": 0.2}, "a fifth out of order": {"delay_ms": 1, "held": 0.2},
          "delay, jitter, twice, out of order, lost": {"delay_ms": 20, "jitter_ms": 60, "twice": 0.1, "held": 0.1, "lost": 0.05}}


def frames(_kills):
    for number, (variant, manners) in enumerate(FRAMES.items()):
        yield Round(number, variant, functools.partial(Namespaces, frames=manners), wait)


def small_disks(_kills):
    for number, name in enumerate(("REG", "K1", "S1", "B1")):
        yield Round(number, f"of a {ROLES[name]}", Loopback, functools.partial(disks.fill, name=name))


def shifts(_kills):
    for number, name in enumerate(("K1", "S1", "B1", "REG")):
        yield Round(number, f"of a {ROLES[name]}", Namespaces, functools.partial(clocks.shift, name=name))


FAULTS = {"kill": kills, "cut": cuts, "combinations": combinations, "loss": losses, "frames": frames, "disk": small_disks,
          "clock": shifts}


def short(_kills):
    """For `./test`: needs no rights and half a minute."""
    def act(hall):
        return kill(hall, SHORT_KILLS, LONGEST_LIFE / 3) + cut(hall, ["K1"], 1, 0.2)
    yield Round(0, "kill -9, cut by a relay", functools.partial(Loopback, relays=True), act)


def missing(fault):
    """Why this machine cannot do it, or nothing."""
    if fault in ("kill", "short"):
        return None
    if fault == "disk":
        return disks.missing()
    return (clocks.missing() if fault == "clock" else None) or namespaces.missing()
