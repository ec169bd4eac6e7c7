"""What a test can take away from workers and give back: a host's network, its clock, the disk that the store is on.

Only root can have a network namespace and a disk of its own: what isn't to be had here is named in `missing`.
"""

import ctypes
import functools
import os
import shutil
import subprocess
from pathlib import Path

from support import POSTGRESQL

CLONE_NEWNS = 0x20000
NETWORK = "169.254.77."  # link-local (RFC 3927): of the test's own network namespace, which reaches nothing else


def ip(*arguments, within=()):
    subprocess.run([*within, "ip", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def own_mounts():
    """From here on what this process mounts is seen by itself and its children alone, and ends with them."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError(ctypes.get_errno(), "unshare(CLONE_NEWNS)")
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)


class Disk:
    """A folder on a file system of its own, which can be full."""

    def __init__(self, folder):
        self.filler = Path(folder) / "filler"

    @classmethod
    def mounted(cls, case, folder):
        """Of 512 MiB; the process must have mounts of its own."""
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512m,mode=0755", "tmpfs", folder], check=True)
        case.addCleanup(subprocess.run, ["umount", "--lazy", folder], check=True)
        return cls(folder)

    def fill(self):
        with open(self.filler, "wb", buffering=0) as file:
            step = 1 << 24
            while step >= 4096:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, step)
                except OSError:
                    step //= 2

    def free(self):
        self.filler.unlink()


class Clock:
    """A wall clock that can be set for the processes that have it; no other clock of theirs is changed."""

    def __init__(self, place):
        self.file = place
        self.is_set_back = False
        self.set(False)

    def set(self, back):
        self.is_set_back = back
        written = self.file.with_suffix(".new")
        written.write_text("-1h\n" if back else "+0\n")
        written.rename(self.file)

    @staticmethod
    @functools.cache
    def library():
        said = subprocess.run(["faketime", "-f", "+0", "env"], check=True, capture_output=True, text=True, timeout=60).stdout
        return next(line for line in said.split("\n") if line.startswith("LD_PRELOAD=")).partition("=")[2]

    def environment(self):
        return {"LD_PRELOAD": self.library(), "FAKETIME_TIMESTAMP_FILE": self.file, "FAKETIME_CACHE_DURATION": 1,
                "FAKETIME_DONT_FAKE_MONOTONIC": 1, "DONT_FAKE_MONOTONIC": 1}

    @staticmethod
    def names():
        """What libfaketime has in /dev/shm for each process, and leaves of those that are killed."""
        return set(Path("/dev/shm").glob("*faketime_s*"))

    @classmethod
    def left(cls):
        """Of these, those of processes that aren't there any more."""
        return {path for path in cls.names() if not Path("/proc", path.name.rpartition("_")[2]).exists()}


class Host:
    """Where workers are started: a network namespace, joined by a pair of veth devices to that of the database."""

    def __init__(self, case, number):
        self.number = number
        self.joins_at = None
        self.clock = Clock(case.dir / f"clock{number}") if shutil.which("faketime") else None
        self.prefix = []
        if not (POSTGRESQL and has_own_network()):
            return
        self.holder = subprocess.Popen(["unshare", "--net", "sh", "-c", "echo ready && exec cat"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True)
        case.addCleanup(self.end)
        case.assertEqual(self.holder.stdout.readline(), "ready\n")
        self.device = f"host{number}"
        self.prefix = ["nsenter", f"--net=/proc/{self.holder.pid}/ns/net", "--"]
        server, own = (f"{NETWORK}{4 * number + place}" for place in (1, 2))
        ip("link", "add", self.device, "type", "veth", "peer", "name", "uplink", "netns", self.holder.pid)
        ip("address", "add", server + "/30", "dev", self.device)
        ip("link", "set", self.device, "up")
        ip("link", "set", "lo", "up", within=self.prefix)
        ip("address", "add", own + "/30", "dev", "uplink", within=self.prefix)
        ip("link", "set", "uplink", "up", within=self.prefix)
        self.address = server

    def store(self, store):
        """As workers of this host reach it."""
        if not self.prefix:
            return store
        return str(store).replace("host=" + os.environ["ASSIZE_TEST_POSTGRESQL_DIR"], "host=" + self.address)

    def environment(self):
        return self.clock.environment() if self.clock else {}

    def cut_off(self, until):
        ip("link", "set", self.device, "down")
        self.joins_at = until

    def join(self):
        ip("link", "set", self.device, "up")
        self.joins_at = None

    def end(self):
        self.holder.communicate()


def has_own_network():
    """Whether tests/postgresql/with_cluster was told to have a network and a disk of its own, and could."""
    return os.environ.get("ASSIZE_TEST_APART") == "1"
