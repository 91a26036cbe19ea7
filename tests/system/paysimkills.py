# SPDX-License-Identifier: Apache-2.0
"""The ledger after kill -9."""
from paysimcase import equal, number


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
