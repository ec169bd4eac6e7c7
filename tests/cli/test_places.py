"""Paths that a command is given: --out keeps what is there what it is, and no store comes to be at a mistyped path."""

import os
import pwd
import shutil
import stat
import subprocess
import unittest

from support import CliCase, DOUBLE, environment, make_package, program


def as_nobody(case):
    """What a command begins with to run as an ordinary user."""
    if os.geteuid() != 0:
        return ()
    if not shutil.which("setpriv"):
        case.skipTest("setpriv is not installed")
    user = pwd.getpwnam("nobody")
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups", "--")


class Out(CliCase):
    """What --out names keeps what it is."""

    def setUp(self):
        super().setUp()
        self.assize("init")

    def report(self, out, **options):
        return self.assize("report", "--format", "csv", "--out", out, **options)

    def kind_of(self, path):
        status = os.stat(path)
        return stat.S_IFMT(status.st_mode), status.st_rdev, status.st_ino

    def test_a_link_leads_where_it_led_and_a_file_keeps_its_mode(self):
        target = self.write("target", "old")
        target.chmod(0o640)
        (self.dir / "link").symlink_to("target")
        (self.dir / "link of a link").symlink_to("link")
        for link in ("link", "link of a link"):
            target.write_text("old")
            self.report(link)
            self.assertTrue((self.dir / link).is_symlink())
            self.assertTrue(target.read_text().startswith("submission,"))
            self.assertEqual(target.stat().st_mode & 0o777, 0o640)
        self.assertEqual(sorted(p.name for p in self.dir.iterdir() if p.name.startswith(("target", "link"))),
                         ["link", "link of a link", "target"])

    def test_a_new_report_is_the_owners_alone(self):
        self.report("new.csv")
        self.assertEqual((self.dir / "new.csv").stat().st_mode & 0o777, 0o600)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_a_file_keeps_its_owner(self):
        target = self.write("target", "old")
        os.chown(target, 1234, 2345)
        target.chmod(0o664)
        self.report("target")
        status = target.stat()
        self.assertEqual((status.st_uid, status.st_gid, status.st_mode & 0o777), (1234, 2345, 0o664))

    @unittest.skipUnless(os.geteuid() == 0, "only root can give files away")
    def test_rights_of_a_group_that_cannot_be_kept_are_nobodys(self):
        prefix = as_nobody(self)
        place = self.dir / "place"
        place.mkdir()
        place.chmod(0o777)
        self.dir.chmod(0o755)
        target = place / "target"
        target.write_text("old")
        target.chmod(0o660)
        self.assize("--store", place / "s.db", "init", prefix=prefix)
        self.report(target, store=place / "s.db", prefix=prefix)
        status = target.stat()
        self.assertNotEqual(status.st_gid, 0)
        self.assertEqual(status.st_mode & 0o777, 0o600)

    def test_a_link_that_leads_nowhere_is_refused(self):
        (self.dir / "link").symlink_to("nowhere")
        done = self.assize("report", "--out", "link", code=2)
        self.assert_refused(done, "link", "leads nowhere")
        self.assertFalse((self.dir / "nowhere").exists())

    def test_a_pipe_is_written_to(self):
        pipe = self.dir / "pipe"
        os.mkfifo(pipe)
        (self.dir / "link").symlink_to("pipe")
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        for name in ("pipe", "link"):
            before = self.kind_of(pipe)
            self.report(name)
            self.assertEqual(self.kind_of(pipe), before)
            self.assertIn(b"submission", os.read(reader, 65536))

    def test_devices_are_written_to_as_root_and_as_an_ordinary_user(self):
        self.dir.chmod(0o777)
        os.chmod(self.store, 0o666)
        for prefix in ((), as_nobody(self)):
            store = self.dir / f"{len(prefix)}.db"
            self.assize("--store", store, "init", prefix=prefix)
            before = self.kind_of("/dev/null")
            self.report("/dev/null", store=store, prefix=prefix)
            self.assertEqual(self.kind_of("/dev/null"), before)
            self.assertIn("submission", self.report("/dev/stdout", store=store, prefix=prefix).out)
            self.assertIn("submission", self.report("/dev/stderr", store=store, prefix=prefix).err)
            self.assertIn("submission", self.report("/dev/fd/1", store=store, prefix=prefix).out)

    @unittest.skipUnless(os.geteuid() == 0, "only root can make devices")
    def test_a_device_made_for_it_stays_one_and_a_disk_is_refused(self):
        for name, kind, major, minor in (("null", stat.S_IFCHR, 1, 3), ("full", stat.S_IFCHR, 1, 7),
                                         ("disk", stat.S_IFBLK, 7, 99)):
            try:
                os.mknod(self.dir / name, kind | 0o666, os.makedev(major, minor))
            except PermissionError:
                self.skipTest("devices can't be made here")
        before = [self.kind_of(self.dir / name) for name in ("null", "full", "disk")]
        self.report("null")
        self.assert_refused(self.assize("report", "--out", "full", code=2), "full", "No space left")
        self.assert_refused(self.assize("report", "--out", "disk", code=2), "disk", "block device")
        self.assertEqual([self.kind_of(self.dir / name) for name in ("null", "full", "disk")], before)

    def test_a_folder_and_a_socket_are_refused(self):
        (self.dir / "folder").mkdir()
        self.assert_refused(self.assize("report", "--out", "folder", code=2), "folder", "Is a directory")
        self.assertTrue((self.dir / "folder").is_dir())

    def test_what_standard_output_leads_to_is_added_to(self):
        for out in ("/dev/stdout", "/dev/fd/1", "log"):
            log = self.write("log", "before\n")
            with open(log, "ab") as file:
                subprocess.run([program(), "report", "--format", "csv", "--out", out], stdout=file, cwd=self.dir,
                               env=environment(ASSIZE_STORE=self.store), check=True)
            self.assertTrue(log.read_text().startswith("before\nsubmission,"), log.read_text())

    def test_what_lies_beside_is_not_touched(self):
        victim = self.write("victim", "keep")
        (self.dir / "report.unfinished").symlink_to(victim)
        self.report("report")
        self.assertEqual(victim.read_text(), "keep")


