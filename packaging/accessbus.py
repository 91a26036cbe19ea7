# SPDX-License-Identifier: Apache-2.0
"""What a program that knows only the accessibility bus can see and do: find controls by their names,
wait for texts, press. With real_click() the same control is pressed by a real input event of the X server.

Start it in a session of its own (private_session): a D-Bus daemon and the AT-SPI bus, ended with it."""
import contextlib
import os
import re
import subprocess
import time

WAIT_SECONDS = 15.0
POLL_SECONDS = 0.1
SETTLE_SECONDS = 0.4
BUTTONS = {"push button", "toggle button", "check box", "radio button", "link", "menu item", "page tab"}
NAMED = {"text", "password text", "entry", "list", "table", "combo box", "heading", "alert"}
PRESSES = {"press", "click", "activate", "toggle"}
MAX_NODES = 5000  # of one program's tree; more is a loop


@contextlib.contextmanager
def private_session(environment):
    """Adds a session bus and the accessibility bus to `environment`; both end with the block."""
    bus = subprocess.Popen(["dbus-daemon", "--session", "--print-address=1", "--nofork"], stdout=subprocess.PIPE, text=True)
    address = bus.stdout.readline().strip()
    environment.update(DBUS_SESSION_BUS_ADDRESS=address, QT_LINUX_ACCESSIBILITY_ALWAYS_ON="1", QT_ACCESSIBILITY="1")
    os.environ.update({key: environment[key] for key in ("DBUS_SESSION_BUS_ADDRESS",)})
    # The bus's registry dies without a screen, even if nobody shows anything on it.
    reader, writer = os.pipe()
    screen = subprocess.Popen(["Xvfb", "-displayfd", str(writer), "-screen", "0", "64x64x24", "-nolisten", "tcp"],
                              pass_fds=(writer,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as answer:
        number = answer.readline().strip()
    launcher = subprocess.Popen(["/usr/libexec/at-spi-bus-launcher", "--launch-immediately"],
                                env=dict(environment, DISPLAY=f":{number}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        for process in (launcher, screen, bus):
            process.terminate()
            process.wait(5)


def desktop():
    import gi
    gi.require_version("Atspi", "2.0")
    from gi.repository import Atspi
    return Atspi


class NotSeen(Exception):
    """What was waited for did not come."""


class Program:
    """One program on the bus, found by its process."""

    def __init__(self, pid, display):
        self.pid = pid
        self.display = display
        self.atspi = desktop()

    def root(self):
        top = self.atspi.get_desktop(0)
        for index in range(top.get_child_count()):
            child = top.get_child_at_index(index)
            if child is not None and child.get_process_id() == self.pid:
                return child
        return None

    def nodes(self, showing=True):
        """Every node that shows, depth first."""
        seen = 0
        stack = [self.root()]
        while stack:
            node = stack.pop()
            seen += 1
            if node is None or seen > MAX_NODES:
                continue
            try:
                states = node.get_state_set()
                visible = states.contains(self.atspi.StateType.SHOWING) or node.get_role_name() in ("application", "frame", "window")
                if showing and not visible:
                    continue
                yield node
                stack.extend(node.get_child_at_index(i) for i in reversed(range(node.get_child_count())))
            except Exception:  # the node went away while it was read: the next look sees the new tree
                continue

    def find(self, name, role=None):
        """The first node whose name matches the regular expression `name` (whole name), or None."""
        pattern = re.compile(name)
        for node in self.nodes():
            with contextlib.suppress(Exception):
                if pattern.fullmatch(node.get_name() or "") and (role is None or node.get_role_name() == role):
                    return node
        return None

    def wait(self, name, role=None, seconds=WAIT_SECONDS):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            node = self.find(name, role)
            if node is not None:
                return node
            time.sleep(POLL_SECONDS)
        raise NotSeen(f"nothing named '{name}' within {seconds:.0f} s; seen: {self.names()}")

    def names(self):
        return [f"{n.get_role_name()}: {n.get_name()}" for n in self.nodes() if n.get_name()][:80]

    def complaints(self):
        """Controls that show without a name, or buttons without a press that works."""
        wrong = []
        for node in self.nodes():
            with contextlib.suppress(Exception):
                role, name = node.get_role_name(), node.get_name()
                if role not in BUTTONS and role not in NAMED:
                    continue
                action = node.get_action_iface()
                presses = {action.get_action_name(i).lower() for i in range(action.get_n_actions())} if action else set()
                if not name:
                    wrong.append(f"a {role} without a name")
                elif role in BUTTONS and not presses & PRESSES:
                    wrong.append(f"'{name}' ({role}) has no press")
        return wrong

    def press(self, name, role=None):
        """Presses through the bus."""
        node = self.wait(name, role)
        action = node.get_action_iface()
        for index in range(action.get_n_actions() if action else 0):
            if action.get_action_name(index).lower() in PRESSES:
                action.do_action(index)
                return node
        raise NotSeen(f"'{node.get_name()}' ({node.get_role_name()}) has no press")

    def set_text(self, name, text):
        """Writes into the text control of that name through the bus."""
        deadline = time.monotonic() + WAIT_SECONDS
        pattern = re.compile(name)
        while time.monotonic() < deadline:
            for node in self.nodes():
                if node.get_role_name() in ("text", "password text", "entry") and pattern.fullmatch(node.get_name() or ""):
                    if node.get_editable_text_iface().set_text_contents(text):
                        return
            time.sleep(POLL_SECONDS)
        raise NotSeen(f"no text control named '{name}' that takes a text; seen: {self.names()}")

    def real_click(self, name, role=None):
        """Presses the middle of the control with the pointer of the X server."""
        node = self.wait(name, role)
        box = node.get_component_iface().get_extents(self.atspi.CoordType.SCREEN)
        self.x("mousemove", str(box.x + box.width // 2), str(box.y + box.height // 2))
        self.x("click", "1")
        return node

    def key(self, *keys):
        for key in keys:
            self.x("key", "--clearmodifiers", key)

    def type(self, text):
        self.x("type", "--delay", "20", text)

    def x(self, *words):
        subprocess.run(["xdotool", *words], check=True, env=dict(os.environ, DISPLAY=self.display), stdout=subprocess.DEVNULL)

    def picture(self, path):
        time.sleep(SETTLE_SECONDS)  # the name changes on the bus before the pixels do
        subprocess.run(["import", "-display", self.display, "-window", "root", str(path)], check=True)
