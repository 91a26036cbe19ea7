#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""seeds.py ROOT: docs/seeds.md and the tests named row_... say the same: each test stands in its row's line, and
each line's tests are there."""
import pathlib
import re
import sys

PAGE = "docs/seeds.md"
TEST = re.compile(r"row_[A-Z]+\d+\w*")
ROW = re.compile(r"^\| ([A-Z]+\d+) \|(.*)$", re.M)


def in_tests(root):
    """{test: file}; the words of this gate's own room are no tests."""
    found = {}
    for path in sorted((root / "tests").rglob("*")):
        if path.suffix in (".cpp", ".h", ".py") and "house" not in path.relative_to(root).parts:
            for name in TEST.findall(path.read_text(encoding="utf-8", errors="replace")):
                found[name] = path.relative_to(root)
    return found


def rows_of(name):
    """"row_W4_and_M6_place" -> ["W4", "M6"]"""
    return re.findall(r"[A-Z]+\d+", re.match(r"row_[A-Z]+\d+(?:_and_[A-Z]+\d+)?", name)[0])


def main():
    root = pathlib.Path(sys.argv[1])
    listed = {row: set(TEST.findall(line)) for row, line in ROW.findall((root / PAGE).read_text(encoding="utf-8"))}
    there, wrong = in_tests(root), []
    for name, path in there.items():
        wrong += ["%s: %s has no place in row %s of %s" % (path, name, row, PAGE)
                  for row in rows_of(name) if name not in listed.get(row, ())]
    wrong += ["%s: row %s names %s, which no test has" % (PAGE, row, name)
              for row, names in listed.items() for name in sorted(names - there.keys())]
    for line in wrong:
        print(line)
    print("seeds: %d rows, %d tests, %d complaints" % (len(listed), len(there), len(wrong)))
    return 1 if wrong or not there else 0


if __name__ == "__main__":
    sys.exit(main())
