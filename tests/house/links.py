#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""links.py ROOT: every relative link and picture in a Markdown page leads to something in the tree."""
import pathlib
import re
import sys

import tree

LINK = re.compile(r"!?\[[^\]\n]*\]\(([^)\s]+)\)|<(?:img|a)[^>]+(?:src|href)=\"([^\"]+)\"")


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    found, pages = [], tree.files(root, (".md",))
    for page in pages:
        text = page.read_text(encoding="utf-8")
        for match in LINK.finditer(text):
            target = (match.group(1) or match.group(2)).split("#")[0]
            if not target or re.match(r"[a-z]+:", target):
                continue
            if not (page.parent / target).exists():
                line = text[:match.start()].count("\n") + 1
                found.append(f"{page.relative_to(root)}:{line}: {target}: leads nowhere")
    tree.report("links", found, len(pages))


if __name__ == "__main__":
    main()
