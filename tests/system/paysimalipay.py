# SPDX-License-Identifier: Apache-2.0
"""Alipay's wire: QR, the patient's code, refunds, signatures."""
import datetime

import paysimclient as client
from paysimcase import equal, number, sub_code


def alipay_qr(box, wechat, alipay):
    n = number()
    opened = alipay.precreate(n, "100.50")
    assert opened.verified and b"https:\\/\\/qr.alipay.com\\/" in opened.text, opened
    qr = opened.node["qr_code"]
    equal(sub_code(alipay.query(n)), "ACQ.TRADE_NOT_EXIST", "no trade before somebody scans")
    equal(sub_code(alipay.close(n)), "ACQ.TRADE_NOT_EXIST")
    box.must("POST", "/wallet/scan", {"qr": qr})
    equal(alipay.query(n).node["trade_status"], "WAIT_BUYER_PAY")
    box.pay(qr)
    paid = alipay.query(n)
    equal((paid.verified, paid.node["code"], paid.node["trade_status"], paid.node["total_amount"]), (True, "10000", "TRADE_SUCCESS", "100.50"))
    equal(sub_code(alipay.precreate(n, "100.50")), "ACQ.TRADE_HAS_SUCCESS")
    equal(sub_code(alipay.precreate(n, "100.51")), "ACQ.CONTEXT_INCONSISTENT")
    equal(sub_code(alipay.close(n)), "ACQ.TRADE_STATUS_ERROR")
    back = alipay.cancel(n)
    equal((back.node["action"], back.node["retry_flag"]), ("refund", "N"))
    equal(alipay.query(n).node["trade_status"], "TRADE_CLOSED")
    equal((box.order(n)["charged_fen"], box.order(n)["kept_fen"]), (10050, 0))
    # Scanned and not paid: closed.
    n = number()
    qr = alipay.precreate(n).node["qr_code"]
    box.must("POST", "/wallet/scan", {"qr": qr})
    equal(alipay.cancel(n).node["action"], "close")
    equal(alipay.query(n).node["trade_status"], "TRADE_CLOSED")
    equal(sub_code(alipay.precreate(n)), "ACQ.TRADE_HAS_CLOSE")
    n = number()
    box.must("POST", "/wallet/scan", {"qr": alipay.precreate(n).node["qr_code"]})
    equal(alipay.close(n).node["code"], "10000")
    equal(alipay.query(n).node["trade_status"], "TRADE_CLOSED")
    # Not scanned: cancel kills the QR, and there still is no trade.
    n = number()
    qr = alipay.precreate(n).node["qr_code"]
    equal(alipay.cancel(n).node["code"], "10000")
    equal(sub_code(alipay.query(n)), "ACQ.TRADE_NOT_EXIST")
    equal(box.ours("POST", "/wallet/scan", {"qr": qr})[1]["code"], "qr-expired")
    n = number()
    for _ in range(20):
        equal(alipay.precreate(n).node["code"], "10000")
    equal(alipay.precreate(n).node["code"], "40004", "the twenty-first")


def alipay_code(box, wechat, alipay):
    n = number()
    paid = alipay.pay(n, box.code("alipay"), "7.50")
    equal((paid.verified, paid.node["code"], paid.node["total_amount"]), (True, "10000", "7.50"))
    n, asks = number(), box.code("alipay", "password")
    waiting = alipay.pay(n, asks)
    equal((waiting.verified, waiting.node["code"]), (True, "10003"))
    equal(alipay.query(n).node["trade_status"], "WAIT_BUYER_PAY")
    equal(sub_code(alipay.pay(n, box.code("alipay"))), "ACQ.CONTEXT_INCONSISTENT")
    box.must("POST", "/wallet/confirm", {"auth_code": asks})
    equal(alipay.query(n).node["trade_status"], "TRADE_SUCCESS")
    equal(sub_code(alipay.pay(n, asks)), "ACQ.TRADE_HAS_SUCCESS")
    equal(sub_code(alipay.pay(number(), box.code("alipay", "poor"))), "ACQ.BUYER_BALANCE_NOT_ENOUGH")
    equal(sub_code(alipay.pay(number(), "281234567890123456")), "ACQ.PAYMENT_AUTH_CODE_INVALID")
    equal(sub_code(alipay.pay(number(), box.code("wechat"))), "ACQ.PAYMENT_AUTH_CODE_INVALID")
    n = number()
    alipay.pay(n, box.code("alipay", "password"))
    equal(alipay.cancel(n).node["action"], "close")
    equal(alipay.query(n).node["trade_status"], "TRADE_CLOSED")
    equal(alipay.cancel(number()).node["code"], "10000", "of a number that nobody knows")


