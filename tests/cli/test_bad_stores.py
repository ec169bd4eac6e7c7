"""Stores that are none, that can't be written, or whose disk gets full: a clear message, nothing changed, nothing lost."""

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import unittest
from pathlib import Path

from support import DOUBLE, CliCase, assert_recorded_once, make_package, needs_jail, program

READERS = (("status",), ("status", "--json"), ("report",), ("show", "1"), ("problem", "list"), ("init",),
           ("submit", "--problem", "double", "main.py"))


class Stores(CliCase):
    def setUp(self):
        super().setUp()
        self.write("main.py", DOUBLE)

    def refused_by_all(self, *texts):
        before = self.store.read_bytes() if self.store.is_file() else None
        for arguments in READERS:
            with self.subTest(arguments):
                self.assert_refused(self.assize(*arguments, code=2), self.store, *texts)
        if before is not None:
            self.assertEqual(self.store.read_bytes(), before)

    def test_a_file_that_is_no_database(self):
        self.store.write_text("this is no database, but long enough to be taken for one\n" * 50)
        self.refused_by_all("--store")

    def test_a_short_file_that_is_no_database(self):
        self.store.write_text("hello\n")
        self.refused_by_all()

    def test_a_database_of_another_program(self):
        connection = sqlite3.connect(self.store)
        connection.execute("CREATE TABLE recipes (name TEXT)")
        connection.commit()
        connection.close()
        self.refused_by_all("another program")
        self.assertEqual(self.query("SELECT name FROM sqlite_master"), [("recipes",)])
        self.assertEqual(sorted(p.name for p in self.dir.iterdir()), ["main.py", "store.db"])

    def test_a_store_of_a_newer_version(self):
        self.assize("init")
        self.query("PRAGMA user_version = 1000")
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")
        self.refused_by_all("newer", "1000")

    def test_a_directory(self):
        self.store.mkdir()
        self.refused_by_all()

    def test_a_device(self):
        self.store = Path("/dev/null")
        self.refused_by_all()

    def test_a_directory_that_isnt_there(self):
        self.store = self.dir / "nowhere/store.db"
        self.refused_by_all("directory")
        self.assertFalse(self.store.parent.exists())

    def test_a_damaged_store_is_no_crash(self):
        self.add_package()
        self.submit()
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = self.store.read_bytes()
        self.store.write_bytes(whole[:8192] + b"\xa5" * (len(whole) - 8192))
        for arguments in READERS:
            with self.subTest(arguments):
                done = self.assize(*arguments, code=None)
                self.assertIn(done.code, (0, 2, 4), str(done))
                if done.code:
                    self.assertIn("store", done.err)

    def test_a_store_cut_off_is_no_crash(self):
        self.add_package()
        self.submit()
        self.query("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = self.store.read_bytes()
        self.store.write_bytes(whole[:len(whole) // 2])
        for arguments in READERS:
            with self.subTest(arguments):
                done = self.assize(*arguments, code=None)
                self.assertIn(done.code, (0, 2, 4), str(done))

    def test_a_report_into_a_missing_directory(self):
        self.add_package()
        self.submit()
        for form in ("table", "csv", "json", "html"):
            with self.subTest(form):
                done = self.assize("report", "--format", form, "--out", "nowhere/report", code=2)
                self.assert_refused(done, "nowhere/report", "No such file")
        self.assertFalse((self.dir / "nowhere").exists())

    def test_a_report_onto_a_directory(self):
        self.add_package()
        (self.dir / "reports").mkdir()
        self.assert_refused(self.assize("report", "--out", "reports", code=2), "reports")
        self.assertEqual(list((self.dir / "reports").iterdir()), [])
        self.assertFalse((self.dir / "reports.unfinished").exists())

    def test_a_report_onto_a_full_disk_leaves_the_old_one(self):
        self.add_package()
        disk = self.dir / "disk"
        disk.mkdir()
        space = MountSpace(self, f"mount -t tmpfs -o size=4k,mode=0777 tmpfs {disk} && printf old > {disk}/report")
        done = self.assize("report", "--format", "html", "--out", "disk/report", code=None, prefix=space.prefix())
        self.assert_refused(done, "disk/report", code=2)
        self.assertEqual([path.name for path in space.path(disk).iterdir()], ["report"])
        self.assertEqual(space.path(disk / "report").read_text(), "old")


class MountSpace:
    """A mount namespace of its own, in which something is mounted; commands are run in it."""

    def __init__(self, case, script):
        self.process = None
        if not shutil.which("unshare") or not shutil.which("nsenter"):
            case.skipTest("unshare and nsenter are not installed")
        if os.geteuid() != 0:
            case.skipTest("only root can mount here")
        self.process = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "sh", "-c", script + " && echo ready && exec cat"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        case.addCleanup(self.end)
        if self.process.stdout.readline().strip() != "ready":
            case.skipTest("a mount namespace can't be made here: " + self.process.stderr.read().strip())

    def end(self):
        if self.process.poll() is None:
            self.process.stdin.close()
            self.process.wait(60)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            stream.close()

    def prefix(self):
        return ("nsenter", f"--mount=/proc/{self.process.pid}/ns/mnt", "--")

    def path(self, path):
        """A path as seen from outside the namespace."""
        return Path(f"/proc/{self.process.pid}/root{path}")


class ReadOnlyStores(CliCase):
    def filled(self):
        self.add_package()
        self.submit()

    def refused(self, **options):
        for arguments in (("submit", "--problem", "double", self.dir / "main.py"), ("init",), ("run", "--drain"),
                          ("problem", "add", self.dir / "packages/double")):
            with self.subTest(arguments):
                done = self.assize(*arguments, code=None, **options)
                if arguments == ("init",) and done.code == 0:
                    continue  # nothing was to be done
                if arguments[0] == "run" and done.code == 3:
                    continue  # this host can't judge
                self.assert_refused(done, self.store)

    def test_a_read_only_file_system(self):
        self.filled()
        space = MountSpace(self, f"mount --bind {self.dir} {self.dir} && mount -o remount,bind,ro {self.dir}")
        before = self.store.read_bytes()
        self.refused(prefix=space.prefix(), cwd=None)
        self.assertEqual(self.store.read_bytes(), before)

    def test_a_read_only_file_system_can_be_read_or_is_refused_clearly(self):
        self.filled()
        space = MountSpace(self, f"mount --bind {self.dir} {self.dir} && mount -o remount,bind,ro {self.dir}")
        for arguments in (("status", "--json"), ("report",), ("show", "1"), ("problem", "list")):
            with self.subTest(arguments):
                done = self.assize(*arguments, code=None, prefix=space.prefix(), cwd=None)
                if done.code != 0:
                    self.assert_refused(done, self.store)

    def test_a_directory_that_may_not_be_written(self):
        if os.geteuid() == 0:
            self.skipTest("root may write everywhere")
        self.filled()
        self.store.chmod(0o444)
        self.dir.chmod(0o555)
        self.addCleanup(self.dir.chmod, 0o755)
        self.refused()

    def test_an_ordinary_user_with_the_store_of_root(self):
        if os.geteuid() != 0:
            self.skipTest("needs root to become somebody else")
        if not shutil.which("setpriv"):
            self.skipTest("setpriv is not installed")
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            self.skipTest("there is no user nobody")
        self.filled()
        for path in (self.dir, self.dir / "packages", self.dir / "packages/double"):
            path.chmod(0o755)
        prefix = ("setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", "--")
        probe = subprocess.run([*prefix, program(), "--version"], capture_output=True)
        if probe.returncode != 0:
            self.skipTest("an ordinary user can't run the program where it lies")
        self.refused(prefix=prefix)


class FullDisk(CliCase):
    """The store on a small file system of its own, which gets full."""

    COUNT = 30

    def setUp(self):
        super().setUp()
        self.disk = self.dir / "disk"
        self.disk.mkdir()
        self.space = MountSpace(self, f"mount -t tmpfs -o size=4m,mode=0777 tmpfs {self.disk}")
        self.store = self.disk / "store.db"
        self.package = make_package(self.dir / "packages")

    def inside(self, *arguments, **options):
        return self.assize(*arguments, prefix=self.space.prefix(), cwd=None, **options)

    def query(self, sql):
        script = ("import json, sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=30); "
                  "r = c.execute(sys.argv[2]).fetchall(); c.commit(); print(json.dumps(r))")
        done = subprocess.run([*self.space.prefix(), sys.executable, "-c", script, self.store, sql],
                              capture_output=True, check=True)
        return [tuple(row) for row in json.loads(done.stdout)]

    def fill(self, leave):
        """Fills the disk but for some bytes."""
        filler = self.space.path(self.disk / "filler")
        with open(filler, "wb", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 4096)
            except OSError:
                pass
            size = file.tell()
            file.truncate(max(0, size - leave))
        return filler

    def test_submitting_onto_a_full_disk_queues_nothing(self):
        self.inside("problem", "add", self.package)
        filler = self.fill(leave=8192)
        path = self.write("main.py", "#" + os.urandom(30000).hex() + "\n" + DOUBLE)
        done = self.inside("submit", "--problem", "double", path, code=4)
        self.assert_refused(done, self.store, "full", code=4)
        filler.unlink()
        self.assertEqual(self.inside("status", "--json").json()["queued"], 0)
        self.inside("submit", "--problem", "double", path)
        self.assertEqual(self.inside("status", "--json").json()["queued"], 1)

    @needs_jail
    def test_a_disk_that_gets_full_while_verdicts_are_recorded_loses_nothing(self):
        self.inside("problem", "add", self.package)
        paths = []
        for number in range(self.COUNT):
            content = ("import random, sys\n"
                       f"random.seed({number})\n"
                       "print(random.randbytes(3000).hex(), file=sys.stderr)\n") + DOUBLE
            paths.append(self.write(f"{number}.py", content))
        self.inside("submit", "--problem", "double", *paths)
        filler = self.fill(leave=400_000)
        done = self.inside("run", "--drain", "--workers", "2", code=None)
        self.assert_refused(done, self.store, "full", code=4)
        self.assertLess(len(done.err.splitlines()), 20, str(done))

        again = self.inside("run", "--drain", "--workers", "2", code=None)
        self.assert_refused(again, self.store, code=4)

        filler.unlink()
        states = dict(self.query("SELECT state, count(*) FROM judgings GROUP BY state"))
        self.assertGreater(states.get("done", 0), 0)
        self.assertLess(states.get("done", 0), self.COUNT)
        self.assertEqual(self.query("PRAGMA integrity_check"), [("ok",)])
        self.query("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'")  # 30 s later
        self.inside("run", "--drain", "--workers", "2")
        assert_recorded_once(self, self.COUNT)
        self.assertEqual(self.query("SELECT DISTINCT verdict FROM judgings"), [("AC",)])
        self.assertEqual(self.query("SELECT max(failures) FROM judgings"), [(0,)])


if __name__ == "__main__":
    unittest.main()
