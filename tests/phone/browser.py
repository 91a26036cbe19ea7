# SPDX-License-Identifier: Apache-2.0
"""The tour's phone (packaging/phone.py), and what only tests ask of it: axe-core, and what went over the wire."""
import gzip
import json
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../../packaging"))
import phone  # noqa: E402

# Axe's own levels up to AA, and beyond them contrast of 7:1 for every text.
AXE = """const done = arguments[arguments.length - 1];
axe.run(document, {rules: {'color-contrast-enhanced': {enabled: true}}}).then(
    (found) => done(found.violations.map((one) => one.id + ': ' + one.nodes.map((node) => node.html).slice(0, 3).join(' | '))),
    (fault) => done(['axe itself: ' + fault]));"""


class Phone(phone.Phone):
    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        self.seen = []

    def axe(self):
        if not self.js("return Boolean(window.axe)"):
            with gzip.open(os.path.join(HERE, "axe-core/axe.min.js.gz"), "rt", encoding="utf-8") as file:
                self.js(file.read())
        return self.driver.execute_async_script(AXE)

    def traffic(self):
        """What went over the wire so far: [(method of the protocol, its parameters)]."""
        new = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        self.seen += [(one["method"], one["params"]) for one in new]
        return self.seen

    def requests(self):
        """(method, url, body) of everything asked for so far."""
        return [(p["request"]["method"], p["request"]["url"], p["request"].get("postData", ""))
                for name, p in self.traffic() if name == "Network.requestWillBeSent"]

    def received(self):
        """Bytes over the wire so far, headers included."""
        return sum(p["encodedDataLength"] for name, p in self.traffic() if name == "Network.loadingFinished")
