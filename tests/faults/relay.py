# SPDX-License-Identifier: Apache-2.0
"""A TCP relay on the loopback that can be cut, one way or both, and delayed."""
import socket
import threading
import time

CHUNK = 65536


class Relay:
    """Every device of a run gets its own, so that each can be cut off alone. `up` is towards the registry."""

    def __init__(self, target):
        self.target, self.cut_up, self.cut_down, self.delay = target, False, False, 0.0
        self.pairs, self.guard = [], threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=2)
                far.settimeout(None)
            except OSError:
                near.close()
                continue
            with self.guard:
                self.pairs.append((near, far))
            for source, sink, way in ((near, far, "cut_up"), (far, near, "cut_down")):
                threading.Thread(target=self.pump, args=(source, sink, way), daemon=True).start()

    def pump(self, source, sink, way):
        """What a cut swallows is gone, as with a dead network: the connection itself stays up."""
        try:
            while data := source.recv(CHUNK):
                if self.delay:
                    time.sleep(self.delay)
                if not getattr(self, way):
                    sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def set(self, up=True, down=True, delay=0.0):
        self.cut_up, self.cut_down, self.delay = not up, not down, delay

    def close(self):
        self.listener.close()
        self.heal()

    def heal(self):
        """Half-sent requests cannot go on: both ends see their connection break."""
        self.set()
        with self.guard:
            pairs, self.pairs = self.pairs, []
        for pair in pairs:
            for end in pair:
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
