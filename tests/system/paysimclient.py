# SPDX-License-Identifier: Apache-2.0
"""The other side of menzhen-paysim: a merchant on the platforms' wire, written from their documents with Debian's
python3-cryptography and nothing of ours, so that a mistake in a signature is seen. Tests of the sandbox and of the whole hall
use it."""
import base64
import datetime
import hashlib
import hmac
import http.client
import http.server
import json
import os
import pathlib
import re
import secrets
import subprocess
import threading
import time
import tomllib
import urllib.parse
import xml.sax.saxutils

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509 import load_pem_x509_certificate

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BIN = pathlib.Path(os.environ.get("MENZHEN_BIN", ROOT / "build/bin"))
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
SCHEME = "WECHATPAY2-SHA256-RSA2048"
STOP_SECONDS = 10


class NoAnswer(Exception):
    """The connection ended without an answer."""


def private_key(path):
    return serialization.load_pem_private_key(pathlib.Path(path).read_bytes(), None)


def public_key(path):
    pem = pathlib.Path(path).read_bytes()
    if b"CERTIFICATE" in pem:
        return load_pem_x509_certificate(pem).public_key()
    return serialization.load_pem_public_key(pem)


def sign(key, text):
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def verifies(key, text, signature):
    try:
        key.verify(base64.b64decode(signature), text if isinstance(text, bytes) else text.encode(), padding.PKCS1v15(), hashes.SHA256())
        return True
    except (InvalidSignature, ValueError):
        return False


class Sandbox:
    """`with Sandbox(folder) as sandbox:`; `faults` as POST /faults takes them."""

    def __init__(self, folder, *words, listen="127.0.0.1:0", notify_url=""):
        self.folder, self.words, self.listen = pathlib.Path(folder), list(words), listen
        if notify_url:
            self.words += ["--notify-url", notify_url]
        self.process, self.base, self.host = None, None, None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        log = open(self.folder / "log", "ab")
        self.process = subprocess.Popen([str(BIN / "menzhen-paysim"), "--listen", self.listen, "--dir", str(self.folder), *self.words],
                                        stdout=subprocess.PIPE, stderr=log, text=True)
        line = self.process.stdout.readline()
        if not line.startswith("ready "):
            raise AssertionError("the sandbox did not start: " + (self.folder / "log").read_text()[-1000:])
        self.base = line.split()[1]
        self.host = self.base.removeprefix("http://")
        self.listen = self.host  # a restart keeps the address
        self.site = tomllib.loads((self.folder / "payments.toml").read_text())["payments"]

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(STOP_SECONDS)

    def kill(self):
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def raw(self, method, target, body=b"", headers=None):
        """(status, headers with lower-case names, body)."""
        wire = http.client.HTTPConnection(self.host, timeout=20)
        try:
            wire.request(method, target, body, headers or {})
            answer = wire.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        except (http.client.HTTPException, ConnectionError) as trouble:
            raise NoAnswer(type(trouble).__name__) from None
        finally:
            wire.close()

    def ours(self, method, target, body=None):
        status, _, text = self.raw(method, target, b"" if body is None else json.dumps(body).encode(), {"Content-Type": "application/json"})
        return status, json.loads(text)

    def must(self, method, target, body=None):
        status, told = self.ours(method, target, body)
        assert status == 200, (target, status, told)
        return told

    def faults(self, *rules, **settings):
        """These rules instead of all others; settings stay."""
        return self.must("POST", "/faults", {"rules": list(rules), "settings": settings})

    def calm(self):
        self.must("POST", "/faults", {"reset": True})

    def ledger(self):
        return self.must("GET", "/ledger")

    def order(self, number):
        return next((one for one in self.ledger()["orders"] if one["number"] == number), None)

    def pay(self, qr, **more):
        return self.must("POST", "/wallet/pay", {"qr": qr, **more})

    def code(self, platform, mood="ok"):
        return self.must("GET", f"/wallet/code?platform={platform}&mood={mood}")["auth_code"]


class Answer:
    def __init__(self, status, headers, text, verified):
        self.status, self.headers, self.text, self.verified = status, headers, text, verified
        try:
            self.json = json.loads(text) if text else None
        except ValueError:
            self.json = None

    def __repr__(self):
        return f"{self.status} verified={self.verified} {self.text[:300]!r}"


