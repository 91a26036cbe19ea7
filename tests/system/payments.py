#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Paying at a real registry from the payment sandbox on the platforms' wire: each way to pay, refunds, notifications good and
bad, lost answers, kill -9 between the steps, and our books against the ledger after each."""
import http.client
import signal
import sys
import tempfile
import time
import traceback

import payingtown
from payingtown import Patient, Town
from registry_hall import Wire, free_port

DATE = 20261124  # tomorrow: cancelling has its deadline


def patient(town, n, port=None):
    return Patient(town, n, DATE, port)


def each_way_to_pay(town, box):
    for n, platform in enumerate(("wechat", "alipay"), 1):
        one = patient(town, n, town.public_port).book()
        one.open(platform + "-qr")
        one.scan_and_pay()
        began = time.monotonic()
        one.until("paid")
        print("  %s: on the page %.1f s after the wallet" % (platform, time.monotonic() - began))
        assert one.fee_state() == "paid"
        other = patient(town, n + 10).book()
        other.open(platform + "-code", box.code(platform))
        other.until("paid")
        slow = patient(town, n + 20).book()
        code = box.code(platform, "password")
        slow.open(platform + "-code", code)
        slow.until("paying")
        box.must("POST", "/wallet/confirm", {"auth_code": code})
        slow.until("paid")


def a_refused_code_takes_nothing(town, box):
    one = patient(town, 31).book()
    one.open("wechat-code", box.code("wechat", "poor"))
    one.until("failed")
    one.open("wechat-qr")
    one.scan_and_pay()
    one.until("paid", seconds=40)


def another_wallet(town, box):
    one = patient(town, 41).book()
    one.open("wechat-qr")
    first = one.until("waiting")["qr"]
    one.open("alipay-qr")
    one.scan_and_pay()
    one.until("paid")
    status, said = box.ours("POST", "/wallet/pay", {"qr": first})
    assert status != 200, said


def cancelled_and_refunded(town, _):
    one = patient(town, 51).book()
    one.open("alipay-qr")
    one.scan_and_pay()
    one.until("paid")
    one.cancel()
    one.until("refunded")


def bad_notifications(town, box):
    rules = [{"fault": fault, "verb": "notify", "count": 2}
             for fault in ("notice-forged", "notice-probe", "notice-stale", "notice-broken", "notice-twice")]
    rules += [{"fault": "notice-wrong", "verb": "notify", "text": what, "count": 2} for what in ("amount", "merchant", "app", "number")]
    box.faults(*rules)
    refused = town.metric("menzhen_pay_notice_refused_total")
    for n, platform in enumerate(("wechat", "alipay"), 61):
        one = patient(town, n).book()
        one.open(platform + "-qr")
        one.scan_and_pay()
        one.until("paid")
    end = time.monotonic() + 20
    while town.metric("menzhen_pay_notice_refused_total") == refused:
        assert time.monotonic() < end, "nothing was refused"
        time.sleep(0.5)
    box.calm()
    print("  %d notifications refused" % (town.metric("menzhen_pay_notice_refused_total") - refused))


def rubbish_at_the_door(town, _):
    refused = town.metric("menzhen_pay_notice_refused_total")
    for platform in ("wechat", "alipay"):
        for body in (b"", b"{}", b"\xff" * 100, b"sign=1&sign_type=RSA2", b"[" * 1000):
            wire = http.client.HTTPConnection("127.0.0.1", town.public_port, timeout=10)
            wire.request("POST", "/pay/notify/" + platform, body)
            assert wire.getresponse().status in (400, 411), (platform, body)
            wire.close()
    assert town.metric("menzhen_pay_notice_refused_total") > refused
    assert Wire(town).call("POST", "/pay/notify/wechat", {})[0] == 404  # not on the lobby's listener


def lost_answers(town, box):
    box.faults({"fault": "drop-answer", "verb": "charge", "count": 2}, {"fault": "system-error-done", "verb": "charge", "skip": 2, "count": 2},
               {"fault": "bad-signature", "verb": "query", "count": 3}, {"fault": "drop-answer", "verb": "open", "count": 1})
    for n in range(71, 75):
        platform = "wechat" if n % 2 else "alipay"
        one = patient(town, n).book()
        one.open(platform + "-code", box.code(platform))
        one.until("paid", seconds=60)
        assert "failed" not in one.told and "closed" not in one.told, one.told
    box.calm()


def killed_between_the_steps(town, box):
    for n, pause in enumerate((0.0, 0.02, 0.05, 0.1, 0.3, 0.6), 81):
        one = patient(town, n).book()
        one.open("wechat-code", box.code("wechat"))
        time.sleep(pause)
        town.kill(signal.SIGKILL)
        town.start()
        one.wire = Wire(town)
        # Charged or forgotten, but never twice, and never called nothing when it was something.
        one.until("paid", "closed", seconds=200)
        order = [each for each in box.ledger()["orders"] if each["number"].startswith(one.payment + "_")]
        assert sum(each["kept_fen"] for each in order) == (one.look()["amount_fen"] if one.told[-1] == "paid" else 0)


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        with payingtown.sandbox(folder, port) as box, Town(box, port) as town:
            for check in (each_way_to_pay, a_refused_code_takes_nothing, another_wallet, cancelled_and_refunded, bad_notifications,
                          rubbish_at_the_door, lost_answers, killed_between_the_steps):
                try:
                    print(check.__name__, flush=True)
                    check(town, box)
                except (AssertionError, KeyError, OSError):
                    failed += 1
                    traceback.print_exc()
            town.settle()
            kept, orders = town.compare()
            print("%d orders, %d fen kept: our books are the ledger" % (orders, kept))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
