#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""layers.py ROOT [LAW]: reads includes, QML imports and link lines against the law of the house."""
import fnmatch
import pathlib
import re
import sys
import tomllib

import tree

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
QML_IMPORT = re.compile(r"^\s*import\s+(Menzhen\.\w+)", re.M)
CALL = re.compile(r"^\s*(\w+)\s*\(([^()]*(?:\$<[^()]*>[^()]*)*)\)", re.M)
STANDARD = re.compile(r"^[a-z_0-9]+$|^(assert|ctype|errno|limits|locale|math|stdint|stdio|stdlib|string|time|stddef)\.h$")
LINKING = ("target_link_libraries", "menzhen_room", "menzhen_program", "menzhen_qml_room", "qt_add_qml_module")


class Law:
    def __init__(self, path):
        text = tomllib.loads(pathlib.Path(path).read_text())
        self.rooms, self.libraries = text["rooms"], text["libraries"]
        self.by_name = {law.get("name", folder.rsplit("/", 1)[-1]): folder
                        for folder, law in self.rooms.items()}

    def room_of(self, path):
        """The deepest room that holds `path`, as its folder; None outside every room."""
        inside = [f for f in self.rooms if path.startswith(f + "/")]
        return max(inside, key=len, default=None)

    def library_of(self, header):
        def begins(prefix):
            if prefix in ("Q", "Qt", "qt"):
                return re.match(r"Q[A-Z]|Qt[A-Z]|qt[a-z]*\.h|q[a-z]+\.h$|Qt6?/", header)
            return header.startswith(prefix) if prefix.endswith("/") else header == prefix
        return next((n for n, l in self.libraries.items() if any(map(begins, l["includes"]))), None)

    def library_of_target(self, target):
        return next((n for n, l in self.libraries.items()
                     if any(fnmatch.fnmatch(target, t) for t in l["targets"])), None)

    def name_of_target(self, target):
        word = target.removeprefix("Menzhen::")
        return next((n for n, f in self.by_name.items()
                     if word in (n, f.replace("/", "_"), f.removeprefix("app/").replace("/", "_"))), None)

    def allowed(self, folder, as_main):
        """Names of rooms and libraries open to a file of the room."""
        law = self.rooms[folder]
        knows, uses = {self.name(folder), *law["knows"]}, set(law["uses"])
        if "core" in knows:
            uses.add("expected")  # core's Result<T> is tl::expected
        if as_main:
            for name in [*law["knows"], *law.get("main", [])]:
                other = self.rooms[self.by_name[name]]
                knows |= {name, *other["knows"]}
                uses |= set(other["uses"])
        return knows, uses

    def name(self, folder):
        return self.rooms[folder].get("name", folder.rsplit("/", 1)[-1])


def check_include(law, folder, relative, sign, header):
    knows, uses = law.allowed(folder, as_main=relative.endswith("/main.cpp"))
    if sign == '"':
        other = law.room_of(header)
        if other is None:
            return None if "/" not in header and header.endswith((".moc", ".inc")) else \
                f'includes "{header}", which is in no room: write includes from the root of the project'
        return None if law.name(other) in knows else f'{folder} may not know {other} ("{header}")'
    library = law.library_of(header)
    if library is None:
        return None if STANDARD.match(header) else f"<{header}> belongs to no library in layers.toml"
    return None if library in uses else f"{folder} may not use {library} (<{header}>)"


def check_links(law, folder, text):
    """Complaints about the link words of one CMakeLists.txt, with their lines."""
    text = re.sub(r"#.*", "", text)
    for call in CALL.finditer(text):
        if call.group(1) not in LINKING:
            continue
        knows, uses = law.allowed(folder, as_main=call.group(1) == "menzhen_program")
        line = text[:call.start(1)].count("\n") + 1
        for word in call.group(2).split():
            target = word.strip('"')
            if target.startswith("Menzhen::"):
                name = law.name_of_target(target)
                if name is None:
                    yield line, f"links {target}, a room that layers.toml does not name"
                elif name not in knows:
                    yield line, f"{folder} may not link {target}"
            elif "::" in target or law.library_of_target(target):
                library = law.library_of_target(target)
                if library is None:
                    yield line, f"links {target}, which belongs to no library in layers.toml"
                elif library not in uses:
                    yield line, f"{folder} may not link {library} ({target})"


def complaints(root, law):
    found, looked = [], 0
    for path in tree.files(root, tree.CPP + (".qml", ".txt"), tree.PRODUCT, root_files=False):
        relative = path.relative_to(root).as_posix()
        if path.suffix == ".txt" and path.name != "CMakeLists.txt":
            continue
        looked += 1
        folder = law.room_of(relative)
        if folder is None:
            found.append(f"{relative}:1: this folder is no room of layers.toml")
            continue
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".txt":
            found += [f"{relative}:{line}: {what}" for line, what in check_links(law, folder, text)]
        elif path.suffix == ".qml":
            for match in QML_IMPORT.finditer(text):
                if match.group(1) not in law.rooms[folder].get("qml", []):
                    line = text[:match.start(1)].count("\n") + 1
                    found.append(f"{relative}:{line}: {folder} may not import {match.group(1)}")
        else:
            for match in INCLUDE.finditer(text):
                what = check_include(law, folder, relative, *match.groups())
                if what:
                    line = text[:match.start(1)].count("\n") + 1
                    found.append(f"{relative}:{line}: {what}")
    return found, looked


def main():
    root = pathlib.Path(sys.argv[1]).resolve()
    law = Law(sys.argv[2] if len(sys.argv) > 2 else pathlib.Path(__file__).with_name("layers.toml"))
    tree.report("layers", *complaints(root, law))


if __name__ == "__main__":
    main()
