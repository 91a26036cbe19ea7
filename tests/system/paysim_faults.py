#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every fault of the payment sandbox does what it says, and every setting has both its readings (payments.md 16 and 19). A
name that the program knows and no test here asks for fails the last test."""
import json
import sys
import time
import urllib.parse

import paysimcase
import paysimclient as client
import paysimdoubts
import paysimnotices
from paysimcase import code, equal, no_answer, number, on, setting, sub_code, used


def network(box, wechat, alipay):
    n = number()
    on(box, "drop-request", verb="native")
    equal(no_answer(lambda: wechat.native(n)), None)
    equal(box.order(n), None, "nothing was done")
    on(box, "drop-answer", platform="wechat", verb="codepay")
    equal(no_answer(lambda: wechat.codepay(n, box.code("wechat"))), None)
    equal(box.order(n)["charged_fen"], 350, "it was done")
    n = number()
    on(box, "drop-answer", verb="charge", platform="alipay")
    equal(no_answer(lambda: alipay.pay(n, box.code("alipay"))), None)
    equal(box.order(n)["charged_fen"], 350)
    n = number()
    on(box, "delay-answer", verb="native", ms=300)
    begin = time.monotonic()
    equal(wechat.native(n).status, 200)
    assert time.monotonic() - begin >= 0.3
    # The request still travels when its sender has given up, and a query meanwhile finds nothing.
    n = number()
    on(box, "delay-request", verb="charge", ms=4000)
    wire = client.http.client.HTTPConnection(box.host, timeout=0.2)
    content = {"out_trade_no": n, "scene": "bar_code", "auth_code": box.code("alipay"), "total_amount": "3.50", "subject": "x"}
    fields = alipay.fields("alipay.trade.pay", content)
    wire.request("POST", alipay.path, urllib.parse.urlencode(fields))
    try:
        wire.getresponse()
        raise AssertionError("it was answered")
    except TimeoutError:
        wire.close()
    equal(sub_code(alipay.query(n)), "ACQ.TRADE_NOT_EXIST")
    client.until("the charge", lambda: (box.order(n) or {}).get("charged_fen") == 350)
    on(box, "http-status", verb="refund", value=503)
    equal(wechat.refund(n, "R1", 1).status, 503)
    n = number()
    on(box, "http-status-done", verb="native", value=502)
    answer = wechat.native(n)
    equal((answer.status, answer.verified, box.order(n)["state"]), (502, False, "unpaid"))
    on(box, "portal", verb="query")
    answer = wechat.query(n)
    equal((answer.status, answer.verified), (200, False))
    assert b"<html>" in answer.text
    setting(box, latency_ms=200)
    begin = time.monotonic()
    wechat.query(n)
    assert time.monotonic() - begin >= 0.2


def answers(box, wechat, alipay):
    n = number()
    wechat.native(n)
    alipay.pay("A" + n, box.code("alipay"))
    on(box, "system-error", verb="close")
    equal(code(wechat.close(n)), (500, "SYSTEM_ERROR"))
    equal(box.order(n)["state"], "unpaid")
    on(box, "system-error-done", verb="close")
    equal(code(wechat.close(n)), (500, "SYSTEM_ERROR"))
    equal(box.order(n)["state"], "closed")
    on(box, "system-error", verb="query", platform="alipay")
    equal(alipay.query("A" + n).node["code"], "20000")
    on(box, "system-error-done", verb="pay")
    equal(alipay.pay("B" + n, box.code("alipay")).node["code"], "20000")
    equal(box.order("B" + n)["charged_fen"], 350)
    on(box, "rate-limited", verb="close")
    equal(code(wechat.close(n)), (429, "FREQUENCY_LIMITED"))
    on(box, "rate-limited", platform="alipay")
    equal(alipay.query("A" + n).node["code"], "40005")
    on(box, "business-error", verb="query", text="RULE_LIMIT", value=403)
    equal(code(wechat.query(n)), (403, "RULE_LIMIT"))
    on(box, "business-error", verb="query", platform="alipay", text="ACQ.SYSTEM_ERROR")
    equal(sub_code(alipay.query("A" + n)), "ACQ.SYSTEM_ERROR")
    on(box, "error-response", platform="alipay")
    answer = alipay.query("A" + n)
    assert b"error_response" in answer.text and not answer.verified
    for fault in ("bad-signature", "no-signature", "wrong-key-id", "wrong-key", "tampered-body"):
        on(box, fault, verb="query")
        answer = wechat.query(n)
        equal((answer.status, answer.verified), (200, False), fault)
        on(box, fault, verb="query")
        answer = alipay.query("A" + n)
        equal((answer.status, answer.verified), (200, False), fault)
    on(box, "signature-type", verb="query")
    answer = wechat.query(n)
    assert answer.headers["wechatpay-signature-type"] != client.SCHEME and not answer.verified
    on(box, "wrong-key-id", verb="query")
    assert wechat.query(n).headers["wechatpay-serial"] not in wechat.platform_keys
    on(box, "clock-skew", verb="query", value=-400)
    answer = wechat.query(n)
    assert answer.verified and abs(int(answer.headers["wechatpay-timestamp"]) + 400 - time.time()) < 5
    on(box, "no-json", verb="query")
    answer = wechat.query(n)
    equal((answer.verified, answer.json), (True, None))
    on(box, "unknown-state", verb="query")
    assert wechat.query(n).json["trade_state"] not in ("NOTPAY", "SUCCESS", "CLOSED")
    on(box, "unknown-state", verb="query")
    equal(alipay.query("A" + n).node["trade_status"], "TRADE_SUPERSEDED")
    on(box, "wrong-amount", verb="query")
    equal(wechat.query(n).json["amount"]["total"], 351)
    on(box, "wrong-amount", verb="query")
    equal(alipay.query("A" + n).node["total_amount"], "3.51")
    on(box, "wrong-merchant", verb="query")
    assert wechat.query(n).json["mchid"] != wechat.site["mchid"]
    on(box, "not-exist", verb="query")
    equal(code(wechat.query(n)), (404, "ORDER_NOT_EXIST"))
    equal(wechat.query(n).status, 200, "then it does")
    on(box, "not-exist", verb="query", platform="alipay", count=2)
    equal([sub_code(alipay.query("A" + n)) for _ in range(3)], ["ACQ.TRADE_NOT_EXIST"] * 2 + [None])


def choosing(box, wechat, alipay):
    n, m = number(), number()
    wechat.native(n)
    wechat.native(m)
    box.faults({"fault": "not-exist", "verb": "query", "number": m})
    equal((wechat.query(n).status, wechat.query(m).status, wechat.query(m).status), (200, 404, 404), "one number alone")
    box.faults({"fault": "not-exist", "verb": "query", "skip": 2, "count": 1})
    equal([wechat.query(n).status for _ in range(4)], [200, 200, 404, 200])

    def pattern(seed):
        box.must("POST", "/faults", {"seed": seed, "rules": [{"fault": "not-exist", "probability": 0.5}]})
        return [wechat.query(n).status for _ in range(40)]
    one = pattern(7)
    assert pattern(7) == one and pattern(8) != one and {200, 404} == set(one), one
    told = box.must("GET", "/faults")["rules"][0]
    assert 0 < told["struck"] < 40, told
    for wrong in ({"rules": [{"fault": "nothing"}]}, {"rules": [{"fault": "portal", "more": 1}]}, {"settings": {"nothing": 1}},
                  {"settings": {"refund_ms": "x"}}, {"surprise": 1}, []):
        equal(box.ours("POST", "/faults", wrong)[0], 400, json.dumps(wrong))
    equal(box.must("GET", "/faults")["rules"][0]["fault"], "not-exist", "a wrong change changes nothing")


def paying(box, wechat, alipay):
    n = number()
    on(box, "ask-password", platform="wechat", verb="charge")
    equal(code(wechat.codepay(n, box.code("wechat"))), (202, "USERPAYING"))
    on(box, "ask-password", platform="alipay")
    equal(alipay.pay("A" + n, box.code("alipay")).node["code"], "10003")
    on(box, "refuse-charge", text="RULE_LIMIT")
    equal(code(wechat.codepay(number(), box.code("wechat"))), (403, "RULE_LIMIT"))
    on(box, "refuse-charge")
    equal(sub_code(alipay.pay(number(), box.code("alipay"))), "ACQ.BUYER_BALANCE_NOT_ENOUGH")
    on(box, "wallet-pays", verb="open", ms=50)
    n = number()
    wechat.native(n)
    client.until("the payment", lambda: wechat.query(n).json["trade_state"] == "SUCCESS")
    on(box, "wallet-pays", verb="precreate", ms=50)
    n = number()
    alipay.precreate(n)
    client.until("the payment", lambda: alipay.query(n).node.get("trade_status") == "TRADE_SUCCESS")


def ending(box, wechat, alipay):
    def native():
        n = number()
        return n, wechat.native(n).json["code_url"]

    def waiting():
        n, asks = number(), box.code("wechat", "password")
        wechat.codepay(n, asks)
        return n, asks
    n, qr = native()
    on(box, "end-lies", verb="close")
    equal((wechat.close(n).status, wechat.query(n).json["trade_state"]), (204, "NOTPAY"))
    box.pay(qr)
    n, asks = waiting()
    on(box, "end-lies", verb="reverse")
    equal((wechat.reverse(n).status, wechat.query(n).json["trade_state"]), (200, "USERPAYING"))
    n = number()
    qr = alipay.precreate(n).node["qr_code"]
    on(box, "end-lies", verb="cancel")
    equal(alipay.cancel(n).node["code"], "10000")
    box.pay(qr)
    n, _ = waiting()
    on(box, "recall", verb="reverse")
    equal(wechat.v2("/secapi/pay/reverse", out_trade_no=n).fields["recall"], "Y")
    equal((wechat.query(n).json["trade_state"], wechat.v2("/secapi/pay/reverse", out_trade_no=n).fields["recall"]), ("USERPAYING", "N"))
    n = number()
    alipay.pay(n, box.code("alipay", "password"))
    on(box, "recall", verb="cancel")
    equal((alipay.cancel(n).node["retry_flag"], alipay.query(n).node["trade_status"]), ("Y", "WAIT_BUYER_PAY"))
    equal((alipay.cancel(n).node["retry_flag"], alipay.query(n).node["trade_status"]), ("N", "TRADE_CLOSED"))
    # The patient was quicker.
    n, _ = native()
    on(box, "paid-in-race", verb="close")
    equal((code(wechat.close(n)), wechat.query(n).json["trade_state"]), ((400, "ORDER_PAID"), "SUCCESS"))
    n, _ = waiting()
    on(box, "paid-in-race", verb="end")
    equal((wechat.reverse(n).status, box.order(n)["charged_fen"], box.order(n)["kept_fen"]), (200, 350, 0), "and gets it back")
    n = number()
    alipay.precreate(n)
    on(box, "paid-in-race", verb="cancel")
    equal((alipay.cancel(n).node["action"], box.order(n)["charged_fen"], box.order(n)["kept_fen"]), ("refund", 350, 0))
    # While the platform works on a payment, close is refused as it is in production.
    n, qr = native()
    equal(box.pay(qr, takes_ms=3_600_000)["state"], "paying")
    equal((code(wechat.close(n)), wechat.query(n).json["trade_state"]), ((429, "FREQUENCY_LIMITED"), "NOTPAY"))
    n, qr = native()
    equal(box.pay(qr, takes_ms=100)["state"], "paying")
    client.until("the payment", lambda: wechat.query(n).json["trade_state"] == "SUCCESS")
    # Closed, and paid nevertheless.
    for ended, asked in ((lambda n: wechat.native(n), wechat.close), (lambda n: wechat.codepay(n, box.code("wechat", "password")), wechat.reverse),
                         (lambda n: alipay.precreate(n), alipay.cancel)):
        n = number()
        ended(n)
        on(box, "late-success", verb="end", ms=100)
        asked(n)
        client.until("the late success", lambda n=n: box.order(n)["charged_fen"] == 350)
        equal(box.order(n)["state"], "paid")


def refunds(box, wechat, alipay):
    box.faults(refund_ms=0)

    def paid():
        n = number()
        box.pay(wechat.native(n).json["code_url"])
        m = number()
        box.pay(alipay.precreate(m).node["qr_code"])
        return n, m
    n, m = paid()
    on(box, "refund-abnormal", platform="wechat")
    equal(wechat.refund(n, "R" + n, 350).json["status"], "ABNORMAL")
    equal(code(wechat.refund(n, "S" + n, 350))[0], 400, "its money is not free")
    on(box, "refund-closed", platform="wechat")
    n, _ = paid()
    equal(wechat.refund(n, "R" + n, 350).json["status"], "CLOSED")
    equal(wechat.refund(n, "S" + n, 350).json["status"], "SUCCESS", "a new number is right then")
    on(box, "refund-abnormal", platform="alipay")
    equal(alipay.refund(m, "R1", "3.50").node["fund_change"], "N")
    assert "refund_status" not in alipay.refund_query(m, "R1").node
    n, m = paid()
    on(box, "refund-slow", ms=400)
    equal(wechat.refund(n, "R" + n, 350).json["status"], "PROCESSING")
    client.until("the refund", lambda: wechat.refund_query("R" + n).json["status"] == "SUCCESS")
    on(box, "refund-not-enough")
    n, m = paid()
    equal(code(wechat.refund(n, "R" + n, 350)), (403, "NOT_ENOUGH"))
    equal(wechat.refund(n, "R" + n, 350).json["status"], "SUCCESS", "later, under the same number")
    setting(box, refund_spacing_s=60)
    n, m = paid()
    wechat.refund(n, "R" + n, 100)
    equal(code(wechat.refund(n, "S" + n, 100)), (429, "FREQUENCY_LIMITED"))
    setting(box, refund_spacing_s=0, refund_ms=200)
    equal(wechat.refund(n, "S" + n, 100).json["status"], "PROCESSING")


def all_of_them(box, wechat, alipay):
    told = box.must("GET", "/faults")
    # Those that paysim.py needs, and so tests.
    used.update(("alipay_clock_s", "code_life_s", "self_revoke_s", "slow_wallet_ms", "notify_scale_percent", "refund_ms"))
    equal(sorted((set(told["known"]) | set(told["settings"])) - used), [], "without a test")


TESTS = (network, answers, choosing, paying, ending, refunds, paysimnotices.notices, paysimdoubts.doubts, all_of_them)

if __name__ == "__main__":
    sys.exit(paysimcase.run(TESTS))
