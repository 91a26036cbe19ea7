#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""qmllint.py ROOT IMPORTS: Qt's qmllint over every QML file, every warning an error. IMPORTS is the
build's qml folder, where the modules with their types lie. Qt 6.4's qmllint ends with 255 on a warning."""
import pathlib
import shutil
import subprocess
import sys

import tree

TOOL = shutil.which("/usr/lib/qt6/bin/qmllint") or shutil.which("qmllint6") or shutil.which("qmllint")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    paths = tree.files(root, (".qml",), ("qml", "tests"))
    if not paths:
        print("qmllint: there is no QML in this tree yet")
        sys.exit(77)
    if not TOOL:
        print("qmllint: the tool is missing; packaging/install-packages installs qt6-declarative-dev-tools")
        sys.exit(1)
    found = []
    # The build's copy stands beside its module's qmldir, which says what is a singleton.
    copies = {}
    for copy in pathlib.Path(sys.argv[2]).rglob("*.qml"):
        copies.setdefault((copy.name, copy.read_bytes()), copy)
    for path in paths:
        path = copies.get((path.name, path.read_bytes()), path)
        run = subprocess.run([TOOL, "--unused-imports", "warning", "-I", sys.argv[2], str(path)],
                             capture_output=True, text=True)
        if run.returncode:
            found.append((run.stdout + run.stderr).strip().replace(f"{root}/", "") or f"{path}: {run.returncode}")
    tree.report("qmllint", found, len(paths))


if __name__ == "__main__":
    main()
