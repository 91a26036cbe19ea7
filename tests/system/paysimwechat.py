# SPDX-License-Identifier: Apache-2.0
"""WeChat Pay's wire, APIv3: QR, the patient's code, refunds, shapes and signatures."""
import datetime
import pathlib
import time

from cryptography.x509 import load_pem_x509_certificate

import paysimclient as client
from paysimcase import code, equal, number


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
