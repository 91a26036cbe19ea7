# SPDX-License-Identifier: Apache-2.0
"""What the tests of the payment sandbox share: fresh order numbers, what is compared, faults by name, and how a list of tests runs."""
import itertools
import pathlib
import sys
import tempfile
import traceback
import urllib.parse

import paysimclient as client

count = itertools.count(1)
used = set()  # faults and settings that some test asked for


def number():
    return f"T{next(count):010d}"


def equal(got, wanted, what=""):
    if got != wanted:
        raise AssertionError(f"{what}: {got!r}, not {wanted!r}")


def code(answer):
    """The platform's error code; the answer to a refusal is signed as well."""
    assert answer.verified, answer
    return (answer.status, answer.json["code"])


def sub_code(answer):
    assert answer.verified, answer
    return answer.node.get("sub_code")


def on(box, fault, **more):
    used.add(fault)
    box.faults({"fault": fault, "count": 1, **more})


def setting(box, **more):
    used.update(more)
    box.faults(**more)


def no_answer(act):
    try:
        return f"an answer came: {act()!r}"
    except client.NoAnswer:
        return None


def good(wechat, alipay, platform, one):
    if platform == "wechat":
        return wechat.verified(one[1], one[2])
    try:
        return alipay.notice_good(dict(urllib.parse.parse_qsl(one[2].decode(), strict_parsing=True)))
    except (ValueError, UnicodeDecodeError):
        return False


def run(tests):
    wanted = sys.argv[1:]
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        camera = pathlib.Path(folder) / "sandbox/camera"
        camera.mkdir(parents=True)
        with client.Sandbox(pathlib.Path(folder) / "sandbox", "--camera", str(camera)) as box:
            for test in tests:
                if wanted and test.__name__ not in wanted:
                    continue
                box.calm()
                try:
                    test(box, client.Wechat(box), client.Alipay(box))
                    print("ok      ", test.__name__, flush=True)
                except (AssertionError, KeyError, TypeError, client.NoAnswer) as trouble:
                    failed += 1
                    where = " > ".join(f"{pathlib.Path(f.filename).name}:{f.lineno}" for f in traceback.extract_tb(trouble.__traceback__)[1:])
                    print(f"FAILED   {test.__name__} ({where}): {type(trouble).__name__} {trouble}", flush=True)
    return 1 if failed else 0
