# SPDX-License-Identifier: Apache-2.0
"""Notifications that are missing, late, repeated, forged or wrong."""
import time

import paysimclient as client
from paysimcase import equal, good, number, on, setting, used


def notices(box, wechat, alipay):
    box.faults(notify_delay_ms=0)
    used.add("notify_delay_ms")

    def told(fault, expect, platform="wechat", seconds=60, **more):
        """Pays with the fault on; the first `expect` notifications, once no more come."""
        there = client.Receiver((200, b"success"))
        on(box, fault, verb="notify", **more)
        n = number()
        url = there.url + "/n"
        qr = wechat.native(n, notify_url=url).json["code_url"] if platform == "wechat" else alipay.precreate(n, notify_url=url).node["qr_code"]
        begin = time.monotonic()
        box.pay(qr)
        took = time.monotonic() - begin
        got = there.wait(expect, seconds)
        time.sleep(0.15)
        with there.lock:
            got = list(there.got)
        there.close()
        equal(len(got), expect, fault)
        return got, begin, took
    told("notice-missing", 0)
    for platform in ("wechat", "alipay"):
        got, begin, _ = told("notice-late", 1, platform, ms=500)
        assert got[0][3] - begin >= 0.5
        got, _, _ = told("notice-twice", 2, platform)
        got, _, _ = told("notice-replayed", 2, platform, ms=100)
        equal(got[0][2], got[1][2], "the same bytes")
        equal(got[0][1].get("wechatpay-signature"), got[1][1].get("wechatpay-signature"))
        for fault in ("notice-forged", "notice-broken"):
            got, _, _ = told(fault, 2, platform)
            equal(sorted(good(wechat, alipay, platform, one) for one in got), [False, True], fault)
        for text in ("amount", "merchant", "app", "number"):
            got, _, _ = told("notice-wrong", 2, platform, text=text)
            assert all(good(wechat, alipay, platform, one) for one in got), "signed properly"
            assert got[0][2] != got[1][2]
    got, _, _ = told("notice-probe", 2)
    assert any(one[1]["wechatpay-signature"].startswith("WECHATPAY/SIGNTEST/") for one in got)
    got, _, _ = told("notice-stale", 2, value=600)
    assert min(int(one[1]["wechatpay-timestamp"]) for one in got) < time.time() - 590
    assert all(good(wechat, alipay, "wechat", one) for one in got)
    # Before the answer of the very call that charged.
    there = client.Receiver((200, b"success"))
    on(box, "notice-early", verb="notify", ms=4000)
    n = number()
    fields = {"out_trade_no": n, "scene": "bar_code", "auth_code": box.code("alipay"), "total_amount": "3.50", "subject": "x"}
    paid = alipay.ask("alipay.trade.pay", fields, notify_url=there.url + "/n")
    answered = time.monotonic()
    equal(paid.node["code"], "10000")
    assert there.wait(1)[0][3] < answered
    there.close()
    # Which key signs WeChat's notifications.
    for key in ("certificate", "mixed", "public"):
        setting(box, notify_key=key)
        ids = set()
        for _ in range(3 if key == "mixed" else 1):
            got, _, _ = told("notice-late", 1, ms=1)
            assert good(wechat, alipay, "wechat", got[0])
            ids.add(got[0][1]["wechatpay-serial"].startswith("PUB_KEY_ID_"))
        equal(ids, {"certificate": {False}, "mixed": {True, False}, "public": {True}}[key], key)
