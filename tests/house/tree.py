# SPDX-License-Identifier: Apache-2.0
"""The files of the project as the gates see them. Walks the folders instead of asking git, so that a
tarball passes the same gates as a clone."""
import pathlib
import sys

PRODUCT = ("app", "db", "drivers", "qml")
TOP = PRODUCT + ("tests", "cmake", "packaging", "docs", "resources", ".ci")
CPP = (".cpp", ".h")
SKIPPED = ("build", "__pycache__", ".git", "node_modules")


def files(root, suffixes=None, tops=TOP, root_files=True):
    """Paths below `root`, sorted; `suffixes` None takes every file."""
    root = pathlib.Path(root)
    found = [p for p in root.iterdir() if p.is_file()] if root_files else []
    for top in tops:
        found += [p for p in (root / top).rglob("*") if p.is_file()]
    return sorted(
        p for p in found
        if not set(p.relative_to(root).parts) & set(SKIPPED)
        and (suffixes is None or p.suffix in suffixes))


def report(gate, complaints, looked_at):
    """Prints every complaint and ends the program: 1 when there is one or nothing was looked at."""
    for complaint in complaints:
        print(complaint)
    if not looked_at:
        print(f"{gate}: found nothing to look at; is this the root of the project?")
        sys.exit(1)
    print(f"{gate}: {looked_at} looked at, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)
