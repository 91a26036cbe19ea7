#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The payment sandbox against an independent merchant (paysimclient.py): signatures both ways, every verb of both platforms,
the wallet, notifications, and the ledger after kill -9."""
import json
import subprocess
import sys
import urllib.parse

import paysimalipay
import paysimcase
import paysimclient as client
import paysimkills
import paysimv2
import paysimwallet
import paysimwechat
from paysimcase import equal, run


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


TESTS = (paysimwechat.wechat_qr, paysimwechat.wechat_qr_rules, paysimwechat.wechat_shapes, paysimwechat.wechat_signatures,
         paysimwechat.wechat_certificates, paysimwechat.wechat_code, paysimwechat.wechat_refunds, paysimv2.wechat_v2,
         paysimalipay.alipay_qr, paysimalipay.alipay_code, paysimalipay.alipay_refunds, paysimalipay.alipay_signatures,
         paysimwallet.notices, paysimwallet.wallet_page, paysimkills.killed, vectors, wrong_start)

if __name__ == "__main__":
    sys.exit(paysimcase.run(TESTS))
