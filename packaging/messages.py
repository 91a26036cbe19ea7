#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""messages.py --port PORT --secret FILE: the other end of drivers/message for ./run and tests. Takes the registry's messages as
a gateway would (signature, age, each id once) and shows them: a page at /, as JSON at /messages. `POST /fail?times=N`
makes the next N answers 503. Everything is forgotten when it ends; loopback alone."""
import argparse
import hashlib
import hmac
import html
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

MAX_BODY = 64 * 1024
MAX_KEPT = 10_000
MAX_AGE_SECONDS = 300


class Inbox:
    def __init__(self, secret, any_clock):
        self.secret, self.any_clock = secret, any_clock
        self.lock, self.messages, self.ids, self.failures = threading.Lock(), [], set(), 0

    def take(self, timestamp, signature, body):
        """The status for one message."""
        wanted = "v1=" + hmac.new(self.secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, signature):
            return 401
        # A demonstration's clock is not this machine's.
        if not self.any_clock and abs(time.time() - int(timestamp)) > MAX_AGE_SECONDS:
            return 401
        message = json.loads(body)
        with self.lock:
            if self.failures:
                self.failures -= 1
                return 503
            if message["id"] not in self.ids and len(self.messages) < MAX_KEPT:
                self.ids.add(message["id"])
                self.messages.append(message)
        return 200


class Handler(http.server.BaseHTTPRequestHandler):
    inbox = None
    protocol_version = "HTTP/1.1"

    def answer(self, status, text=b"", kind="text/plain; charset=utf-8"):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_POST(self):
        length = int(self.headers.get("Content-Length", "0"))
        if length > MAX_BODY:
            self.close_connection = True
            return self.answer(413)
        body = self.rfile.read(length)
        url = urllib.parse.urlparse(self.path)
        if url.path == "/fail":
            with self.inbox.lock:
                self.inbox.failures = int(urllib.parse.parse_qs(url.query).get("times", ["1"])[0])
            return self.answer(200)
        if url.path != "/send":
            return self.answer(404)
        try:
            status = self.inbox.take(self.headers.get("Menzhen-Timestamp", ""), self.headers.get("Menzhen-Signature", ""), body)
        except (ValueError, KeyError):
            status = 400
        return self.answer(status)

    def do_GET(self):
        with self.inbox.lock:
            messages = list(self.inbox.messages)
        if self.path == "/messages":
            return self.answer(200, json.dumps({"messages": messages}).encode(), "application/json")
        if self.path != "/":
            return self.answer(404)
        rows = "".join("<tr><td>%d<td>%s<td>%s<td>%s</tr>" % (m["id"], html.escape(m["kind"]), html.escape(m["phone"]),
                                                              html.escape(m["text"])) for m in reversed(messages))
        page = ("<!doctype html><meta charset=utf-8><meta http-equiv=refresh content=2><title>Messages</title>"
                "<h1>Messages to patients' phones (demo)</h1><table border=1 cellpadding=6>"
                "<tr><th>id<th>kind<th>phone<th>text</tr>%s</table>" % rows)
        return self.answer(200, page.encode(), "text/html; charset=utf-8")

    def log_message(self, *_):
        """Nothing: a line would hold a phone number."""


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--any-clock", action="store_true")
    parser.add_argument("--with-stdin", action="store_true", help="end when standard input does: with whoever started this")
    arguments = parser.parse_args()
    with open(arguments.secret, "rb") as file:
        Handler.inbox = Inbox(file.read().strip(), arguments.any_clock)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", arguments.port), Handler)
    if arguments.with_stdin:
        threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print("messages start ready", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
