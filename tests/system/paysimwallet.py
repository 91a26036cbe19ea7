# SPDX-License-Identifier: Apache-2.0
"""What the sandbox does by itself: notifications, and the page that plays the wallet."""
import json
import subprocess
import urllib.parse

import paysimclient as client
from paysimcase import equal, number


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
