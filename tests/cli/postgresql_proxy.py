"""A way to a PostgreSQL server that counts what comes from it, and can be slow."""

import contextlib
import socket
import threading
import time
from pathlib import Path

SOCKET = ".s.PGSQL.5432"


class Proxy:
    """A unix socket in a folder of its own. `delay`: seconds before each 64 KiB of what the server says."""

    def __init__(self, folder, server_folder, delay=0.0):
        self.folder, self.server, self.delay = Path(folder), str(Path(server_folder) / SOCKET), delay
        self.from_server = 0
        self.lock = threading.Lock()
        self.ends = []
        self.folder.mkdir(parents=True)
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.folder / SOCKET))
        self.listener.listen(50)
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        for end in (self.listener, *self.ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.server)
            self.ends += [client, server]
            threading.Thread(target=self.pump, args=(client, server, False), daemon=True).start()
            threading.Thread(target=self.pump, args=(server, client, True), daemon=True).start()

    def pump(self, source, target, counts):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if counts:
                    time.sleep(self.delay)
                    with self.lock:
                        self.from_server += len(data)
                target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
