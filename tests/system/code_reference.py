#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""An independent implementation of the signed codes, and what it thinks of `menzhen code`.

Written from the page that defines the codes, not from the C++: its own Base45 and strict CBOR reader, python3-cbor2 for
encoding, python3-cryptography for keys. It
  - makes codes that `menzhen code check` must accept, and reads those that `menzhen code make` made;
  - damages codes in every way that has a reason of its own, and in pairs, to see which reason comes first;
  - mutates codes at random and wants the same answer from both sides (the seed is printed; `--seed N` repeats it).

Usage: code_reference.py [--seed N] [--rounds N]      needs MENZHEN_BIN, the folder with `menzhen`
"""
import argparse
import base64
import datetime
import hashlib
import json
import os
import random
import struct
import subprocess
import sys
import tempfile

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

MENZHEN = os.path.join(os.environ.get("MENZHEN_BIN", "build/bin"), "menzhen")
REASONS = (
    "too-long not-ours bad-base45 bad-cbor trailing-bytes duplicate-key indefinite-length non-deterministic "
    "bad-structure bad-alg unknown-key key-not-valid key-revoked bad-signature wrong-scope other-site too-early "
    "expired revoked-id").split()
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
MIDNIGHT = 1795363200
NOON = MIDNIGHT + 43200
TOP = 2**53 - 1
failures = []


def expect(what, got, wanted):
    if got != wanted:
        failures.append(what)
        print(f"FAILED {what}\n  wanted {wanted}\n  got    {got}")


# Base45 -----------------------------------------------------------------------------------------------------------------

def base45(data):
    text = ""
    for i in range(0, len(data), 2):
        part = data[i:i + 2]
        number = int.from_bytes(part, "big")
        for _ in range(len(part) + 1):
            number, digit = divmod(number, 45)
            text += ALPHABET[digit]
    return text


def unbase45(text):
    data = b""
    for i in range(0, len(text), 3):
        part = text[i:i + 3]
        number = 0
        for c in reversed(part):
            digit = ALPHABET.find(c)
            if digit < 0:
                return None
            number = number * 45 + digit
        size = len(part) - 1
        if size == 0 or number >= 256**size:
            return None
        data += number.to_bytes(size, "big")
    return data


# Strict CBOR ------------------------------------------------------------------------------------------------------------

class Malformed(Exception):
    pass


class Tree:
    """kind: int bytes text array map tag simple float; value by kind."""

    def __init__(self, kind, value):
        self.kind, self.value = kind, value

    def key(self):
        """Hashable, equal for equal values."""
        if self.kind == "array":
            return ("array", tuple(v.key() for v in self.value))
        if self.kind == "map":
            return ("map", tuple(sorted(((k.key(), v.key()) for k, v in self.value), key=repr)))
        if self.kind == "tag":
            return ("tag", self.value[0], self.value[1].key())
        if self.kind == "float":
            return ("float", struct.pack(">d", self.value))
        return (self.kind, self.value)


class Cbor:
    def __init__(self, data, faults):
        self.data, self.at, self.faults = data, 0, faults
        self.tree = self.item(1)
        if self.at < len(data):
            faults.add("trailing-bytes")

    def take(self, n):
        if n > len(self.data) - self.at:
            raise Malformed
        self.at += n
        return self.data[self.at - n:self.at]

    def head(self):
        first = self.take(1)[0]
        major, info = first >> 5, first & 31
        if info < 24:
            return major, info, info
        if info <= 27:
            size = 1 << (info - 24)
            number = int.from_bytes(self.take(size), "big")
            if major == 7:
                if info == 24 and number < 32:
                    raise Malformed
            elif number < {1: 24, 2: 1 << 8, 4: 1 << 16, 8: 1 << 32}[size]:
                self.faults.add("non-deterministic")
            return major, info, number
        if info == 31 and major in (2, 3, 4, 5):
            self.faults.add("indefinite-length")
            return major, info, None
        raise Malformed

    def stop(self):
        if self.data[self.at:self.at + 1] == b"\xff":
            self.at += 1
            return True
        return False

    def counted(self, number):
        if number is None:
            while not self.stop():
                yield
        else:
            for _ in range(number):
                yield

    def item(self, depth):
        major, info, number = self.head()
        if major in (4, 5, 6) and depth > 4:
            self.faults.add("non-deterministic")
        if major == 0:
            return Tree("int", number)
        if major == 1:
            return Tree("int", -1 - number)
        if major in (2, 3):
            return self.string(major, number)
        if major == 4:
            values = []
            for _ in self.counted(number):
                values.append(self.item(depth + 1))
            return Tree("array", values)
        if major == 5:
            return self.map(number, depth)
        if major == 6:
            if number != 18:
                self.faults.add("non-deterministic")
            return Tree("tag", (number, self.item(depth + 1)))
        if info in (25, 26, 27):
            self.faults.add("non-deterministic")
            size, form = {25: (2, ">e"), 26: (4, ">f"), 27: (8, ">d")}[info]
            return Tree("float", struct.unpack(form, number.to_bytes(size, "big"))[0])
        return Tree("simple", number)

    def string(self, major, number):
        if number is None:
            chunks = []
            while not self.stop():
                part, _, size = self.head()
                if part != major or size is None:
                    raise Malformed
                chunks.append(self.take(size))
        else:
            chunks = [self.take(number)]
        if major == 2:
            return Tree("bytes", b"".join(chunks))
        try:
            return Tree("text", "".join(c.decode("utf-8") for c in chunks))
        except UnicodeDecodeError:
            raise Malformed from None

    def map(self, number, depth):
        pairs, seen, before = [], set(), b""
        for _ in self.counted(number):
            start = self.at
            key = self.item(depth + 1)
            raw = self.data[start:self.at]
            if key.key() in seen:
                self.faults.add("duplicate-key")
            elif raw < before:
                self.faults.add("non-deterministic")
            seen.add(key.key())
            before = raw
            pairs.append((key, self.item(depth + 1)))
        return Tree("map", pairs)


# The reference ----------------------------------------------------------------------------------------------------------

class Key:
    def __init__(self, private=None):
        self.private = private or ec.generate_private_key(ec.SECP256R1())
        self.public = self.private.public_key()
        self.spki = self.public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        self.kid = hashlib.sha256(self.spki).digest()[:4]

    def sign(self, message):
        r, s = utils.decode_dss_signature(self.private.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def verifies(self, message, signature):
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
        try:
            self.public.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(hashes.SHA256()))
            return True
        except InvalidSignature:
            return False

    def private_pem(self):
        return self.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                          serialization.NoEncryption()).decode()

    def public_pem(self):
        return self.public.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()


def sig_structure(header, payload):
    return cbor2.dumps(["Signature1", header, b"", payload])


def first_reason(faults):
    return min(faults, key=REASONS.index) if faults else None


def whole(tree, low=0, high=TOP):
    return tree.kind == "int" and low <= tree.value <= high


def texts(tree, most):
    return tree.kind == "text" and 1 <= len(tree.value.encode()) <= most


def blob(tree, *sizes):
    return tree.kind == "bytes" and len(tree.value) in sizes


def real_day(tree):
    if not whole(tree, 10000101, 99991231):
        return False
    try:
        datetime.date(tree.value // 10000, tree.value // 100 % 100, tree.value % 100)
        return True
    except ValueError:
        return False


def fields(tree, *keys):
    if tree is None or tree.kind != "map" or [k.key() for k, _ in tree.value] != [("int", k) for k in keys]:
        return None
    return [v for _, v in tree.value]


def read_claims(tree):
    parts = fields(tree, 1, 4, 5, 7, -65537)
    if parts is None:
        return None
    iss, exp, nbf, cti, detail = parts
    if not (texts(iss, 4) and whole(exp) and whole(nbf) and blob(cti, 8) and detail.kind == "array"):
        return None
    d = detail.value
    if not d or d[0].kind != "int" or (d[0].value, len(d)) not in ((0, 5), (1, 11)):
        return None
    kind = d[0].value
    if not (real_day(d[1]) and texts(d[2], 12) and whole(d[3], 1 - kind, 999) and blob(d[4], 0, 8)):
        return None
    claims = {"iss": iss.value, "exp": exp.value, "nbf": nbf.value, "cti": cti.value.hex(), "kind": kind,
              "day": d[1].value, "session": d[2].value, "slot": d[3].value, "idhash": d[4].value.hex()}
    if kind == 1:
        if not (texts(d[5], 12) and texts(d[6], 12) and whole(d[7]) and texts(d[8], 4) and whole(d[9]) and whole(d[10])):
            return None
        for name, value in zip(("queue", "number", "band", "device", "incarnation", "seq"), d[5:]):
            claims[name] = value.value
    return claims


def reference(text, trust, now, site=None, revoked=()):
    """The reason, or the claims as a dict. `text` is bytes, as a scanner gives them."""
    text = text.strip(b"\r\n\t")
    if len(text) > 512:
        return "too-long"
    if not text.startswith(b"MZ1:"):
        return "not-ours"
    data = unbase45(text[4:].decode("latin-1"))
    if data is None:
        return "bad-base45"
    faults, header, claims, header_bytes, claims_bytes = set(), None, None, b"", b""
    try:
        code = Cbor(data, faults).tree
        inner = code
        while inner.kind == "tag":
            inner = inner.value[1]
        parts = inner.value if inner.kind == "array" else []
        if len(parts) > 0 and parts[0].kind == "bytes" and parts[0].value:
            header_bytes = parts[0].value
            header = Cbor(header_bytes, faults).tree
        if len(parts) > 2 and parts[2].kind == "bytes":
            claims_bytes = parts[2].value
            claims = Cbor(claims_bytes, faults).tree
    except Malformed:
        return "bad-cbor"
    if faults:
        return first_reason(faults)
    if code.kind != "tag" or code.value[0] != 18 or code.value[1].kind != "array" or len(parts) != 4:
        return "bad-structure"
    if parts[0].kind != "bytes" or fields(parts[1]) != [] or parts[2].kind != "bytes" or not blob(parts[3], 64):
        return "bad-structure"
    entries = fields(header, 1, 4)
    if entries is None or entries[0].kind != "int" or not blob(entries[1], 4):
        return "bad-structure"
    said = read_claims(claims)
    if said is None:
        return "bad-structure"
    if entries[0].value != -7:
        return "bad-alg"
    verdict = "unknown-key"
    for entry in trust:
        if entry["kid"] != entries[1].value:
            continue
        if not entry.get("from", -2**62) <= now < entry.get("until", 2**62):
            reason = "key-not-valid"
        elif now >= entry.get("revoked_after", 2**62):
            reason = "key-revoked"
        elif not entry["key"].verifies(sig_structure(header_bytes, claims_bytes), parts[3].value):
            reason = "bad-signature"
        else:
            verdict = None if said["kind"] in entry.get("scope", (0, 1)) else "wrong-scope"
            break
        if verdict == "unknown-key":
            verdict = reason
    if verdict:
        return verdict
    if site is not None and said["iss"] != site:
        return "other-site"
    if now < said["nbf"]:
        return "too-early"
    if now >= said["exp"]:
        return "expired"
    if said["kind"] == 0 and said["cti"] in revoked:
        return "revoked-id"
    return said


# Making codes, whole and broken -------------------------------------------------------------------------------------------

BOOKING = [0, 20261123, "D001-AM", 12, b"\xab" * 8]
TICKET = [1, 20261123, "D001-AM", 0, b"", "CARD", "C001", 480, "K01", 1, 77]
CTI = bytes(range(8))


def claim_map(detail=None, **changes):
    claims = {1: "DEMO", 4: MIDNIGHT + 86400, 5: MIDNIGHT, 7: CTI, -65537: list(detail or BOOKING)}
    names = {"iss": 1, "exp": 4, "nbf": 5, "cti": 7}
    claims.update({names[k]: v for k, v in changes.items()})
    return claims


def changed(detail, index, value):
    return list(detail[:index]) + [value] + list(detail[index + 1:])


def cose(key, payload, header=None, signature=None, wrap=None):
    """Text of a code whose parts are bytes; `wrap` writes the outer layer in another way."""
    header = cbor2.dumps({1: -7, 4: key.kid}) if header is None else header
    signature = key.sign(sig_structure(header, payload)) if signature is None else signature
    data = wrap(header, payload, signature) if wrap else cbor2.dumps(cbor2.CBORTag(18, [header, {}, payload, signature]))
    return "MZ1:" + base45(data)


def code(key, claims=None, **more):
    return cose(key, cbor2.dumps(claims if claims is not None else claim_map()), **more)


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


# Cases ------------------------------------------------------------------------------------------------------------------

def outer(count=b"\x84", unprotected=b"\xa0", after=b"", tag=b"\xd2"):
    """Writes tag and array by hand."""
    def wrap(header, payload, signature):
        return tag + count + cbor2.dumps(header) + unprotected + cbor2.dumps(payload) + cbor2.dumps(signature) + after
    return wrap


def hand(pairs):
    """A map from encoded keys and values, in the order given."""
    return bytes([0xa0 + len(pairs)]) + b"".join(k + v for k, v in pairs)


def raw_claims(order=(1, 4, 5, 7, -65537), values=None, extra=()):
    claims = claim_map()
    pairs = [(cbor2.dumps(k), (values or {}).get(k, cbor2.dumps(claims[k]))) for k in order]
    return hand(pairs + list(extra))


def encoding_cases(key):
    """(what, text, reason): the CBOR checks, in code, header and claims."""
    good = cbor2.dumps(claim_map())
    head = cbor2.dumps({1: -7, 4: key.kid})
    kid = cbor2.dumps(key.kid)
    whole_code = cbor2.dumps(cbor2.CBORTag(18, [head, {}, good, key.sign(sig_structure(head, good))]))
    text = lambda data: "MZ1:" + base45(data)
    for cut in range(len(whole_code)):
        yield f"cut to {cut}", text(whole_code[:cut]), "bad-cbor"
    yield "a byte after the code", text(whole_code + b"\x00"), "trailing-bytes"
    yield "half an item after the code", text(whole_code + b"\x58"), "trailing-bytes"
    yield "a byte after the header", cose(key, good, header=head + b"\x00"), "trailing-bytes"
    yield "a byte after the claims", cose(key, good + b"\xff"), "trailing-bytes"
    yield "an empty payload", cose(key, b""), "bad-cbor"
    yield "cut claims", cose(key, good[:-1]), "bad-cbor"
    yield "cut header", cose(key, good, header=head[:-1]), "bad-cbor"
    yield "huge byte string", text(b"\xd2\x84\x5b" + b"\xff" * 8 + b"\x00"), "bad-cbor"
    yield "huge array", text(b"\xd2\x9b" + b"\xff" * 8), "bad-cbor"
    yield "huge map", text(b"\xbb" + b"\x7f" * 8), "bad-cbor"
    yield "reserved head", text(b"\xd2\x9c"), "bad-cbor"
    yield "a lone break", text(b"\xff"), "bad-cbor"
    yield "break in an array", text(b"\x81\xff"), "bad-cbor"
    yield "two-byte simple below 32", text(b"\xf8\x14"), "bad-cbor"
    yield "indefinite integer", text(b"\x1f"), "bad-cbor"
    yield "text in byte chunks", text(b"\x5f\x61\x61\xff"), "bad-cbor"
    yield "chunk of chunks", text(b"\x5f\x5f\x41\x00\xff\xff"), "bad-cbor"
    yield "odd indefinite map", text(b"\xbf\x01\xff"), "bad-cbor"
    for bad in (b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc3", b"\xff", b"\xfe", b"\x80"):
        yield f"issuer {bad.hex()}", cose(key, raw_claims(values={1: bytes([0x60 + len(bad)]) + bad})), "bad-cbor"
    yield "bad UTF-8 in the header", cose(key, good, header=hand([(b"\x01", b"\x26"), (b"\x04", b"\x61\xff")])), "bad-cbor"
    yield "bad UTF-8 in the unprotected map", cose(key, good, wrap=outer(unprotected=b"\xa1\x01\x61\xff")), "bad-cbor"
    yield "a depth bomb cut", text(b"\x81" * 330), "bad-cbor"
    yield "a depth bomb of tags cut", text(b"\xd2" * 330), "bad-cbor"
    yield "a depth bomb", text(b"\x81" * 330 + b"\x00"), "non-deterministic"
    yield "an open depth bomb", text(b"\x9f" * 160 + b"\xff" * 160), "indefinite-length"
    yield "a depth bomb in the claims", cose(key, b"\x81" * 200 + b"\x00"), "non-deterministic"
    for where, make in (("claims", lambda b: cose(key, b)), ("header", lambda b: cose(key, good, header=b)),
                        ("code", lambda b: text(b))):
        yield f"four deep in the {where}", make(b"\x81\x81\x81\x80"), "bad-structure"
        yield f"five deep in the {where}", make(b"\x81\x81\x81\x81\x80"), "non-deterministic"
        yield f"maps five deep in the {where}", make(b"\xa1\x01" * 4 + b"\xa0"), "non-deterministic"
        yield f"a float in the {where}", make(b"\xf9\x3c\x00"), "non-deterministic"
        yield f"a double in the {where}", make(b"\xfb" + bytes(8)), "non-deterministic"
        yield f"a date tag in the {where}", make(b"\xc1\x00"), "non-deterministic"
        yield f"a bignum in the {where}", make(b"\xc2\x41\x01"), "non-deterministic"
        yield f"two keys in the {where}", make(b"\xa2\x01\x00\x01\x00"), "duplicate-key"
        yield f"one key in two lengths in the {where}", make(b"\xa2\x01\x00\x18\x01\x00"), "duplicate-key"
        yield f"keys backwards in the {where}", make(b"\xa2\x02\x00\x01\x00"), "non-deterministic"
        yield f"null in the {where}", make(b"\xf6"), "bad-structure"
        yield f"simple 255 in the {where}", make(b"\xf8\xff"), "bad-structure"
        yield f"an open array in the {where}", make(b"\x9f\xff"), "indefinite-length"
        yield f"an open text in the {where}", make(b"\x7f\xff"), "indefinite-length"
    yield "longer tag", cose(key, good, wrap=outer(tag=b"\xd8\x12")), "non-deterministic"
    yield "longer array", cose(key, good, wrap=outer(count=b"\x98\x04")), "non-deterministic"
    yield "open array", cose(key, good, wrap=outer(count=b"\x9f", after=b"\xff")), "indefinite-length"
    yield "open unprotected map", cose(key, good, wrap=outer(unprotected=b"\xbf\xff")), "indefinite-length"
    yield "no tag", cose(key, good, wrap=outer(tag=b"")), "bad-structure"
    yield "tag 17", cose(key, good, wrap=outer(tag=b"\xd1")), "non-deterministic"
    yield "tag 18 twice", cose(key, good, wrap=outer(tag=b"\xd2\xd2")), "bad-structure"
    yield "self-described", cose(key, good, wrap=outer(tag=b"\xd9\xd9\xf7\xd2")), "non-deterministic"
    yield "chunked payload", cose(key, good, wrap=lambda h, p, s: b"\xd2\x84" + cbor2.dumps(h) + b"\xa0\x5f"
                                  + cbor2.dumps(p[:9]) + cbor2.dumps(p[9:]) + b"\xff" + cbor2.dumps(s)), "indefinite-length"
    yield "longer payload length", cose(key, good, wrap=lambda h, p, s: b"\xd2\x84" + cbor2.dumps(h) + b"\xa0\x59"
                                        + len(p).to_bytes(2, "big") + p + cbor2.dumps(s)), "non-deterministic"
    yield "longer exp", cose(key, raw_claims(values={4: b"\x1b" + (MIDNIGHT + 86400).to_bytes(8, "big")})), "non-deterministic"
    yield "exp as float", cose(key, raw_claims(values={4: b"\xfb" + struct.pack(">d", MIDNIGHT + 86400)})), "non-deterministic"
    yield "exp with a tag", cose(key, raw_claims(values={4: b"\xc1" + cbor2.dumps(MIDNIGHT + 86400)})), "non-deterministic"
    yield "tag 18 inside", cose(key, raw_claims(values={4: b"\xd2" + cbor2.dumps(MIDNIGHT + 86400)})), "bad-structure"
    yield "claims out of order", cose(key, raw_claims(order=(4, 1, 5, 7, -65537))), "non-deterministic"
    yield "shorter keys first", cose(key, raw_claims(order=(-65537, 1, 4, 5, 7))), "non-deterministic"
    yield "issuer twice", cose(key, raw_claims(order=(1, 1, 4, 5, 7))), "duplicate-key"
    yield "issuer twice, apart", cose(key, raw_claims(order=(1, 4, 5, 7, 1))), "duplicate-key"
    yield "alg twice", cose(key, good, header=hand([(b"\x01", b"\x26"), (b"\x01", b"\x26")])), "duplicate-key"
    yield "header backwards", cose(key, good, header=hand([(b"\x04", kid), (b"\x01", b"\x26")])), "non-deterministic"
    yield "bignum alg", cose(key, good, header=hand([(b"\x01", b"\xc2\x41\x07"), (b"\x04", kid)])), "non-deterministic"


def structure_cases(key):
    good = cbor2.dumps(claim_map())
    signature = key.sign(sig_structure(cbor2.dumps({1: -7, 4: key.kid}), good))
    bad = "bad-structure"
    yield "empty header", cose(key, good, header=b""), bad
    for header in ({}, {1: -7}, {4: key.kid}, {1: -7, 4: key.kid, 5: 1}, {1: -7, 4: key.kid[:3]}, {1: -7, 4: key.kid + b"\0"},
                   {1: -7, 4: b""}, {1: -7, 4: key.kid.hex()}, {1: "ES256", 4: key.kid}, {1: None, 4: key.kid}, {1: -7, 5: key.kid},
                   {1: b"\x26", 4: key.kid}, {1: [-7], 4: key.kid}, [1, -7], 18, "x"):
        yield f"header {header}", cose(key, good, header=cbor2.dumps(header)), bad
    for size in (0, 1, 63, 65, 72, 128):
        yield f"signature of {size}", cose(key, good, signature=(signature * 2)[:size]), bad
        yield f"signature of {size}, other alg", cose(key, good, header=cbor2.dumps({1: -35, 4: key.kid}),
                                                      signature=(signature * 2)[:size]), bad
    for name, wrap in (("unprotected entry", outer(unprotected=b"\xa1\x01\x00")),
                       ("unprotected array", outer(unprotected=b"\x80")),
                       ("unprotected null", outer(unprotected=b"\xf6")),
                       ("five parts", outer(count=b"\x85", after=b"\x00")),
                       ("detached payload", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, [h, {}, None, s]))),
                       ("payload as map", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, [h, {}, claim_map(), s]))),
                       ("header as map", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, [{1: -7}, {}, p, s]))),
                       ("three parts", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, [h, {}, p]))),
                       ("nothing", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, []))),
                       ("text signature", lambda h, p, s: cbor2.dumps(cbor2.CBORTag(18, [h, {}, p, "x" * 64]))),
                       ("a number", lambda h, p, s: b"\x00"), ("a tagged number", lambda h, p, s: b"\xd2\x00"),
                       ("a map", lambda h, p, s: b"\xa0")):
        yield name, cose(key, good, wrap=wrap), bad
    wide = 2**53
    for changes in ({"iss": ""}, {"iss": "DEMO1"}, {"iss": 1}, {"iss": b"DEMO"}, {"iss": "门门"}, {"exp": -1}, {"exp": wide}, {"exp": 2**64 - 1},
                    {"exp": "1"}, {"nbf": -1}, {"nbf": wide}, {"nbf": None}, {"cti": CTI[:7]}, {"cti": CTI + b"\0"}, {"cti": b""},
                    {"cti": "01234567"}):
        yield f"claims {changes}", code(key, claim_map(**changes)), bad
    for missing in (1, 4, 5, 7, -65537):
        claims = claim_map()
        del claims[missing]
        yield f"without {missing}", code(key, claims), bad
        if missing != 1:
            yield f"without {missing} but with 6", cose(key, hand(sorted(
                [(cbor2.dumps(k), cbor2.dumps(v)) for k, v in claims.items()] + [(b"\x06", b"\x00")]))), bad
    yield "one claim more", code(key, {1: "DEMO", 4: 1, 5: 0, 6: 0, 7: CTI, -65537: BOOKING}), bad
    yield "a text key more", cose(key, raw_claims(extra=[(b"\x61x", b"\x00")])), bad
    for detail in ([], {}, 0, "x", b"x", [2] + BOOKING[1:], [-1] + BOOKING[1:], [True] + BOOKING[1:], ["0"] + BOOKING[1:], BOOKING[:4], BOOKING + [0],
                   TICKET[:10], TICKET + [0], [0] + TICKET[1:], [1] + BOOKING[1:]):
        yield f"detail {detail}", code(key, {**claim_map(), -65537: detail}), bad
    days = (0, -1, 20260229, 20261301, 20260001, 20261100, 20261131, 261123, 20260431, 21000229, 2**53, 2**32 + 20261123, "20261123", 100000101)
    sessions = ("", "x" * 13, "一二三四五", 1, b"D001", None)
    shared = [(1, v) for v in days] + [(2, v) for v in sessions] + [(3, v) for v in (-1, 1000, 2**32 + 1, "1", None)]
    shared += [(4, v) for v in (b"\1" * 7, b"\1" * 9, b"\1", "", None, 0)]
    for index, value in shared:
        yield f"booking[{index}]={value!r}", code(key, claim_map(changed(BOOKING, index, value))), bad
        yield f"ticket[{index}]={value!r}", code(key, claim_map(changed(TICKET, index, value))), bad
    yield "booking without slot", code(key, claim_map(changed(BOOKING, 3, 0))), bad
    for index in (5, 6):
        for value in ("", "x" * 13, 1, b"x"):
            yield f"ticket[{index}]={value!r}", code(key, claim_map(changed(TICKET, index, value))), bad
    for value in ("", "K0001", "终终", 1, b"K"):
        yield f"ticket[8]={value!r}", code(key, claim_map(changed(TICKET, 8, value))), bad
    for index in (7, 9, 10):
        for value in (-1, wide, 2**64 - 1, "1", None, b""):
            yield f"ticket[{index}]={value!r}", code(key, claim_map(changed(TICKET, index, value))), bad
    for alg in (-35, -8, -257, 0, 7, 6, -6, 5, 2**64 - 1, -2**64, -65535):
        yield f"alg {alg}", code(key, header=cbor2.dumps({1: alg, 4: key.kid})), "bad-alg"


def text_cases(key):
    good = code(key)
    said = reference(good.encode(), [{"kid": key.kid, "key": key}], NOON)
    for before, after in (("\r\n", ""), ("", "\r\n"), ("\t", "\t"), ("", "\t\r\t"), ("\t" * 600, "\r" * 600)):
        yield f"wrapped in {before!r} {after!r}"[:40], before.replace("\n", "\t") + good + after.replace("\n", "\t"), said
    for text in ("", " ", "MZ1", "mz1:" + good[4:], " " + good, "MZ2:" + good[4:], "\ufeff" + good, good[1:], "HC1:" + good[4:], "0" * 512, "-"):
        yield f"not ours {text[:9]!r}", text, "not-ours"
    yield "no content", "MZ1:", "bad-cbor"
    short = good[:4] + "0" * 30
    for text in (good[:4] + good[4:].lower(), short + "A", "MZ1::::", "MZ1:GGW", "MZ1:V5", "MZ1:A", "MZ1:BB#", "MZ1:BB8é",
                 good[:9] + "\t" + good[9:], good[:9] + "\x00" + good[9:], "MZ1: "):
        yield f"bad base45 {text[-12:]!r}", text, "bad-base45"
    pad = lambda n: "MZ1:" + "0" * (n - 4)
    yield "512 bytes", pad(512), "bad-base45"  # 508 = 3 * 169 + 1
    yield "511 bytes", pad(511), "trailing-bytes"  # zeros: the integer 0 and more
    yield "513 bytes", pad(513), "too-long"
    yield "513 bytes, not ours", "0" * 513, "too-long"
    yield "512 bytes and a tab", pad(512) + "\t", "bad-base45"
    yield "513 bytes of two-byte characters", "é" * 257, "too-long"


def precedence_cases(key):
    """Two faults in different places: the earlier reason in the list wins, wherever it stands."""
    parts = {  # fault -> bytes that carry it, good for header and for claims
        "bad-cbor": b"\xa1\x01", "trailing-bytes": b"\xa0\x00", "duplicate-key": b"\xa2\x01\x00\x01\x00",
        "indefinite-length": b"\xbf\xff", "non-deterministic": b"\xa1\x18\x01\x00", "bad-structure": b"\xa0"}
    codes = {"trailing-bytes": {"after": b"\x00"}, "duplicate-key": {"unprotected": b"\xa2\x01\x00\x01\x00"},
             "indefinite-length": {"unprotected": b"\xbf\xff"}, "non-deterministic": {"tag": b"\xd8\x12"},
             "bad-structure": {"unprotected": b"\xa1\x01\x00"}}
    for a, header in parts.items():
        for b, payload in parts.items():
            yield f"header {a}, claims {b}", cose(key, payload, header=header), first_reason({a, b})
            for c, change in codes.items():
                yield (f"header {a}, claims {b}, code {c}", cose(key, payload, header=header, wrap=outer(**change)),
                       first_reason({a, b, c}))
        yield f"header {a}, no tag", cose(key, cbor2.dumps(claim_map()), header=header, wrap=outer(tag=b"")), a
        yield f"empty header, claims {a}", cose(key, header, header=b""), a
        yield f"short signature, claims {a}", cose(key, header, signature=b"\0" * 63), a


def judging_cases(key, other, twin):
    """(what, text, trust, now, site, revoked, reason). `twin` shares nothing with `key` but the kid that the list gives it."""
    book, tick = code(key), code(key, claim_map(TICKET))
    trusted = {"kid": key.kid, "key": key}
    false = {"kid": key.kid, "key": twin}
    id_ = CTI.hex()
    ok = "ok"
    rows = [
        ("good booking", book, [trusted], NOON, None, [], ok),
        ("good ticket", tick, [trusted], NOON, "DEMO", [], ok),
        ("another's key", code(other), [trusted], NOON, None, [], "unknown-key"),
        ("empty trust", book, [], NOON, None, [], "unknown-key"),
        ("another's signature", code(key, signature=other.sign(b"x")), [trusted], NOON, None, [], "bad-signature"),
        ("zero signature", code(key, signature=bytes(64)), [trusted], NOON, None, [], "bad-signature"),
        ("ff signature", code(key, signature=b"\xff" * 64), [trusted], NOON, None, [], "bad-signature"),
        ("before from", book, [{**trusted, "from": NOON + 1}], NOON, None, [], "key-not-valid"),
        ("at from", book, [{**trusted, "from": NOON}], NOON, None, [], ok),
        ("at until", book, [{**trusted, "until": NOON}], NOON, None, [], "key-not-valid"),
        ("before until", book, [{**trusted, "until": NOON + 1}], NOON, None, [], ok),
        ("at revoked_after", book, [{**trusted, "revoked_after": NOON}], NOON, None, [], "key-revoked"),
        ("before revoked_after", book, [{**trusted, "revoked_after": NOON + 1}], NOON, None, [], ok),
        ("nbf proves nothing", code(key, claim_map(nbf=0)), [{**trusted, "revoked_after": MIDNIGHT}], NOON, None, [], "key-revoked"),
        ("not valid before revoked", book, [{**trusted, "until": NOON, "revoked_after": NOON}], NOON, None, [], "key-not-valid"),
        ("revoked before signature", code(key, signature=bytes(64)), [{**trusted, "revoked_after": 1}], NOON, None, [], "key-revoked"),
        ("booking by a device", book, [{**trusted, "scope": [1]}], NOON, None, [], "wrong-scope"),
        ("ticket by a device", tick, [{**trusted, "scope": [1]}], NOON, None, [], ok),
        ("ticket by a bookings key", tick, [{**trusted, "scope": [0]}], NOON, None, [], "wrong-scope"),
        ("no scope at all", tick, [{**trusted, "scope": []}], NOON, None, [], "wrong-scope"),
        ("signature before scope", code(key, signature=bytes(64)), [{**trusted, "scope": [1]}], NOON, None, [], "bad-signature"),
        ("scope before site", book, [{**trusted, "scope": [1]}], NOON, "ELSE", [], "wrong-scope"),
        ("other site", book, [trusted], NOON, "ELSE", [], "other-site"),
        ("site in other case", book, [trusted], NOON, "demo", [], "other-site"),
        ("site before time", book, [trusted], 0, "ELSE", [], "other-site"),
        ("a second early", book, [trusted], MIDNIGHT - 1, "DEMO", [], "too-early"),
        ("at nbf", book, [trusted], MIDNIGHT, "DEMO", [], ok),
        ("a second before exp", book, [trusted], MIDNIGHT + 86399, "DEMO", [], ok),
        ("at exp", book, [trusted], MIDNIGHT + 86400, "DEMO", [], "expired"),
        ("exp before nbf, between", code(key, claim_map(exp=NOON - 9, nbf=NOON + 9)), [trusted], NOON, None, [], "too-early"),
        ("exp before nbf, after", code(key, claim_map(exp=NOON - 9, nbf=NOON - 5)), [trusted], NOON, None, [], "expired"),
        ("exp equal nbf", code(key, claim_map(exp=NOON, nbf=NOON)), [trusted], NOON, None, [], "expired"),
        ("revoked", book, [trusted], NOON, None, [id_], "revoked-id"),
        ("revoked ticket", tick, [trusted], NOON, None, [id_], ok),
        ("another revoked", book, [trusted], NOON, None, ["00" * 8], ok),
        ("expired before revoked", book, [trusted], MIDNIGHT + 86400, None, [id_], "expired"),
        ("twin first", book, [false, trusted], NOON, None, [], ok),
        ("twin last", book, [trusted, false], NOON, None, [], ok),
        ("only the twin", book, [false], NOON, None, [], "bad-signature"),
        ("twin first, key over", book, [false, {**trusted, "until": 1}], NOON, None, [], "bad-signature"),
        ("key over first, twin", book, [{**trusted, "until": 1}, false], NOON, None, [], "key-not-valid"),
        ("twin revoked, key good", book, [{**false, "revoked_after": 1}, trusted], NOON, None, [], ok),
        ("twin, key without scope", book, [false, {**trusted, "scope": [1]}], NOON, None, [], "wrong-scope"),
        ("wrong key, wrong everything", code(other, claim_map(iss="ELSE", exp=1)), [trusted], NOON, "DEMO", [id_], "unknown-key"),
        ("largest numbers", code(key, claim_map(changed(TICKET, 10, TOP), exp=TOP, nbf=0)), [trusted], NOON, None, [], ok),
        ("empty idhash", code(key, claim_map(changed(BOOKING, 4, b""))), [trusted], NOON, None, [], ok),
        ("slot 999", code(key, claim_map(changed(TICKET, 3, 999))), [trusted], NOON, None, [], ok),
        ("slot 1", code(key, claim_map(changed(BOOKING, 3, 1))), [trusted], NOON, None, [], ok),
        ("leap day", code(key, claim_map(changed(BOOKING, 1, 20280229))), [trusted], NOON, None, [], ok),
        ("texts in Chinese", code(key, claim_map(changed(TICKET, 5, "心血管科"), iss="院")), [trusted], NOON, "院", [], ok),
    ]
    return rows


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
