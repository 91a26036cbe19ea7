#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""words.py ROOT: nothing left undone, no test switched off, no path of somebody's machine and no
address of a package registry: a clone must pass anywhere."""
import pathlib
import re
import sys

import tree

# Put together from halves so that this file does not accuse itself.
UNDONE = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
OFF = re.compile(r"\b(" + "|".join(("QS" + "KIP", "GTEST_" + "SKIP", "DISABLED" + r"_\w+", "QEXPECT_" + "FAIL",
                                    "@unittest" + r"\.skip")) + r")\b")
MACHINE = re.compile(r"(?<![\w.$}-])/(" + "|".join(("home/" + r"\w", "Use" + r"rs/\w", "ro" + "ot/", "wo" + "rk/",
                                                   "tmp/" + "w/", "workspa" + "ce/")) + ")")
REGISTRY = re.compile("|".join(("py" + r"pi\.org", "python" + r"hosted\.org", "npm" + r"js\.(org|com)", "crates" + r"\.io",
                                r"proxy\.golang" + r"\.org", "artifact" + "ory", "deb" + r"\.debian\.org", "repo1?" + r"\.maven")))
SOURCE = {".cpp", ".h", ".qml", ".js", ".py", ".sh", ".cmake", ".css", ".html", ".sql", ".toml", ".yaml"}
BINARY = {".png", ".jpg", ".jpeg", ".pgm", ".wav", ".bin", ".otf", ".ttf", ".qm", ".gif", ".ico", ".pcm", ".gz"}


def rules(path, text):
    if path.suffix in SOURCE or path.name == "CMakeLists.txt" or text.startswith("#!"):
        yield UNDONE, "finish it or leave it out"
    if "tests" in path.parts:
        yield OFF, "a test that is switched off tests nothing"
    yield MACHINE, "a path of one machine"
    yield REGISTRY, "an address of a package registry"


def main():
    root = pathlib.Path(sys.argv[1])
    found, looked = [], 0
    for path in tree.files(root):
        if path.suffix in BINARY:
            continue
        looked += 1
        relative = path.relative_to(root)
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern, why in rules(relative, text):
            for match in pattern.finditer(text):
                line = text[:match.start()].count("\n") + 1
                found.append(f"{relative}:{line}: {match.group(0)}: {why}")
    tree.report("words", found, looked)


if __name__ == "__main__":
    main()