READING = (("status",), ("status", "--json"), ("show", "1"), ("report",), ("report", "--out", "x"),
           ("problem", "list"), ("run", "--drain"))


class Stores(CliCase):
    """Commands that read don't make a store."""

    def test_a_mistyped_path_is_named_and_nothing_is_made(self):
        for arguments in READING:
            with self.subTest(arguments):
                done = self.assize("--store", "mistyped.db", *arguments, code=2)
                self.assert_refused(done, "mistyped.db", "is not there", "--store", "assize init")
                self.assertEqual(list(self.dir.iterdir()), [])

    def test_a_link_that_leads_nowhere_is_named_and_nothing_is_made(self):
        (self.dir / "link.db").symlink_to("nowhere.db")
        for arguments in READING:
            with self.subTest(arguments):
                self.assert_refused(self.assize("--store", "link.db", *arguments, code=2), "link.db")
                self.assertEqual([p.name for p in self.dir.iterdir()], ["link.db"])

    def test_an_empty_file_stays_empty(self):
        empty = self.write("empty.db", "")
        for arguments in READING:
            with self.subTest(arguments):
                done = self.assize("--store", "empty.db", *arguments, code=2)
                self.assert_refused(done, "empty.db", "is empty", "assize init")
                self.assertEqual(empty.stat().st_size, 0)
                self.assertEqual([p.name for p in self.dir.iterdir()], ["empty.db"])

    def test_those_that_make_one_make_it(self):
        package = make_package(self.dir / "packages")
        self.write("main.py", DOUBLE)
        self.write("empty.db", "")
        for store in ("a.db", "empty.db"):
            self.assize("--store", store, "init")
            self.assize("--store", store, "status")
        self.assize("--store", "b.db", "problem", "add", package)
        self.assize("--store", "b.db", "submit", "--problem", "double", "main.py")
        self.assertEqual(self.assize("--store", "b.db", "status", "--json").json()["queued"], 1)


if __name__ == "__main__":
    unittest.main()