class Wechat:
    def __init__(self, sandbox):
        self.sandbox, self.site = sandbox, sandbox.site["wechat"]
        self.key = private_key(self.site["merchant_key"])
        self.v3_key = pathlib.Path(self.site["api_v3_key"]).read_bytes()
        self.v2_key = pathlib.Path(self.site["api_v2_key"]).read_text()
        self.platform_keys = {name: public_key(path) for name, path in self.site["platform_keys"].items()}
        self.public_id = next(name for name in self.platform_keys if name.startswith("PUB_KEY_ID_"))
        self.prefix = urllib.parse.urlparse(self.site["base_url"]).path

    def authorization(self, method, target, body, **other):
        word = {"mchid": self.site["mchid"], "nonce_str": secrets.token_hex(16), "timestamp": str(int(time.time())),
                "serial_no": self.site["merchant_serial"]}
        word.update({name: value for name, value in other.items() if name in word})
        text = f"{method}\n{target}\n{word['timestamp']}\n{word['nonce_str']}\n{body}\n"
        word["signature"] = other.get("signature") or sign(other.get("key") or self.key, text)
        for name in other.get("without", ()):
            del word[name]
        return other.get("scheme", SCHEME) + " " + ",".join(f'{name}="{value}"' for name, value in word.items())

    def verified(self, headers, body):
        key = self.platform_keys.get(headers.get("wechatpay-serial"))
        if key is None or headers.get("wechatpay-signature-type", SCHEME) != SCHEME:
            return False
        text = headers["wechatpay-timestamp"].encode() + b"\n" + headers["wechatpay-nonce"].encode() + b"\n" + body + b"\n"
        return verifies(key, text, headers["wechatpay-signature"])

    def ask(self, method, path, body=None, headers=None, serial="", **authorization):
        text = "" if body is None else body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
        target = self.prefix + path
        sent = {"Accept": "application/json", "User-Agent": "menzhen-test", "Wechatpay-Serial": serial or self.public_id,
                "Authorization": self.authorization(method, target, text, **authorization)}
        if body is not None:
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        sent = {name: value for name, value in sent.items() if value is not None}
        status, got, answer = self.sandbox.raw(method, target, text.encode(), sent)
        return Answer(status, got, answer, "wechatpay-signature" in got and self.verified(got, answer))

    def ids(self, **more):
        return {"appid": self.site["appid"], "mchid": self.site["mchid"], **more}

    def native(self, number, fen=350, **more):
        return self.ask("POST", "/v3/pay/transactions/native", self.ids(
            description="门诊挂号", out_trade_no=number, notify_url=more.pop("notify_url", "https://hospital.example/pay/notify/wechat"),
            amount={"total": fen, "currency": "CNY"}, **more))

    def codepay(self, number, code, fen=350, **more):
        return self.ask("POST", "/v3/pay/transactions/codepay", self.ids(
            description="门诊挂号", out_trade_no=number, payer={"auth_code": code}, amount={"total": fen, "currency": "CNY"},
            scene_info={"store_info": {"out_id": "HA"}, "device_id": "K1"}, **more))

    def query(self, number):
        return self.ask("GET", f"/v3/pay/transactions/out-trade-no/{number}?mchid={self.site['mchid']}")

    def query_id(self, transaction):
        return self.ask("GET", f"/v3/pay/transactions/id/{transaction}?mchid={self.site['mchid']}")

    def close(self, number):
        return self.ask("POST", f"/v3/pay/transactions/out-trade-no/{number}/close", {"mchid": self.site["mchid"]})

    def reverse(self, number):
        return self.ask("POST", f"/v3/pay/transactions/out-trade-no/{number}/reverse", self.ids())

    def refund(self, number, refund, fen, total=350, **more):
        return self.ask("POST", "/v3/refund/domestic/refunds", {
            "out_trade_no": number, "out_refund_no": refund, "amount": {"refund": fen, "total": total, "currency": "CNY"}, **more})

    def refund_query(self, refund):
        return self.ask("GET", f"/v3/refund/domestic/refunds/{refund}")

    def opened(self, resource):
        """The plain text of a sealed resource."""
        return AESGCM(self.v3_key).decrypt(resource["nonce"].encode(), base64.b64decode(resource["ciphertext"]),
                                           resource["associated_data"].encode())

    # The older interface.
    def v2_sign(self, fields, how):
        text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()) if value and name != "sign") + "&key=" + self.v2_key
        if how == "HMAC-SHA256":
            return hmac.new(self.v2_key.encode(), text.encode(), hashlib.sha256).hexdigest().upper()
        return hashlib.md5(text.encode()).hexdigest().upper()

    def v2(self, path, how="HMAC-SHA256", **fields):
        words = {"appid": self.site["appid"], "mch_id": self.site["mchid"], "nonce_str": secrets.token_hex(16), "sign_type": how,
                 **{name: str(value) for name, value in fields.items()}}
        words.setdefault("sign", self.v2_sign(words, how))
        xml = "<xml>" + "".join(f"<{n}>{xml_escape(v)}</{n}>" for n, v in words.items()) + "</xml>"
        status, headers, text = self.sandbox.raw("POST", self.prefix + path, xml.encode(), {"Content-Type": "text/xml"})
        got = dict(re.findall(r"<(\w+)><!\[CDATA\[(.*?)\]\]></\1>", text.decode(), re.S))
        answer = Answer(status, headers, text, bool(got.get("sign")) and got["sign"] == self.v2_sign(got, how))
        answer.fields = got
        return answer


