#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The payment sandbox against an independent merchant (paysimclient.py): signatures both ways, every verb of both platforms,
the wallet, notifications, and the ledger after kill -9."""
import datetime
import itertools
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse

import paysimclient as client
from cryptography.x509 import load_pem_x509_certificate

count = itertools.count(1)


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


def wechat_qr(box, wechat, alipay):
    n = number()
    opened = wechat.native(n, 350)
    assert opened.status == 200 and opened.verified, opened
    qr = opened.json["code_url"]
    assert qr.startswith("weixin://wxpay/bizpayurl?pr="), qr
    equal(opened.headers["wechatpay-serial"], wechat.public_id)
    equal(wechat.query(n).json["trade_state"], "NOTPAY")
    told = box.must("POST", "/wallet/scan", {"qr": qr})
    equal((told["amount_fen"], told["subject"], told["state"]), (350, "门诊挂号", "unpaid"))
    equal(wechat.query(n).json["trade_state"], "NOTPAY", "scanning pays nothing")
    box.pay(qr)
    paid = wechat.query(n)
    assert paid.verified
    equal((paid.json["trade_state"], paid.json["trade_type"], paid.json["amount"]["total"]), ("SUCCESS", "NATIVE", 350))
    equal(wechat.query_id(paid.json["transaction_id"]).json["out_trade_no"], n)
    equal(box.ours("POST", "/wallet/pay", {"qr": qr})[1]["code"], "already-paid")
    equal(code(wechat.close(n)), (400, "ORDER_PAID"))
    equal(code(wechat.native(n, 350)), (400, "ORDER_PAID"))
    entry = box.order(n)
    equal((entry["state"], entry["charged_fen"], entry["kept_fen"], entry["refunds"]), ("paid", 350, 350, []))


def wechat_qr_rules(box, wechat, alipay):
    n = number()
    first = wechat.native(n).json["code_url"]
    second = wechat.native(n).json["code_url"]
    assert first != second
    equal(box.ours("POST", "/wallet/scan", {"qr": first})[1]["code"], "qr-dead")
    equal(code(wechat.native(n, 351)), (400, "INVALID_REQUEST"), "the same number with other data")
    box.must("POST", "/wallet/scan", {"qr": second, "user": "A"})
    equal(box.ours("POST", "/wallet/pay", {"qr": second, "user": "B"})[1]["code"], "another-user")
    closed = wechat.close(n)
    equal((closed.status, closed.text, closed.verified), (204, b"", True), "a signed 204")
    equal(wechat.close(n).status, 204, "again")
    equal(wechat.query(n).json["trade_state"], "CLOSED")
    equal(box.ours("POST", "/wallet/pay", {"qr": second, "user": "A"})[1]["code"], "order-closed")
    equal(code(wechat.native(n)), (400, "ORDER_CLOSED"))
    equal(code(wechat.query(number())), (404, "ORDER_NOT_EXIST"))
    equal(code(wechat.close(number())), (404, "ORDER_NOT_EXIST"))
    # The last moment to pay ends paying and closes nothing.
    n = number()
    soon = datetime.datetime.now(client.BEIJING) + datetime.timedelta(seconds=6)
    qr = wechat.native(n, time_expire=soon.isoformat(timespec="seconds")).json["code_url"]
    client.until("the last moment", lambda: box.ours("POST", "/wallet/scan", {"qr": qr})[1].get("code") == "order-expired", seconds=60)
    equal(wechat.query(n).json["trade_state"], "NOTPAY")


def wechat_shapes(box, wechat, alipay):
    def refused(**more):
        body = wechat.ids(description="x", out_trade_no=number(), notify_url="https://h.example/n", amount={"total": 1, "currency": "CNY"})
        for name, value in more.items():
            if value is ...:
                del body[name]
            else:
                body[name] = value
        return code(wechat.ask("POST", "/v3/pay/transactions/native", body))
    wrong = (400, "PARAM_ERROR")
    for more in ({"surprise": 1}, {"attach": None}, {"description": ...}, {"description": "长" * 128}, {"out_trade_no": "short"},
                 {"out_trade_no": "has space 1"}, {"out_trade_no": "x" * 33}, {"amount": {"total": 0}}, {"amount": {"total": -1}},
                 {"amount": {"total": 1.5}}, {"amount": {"total": "1"}}, {"amount": {"total": 10**13}}, {"amount": {"total": 1, "currency": "USD"}},
                 {"amount": {"total": 1, "more": 1}}, {"notify_url": "https://h.example/n?x=1"}, {"notify_url": "ftp://h.example/n"},
                 {"time_expire": "2018-06-08"}, {"time_expire": "2018-06-08T10:34:56+08:00"}, {"mchid": "1900000009"},
                 {"scene_info": {"device_id": "K1"}}):
        equal(refused(**more), wrong, str(more))
    equal(refused(appid="wx0000000000000000"), (400, "APPID_MCHID_NOT_MATCH"))
    equal(code(wechat.ask("POST", "/v3/pay/transactions/native", "{no json")), wrong)


def wechat_signatures(box, wechat, alipay):
    path = f"/v3/pay/transactions/out-trade-no/{number()}?mchid={wechat.site['mchid']}"
    stranger = client.serialization.load_pem_private_key(
        (box.folder / "keys/stranger.pem").read_bytes(), None)

    def said(**how):
        answer = wechat.ask("GET", path, **how)
        assert answer.verified, answer
        return answer.status, answer.json["code"], answer.json["message"]
    equal(said()[:2], (404, "ORDER_NOT_EXIST"), "a good one is let in")
    now = int(time.time())
    reasons = set()
    for how in ({"headers": {"Authorization": None}}, {"scheme": "WECHATPAY2-SM2-WITH-SM3"}, {"without": ["serial_no"]}, {"key": stranger},
                {"serial_no": "1" * 40}, {"mchid": "1900000009"}, {"timestamp": str(now - 310)}, {"timestamp": str(now + 330)},
                {"timestamp": f"{now}000"}, {"signature": "AAAA"}, {"signature": "no base64"}):
        status, word, message = said(**how)
        equal((status, word), (401, "SIGN_ERROR"), str(how))
        reasons.add(message)
    assert len(reasons) >= 6, reasons
    equal(said(timestamp=str(now - 290))[0], 404, "five minutes are allowed")
    equal(said(headers={"Accept": None})[:2], (400, "PARAM_ERROR"))
    equal(said(headers={"User-Agent": None})[:2], (400, "PARAM_ERROR"))
    # A body that is not the one that was signed.
    target = wechat.prefix + "/v3/pay/transactions/native"
    status, _, _ = box.raw("POST", target, b'{"a":2}', {"Accept": "application/json", "User-Agent": "t",
                                                        "Authorization": wechat.authorization("POST", target, '{"a":1}')})
    equal(status, 401)
    # The request names the key that it wants the answer signed with.
    serial = next(name for name in wechat.platform_keys if not name.startswith("PUB_KEY_ID_"))
    answer = wechat.ask("GET", path, serial=serial)
    equal((answer.headers["wechatpay-serial"], answer.verified), (serial, True))
    equal(code(wechat.ask("GET", path, serial="NOBODY"))[0], 400)


def wechat_certificates(box, wechat, alipay):
    answer = wechat.ask("GET", "/v3/certificates")
    assert answer.verified
    entry = answer.json["data"][0]
    pem = wechat.opened(entry["encrypt_certificate"])
    certificate = load_pem_x509_certificate(pem)
    equal(f"{certificate.serial_number:X}", entry["serial_no"])
    equal(pem, pathlib.Path(wechat.site["platform_keys"][entry["serial_no"]]).read_bytes())
    box.faults(certificates="missing")
    equal(code(wechat.ask("GET", "/v3/certificates")), (404, "RESOURCE_NOT_EXISTS"))


def wechat_code(box, wechat, alipay):
    n = number()
    paid = wechat.codepay(n, box.code("wechat"), 750)
    assert paid.verified
    equal((paid.status, paid.json["trade_state"], paid.json["trade_type"], paid.json["amount"]["total"]), (200, "SUCCESS", "MICROPAY", 750))
    equal(code(wechat.close(n)), (400, "INVALID_REQUEST"), "a code's order is not closed")
    equal(wechat.reverse(n).json["out_trade_no"], n)
    equal(wechat.query(n).json["trade_state"], "REVOKED")
    equal(wechat.reverse(n).status, 200, "again")
    entry = box.order(n)
    equal((entry["state"], entry["charged_fen"], entry["refunded_fen"], entry["kept_fen"], len(entry["refunds"])), ("reversed", 750, 750, 0, 1))
    # One code, one payment.
    used = box.code("wechat")
    wechat.codepay(number(), used)
    equal(code(wechat.codepay(number(), used)), (400, "AUTH_CODE_INVALID"))
    for wrong in ("134567890123456789", "160000000000000000", "1345", box.code("alipay")):
        equal(code(wechat.codepay(number(), wrong)), (400, "AUTH_CODE_INVALID"), wrong)
    box.faults(code_life_s=0)
    old = box.code("wechat")
    time.sleep(0.02)
    equal(code(wechat.codepay(number(), old)), (400, "AUTH_CODE_INVALID"))
    box.faults(code_life_s=60)
    n, poor = number(), box.code("wechat", "poor")
    equal(code(wechat.codepay(n, poor)), (403, "NOT_ENOUGH"))
    equal(wechat.query(n).json["trade_state"], "PAYERROR")
    equal(wechat.reverse(n).status, 200)
    equal(box.order(n)["charged_fen"], 0)
    # A password is typed, or the platform gives up.
    n, slow = number(), box.code("wechat", "password")
    equal(code(wechat.codepay(n, slow)), (202, "USERPAYING"))
    equal(wechat.query(n).json["trade_state"], "USERPAYING")
    equal(code(wechat.codepay(n, slow)), (202, "USERPAYING"), "the same request again")
    equal(code(wechat.codepay(n, box.code("wechat"))), (403, "OUT_TRADE_NO_USED"), "another code, the same number")
    box.must("POST", "/wallet/confirm", {"auth_code": slow})
    equal(wechat.query(n).json["trade_state"], "SUCCESS")
    equal(code(wechat.codepay(n, slow)), (400, "ORDER_PAID"))
    n, left = number(), box.code("wechat", "password")
    wechat.codepay(n, left)
    box.faults(self_revoke_s=0)
    time.sleep(0.02)
    equal(wechat.query(n).json["trade_state"], "REVOKED", "nobody typed it in time")
    equal(box.ours("POST", "/wallet/confirm", {"auth_code": left})[1]["code"], "nothing-asked")
    box.faults(self_revoke_s=45, slow_wallet_ms=50)
    n, cancels = number(), box.code("wechat", "cancels")
    equal(code(wechat.codepay(n, cancels))[1], "USERPAYING")
    client.until("the cancelling", lambda: wechat.query(n).json["trade_state"] == "PAYERROR")
    n = number()
    equal(code(wechat.codepay(n, box.code("wechat", "slow")))[1], "USERPAYING")
    client.until("the payment", lambda: wechat.query(n).json["trade_state"] == "SUCCESS")
    # Above 1000 yuan the password is asked whatever the wallet's mood.
    equal(code(wechat.codepay(number(), box.code("wechat"), 100_001))[1], "USERPAYING")
    n = number()
    wechat.native(n)
    equal(code(wechat.reverse(n)), (400, "INVALID_REQUEST"), "a QR's order is not reversed")
    equal(code(wechat.codepay(n, box.code("wechat"))), (403, "OUT_TRADE_NO_USED"), "a QR's number")
    equal(code(wechat.reverse(number())), (404, "ORDER_NOT_EXIST"))


def wechat_refunds(box, wechat, alipay):
    box.faults(refund_ms=60_000)
    n = number()
    qr = wechat.native(n, 1000).json["code_url"]
    equal(code(wechat.refund(n, "R" + n, 1000, 1000)), (400, "INVALID_REQUEST"), "nothing was paid")
    box.pay(qr)
    accepted = wechat.refund(n, "R1" + n, 400, 1000)
    equal((accepted.status, accepted.json["status"], accepted.json["amount"]["refund"]), (200, "PROCESSING", 400))
    equal(wechat.query(n).json["trade_state"], "REFUND")
    equal(wechat.refund_query("R1" + n).json["status"], "PROCESSING")
    equal(box.order(n)["kept_fen"], 1000, "under way is not back yet")
    box.faults(refund_ms=0)
    again = wechat.refund(n, "R1" + n, 400, 1000)
    equal(again.json["refund_id"], accepted.json["refund_id"], "the same number is one refund")
    equal(code(wechat.refund(n, "R1" + n, 500, 1000))[0], 400, "the same number, another amount")
    equal(code(wechat.refund(n, "R2" + n, 601, 1000)), (400, "INVALID_REQUEST"), "more than is left")
    equal(code(wechat.refund(n, "R2" + n, 600, 999))[0], 400, "another total")
    done = wechat.refund(n, "R2" + n, 600, 1000)
    equal(done.json["status"], "SUCCESS")
    equal(wechat.refund_query("R2" + n).json["status"], "SUCCESS")
    equal(code(wechat.refund_query("R9" + n)), (404, "RESOURCE_NOT_EXISTS"))
    entry = box.order(n)
    equal(sorted((r["fen"], r["state"]) for r in entry["refunds"]), [(400, "going"), (600, "done")])
    equal((entry["charged_fen"], entry["refunded_fen"], entry["kept_fen"]), (1000, 600, 400))


def wechat_v2(box, wechat, alipay):
    for how in ("MD5", "HMAC-SHA256"):
        n = number()
        words = {"out_trade_no": n, "total_fee": 750, "body": "门诊挂号", "spbill_create_ip": "10.0.0.8"}
        paid = wechat.v2("/pay/micropay", how, auth_code=box.code("wechat"), **words)
        assert paid.verified, paid
        equal((paid.fields["result_code"], paid.fields["trade_type"], paid.fields["total_fee"]), ("SUCCESS", "MICROPAY", "750"))
        asked = wechat.v2("/pay/orderquery", how, out_trade_no=n)
        equal((asked.verified, asked.fields["trade_state"]), (True, "SUCCESS"))
        back = wechat.v2("/secapi/pay/refund", how, out_trade_no=n, out_refund_no="V" + n, total_fee=750, refund_fee=250)
        equal((back.verified, back.fields["refund_fee"]), (True, "250"))
        client.until("the refund", lambda: wechat.v2("/pay/refundquery", how, out_refund_no="V" + n).fields.get("refund_status_0") == "SUCCESS")
        reversed_ = wechat.v2("/secapi/pay/reverse", how, out_trade_no=n)
        equal((reversed_.verified, reversed_.fields["recall"]), (True, "N"))
        equal(wechat.v2("/pay/orderquery", how, out_trade_no=n).fields["trade_state"], "REVOKED")
        equal(box.order(n)["kept_fen"], 0)
    n = number()
    asks = wechat.v2("/pay/micropay", out_trade_no=n, total_fee=1, body="x", spbill_create_ip="10.0.0.8", auth_code=box.code("wechat", "password"))
    equal((asks.verified, asks.fields["result_code"], asks.fields["err_code"]), (True, "FAIL", "USERPAYING"))
    bad = wechat.v2("/pay/orderquery", out_trade_no=n, sign="0" * 64)
    equal((bad.fields.get("return_code"), "sign" in bad.fields), ("FAIL", False), "a refusal at the door carries no signature")
    for trick in (b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><a>&e;</a></xml>', b"<xml><a>1</a><a>2</a></xml>", b"", b"<xml>"):
        status, _, text = box.raw("POST", wechat.prefix + "/pay/orderquery", trick)
        assert status == 200 and b"FAIL" in text, text


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


def notices(box, wechat, alipay):
    there = client.Receiver((500, b""), (200, b""))
    box.faults(notify_scale_percent=1, refund_ms=0)
    n = number()
    qr = wechat.native(n, 350, notify_url=there.url + "/pay/notify/wechat").json["code_url"]
    box.pay(qr)
    got = there.wait(2)
    path, headers, body, _ = got[0]
    equal(path, "/pay/notify/wechat")
    assert wechat.verified(headers, body), headers
    notice = json.loads(body)
    plain = json.loads(wechat.opened(notice["resource"]))
    equal((notice["event_type"], plain["out_trade_no"], plain["trade_state"], plain["amount"]["total"], plain["mchid"]),
          ("TRANSACTION.SUCCESS", n, "SUCCESS", 350, wechat.site["mchid"]))
    equal(json.loads(got[1][2])["id"], notice["id"], "a repeat has the same id")
    assert got[0][1]["wechatpay-signature"] != got[1][1]["wechatpay-signature"], "and a signature of its own"
    wechat.refund(n, "R" + n, 350, notify_url=there.url + "/pay/notify/wechat")
    refund = json.loads(there.wait(3)[2][2])
    plain = json.loads(wechat.opened(refund["resource"]))
    equal((refund["event_type"], plain["refund_status"], plain["out_refund_no"]), ("REFUND.SUCCESS", "SUCCESS", "R" + n))
    there.close()
    there = client.Receiver((200, b"SUCCESS"), (200, b"success"))
    n = number()
    box.pay(alipay.precreate(n, "12.34", notify_url=there.url + "/pay/notify/alipay", passback_params="a+b c%25").node["qr_code"])
    box.faults(notify_scale_percent=0)
    fields = dict(urllib.parse.parse_qsl(there.wait(1)[0][2].decode(), strict_parsing=True))
    assert alipay.notice_good(fields), fields
    equal((fields["out_trade_no"], fields["trade_status"], fields["total_amount"], fields["passback_params"]),
          (n, "TRADE_SUCCESS", "12.34", "a+b c%25"))
    alipay.refund(n, "R1", "2.34")
    last = client.until("the refund's notice", lambda: next(
        (f for f in (dict(urllib.parse.parse_qsl(g[2].decode())) for g in there.wait(1)) if "refund_fee" in f), None))
    equal((last["trade_status"], last["refund_fee"], last["out_biz_no"]), ("TRADE_SUCCESS", "2.34", "R1"))
    assert alipay.notice_good(last)
    there.close()
    # WeChat tells of no payment by code.
    assert "notify_url" not in json.dumps(wechat.codepay(number(), box.code("wechat")).json)


def wallet_page(box, wechat, alipay):
    for path, kind in (("/wallet/", "text/html"), ("/wallet/wallet.js", "text/javascript"), ("/wallet/wallet.css", "text/css"),
                       ("/wallet/words.js", "text/javascript"), ("/wallet/qr.svg?text=131234567890123456", "image/svg+xml")):
        status, headers, body = box.raw("GET", path)
        equal((status, headers["content-type"].split(";")[0], bool(body)), (200, kind, True), path)
    n = number()
    qr = alipay.precreate(n, "200.00").node["qr_code"]
    shown = box.must("GET", "/wallet/open")["open"][0]
    equal((shown["qr"], shown["amount_fen"]), (qr, 20000))
    box.pay(qr)
    assert all(one["qr"] != qr for one in box.must("GET", "/wallet/open")["open"])
    asks = box.code("wechat", "password")
    equal(box.must("GET", "/wallet/code/" + asks)["state"], "shown")
    wechat.codepay(number(), asks, 750)
    told = box.must("GET", "/wallet/code/" + asks)
    equal((told["state"], told["amount_fen"]), ("asks-password", 750))
    box.must("POST", "/wallet/cancel", {"auth_code": asks})
    equal(box.must("GET", "/wallet/code/" + asks)["state"], "failed")
    box.must("POST", "/wallet/show", {"auth_code": asks})
    scan = subprocess.run([str(client.BIN / "menzhen"), "scan", str(box.folder / "camera/wallet.pgm"), "--json"], stdout=subprocess.PIPE, check=True)
    equal(json.loads(scan.stdout)["texts"], [asks], "the picture before the camera")


def killed(box, wechat, alipay):
    """Nothing that was answered is lost, nothing is charged twice, and the sums stay."""
    box.faults(notify_scale_percent=0)
    n = number()
    box.pay(wechat.native(n, 350).json["code_url"])
    asks = box.code("wechat", "password")
    waiting = number()
    wechat.codepay(waiting, asks, 750)
    m = number()
    box.pay(alipay.precreate(m, "9.90").node["qr_code"])
    alipay.refund(m, "R1", "1.90")
    before = box.ledger()["totals"]
    for _ in range(3):
        box.kill()
        box.start()
        equal(box.ledger()["totals"]["charged_fen"], before["charged_fen"])
        equal((wechat.query(n).json["trade_state"], alipay.query(m).node["trade_status"]), ("SUCCESS", "TRADE_SUCCESS"))
    box.must("POST", "/wallet/confirm", {"auth_code": asks})
    equal(wechat.query(waiting).json["trade_state"], "SUCCESS")
    after = box.ledger()
    equal(after["totals"]["charged_fen"], before["charged_fen"] + 750)
    equal(sum(o["charged_fen"] for o in after["orders"]), after["totals"]["charged_fen"])
    equal(sum(r["fen"] for o in after["orders"] for r in o["refunds"] if r["state"] == "done"), after["totals"]["refunded_fen"])
    equal(after["totals"]["charged_fen"] - after["totals"]["refunded_fen"], after["totals"]["kept_fen"])
    # Killed amid payments: what was answered stands.
    answered = []
    for round_ in range(4):
        for _ in range(5):
            n = number()
            qr = wechat.native(n, 100).json["code_url"]
            box.pay(qr)
            answered.append(n)
        box.kill()
        box.start()
    orders = {o["number"]: o for o in box.ledger()["orders"]}
    for n in answered:
        equal((orders[n]["state"], orders[n]["charged_fen"]), ("paid", 100))


def vectors(box, wechat, alipay):
    """The client that judges the sandbox is itself judged by the known answers of the platforms' own SDKs."""
    known = json.loads((client.ROOT / "tests/data/pay_vectors.json").read_text())
    key = client.serialization.load_pem_private_key(known["private_key_pkcs8"].encode(), None)
    public = key.public_key()
    for name in ("request_get", "request_post", "response", "response_204"):
        case = known["wechat"][name]
        equal(client.sign(key, case["message"]), case["signature"], name)
    note = known["wechat"]["notification"]
    wechat_like = client.Wechat.__new__(client.Wechat)
    wechat_like.v3_key = note["apiv3_key"].encode()
    wechat_like.v2_key = known["wechat"]["v2"]["key"]
    wechat_like.platform_keys = {note["headers"]["Wechatpay-Serial"]: public}
    assert wechat_like.verified({n.lower(): v for n, v in note["headers"].items()}, note["body"].encode())
    equal(wechat_like.opened(json.loads(note["body"])["resource"]).decode(), note["plaintext"])
    v2 = known["wechat"]["v2"]
    equal(wechat_like.v2_sign(v2["params"], "MD5"), v2["md5"])
    equal(wechat_like.v2_sign(v2["params"], "HMAC-SHA256"), v2["hmac_sha256"])
    request = known["alipay"]["request"]
    equal(client.sign(key, request["string_to_sign"]), request["params"]["sign"])
    alipay_like = client.Alipay.__new__(client.Alipay)
    alipay_like.platform_key = public
    assert alipay_like.notice_good(dict(urllib.parse.parse_qsl(known["alipay"]["notification"]["body"], keep_blank_values=True)))


def wrong_start(box, wechat, alipay):
    def run(*words):
        done = subprocess.run([str(client.BIN / "menzhen-paysim"), *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=20)
        return done.returncode, done.stderr
    equal(run()[0], 2)
    equal(run("--listen", "127.0.0.1:0")[0], 2)
    equal(run("--listen", "127.0.0.1:0", "--dir", str(box.folder / "x"), "--surprise", "1")[0], 2)
    status, why = run("--listen", "0.0.0.0:0", "--dir", str(box.folder / "x"))
    assert status == 1 and "loopback" in why, why
    bad = box.folder / "bad.json"
    bad.write_text('{"rules":[{"fault":"no-such-fault"}]}')
    status, why = run("--listen", "127.0.0.1:0", "--dir", str(box.folder / "x"), "--faults", str(bad))
    assert status == 1 and "no-such-fault" in why, why


TESTS = (wechat_qr, wechat_qr_rules, wechat_shapes, wechat_signatures, wechat_certificates, wechat_code, wechat_refunds, wechat_v2,
         alipay_qr, alipay_code, alipay_refunds, alipay_signatures, notices, wallet_page, killed, vectors, wrong_start)


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


if __name__ == "__main__":
    sys.exit(run(TESTS))
