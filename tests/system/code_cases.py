# SPDX-License-Identifier: Apache-2.0
"""Signed codes, whole and broken in every way that has a reason of its own, and in pairs, to see which reason comes first."""
import struct

import cbor2

from code_reference import TOP, base45, first_reason, reference, sig_structure

MIDNIGHT = 1795363200
NOON = MIDNIGHT + 43200

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