def xml_escape(text):
    return xml.sax.saxutils.escape(text)


class Alipay:
    def __init__(self, sandbox):
        self.sandbox, self.site = sandbox, sandbox.site["alipay"]
        self.key, self.platform_key = private_key(self.site["app_key"]), public_key(self.site["alipay_key"])
        self.path = urllib.parse.urlparse(self.site["base_url"]).path

    def fields(self, method, content, **more):
        moment = more.pop("moment", None) or datetime.datetime.now(BEIJING)
        fields = {"app_id": self.site["app_id"], "method": method, "format": "JSON", "charset": "utf-8", "sign_type": "RSA2",
                  "timestamp": moment.strftime("%Y-%m-%d %H:%M:%S"), "version": "1.0",
                  "biz_content": json.dumps(content, ensure_ascii=False), **more}
        fields.setdefault("sign", sign(self.key, "&".join(f"{n}={v}" for n, v in sorted(fields.items()) if v)))
        return fields

    def ask(self, method, content, in_query=True, **more):
        fields = {n: v for n, v in self.fields(method, content, **more).items() if v is not None}
        form = {"biz_content": fields.pop("biz_content")} if in_query else fields
        target = self.path + ("?" + urllib.parse.urlencode(fields) if in_query else "")
        status, headers, body = self.sandbox.raw("POST", target, urllib.parse.urlencode(form).encode(),
                                                 {"Content-Type": "application/x-www-form-urlencoded;charset=utf-8"})
        node = method.replace(".", "_") + "_response"
        text = body.decode()
        # The node's own text, from its first brace to its last: nothing is parsed before it is verified.
        match = re.fullmatch(r'\{"%s":(\{.*\}),"sign":"([^"]*)"\}' % node, text, re.S)
        good = bool(match) and verifies(self.platform_key, match[1], match[2].replace("\\/", "/"))
        answer = Answer(status, headers, body, good)
        answer.node = answer.json.get(node) or answer.json.get("error_response") if isinstance(answer.json, dict) else None
        return answer

    def precreate(self, number, yuan="3.50", **more):
        notify_url = more.pop("notify_url", "")
        return self.ask("alipay.trade.precreate", {"out_trade_no": number, "total_amount": yuan, "subject": "门诊挂号",
                                                   "timeout_express": "5m", **more}, **({"notify_url": notify_url} if notify_url else {}))

    def pay(self, number, code, yuan="3.50", **more):
        return self.ask("alipay.trade.pay", {"out_trade_no": number, "scene": "bar_code", "auth_code": code, "total_amount": yuan,
                                             "subject": "门诊挂号", "timeout_express": "5m", **more})

    def query(self, number):
        return self.ask("alipay.trade.query", {"out_trade_no": number})

    def cancel(self, number):
        return self.ask("alipay.trade.cancel", {"out_trade_no": number})

    def close(self, number):
        return self.ask("alipay.trade.close", {"out_trade_no": number})

    def refund(self, number, refund, yuan):
        return self.ask("alipay.trade.refund", {"out_trade_no": number, "out_request_no": refund, "refund_amount": yuan})

    def refund_query(self, number, refund):
        return self.ask("alipay.trade.fastpay.refund.query", {"out_trade_no": number, "out_request_no": refund})

    def notice_good(self, fields):
        text = "&".join(f"{n}={v}" for n, v in sorted(fields.items()) if v and n not in ("sign", "sign_type"))
        return verifies(self.platform_key, text, fields.get("sign", ""))


class Receiver:
    """Where notifications arrive. `answers` are given one after the other, the last for all that follow."""

    def __init__(self, *answers):
        self.answers, self.got, self.lock = list(answers) or [(200, b"success")], [], threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                with outer.lock:
                    outer.got.append((self.path, {n.lower(): v for n, v in self.headers.items()}, body, time.monotonic()))
                    status, text = outer.answers.pop(0) if len(outer.answers) > 1 else outer.answers[0]
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def wait(self, count, seconds=60):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with self.lock:
                if len(self.got) >= count:
                    return list(self.got)
            time.sleep(0.02)
        raise AssertionError(f"{len(self.got)} notifications of {count} came")


def until(what, look, seconds=60):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = look()
        if found:
            return found
        time.sleep(0.03)
    raise AssertionError(f"{what} did not come")
