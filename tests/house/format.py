#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""format.py ROOT [--fix]: every C++ file looks as clang-format 14 with the root's .clang-format makes
it. Other versions disagree about details: without version 14 the gate says so and is skipped (77)."""
import pathlib
import shutil
import subprocess
import sys

import tree


def formatter():
    for name in ("clang-format-14", "clang-format"):
        if shutil.which(name) and " 14." in subprocess.run([name, "--version"], capture_output=True, text=True).stdout:
            return name
    print("format: no clang-format 14 here (Debian 12 has it), so the formatting was not checked")
    sys.exit(77)


def main():
    root = pathlib.Path(sys.argv[1])
    paths = tree.files(root, tree.CPP)
    if "--fix" in sys.argv:
        subprocess.run([formatter(), "-i", *paths], check=True)
        return
    run = subprocess.run([formatter(), f"--style=file:{root / '.clang-format'}", "--dry-run", "-Werror", *paths],
                         capture_output=True, text=True)
    found = [line for line in run.stderr.splitlines() if "error:" in line]
    if run.returncode and not found:
        found = [run.stderr.strip()]
    if found:
        print("format: `tests/house/format.py . --fix` repairs it")
    tree.report("format", found, len(paths))


if __name__ == "__main__":
    main()
