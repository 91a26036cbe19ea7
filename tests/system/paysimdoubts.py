# SPDX-License-Identifier: Apache-2.0
"""Every setting of the sandbox, both readings (payments.md 19)."""
from paysimcase import code, equal, number, setting, sub_code


def doubts(box, wechat, alipay):
    for how, wanted in (("202-code", 202), ("200-code", 200), ("400-code", 400)):
        setting(box, userpaying_as=how)
        equal(code(wechat.codepay(number(), box.code("wechat", "password"))), (wanted, "USERPAYING"), how)
    setting(box, userpaying_as="200-state")
    equal(wechat.codepay(number(), box.code("wechat", "password")).json["trade_state"], "USERPAYING")
    setting(box, spelling="v2")
    equal(code(wechat.query(number())), (404, "ORDERNOTEXIST"))
    setting(box, spelling="v3")
    for how, wanted in (("payerror", "PAYERROR"), ("notpay", "NOTPAY"), ("missing", None)):
        setting(box, refused_charge=how)
        n = number()
        wechat.codepay(n, box.code("wechat", "poor"))
        equal(wechat.query(n).json.get("trade_state"), wanted, how)
    setting(box, reverse_unknown="accepted")
    n = number()
    equal(wechat.reverse(n).status, 200)
    equal(wechat.codepay(n, box.code("wechat")).status, 200, "nothing was remembered: the charge that comes late is made")
    setting(box, reverse_unknown="tombstone")
    n = number()
    equal(wechat.reverse(n).status, 200)
    equal(wechat.query(n).json["trade_state"], "REVOKED")
    assert code(wechat.codepay(n, box.code("wechat")))[0] in (400, 403), "the number is dead"
    equal(box.order(n)["charged_fen"], 0)
    setting(box, reverse_unknown="missing")
    setting(box, cancel_unscanned="lives")
    n = number()
    qr = alipay.precreate(n).node["qr_code"]
    equal(alipay.cancel(n).node["code"], "10000")
    box.pay(qr)
    equal(alipay.query(n).node["trade_status"], "TRADE_SUCCESS", "it was paid all the same")
    setting(box, cancel_unscanned="missing")
    n = number()
    alipay.precreate(n)
    equal(sub_code(alipay.cancel(n)), "ACQ.TRADE_NOT_EXIST")
    setting(box, cancel_unscanned="kills", certificates="missing")
    equal(wechat.ask("GET", "/v3/certificates").status, 404)
    setting(box, certificates="list", answer_key="certificate")
    answer = wechat.ask("GET", f"/v3/pay/transactions/out-trade-no/{number()}?mchid={wechat.site['mchid']}", headers={"Wechatpay-Serial": None})
    assert answer.verified and not answer.headers["wechatpay-serial"].startswith("PUB_KEY_ID_")
    setting(box, answer_key="public", strict_headers=0)
    equal(wechat.ask("GET", "/v3/certificates", headers={"User-Agent": None, "Accept": None}).status, 200)
    setting(box, strict_headers=1, v2_reverse_after_s=15)
    n = number()
    wechat.codepay(n, box.code("wechat"))
    equal(wechat.reverse(n).status, 400, "sooner than 15 s")
    setting(box, v2_reverse_after_s=0, password_above_fen=100, userpaying_as="202-code")
    equal(code(wechat.codepay(number(), box.code("wechat")))[1], "USERPAYING")