def alipay_refunds(box, wechat, alipay):
    box.faults(refund_ms=0)
    n = number()
    box.pay(alipay.precreate(n, "10.00").node["qr_code"])
    first = alipay.refund(n, "R1", "4.00")
    equal((first.node["code"], first.node["fund_change"], first.node["refund_fee"]), ("10000", "Y", "4.00"))
    again = alipay.refund(n, "R1", "4.00")
    equal((again.node["fund_change"], again.node["refund_fee"]), ("N", "4.00"), "a replay moves nothing")
    equal(sub_code(alipay.refund(n, "R1", "5.00")), "ACQ.DISCORDANT_REPEAT_REQUEST")
    equal(sub_code(alipay.refund(n, "R2", "6.01")), "ACQ.REASON_TRADE_REFUND_FEE_ERR")
    equal(alipay.query(n).node["trade_status"], "TRADE_SUCCESS", "a part")
    box.faults(refund_ms=60_000)
    equal(alipay.refund(n, "R2", "6.00").node["fund_change"], "N", "under way")
    assert "refund_status" not in alipay.refund_query(n, "R2").node
    assert "refund_status" not in alipay.refund_query(n, "R9").node
    equal(alipay.refund_query(n, "R1").node["refund_status"], "REFUND_SUCCESS")
    equal(box.order(n)["kept_fen"], 600)
    box.faults(refund_ms=0)
    n = number()
    box.pay(alipay.precreate(n, "3.50").node["qr_code"])
    equal(alipay.refund(n, "R1", "3.50").node["refund_fee"], "3.50")
    equal(alipay.query(n).node["trade_status"], "TRADE_CLOSED", "all of it")


def alipay_signatures(box, wechat, alipay):
    n = number()

    def said(**more):
        answer = alipay.ask("alipay.trade.query", {"out_trade_no": n}, **more)
        assert answer.verified, answer
        return answer.node["code"], answer.node["sub_code"]
    equal(said(), ("40004", "ACQ.TRADE_NOT_EXIST"))
    equal(said(in_query=False)[1], "ACQ.TRADE_NOT_EXIST", "everything in the form works too")
    equal(said(sign="AAAA"), ("40002", "isv.invalid-signature"))
    equal(said(app_id="2021000000000009"), ("40002", "isv.invalid-app-id"))
    equal(said(sign_type="RSA"), ("40002", "isv.invalid-signature-type"))
    equal(said(sign=None), ("40001", "isv.missing-signature"))
    equal(said(charset="gbk"), ("40002", "isv.invalid-charset"))
    old = datetime.datetime.now(client.BEIJING) - datetime.timedelta(seconds=400)
    equal(said(moment=old), ("40002", "isv.invalid-timestamp"))
    box.faults(alipay_clock_s=0)
    equal(said(moment=old)[1], "ACQ.TRADE_NOT_EXIST", "the other reading: any time")
    unknown = alipay.ask("alipay.trade.nothing", {"out_trade_no": n})
    equal((unknown.verified, unknown.node["sub_code"]), (False, "isv.invalid-method"), "error_response has no signature")
    for wrong in ({"total_amount": "0.00"}, {"total_amount": "1.234"}, {"total_amount": "-1"}, {"subject": "a/b"}, {"timeout_express": "5x"}):
        equal(sub_code(alipay.ask("alipay.trade.precreate", {"out_trade_no": number(), "total_amount": "1.00", "subject": "x", **wrong})),
              "ACQ.INVALID_PARAMETER", str(wrong))
