#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""spdx.py ROOT: every source says its licence on its first line (after a #! or <!doctype> line)."""
import pathlib
import sys

import tree

SUFFIXES = {".cpp", ".h", ".qml", ".cmake", ".py", ".sh", ".js", ".mjs", ".css", ".html", ".sql", ".toml", ".service"}
SAID = "SPDX-License-Identifier: Apache-2.0"


def main():
    root = pathlib.Path(sys.argv[1])
    found, looked = [], 0
    for path in tree.files(root):
        start = path.read_bytes()[:400]
        if not (path.suffix in SUFFIXES or path.name == "CMakeLists.txt" or start.startswith(b"#!")):
            continue
        looked += 1
        lines = start.decode("utf-8", "replace").splitlines()
        first = 1 if lines and lines[0].lower().startswith(("#!", "<!doctype")) else 0
        if len(lines) <= first or SAID not in lines[first]:
            found.append(f"{path.relative_to(root)}:{first + 1}: wanted here: {SAID}")
    tree.report("spdx", found, looked)


if __name__ == "__main__":
    main()
