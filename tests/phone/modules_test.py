#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""The page's pure modules, run in the browser that they are for: words, identity numbers, money and days, and the QR
encoder, whose pictures the kiosk's own decoder reads back."""
import os
import pathlib
import random
import re
import tempfile
import unittest

from browser import Phone
from clinic import ROOT, Clinic, scan

PAGE = pathlib.Path(ROOT) / "resources/phone"
SCALE, QUIET = 4, 4
SEED = int(os.environ.get("MENZHEN_SEED", "20261123"))
# What browsers of 2019 do not know (WeChat's among them): the page has no build step that would translate it.
TOO_NEW = {"?.": r"\?\.(?=[\[(A-Za-z_$])", "??": r"\?\?", "private #": r"[\s.]#[a-z]\w*\s*[(=;]", "replaceAll": r"\.replaceAll\(",
           ".at()": r"\.at\(-", "||=": r"\|\|=|&&=", "top-level await": r"^await ", "flatMap": r"\.flatMap\(",
           "Object.fromEntries": r"fromEntries", "catch without a name": r"catch \{"}
TOO_NEW_CSS = {"flex gap": r"(?<![-\w])gap\s*:", "min()/clamp()": r"[\s:(](min|max|clamp)\(", ":is/:has": r":(is|has|where)\(",
               "inset": r"(?<![-\w])inset\s*:", "aspect-ratio": r"aspect-ratio\s*:", "nesting": r"&[\s:.]"}


