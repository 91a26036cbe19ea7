#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""What an independent implementation of the signed codes (code_reference.py) thinks of `menzhen code`. It
  - makes codes that `menzhen code check` must accept, and reads those that `menzhen code make` made;
  - damages codes in every way that has a reason of its own, and in pairs, to see which reason comes first (code_cases.py);
  - mutates codes at random and wants the same answer from both sides (the seed is printed; `--seed N` repeats it).

Usage: codes_check.py [--seed N] [--rounds N]      needs MENZHEN_BIN, the folder with `menzhen`
"""
import argparse
import base64
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

import cbor2
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from code_cases import (
    BOOKING, NOON, TICKET, claim_map, code, cose, encoding_cases, judging_cases, precedence_cases, raw_claims, structure_cases, text_cases)
from code_reference import Cbor, Key, REASONS, TOP, base45, read_claims, reference, unbase45

MENZHEN = os.path.join(os.environ.get("MENZHEN_BIN", "build/bin"), "menzhen")
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(what)
        print(f"FAILED {what}\n  wanted {wanted}\n  got    {got}")


class Menzhen:
    """One folder with keys and lists; texts go through standard input, one process for many."""

    def __init__(self, folder):
        self.folder = folder

    def file(self, name, content):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as out:
            out.write(content)
        return path

    def run(self, *args, given=None):
        done = subprocess.run([MENZHEN, "code", *args], input=given, capture_output=True, timeout=60, check=False)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def check(self, texts_, *args):
        given = b"".join((t if isinstance(t, bytes) else t.encode()) + b"\n" for t in texts_)
        status, out, err = self.run("check", *args, "-", given=given)
        if status not in (0, 1):
            return [f"exit {status}: {err}"] * len(texts_)
        answers = []
        for line in out.decode().splitlines():
            answer = json.loads(line)
            if answer["ok"]:
                answers.append(answer["claims"])
            else:
                answers.append(answer["reason"] if answer["reason"] in REASONS else f"no reason: {line}")
        good = all(isinstance(a, dict) for a in answers)
        expect("exit status of a check", status, 0 if good else 1)
        expect("number of answers", len(answers), len(texts_))
        return answers

    def trust(self, name, entries):
        listed = []
        for entry in entries:
            line = {k: v for k, v in entry.items() if k not in ("kid", "key")}
            line.setdefault("from", 0)
            listed.append({"kid": entry["kid"].hex(), "key": entry["key"].public_pem(), **line})
        return self.file(name, json.dumps(listed))


# Tests ------------------------------------------------------------------------------------------------------------------

def test_damage(menzhen, key, public):
    cases = []
    for maker in (encoding_cases, structure_cases, text_cases, precedence_cases):
        cases += list(maker(key))
    trust = [{"kid": key.kid, "key": key}]
    answers = menzhen.check([text for _, text, _ in cases], "--key", public, "--now", str(NOON))
    for (what, text, wanted), got in zip(cases, answers):
        expect(what, got, wanted)
        expect(what + " (reference)", reference(text.encode(), trust, NOON), wanted)
    return len(cases)


def test_judging(menzhen, rows):
    for number, (what, text, trust, now, site, revoked, wanted) in enumerate(rows):
        args = ["--trust", menzhen.trust(f"trust{number}.json", trust), "--now", str(now)]
        args += ["--site", site] if site else []
        args += ["--revoked", menzhen.file(f"revoked{number}", "\n".join(revoked) + "\n")] if revoked else []
        (got,) = menzhen.check([text], *args)
        mine = reference(text.encode(), trust, now, site, revoked)
        expect(what + " (reference)", "ok" if isinstance(mine, dict) else mine, wanted)
        expect(what, got, mine)
    return len(rows)


def random_claims(chance):
    letters = "ABCDEFGHIJ0123456789-日"
    word = lambda most: "".join(chance.choice(letters[:-1]) for _ in range(chance.randint(1, most)))
    day = datetime.date(2026, 1, 1) + datetime.timedelta(chance.randrange(3650))
    kind = chance.randint(0, 1)
    detail = [kind, int(day.strftime("%Y%m%d")), word(12), chance.randint(1 - kind, 999), chance.choice((b"", chance.randbytes(8)))]
    number = lambda: chance.choice((0, 23, 24, 255, 256, 65536, 2**32, TOP, chance.randint(0, TOP)))
    if kind:
        detail += [word(12), word(12), number(), word(4), number(), number()]
    return claim_map(detail, iss=word(4), exp=number(), nbf=number(), cti=chance.randbytes(8))


def test_both_ways(menzhen, key, chance):
    """Each side reads what the other made."""
    private = menzhen.file("private.pem", key.private_pem())
    public = menzhen.file("public.pem", key.public_pem())
    trust = [{"kid": key.kid, "key": key}]
    ours = [code(key, random_claims(chance)) for _ in range(200)]
    for text, got in zip(ours, menzhen.check(ours, "--key", public, "--now", str(NOON))):
        expect("a code of the reference", got, reference(text.encode(), trust, NOON))
    for number in range(40):
        said = read_claims(Cbor(cbor2.dumps(random_claims(chance)), set()).tree)
        claims = menzhen.file(f"claims{number}.json", json.dumps(said))
        status, out, err = menzhen.run("make", "--key", private, "--claims", claims)
        expect(f"make {said} {err}", status, 0)
        mine = reference(out.rstrip(b"\n"), trust, said["nbf"])
        expect("a code of menzhen", mine, said if said["nbf"] < said["exp"] else "expired")
    return 240


def test_make_refuses(menzhen):
    good = read_claims(Cbor(cbor2.dumps(claim_map(TICKET)), set()).tree)
    booking = read_claims(Cbor(cbor2.dumps(claim_map()), set()).tree)
    private = os.path.join(menzhen.folder, "private.pem")
    bad = [{**good, k: v} for k, v in (
        ("iss", ""), ("iss", "DEMO1"), ("iss", 1), ("exp", -1), ("exp", 2**53), ("exp", 1.5), ("exp", 1.0), ("exp", "1"), ("exp", None), ("exp", True),
        ("exp", 2**70), ("cti", "00"), ("cti", "0" * 15), ("cti", "zz" * 8), ("kind", 2), ("kind", 0), ("kind", "1"), ("day", 20260229),
        ("day", 2**32 + 20261123), ("session", "x" * 13), ("slot", 1000), ("slot", -1), ("idhash", "00"), ("idhash", None), ("queue", ""),
        ("number", "x" * 13), ("band", -1), ("device", "K0001"), ("incarnation", 2**53), ("seq", -1), ("extra", 1))]
    bad += [{k: v for k, v in good.items() if k != gone} for gone in good]
    bad += [{**booking, "slot": 0}, {**booking, "queue": "CARD"}, {**booking, "kind": 1}, [], 1, None, {}]
    for claims in bad:
        status, out, _ = menzhen.run("make", "--key", private, "--claims", menzhen.file("bad.json", json.dumps(claims)))
        expect(f"make refuses {claims}", (status, out), (2, b""))
    status, out, _ = menzhen.run("make", "--key", private, "--claims", menzhen.file("bad.json", "{"))
    expect("make refuses what is no JSON", (status, out), (2, b""))
    return len(bad) + 1


def test_usage(menzhen, key):
    public, private = (os.path.join(menzhen.folder, n) for n in ("public.pem", "private.pem"))
    p384 = ec.generate_private_key(ec.SECP384R1())
    other_curve = menzhen.file("p384.pem", p384.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode())
    other_private = menzhen.file("p384-private.pem", p384.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode())
    sec1 = menzhen.file("sec1.pem", key.private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()).decode())
    claims = os.path.join(menzhen.folder, "claims0.json")
    text, entry = code(key), {"kid": key.kid.hex(), "key": key.public_pem(), "from": 0}
    trusts = [[{**entry, k: v}] for k, v in (
        ("kid", "00"), ("kid", 1), ("key", "x"), ("key", key.private_pem()), ("from", "0"), ("from", None), ("until", 1.5), ("scope", 0),
        ("scope", [3]), ("revoked_after", "1"), ("revoked_aftr", 1))]
    trusts += [[{k: v for k, v in entry.items() if k != gone}] for gone in entry] + [{}, 1, [1]]
    calls = [["check", "--key", bad, text] for bad in (private, sec1, other_curve, "/nonexistent", menzhen.folder, claims)]
    calls += [["check", "--trust", menzhen.file(f"bad{n}.json", json.dumps(t)), text] for n, t in enumerate(trusts)]
    calls += [["check", text], ["check", "--key", public], ["check", "--key"], ["check", "--key", public, "--now", "soon", text],
              ["check", "--key", public, "--now", "1.5", text], ["check", "--key", public, "--what", text],
              ["check", "--key", public, "--revoked", menzhen.file("bad-ids", "00\n"), text],
              ["check", "--key", public, "--revoked", "/nonexistent", text],
              [], ["verify"], ["make"], ["make", "--key", private], ["make", "--claims", claims],
              ["make", "--key", public, "--claims", claims], ["make", "--key", other_private, "--claims", claims],
              ["make", "--key", private, "--claims", "/nonexistent"], ["keys"], ["keys", "--keys", "/nonexistent"]]
    for call in calls:
        status, out, err = menzhen.run(*call)
        expect(f"usage {call[:4]}", (status, out, bool(err)), (2, b"", True))
    null = menzhen.file("nulls.json", json.dumps([{**entry, "until": None, "scope": None, "revoked_after": None}]))
    expect("nulls in a trust list", menzhen.run("check", "--trust", null, "--now", str(NOON), text)[0], 0)
    # Several texts, each with its line, in order; standard input where the dash stands.
    status, out, _ = menzhen.run("check", "--key", public, "--now", str(NOON), text, "x", "-", "MZ1:", given=text.encode() + b"\r\n\n" + text.encode())
    lines = [json.loads(line) for line in out.splitlines()]
    expect("order of answers", (status, [l.get("reason", "ok") for l in lines]), (1, ["ok", "not-ours", "ok", "not-ours", "ok", "bad-cbor"]))
    expect("shape of an answer", out.split(b"\n")[0].decode(), json.dumps(
        {"ok": True, "claims": reference(text.encode(), [{"kid": key.kid, "key": key}], NOON)}, separators=(",", ":")))
    status, out, _ = menzhen.run("check", "--key", public, "-", given=b"")
    expect("nothing to check", (status, out), (0, b""))
    return len(calls) + 4


def test_keys(menzhen, key):
    point = key.public.public_numbers()
    b64 = lambda n: base64.urlsafe_b64encode(n.to_bytes(32, "big")).rstrip(b"=").decode()
    wanted = {"keys": [{"kty": "EC", "crv": "P-256", "x": b64(point.x), "y": b64(point.y), "kid": key.kid.hex()}]}
    folder = os.path.join(menzhen.folder, "keys")
    os.mkdir(folder, 0o700)
    menzhen.file("keys/signing.pem", key.private_pem())
    menzhen.file("keys/lobby", "00" * 32)
    for args in (("--keys", folder), ("--key", os.path.join(menzhen.folder, "public.pem"))):
        status, out, err = menzhen.run("keys", *args)
        expect(f"keys {args[0]} {err}", (status, json.loads(out or b"0")), (0, wanted))
        expect("no private half", b'"d"' in out, False)
    return 2


def mutate(chance, data):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        at = chance.randrange(len(data))
        how = chance.randrange(6)
        if how == 0:
            data[at] ^= 1 << chance.randrange(8)
        elif how == 1:
            data[at] = chance.choice((0x00, 0x18, 0x1f, 0x40, 0x5f, 0x60, 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc2, 0xd2, 0xf6, 0xf9, 0xff))
        elif how == 2 and len(data) > 1:
            del data[at]
        elif how == 3:
            data.insert(at, chance.randrange(256))
        elif how == 4:
            data[at:at + chance.randint(1, 4)] = chance.randbytes(chance.randint(0, 4))
        else:
            end = min(len(data), at + chance.randint(1, 12))
            data[at:at] = data[at:end]
        if not data:
            data = bytearray(b"\x00")
    return bytes(data)


def random_item(chance, depth=0):
    """Well-formed CBOR with now and then a fault: open lengths, longer heads, floats, tags, equal keys."""
    def head(major, number):
        if number < 24 and chance.random() < 0.97:
            return bytes([major << 5 | number])
        return bytes([major << 5 | 24, number])
    kind = chance.choices(range(8), (8, 3, 4, 4, 3 if depth < 6 else 0, 5 if depth < 6 else 0, 0.4 if depth < 6 else 0, 0.6))[0]
    if kind in (0, 1):
        return head(kind, chance.randrange(4))
    if kind in (2, 3):
        return head(kind, 2) + b"ab" if chance.random() < 0.97 else bytes([kind << 5 | 31]) + head(kind, 1) + b"a\xff"
    if kind == 6:
        return head(6, chance.choice((18, 18, 2))) + random_item(chance, depth + 1)
    if kind == 7:
        return chance.choice((b"\xf4", b"\xf6", b"\xf8\xff", b"\xf9\x3c\x00", b"\xfa\x3f\x80\x00\x00"))
    count = chance.randrange(4)
    if kind == 4:
        items = [random_item(chance, depth + 1) for _ in range(count)]
    else:
        keys = [random_item(chance, depth + 1) for _ in range(count)]
        keys = sorted(set(keys)) if chance.random() < 0.9 else keys
        count = len(keys)
        items = [part for k in keys for part in (k, random_item(chance, depth + 1))]
    if chance.random() < 0.02:
        return bytes([kind << 5 | 31]) + b"".join(items) + b"\xff"
    return head(kind, count) + b"".join(items)


def test_fuzz(menzhen, key, chance, rounds):
    """Mutations of the bytes, of the parts under a true signature, and of the text: one answer from both."""
    trust = [{"kid": key.kid, "key": key}]
    public = os.path.join(menzhen.folder, "public.pem")
    head = cbor2.dumps({1: -7, 4: key.kid})
    cases = []
    for n in range(rounds):
        claims = cbor2.dumps(claim_map(chance.choice((BOOKING, TICKET))))
        if n % 6 == 4:
            cases.append(cose(key, random_item(chance), header=random_item(chance), signature=bytes(64)).encode())
        elif n % 6 == 5:
            changes = {c: random_item(chance) for c in (1, 4, 5, 7, -65537) if chance.random() < 0.3}
            cases.append(cose(key, raw_claims(values=changes)).encode())
        elif n % 6 == 0:
            cases.append(cose(key, mutate(chance, claims)).encode())
        elif n % 6 == 1:
            cases.append(cose(key, claims, header=mutate(chance, head)).encode())
        elif n % 6 == 2:
            whole_code = unbase45(code(key, claim_map(chance.choice((BOOKING, TICKET))))[4:])
            cases.append(b"MZ1:" + base45(mutate(chance, whole_code)).encode())
        else:
            cases.append(mutate(chance, code(key).encode()).replace(b"\n", b"\r"))
    seen = {}
    for text, got in zip(cases, menzhen.check(cases, "--key", public, "--now", str(NOON))):
        wanted = reference(text, trust, NOON)
        expect(f"mutated {text!r}", got, wanted)
        name = "good" if isinstance(wanted, dict) else wanted
        seen[name] = seen.get(name, 0) + 1
    print("  mutations by answer:", ", ".join(f"{k} {v}" for k, v in sorted(seen.items())))
    return rounds


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2**32))
    options.add_argument("--rounds", type=int, default=9000)
    options = options.parse_args()
    print("seed", options.seed)
    chance = random.Random(options.seed)
    key, other, twin = Key(), Key(), Key()
    with tempfile.TemporaryDirectory() as folder:
        menzhen = Menzhen(folder)
        public = menzhen.file("public.pem", key.public_pem())
        for name, test in (("both ways", lambda: test_both_ways(menzhen, key, chance)),
                           ("damage", lambda: test_damage(menzhen, key, public)),
                           ("judging", lambda: test_judging(menzhen, judging_cases(key, other, twin))),
                           ("make refuses", lambda: test_make_refuses(menzhen)),
                           ("usage", lambda: test_usage(menzhen, key)),
                           ("keys", lambda: test_keys(menzhen, key)),
                           ("mutations", lambda: test_fuzz(menzhen, key, chance, options.rounds))):
            print(f"{name}: {test()} cases, {len(failures)} failures so far")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
