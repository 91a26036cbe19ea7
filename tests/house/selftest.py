#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Every gate is shown a good and a bad tree: a gate that cannot fail is no gate."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
HEAD = "// SPDX-License-Identifier: Apache-2.0\n"


class Gate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="house-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.put("app/core/money.h", HEAD + "#pragma once\n\n#include <string>\n")
        for name in (".clang-format", ".clang-tidy"):
            (self.root / name).write_text((HERE.parent.parent / name).read_text())

    def put(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def run_gate(self, script, *more):
        run = subprocess.run([sys.executable, str(HERE / script), str(self.root), *map(str, more)],
                             capture_output=True, text=True,
                             env={**os.environ, "XDG_CACHE_HOME": str(self.root / "cache")})
        return run.returncode, run.stdout + run.stderr

    def good(self, script, *more):
        status, said = self.run_gate(script, *more)
        self.assertEqual(status, 0, said)

    def bad(self, script, words, *more):
        status, said = self.run_gate(script, *more)
        self.assertEqual(status, 1, said)
        self.assertIn(words, said)


class Layers(Gate):
    def test_good_tree(self):
        self.put("app/ops/CMakeLists.txt", "menzhen_room(ops SOURCES op.cpp LINKS Menzhen::core nlohmann_json::nlohmann_json)\n")
        self.put("app/ops/op.cpp", '#include "app/core/money.h"\n#include <nlohmann/json.hpp>\n#include <vector>\n')
        self.good("layers.py")

    def test_upward_include(self):
        self.put("app/core/bad.cpp", '#include "app/flows/checkin.h"\n')
        self.bad("layers.py", "app/core/bad.cpp:1: app/core may not know app/flows")

    def test_qt_in_the_core(self):
        self.put("app/core/bad.cpp", "#include <string>\n#include <QString>\n")
        self.bad("layers.py", "app/core/bad.cpp:2: app/core may not use qt")

    def test_posix_and_threads_in_the_core(self):
        self.put("app/core/bad.cpp", "#include <unistd.h>\n#include <thread>\n")
        self.bad("layers.py", "may not use posix (<unistd.h>)")
        self.bad("layers.py", "may not use threads (<thread>)")

    def test_unknown_library(self):
        self.put("app/core/bad.cpp", "#include <fmt/core.h>\n")
        self.bad("layers.py", "<fmt/core.h> belongs to no library")

    def test_relative_include(self):
        self.put("app/core/bad.cpp", '#include "money.h"\n')
        self.bad("layers.py", "write includes from the root")

    def test_unlisted_room(self):
        self.put("app/newroom/x.h", HEAD)
        self.bad("layers.py", "app/newroom/x.h:1: this folder is no room")

    def test_link_line(self):
        self.put("app/core/CMakeLists.txt", "# x\nmenzhen_room(core SOURCES a.cpp\n    LINKS Qt6::Core Menzhen::store)\n")
        self.bad("layers.py", "app/core/CMakeLists.txt:2: app/core may not link qt (Qt6::Core)")
        self.bad("layers.py", "app/core may not link Menzhen::store")

    def test_unknown_link(self):
        self.put("app/core/CMakeLists.txt", "menzhen_room(core LINKS fmt::fmt Menzhen::nowhere)\n")
        self.bad("layers.py", "fmt::fmt, which belongs to no library")
        self.bad("layers.py", "Menzhen::nowhere, a room that layers.toml does not name")

    def test_only_the_main_may_wire(self):
        self.put("app/kiosk/main.cpp", '#include "app/boot/device/start.h"\n#include "drivers/printer/escpos.h"\n')
        self.good("layers.py")
        self.put("app/kiosk/model.cpp", '#include "drivers/printer/escpos.h"\n')
        self.bad("layers.py", "app/kiosk/model.cpp:1: app/kiosk may not know drivers/printer")

    def test_payment_stays_out_of_the_lobby(self):
        self.put("app/kiosk/main.cpp", '#include "drivers/payment/wechat.h"\n')
        self.bad("layers.py", "app/kiosk may not know drivers/payment")

    def test_qml_import(self):
        self.put("qml/ui/Key.qml", HEAD + "import QtQuick\nimport Menzhen.Kiosk\n")
        self.bad("layers.py", "qml/ui/Key.qml:3: qml/ui may not import Menzhen.Kiosk")

    def test_empty_tree(self):
        (self.root / "app/core/money.h").unlink()
        self.bad("layers.py", "found nothing to look at")


class Spdx(Gate):
    def test_good_tree(self):
        self.put("packaging/tool", "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n")
        self.good("spdx.py")

    def test_missing(self):
        self.put("app/core/bad.h", "#pragma once\n" + HEAD)
        self.bad("spdx.py", "app/core/bad.h:1")

    def test_missing_in_a_script(self):
        self.put("packaging/tool", "#!/bin/sh\necho\n")
        self.bad("spdx.py", "packaging/tool:2")


class Words(Gate):
    def test_good_tree(self):
        self.put("docs/a.md", "see https://example.org/work/x and network/work/y\n")
        self.good("words.py")

    def test_each_word(self):
        for name, text in (("app/core/a.cpp", "// TO" + "DO later"), ("tests/qml/a.qml", "// FIX" + "ME"),
                           ("tests/app/a.cpp", "QS" + "KIP(\"x\");"), ("tests/app/a.cpp", "TEST(A, DIS" + "ABLED_b)"),
                           ("docs/a.md", "run /wo" + "rk/x/tool"), ("docs/a.md", "in /ho" + "me/anna/x"),
                           ("packaging/a.txt", "https://py" + "pi.org/simple")):
            with self.subTest(text=text):
                self.put(name, HEAD + text + "\n")
                self.bad("words.py", f"{name}:2: ")
                (self.root / name).unlink()


class Seeds(Gate):
    def test_both_ways(self):
        self.put("docs/seeds.md", "| G1 | free | `row_G1_a` | holds |\n")
        self.put("tests/app/tst_a.cpp", "TEST(A, row_G1_a) {}\n")
        self.good("seeds.py")
        self.put("tests/phone/b.py", "def test_row_G2_b(self):\n")
        self.bad("seeds.py", "row_G2_b has no place in row G2")
        self.put("tests/phone/b.py", "def test_b(self):\n")
        self.put("docs/seeds.md", "| G1 | free | `row_G1_a` `row_G1_c` | holds |\n")
        self.bad("seeds.py", "row G1 names row_G1_c, which no test has")


class Links(Gate):
    def test_both(self):
        self.put("README.md", "[a](docs/a.md#b) [w](https://example.org/x) ![p](app/core/money.h) [here](#x)\n")
        self.put("docs/a.md", "x\n")
        self.good("links.py")
        self.put("docs/a.md", "\n![picture](kiosk.png)\n")
        self.bad("links.py", "docs/a.md:2: kiosk.png: leads nowhere")


class Format(Gate):
    def test_both(self):
        self.good("format.py")
        self.put("app/core/bad.cpp", HEAD + "int  f( ){return 1 ;}\n")
        self.bad("format.py", "app/core/bad.cpp:2")


class Tidy(Gate):
    def tidy(self, text):
        self.put("app/core/a.cpp", text)
        self.put("build/compile_commands.json", json.dumps(
            [{"directory": str(self.root), "file": "app/core/a.cpp", "command": "g++ -std=c++20 -I. -c app/core/a.cpp -o a.o"}]))
        return self.root / "build"

    def test_good_then_remembered_then_bad_header(self):
        build = self.tidy('#include "app/core/b.h"\nint f() { return g(); }\n')
        self.put("app/core/b.h", "inline int g() { return 1; }\n")
        self.good("tidy.py", build)
        self.assertEqual(len(list((self.root / "cache" / "menzhen-tidy").iterdir())), 1)
        self.good("tidy.py", build)
        self.put("app/core/b.h", "inline int* g() { return 0; }\n")
        self.bad("tidy.py", "app/core/", build)

    def test_function_too_long(self):
        body = "".join(f"    x += {i};\n" for i in range(61))
        self.bad("tidy.py", "readability-function-size", self.tidy("int f(int x) {\n" + body + "    return x;\n}\n"))

    def test_mistake(self):
        self.bad("tidy.py", "bugprone-sizeof-expression", self.tidy("int f(int* p) { return sizeof(sizeof(p)); }\n"))


class Qmllint(Gate):
    def test_both(self):
        self.put("qml/ui/Good.qml", "import QtQuick\n\nItem {\n    id: root\n    width: root.height\n}\n")
        self.good("qmllint.py", self.root)
        self.put("qml/ui/Bad.qml", "import QtQuick\n\nItem {\n    width: nowhere.height\n}\n")
        self.bad("qmllint.py", "qml/ui/Bad.qml", self.root)

    def test_nothing_yet(self):
        self.assertEqual(self.run_gate("qmllint.py", self.root)[0], 77)


if __name__ == "__main__":
    unittest.main()
