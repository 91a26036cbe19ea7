# SPDX-License-Identifier: Apache-2.0
"""An independent implementation of the signed codes, written from the page that defines them, not from the C++: its own
Base45 and strict CBOR reader, python3-cbor2 for encoding, python3-cryptography for keys. codes_check.py holds `menzhen code` against
it, with the codes that code_cases.py makes."""
import datetime
import hashlib
import struct

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

REASONS = (
    "too-long not-ours bad-base45 bad-cbor trailing-bytes duplicate-key indefinite-length non-deterministic "
    "bad-structure bad-alg unknown-key key-not-valid key-revoked bad-signature wrong-scope other-site too-early "
    "expired revoked-id").split()
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
TOP = 2**53 - 1


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
