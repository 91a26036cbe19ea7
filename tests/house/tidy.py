#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""tidy.py ROOT BUILD [FILE...]: clang-tidy with the root's .clang-tidy over every product file that
the build compiles (not the tests: their function bodies are macros).

Files that the build compiles together are looked at together, in one translation unit: most of the
time goes into the libraries' headers, and a unit reads them once. If they do not go together after all
(two anonymous namespaces with the same name in them), they are looked at in halves.

A file that passed is remembered in the user's cache (beside the compiler's) under a key made of
everything that can change the answer: the file, every header of ours that it reaches, the checks, the
flags and the tool. So a second run costs a second, in another clone too, and a changed header is looked
at again wherever it is used."""
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import time

import tree

INCLUDE = re.compile(rb'^\s*#\s*include\s*"([^"]+)"', re.M)
REMEMBERED_DAYS = 60
CANNOT_COMPILE = "[clang-diagnostic-error"


def reached(root, path, seen):
    """`path` and the headers of ours that it includes, directly or not."""
    if path in seen:
        return seen
    seen.add(path)
    for name in INCLUDE.findall(path.read_bytes()):
        for candidate in (root / name.decode(), path.parent / name.decode()):
            if candidate.is_file():
                reached(root, candidate, seen)
                break
    return seen


def flags(command):
    """The compiler's own words without launcher, output and warning flags (g++ knows others)."""
    words, kept, skip = shlex.split(command), [], False
    for word in words[1:]:
        if skip:
            skip = False
        elif word in ("-o", "-c", "-MF", "-MT", "-MQ"):
            skip = word != "-c"
        elif word.startswith(("-D", "-I", "-std", "-f", "-isystem")) or kept[-1:] == ["-isystem"]:
            kept.append(word)
    return [w for w in kept if not w.startswith(("-fsanitize", "-fuse", "-fno-omit"))]


def jobs(root, build, only):
    """(file, flags, the translation unit that the build has it in)"""
    for entry in json.loads((build / "compile_commands.json").read_text()):
        path = pathlib.Path(entry["directory"], entry["file"]).resolve()
        for source in unity(path) if path.name.startswith("unity_") else [path]:
            if not source.is_relative_to(root) or source.is_relative_to(build):
                continue
            relative = source.relative_to(root)
            if relative.parts[0] in tree.PRODUCT and (not only or str(relative) in only):
                yield source, flags(entry["command"]), path


def unity(path):
    """The sources that CMake put together in one translation unit; none before the first build."""
    if not path.is_file():
        return []
    return [pathlib.Path(name.decode()) for name in re.findall(rb'#include "([^"]+\.cpp)"', path.read_bytes())]


def cache():
    """Where passed files are remembered, one empty file each."""
    home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
    return pathlib.Path(home) / "menzhen-tidy"


def key(root, build, tool, path, words):
    told = [w.replace(str(build), "BUILD").replace(str(root), "ROOT") for w in words]
    digest = hashlib.sha256((tool + "\0".join(told)).encode())
    digest.update((root / ".clang-tidy").read_bytes())
    for source in sorted(reached(root, path, set())):
        digest.update(str(source.relative_to(root)).encode() + source.read_bytes())
    return digest.hexdigest()


def batches(files):
    """Files of one translation unit with the same flags: [([path...], flags)...]."""
    together = {}
    for path, words, unit in files:
        together.setdefault((unit, tuple(words)), set()).add(path)
    for (_, words), paths in together.items():
        yield sorted(paths), words


def look(root, build, paths, words):
    """What clang-tidy says of the files together, or of each half where they do not go together."""
    if len(paths) == 1:
        return [(paths[0], ask(root, paths[0], words))]
    text = "".join(f'#include "{path}" // NOLINT\n' for path in paths)
    together = build / f"tidy-{hashlib.sha256(text.encode()).hexdigest()[:16]}.cpp"
    together.write_text(text)
    said = ask(root, together, words)
    together.unlink()
    if CANNOT_COMPILE in said:
        half = len(paths) // 2
        return look(root, build, paths[:half], words) + look(root, build, paths[half:], words)
    return [(path, said) for path in paths]


def ask(root, path, words):
    run = subprocess.run(["clang-tidy", "--quiet", f"--config-file={root / '.clang-tidy'}",
                          f"--header-filter=^{re.escape(str(root))}/(app|db|drivers|qml)/", str(path), "--",
                          *words, "-Wno-everything"], capture_output=True, text=True, cwd=root)
    return run.stdout + run.stderr if run.returncode else ""


def main():
    root, build = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    if not shutil.which("clang-tidy"):
        print("tidy: clang-tidy is missing; packaging/install-packages installs it")
        sys.exit(1)
    tool = subprocess.run(["clang-tidy", "--version"], capture_output=True, text=True, check=True).stdout
    memory = cache()
    memory.mkdir(parents=True, exist_ok=True)
    for mark in memory.iterdir():
        if mark.stat().st_mtime < time.time() - REMEMBERED_DAYS * 86400:
            mark.unlink(missing_ok=True)
    files = [(path, words, unit, memory / key(root, build, tool, path, words))
             for path, words, unit in jobs(root, build, sys.argv[3:])]
    known = {path: mark for path, _, _, mark in files}
    fresh = [(path, words, unit) for path, words, unit, mark in files if not mark.exists()]
    found = {}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(look, root, build, *batch) for batch in batches(fresh)]
        for run in concurrent.futures.as_completed(runs):
            for path, said in run.result():
                if not said:
                    known[path].touch()
                    continue
                # The same header is complained about from many files: once is enough.
                lines = [l.replace(f"{root}/", "") for l in said.splitlines() if ": error:" in l or ": warning:" in l]
                for line in lines or [f"{path.relative_to(root)}: {said.strip()}"]:
                    found[line] = True
    tree.report("tidy", sorted(found), len(known))


if __name__ == "__main__":
    main()
