#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""translations.py ROOT: every text of the kiosk and the kit stands in resources/i18n/kiosk_zh.ts with a
finished translation that keeps its %1, and nothing else stands there. To add texts, run lupdate as here."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = pathlib.Path(sys.argv[1])
CATALOGUE = ROOT / "resources/i18n/kiosk_zh.ts"
LUPDATE = shutil.which("/usr/lib/qt6/bin/lupdate") or shutil.which("lupdate")


def entries(path):
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            yield (context.findtext("name"), message.findtext("source")), message.find("translation")


def main():
    wrong = []
    known = dict(entries(CATALOGUE))
    for (context, source), translation in known.items():
        text = translation.text or ""
        if translation.get("type") or not text.strip():
            wrong.append(f"{context}: not translated: {source}")
        elif sorted(re.findall(r"%\d", source)) != sorted(re.findall(r"%\d", text)):
            wrong.append(f"{context}: places differ: {source} / {text}")
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "fresh.ts"
        subprocess.run([LUPDATE, "-I", ".", "qml/ui", "qml/kiosk", "app/kiosk", "-locations", "none", "-source-language",
                        "en", "-target-language", "zh_CN", "-ts", str(fresh)], cwd=ROOT, check=True, capture_output=True)
        found = {key for key, _ in entries(fresh)}
    wrong += [f"{context}: not in the catalogue: {source}" for context, source in sorted(found - known.keys())]
    wrong += [f"{context}: nobody says it: {source}" for context, source in sorted(known.keys() - found)]
    print("\n".join(wrong) or f"{len(known)} texts, all translated")
    sys.exit(1 if wrong or len(known) < 100 else 0)


if __name__ == "__main__":
    main()
