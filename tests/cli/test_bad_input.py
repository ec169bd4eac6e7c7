"""Sources and files that can't be taken, or that no interpreter takes: a clear message, the right exit code, nothing changed."""

import io
import os
import resource
import socket
import unittest
import warnings
import zipfile
from pathlib import Path

from support import DOUBLE, CliCase, make_package, needs_jail


@needs_jail
class Sources(CliCase):
    """Whatever a source is made of, it gets a verdict."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")

    def judge(self, content, verdict, reason=""):
        path = self.write("main.py", content)
        judging = self.assize("judge", "--json", "--problem", self.package, path).json()
        self.assertEqual(judging["verdict"], verdict, judging)
        self.assertIn(reason, judging["reason"])
        if verdict == "CE":
            self.assertEqual(judging["tests"], [])
        return judging

    def test_a_source_without_a_statement_gets_a_verdict(self):
        self.judge("# nothing yet\n", "WA")

    def test_null_bytes_are_a_compile_error(self):
        self.assertTrue(self.judge(b"print(2 * int(input()))\x00\n", "CE")["compile_message"])

    def test_nothing_but_null_bytes_is_a_compile_error(self):
        self.judge(b"\x00" * 1000, "CE")

    def test_latin_1_without_a_coding_line_is_a_compile_error(self):
        self.judge("s = 'café'\n".encode("latin-1") + DOUBLE.encode(), "CE")

    def test_latin_1_in_a_comment_alone_is_a_compile_error(self):
        self.judge("# café\n".encode("latin-1") + DOUBLE.encode(), "CE")

    def test_latin_1_with_a_coding_line_is_accepted(self):
        self.judge("# -*- coding: latin-1 -*-\ns = 'café'\n".encode("latin-1") + DOUBLE.encode(), "AC")

    def test_a_byte_order_mark_is_accepted(self):
        self.judge(b"\xef\xbb\xbf" + DOUBLE.encode(), "AC")

    def test_windows_line_ends_are_accepted(self):
        self.judge("n = int(input())\r\nprint(2 * n)\r\n", "AC")

    def test_an_unknown_coding_is_a_compile_error(self):
        self.judge("# -*- coding: klingon -*-\n" + DOUBLE, "CE")

    def test_a_source_over_the_code_limit_is_a_compile_error(self):
        self.judge(b"#" * 10_000_000 + b"\n" + DOUBLE.encode(), "CE", "131072")

    def test_a_source_at_the_code_limit_is_judged(self):
        self.judge(DOUBLE.ljust(128 * 1024 - 1) + "\n", "AC")
        self.judge(DOUBLE.ljust(128 * 1024) + "\n", "CE")

    def test_bytes_of_no_format_are_a_compile_error(self):
        self.judge(bytes(range(1, 256)) * 100, "CE")

    def test_deep_nesting_is_a_verdict_and_no_judge_error(self):
        path = self.write("main.py", "x = " + "(" * 60000 + ")" * 60000 + "\n")
        judging = self.assize("judge", "--json", "--problem", self.package, path).json()
        self.assertIn(judging["verdict"], ("CE", "MLE", "TLE"))

    def test_a_deeply_nested_expression_is_a_verdict_and_no_judge_error(self):
        path = self.write("main.py", "x = " + "-" * 100000 + "1\n")
        judging = self.assize("judge", "--json", "--problem", self.package, path).json()
        self.assertIn(judging["verdict"], ("CE", "MLE", "TLE", "RTE"))
        self.assertEqual(judging["tests"], [])


class Files(CliCase):
    """What can't be a submission is refused by `judge` and by `submit` alike, and changes nothing."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")
        self.assize("problem", "add", self.package)

    def refused(self, path, *texts, **options):
        for arguments in (("judge", "--problem", self.package), ("submit", "--problem", "double")):
            with self.subTest(arguments[0]):
                self.assert_refused(self.assize(*arguments, path, code=2, **options), *texts)
        self.assertEqual(self.status()["queued"], 0)
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(0,)])

    def test_a_missing_file(self):
        self.refused("nowhere.py", "nowhere.py", "No such file")

    def test_one_missing_file_among_good_ones_queues_nothing(self):
        self.write("good.py", DOUBLE)
        self.assert_refused(self.assize("submit", "--problem", "double", "good.py", "nowhere.py", code=2), "nowhere.py")
        self.assertEqual(self.status()["queued"], 0)

    def test_a_directory_without_main_py(self):
        self.write("work/solution.py", DOUBLE)
        self.write("work/other.py", DOUBLE)
        self.refused("work", "work", "main.py", "solution.py", "other.py")

    def test_a_source_that_is_none(self):
        self.refused(self.write("main.py", ""), "empty")
        self.refused(self.write("main.py", DOUBLE.encode("utf-16")), "UTF-16")
        self.refused(self.write("main.py", Path("/bin/true").read_bytes()[:40000]), "an executable")

    def test_an_empty_directory(self):
        (self.dir / "work").mkdir()
        self.refused("work", "work", "main.py")

    def test_main_py_as_a_directory(self):
        self.write("work/main.py/x.py", DOUBLE)
        self.refused("work", "work", "main.py")

    def test_a_symbolic_link_in_a_directory(self):
        self.write("work/main.py", DOUBLE)
        (self.dir / "work/passwd").symlink_to("/etc/passwd")
        self.refused("work", "passwd")

    def test_a_fifo_in_a_directory(self):
        self.write("work/main.py", DOUBLE)
        os.mkfifo(self.dir / "work/pipe")
        self.refused("work", "pipe")

    def test_a_device(self):
        self.refused("/dev/zero", "/dev/zero")

    def test_a_fifo(self):
        os.mkfifo(self.dir / "pipe.py")
        self.refused("pipe.py", "pipe.py")

    def test_a_socket(self):
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.dir / "socket.py"))
            self.refused("socket.py", "socket.py")

    def test_a_link_that_leads_nowhere(self):
        (self.dir / "main.py").symlink_to("nowhere.py")
        self.refused("main.py", "main.py")

    def test_a_link_to_itself(self):
        (self.dir / "main.py").symlink_to("main.py")
        self.refused("main.py", "main.py")

    def test_a_source_too_large_to_queue(self):
        with open(self.dir / "huge.py", "wb") as file:
            file.truncate(65 << 20)
        self.refused("huge.py", "huge.py")

    def test_too_many_files(self):
        for number in range(300):
            self.write(f"work/f{number}.py", "")
        self.write("work/main.py", DOUBLE)
        self.refused("work", "256")

    def test_a_zip_that_is_none(self):
        self.write("work.zip", b"PK\x03\x04 this is not a zip file")
        self.refused("work.zip", "work.zip")

    def test_a_zip_cut_off(self):
        with zipfile.ZipFile(self.dir / "whole.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("main.py", DOUBLE * 2000 + os.urandom(20000).hex())
        self.write("work.zip", (self.dir / "whole.zip").read_bytes()[:9000])
        self.refused("work.zip", "work.zip")

    def test_an_empty_zip(self):
        with zipfile.ZipFile(self.dir / "work.zip", "w"):
            pass
        self.refused("work.zip", "work.zip")

    def test_a_zip_that_leads_out(self):
        for number, name in enumerate(("../evil.py", "/etc/evil.py", "a/../../evil.py")):
            path = self.dir / f"work{number}.zip"
            with zipfile.ZipFile(path, "w") as archive:
                archive.writestr("main.py", DOUBLE)
                archive.writestr(name, "x")
            self.refused(path, path, "evil.py")

    def test_a_zip_with_a_symbolic_link(self):
        info = zipfile.ZipInfo("link")
        info.external_attr = 0o120777 << 16
        info.create_system = 3
        with zipfile.ZipFile(self.dir / "work.zip", "w") as archive:
            archive.writestr("main.py", DOUBLE)
            archive.writestr(info, "/etc/passwd")
        self.refused("work.zip", "work.zip")

    def test_a_zip_with_the_same_file_twice(self):
        with warnings.catch_warnings(), zipfile.ZipFile(self.dir / "work.zip", "w") as archive:
            warnings.simplefilter("ignore")
            archive.writestr("main.py", DOUBLE)
            archive.writestr("main.py", "print(1)\n")
        self.refused("work.zip", "twice")

    def test_a_zip_bomb(self):
        with zipfile.ZipFile(self.dir / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("main.py", b" " * (200 << 20))
        self.refused("work.zip", "work.zip")

    def test_a_zip_that_says_two_things(self):
        """An unzip goes by the central directory, a reader of a stream by the local headers."""
        with zipfile.ZipFile(self.dir / "good.zip", "w") as archive:
            archive.writestr("main.py", DOUBLE)
        good = (self.dir / "good.zip").read_bytes()
        self.write("work.zip", good.replace(b"main.py", b"evil.py", 1))
        self.refused("work.zip", "work.zip", "'main.py'", "another name in its local header", "'evil.py'")
        self.write("work.zip", b"#!/usr/bin/env python3\n" + good)
        self.refused("work.zip", "work.zip")
        central = good.index(b"PK\x01\x02")
        # A second member, which the central directory doesn't list.
        self.write("work.zip", good[:central] * 2 + good[central:-6] + (2 * central).to_bytes(4, "little") + b"\0\0")
        self.refused("work.zip", "work.zip", "that the central directory doesn't list")

    def test_a_zip_of_too_many_members(self):
        for name, count in (("listed.zip", 49_000), ("work.zip", 200_000)):
            with zipfile.ZipFile(self.dir / name, "w") as archive:
                archive.writestr("main.py", DOUBLE)
                for number in range(count):
                    archive.writestr(zipfile.ZipInfo(f"f{number}"), "")
        self.refused("work.zip", "work.zip", "more than 50000 members")
        self.refused("listed.zip", "listed.zip", "more than 256 files")
        # It is refused before its members are listed: that takes less time than to list fewer, 0.05 s and 0.28 s. What
        # else takes a host's time can only add to a figure.
        self.assertLess(self.cpu_of_refusing("work.zip"), self.cpu_of_refusing("listed.zip"))

    def cpu_of_refusing(self, path):
        """The least CPU time of three such commands, in seconds."""
        times = []
        for _ in range(3):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            self.assize("submit", "--problem", "double", path, code=2)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
        return min(times)

    def test_a_zip_written_to_a_stream_is_none_of_these(self):
        class Stream(io.RawIOBase):
            written = b""

            def writable(self):
                return True

            def write(self, data):
                self.written += bytes(data)
                return len(data)

        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            for zip64 in (False, True):
                stream = Stream()
                with zipfile.ZipFile(stream, "w", method) as archive, archive.open("main.py", "w", force_zip64=zip64) as file:
                    file.write(DOUBLE.encode())
                self.write("work.zip", stream.written)
                with self.subTest(method=method, zip64=zip64):
                    self.assize("submit", "--problem", "double", "work.zip")

    def test_a_file_that_may_not_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read every file")
        self.write("main.py", DOUBLE).chmod(0)
        self.refused("main.py", "main.py", "Permission denied")

    def test_a_directory_that_may_not_be_read(self):
        if os.geteuid() == 0:
            self.skipTest("root may read every directory")
        self.write("work/main.py", DOUBLE)
        self.write("work/closed/x.py", "")
        (self.dir / "work/closed").chmod(0)
        self.addCleanup((self.dir / "work/closed").chmod, 0o700)
        self.refused("work", "closed")

    def test_an_unknown_problem(self):
        self.write("main.py", DOUBLE)
        done = self.assize("submit", "--problem", "dubble", "main.py", code=2)
        self.assert_refused(done, "dubble", "assize problem")
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(0,)])

    def test_a_problem_directory_that_is_none(self):
        self.write("main.py", DOUBLE)
        for path in ("nowhere", "main.py", "."):
            with self.subTest(path):
                self.assert_refused(self.assize("judge", "--problem", path, "main.py", code=2))

    def test_nothing_to_submit(self):
        self.assert_refused(self.assize("submit", "--problem", "double", code=2), "--manifest")

    def test_no_problem_named(self):
        self.write("main.py", DOUBLE)
        self.assert_refused(self.assize("submit", "main.py", code=2), "--problem")

    def test_names_with_control_characters_or_too_long(self):
        self.write("main.py", DOUBLE)
        for option in ("--submitter", "--external-id"):
            for name in ("a\nb", "a\x1b[2J", "x" * 201, b"\xff\xfe".decode("utf-8", "surrogateescape")):
                with self.subTest(option=option, name=name):
                    done = self.assize("submit", "--problem", "double", option, name, "main.py", code=2)
                    self.assert_refused(done)
                    self.assertNotIn(b"\x1b", done.raw_err)
        self.assertEqual(self.query("SELECT count(*) FROM submissions"), [(0,)])

    def test_a_batch_name_with_control_characters(self):
        self.write("main.py", DOUBLE)
        self.assert_refused(self.assize("submit", "--problem", "double", "--batch", "a\x1b[2J\nb", "main.py", code=2))

    def test_a_file_name_with_escapes_never_reaches_the_terminal(self):
        self.write("a\x1b[2J\nb.py", DOUBLE)
        self.assize("submit", "--problem", "double", "a\x1b[2J\nb.py", code=None)
        for arguments in (("report",), ("show", "1"), ("report", "--format", "html"), ("report", "--format", "json")):
            with self.subTest(arguments):
                self.assertNotIn(b"\x1b", self.assize(*arguments, code=None).raw_out)

    def test_a_missing_file_with_escapes_in_its_name_never_reaches_the_terminal(self):
        done = self.assize("submit", "--problem", "double", "\x1b[2J.py", code=2)
        self.assertNotIn(b"\x1b", done.raw_err)

    def test_a_file_name_that_is_not_utf_8(self):
        name = b"caf\xe9.py"
        Path(os.fsdecode(os.fsencode(self.dir) + b"/" + name)).write_text(DOUBLE)
        done = self.assize("submit", "--problem", "double", os.fsdecode(name), code=None)
        self.assertIn(done.code, (0, 2), str(done))
        for arguments in (("report",), ("report", "--format", "html"), ("report", "--format", "csv"),
                          ("report", "--format", "json")):
            with self.subTest(arguments):
                self.assize(*arguments).raw_out.decode("utf-8")


if __name__ == "__main__":
    unittest.main()