def bare(text):
    """Source without its comments and strings."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"", "''", text)
    return re.sub(r"//.*", "", text)


def pgm(rows, path, damage=()):
    """A grey picture; `damage`: modules to show the other way round."""
    side = (len(rows) + 2 * QUIET) * SCALE
    dark = [[cell != ((y, x) in damage) for x, cell in enumerate(row)] for y, row in enumerate(rows)]
    lines = [bytes(255 if not (0 <= y - QUIET < len(rows) and 0 <= x // SCALE - QUIET < len(rows)
                               and dark[y - QUIET][x // SCALE - QUIET]) else 0 for x in range(side))
             for y in range(side // SCALE)]
    with open(path, "wb") as file:
        file.write(b"P5\n%d %d\n255\n" % (side, side) + b"".join(line * SCALE for line in lines))


class Modules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.clinic = Clinic().__enter__()
        cls.phone = Phone(cls.clinic.base)
        cls.phone.open("/phone/")

    @classmethod
    def tearDownClass(cls):
        cls.phone.driver.quit()
        cls.clinic.__exit__(None, None, None)

    def run_js(self, module, expression, *words):
        said = self.phone.later("(...words) => import('/phone/%s').then((m) => (%s))" % (module, expression), *words)
        self.assertFalse(str(said).startswith("FAULT"), said)
        return said

    def test_words_are_the_same_set(self):
        zh, en = (self.run_js("words/%s.js" % lang, "m.default") for lang in ("zh", "en"))
        self.assertEqual(sorted(zh), sorted(en))
        slots = {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in zh.items()}
        self.assertEqual(slots, {key: sorted(re.findall(r"\{(\w+)\}", text)) for key, text in en.items()})
        self.assertEqual([key for key, text in {**zh, **en}.items() if not text.strip() and key != "ahead.after"], [])

    def test_every_word_that_is_used_is_there_and_none_is_idle(self):
        words = self.run_js("words/en.js", "m.default")
        source = "".join(path.read_text(encoding="utf-8") for path in PAGE.rglob("*.js") if path.parent.name != "words")
        used = set(re.findall(r"'([a-z][\w-]*(?:\.[\w-]+)*)'", source))
        stems = tuple(re.findall(r"'([a-z][\w.-]*\.)' ?\+", source)) + ("person.", "day.", "lang.")
        asked = set(re.findall(r"\bt\('([\w.-]+)'[,)]", source))
        self.assertEqual(sorted(asked - set(words)), [])
        self.assertEqual(sorted(key for key in words if key not in used and not key.startswith(stems)), [])

    def test_identity_numbers(self):
        for number, fault in (("999999198811201012", ""), ("999999198811201013", "check"), ("", "missing"), ("12345", "length"),
                              ("999999198813201012", "date"), ("99999919881120101A", "length"), ("110101900307123", ""),
                              ("999999188811201012", "date"), ("999999202302291010", "date")):
            self.assertEqual(self.run_js("identity.js", "m.numberFault(m.tidyNumber(words[0]))", number), fault, number)
        self.assertEqual(self.run_js("identity.js", "m.tidyNumber(words[0])", " 999999 1988-1120 101x "), "99999919881120101X")
        self.assertEqual(self.run_js("identity.js", "[m.ageOn(words[0], 20261119), m.ageOn(words[0], 20261120)]", "999999198811201012"),
                         [37, 38])
        for phone, fault in (("199 0000 0102", ""), ("+86 19900000102", ""), ("0862012", "length"), ("", "missing"), ("1990000010", "length")):
            self.assertEqual(self.run_js("identity.js", "m.phoneFault(m.tidyPhone(words[0]))", phone), fault, phone)

    def test_short_codes_as_typed(self):
        for typed, code in (("7g0m-x2a4", "7G0M-X2A4"), (" 7GOM X2A4 ", "7G0M-X2A4"), ("iL00-0000", "1100-0000"), ("7G0M-X2A", ""),
                            ("7G0M-X2AU", ""), ("<b>", "")):
            self.assertEqual(self.run_js("identity.js", "m.tidyShortCode(words[0])", typed), code, typed)

    def test_money_and_days(self):
        """row_A9: figures as the seeds printed them, in whole fen."""
        for fen, text in ((350, "¥3.50"), (10050, "¥100.50"), (20000, "¥200.00"), (5, "¥0.05"), (0, "¥0.00"), (750 + 50, "¥8.00")):
            self.assertEqual(self.run_js("format.js", "m.money(words[0])", fen), text)
        self.assertEqual(self.run_js("format.js", "[20261231, 20280228].map((day) => m.dayAfter(day, 1))"), [20270101, 20280229])
        self.assertEqual(self.run_js("format.js", "m.hm(485)"), "08:05")

    def test_language_of_the_browser(self):
        for wanted, lang in ((["zh-TW", "en"], "zh"), (["fr-FR", "en-GB", "zh"], "en"), (["de"], "en"), ([], "zh")):
            self.assertEqual(self.run_js("lang.js", "m.preferred(words[0])", wanted), lang, wanted)

    def test_qr_codes_are_read_back_and_survive_damage(self):
        chance = random.Random(SEED)
        base45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
        texts = ["A", "https://example.test/v#7G0M-X2A4", "门诊 menzhen", "x" * 287]
        texts += ["MZ1:" + "".join(chance.choice(base45) for _ in range(size)) for size in (0, 20, 56, 90, 120, 150, 180, 205, 220, 255, 300, 362, 415)]
        with tempfile.TemporaryDirectory() as folder:
            for at, text in enumerate(texts):
                rows = self.run_js("qrcode.js", "m.encode(words[0])", text)
                pgm(rows, folder + "/good.pgm")
                self.assertEqual(scan(folder + "/good.pgm"), [text], "seed %d, text %d" % (SEED, at))
                # Check words that were wrong would show only now: level M mends 15 % of the words of a block.
                side = len(rows)
                spots = [(y, x) for y in range(9, side - 9) for x in range(9, side - 9)] or [(9, 10)]
                hurt = set(chance.sample(spots, max(1, side * side // 250)))
                pgm(rows, folder + "/hurt.pgm", hurt)
                self.assertEqual(scan(folder + "/hurt.pgm"), [text], "damaged, seed %d, text %d" % (SEED, at))
        said = self.phone.later("() => import('/phone/qrcode.js').then((m) => m.encode('x'.repeat(400)))")
        self.assertIn("too long", said)

    def test_nothing_newer_than_2018(self):
        for path in sorted(PAGE.rglob("*.js")):
            text = bare(path.read_text(encoding="utf-8"))
            for name, pattern in TOO_NEW.items():
                self.assertIsNone(re.search(pattern, text, re.M), "%s: %s" % (path.name, name))
        for path in sorted(PAGE.rglob("*.css")):
            text = bare(path.read_text(encoding="utf-8"))
            for name, pattern in TOO_NEW_CSS.items():
                self.assertIsNone(re.search(pattern, text), "%s: %s" % (path.name, name))

    def test_no_markup_is_ever_made_of_text(self):
        for path in sorted(PAGE.rglob("*.js")):
            text = path.read_text(encoding="utf-8")
            self.assertIsNone(re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc", text), path.name)
        html = (PAGE / "index.html").read_text(encoding="utf-8")
        self.assertIsNone(re.search(r"\son\w+=|<style|style=|<script(?![^>]*\ssrc=)|https?:", html))

    def test_a_browser_without_modules_is_told_what_to_do(self):
        html = (PAGE / "index.html").read_text(encoding="utf-8")
        body = html[html.index("<main"):]
        for words in ("急症", "120", "人工窗口", "Emergency", "newer browser"):
            self.assertIn(words, body)

    def test_every_file_has_a_place(self):
        """A module that nothing loads is dead weight; an import that leads nowhere is a broken page."""
        named = set()
        for path in PAGE.rglob("*.js"):
            for target in re.findall(r"(?:from|import\()\s*'(\.[^']+)'", path.read_text(encoding="utf-8")):
                if "import('./types" not in target:
                    named.add((path.parent / target).resolve())
        named |= {PAGE / one[len("/phone/"):] for one in re.findall(r"(?:src|href)=\"(/phone/[^\"]+)\"", (PAGE / "index.html").read_text())}
        scripts = {path.resolve() for path in PAGE.rglob("*.js")} - {(PAGE / "sw.js").resolve()}
        named = {path.resolve() for path in named}
        self.assertEqual(sorted(path.name for path in named if not path.exists()), [])
        self.assertEqual(sorted(path.name for path in scripts - named), [])


if __name__ == "__main__":
    print("seed %d" % SEED)
    unittest.main(verbosity=2)
