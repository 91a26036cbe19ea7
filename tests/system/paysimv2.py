# SPDX-License-Identifier: Apache-2.0
"""WeChat Pay's older wire: XML for payment codes."""
import paysimclient as client
from paysimcase import equal, number


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
