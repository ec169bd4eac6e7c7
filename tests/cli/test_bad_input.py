"""Bad input and bad circumstances: a clear message, the right exit code, nothing changed, nothing lost."""

import io
import json
import os
import pwd
import resource
import shutil
import socket
import sqlite3
import subprocess
import sys
import unittest
import warnings
import zipfile
from pathlib import Path

from support import DOUBLE, CliCase, assert_recorded_once, make_package, needs_jail, program


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


class Manifests(CliCase):
    """A manifest is queued whole or not at all, and the message names it and the line."""

    def setUp(self):
        super().setUp()
        self.add_package()
        self.write("good.py", DOUBLE)
        self.write("other.py", DOUBLE + "#\n")

    def refused(self, text, line, *texts):
        manifest = self.write("class.csv", text)
        place = "class.csv" if line is None else f"class.csv:{line}: "
        self.assert_refused(self.assize("submit", "--manifest", manifest, code=2), place, *texts)
        status = self.status()
        self.assertEqual((status["queued"], status["leased"], status["done"]), (0, 0, 0))
        for table in ("submissions", "batches", "sources", "audit"):
            self.assertEqual(self.query(f"SELECT count(*) FROM {table}"), [(0,)], table)

    def rows(self, row, header="submitter,problem,file"):
        """A bad row after a good one."""
        good = {"submitter": "ada", "problem": "double", "file": "good.py"}
        return f"{header}\n" + ",".join(good.get(name, "") for name in header.split(",")) + f"\n{row}\n"

    def test_a_missing_manifest(self):
        self.assert_refused(self.assize("submit", "--manifest", "nowhere.csv", code=2), "nowhere.csv")

    def test_a_directory_as_manifest(self):
        self.assert_refused(self.assize("submit", "--manifest", self.dir, code=2), self.dir)

    def test_an_empty_manifest(self):
        self.refused("", None, "empty")

    def test_a_manifest_with_a_header_alone(self):
        self.refused("submitter,problem,file\n", None, "no submission")

    def test_a_manifest_that_is_not_utf_8(self):
        self.refused("submitter,problem,file\nZoë,double,good.py\nZo\x81,a,b\n".encode("latin-1"), None, "UTF-8")

    def test_a_missing_column(self):
        self.refused("submitter,file\nada,good.py\n", 1, "problem")

    def test_a_heading_with_control_characters(self):
        self.refused('submitter,problem,file,"ex\x1b[2Jtra"\nada,double,good.py,x\n', 1, "control")

    def test_a_column_twice(self):
        self.refused("submitter,problem,file,file\nada,double,good.py,good.py\n", 1, "file")

    def test_no_header(self):
        self.refused("ada,double,good.py\n", 1, "header")

    def test_too_few_cells(self):
        self.refused(self.rows("bob,double"), 3, "columns")

    def test_too_many_cells(self):
        self.refused(self.rows("bob,double,other.py,x"), 3, "columns")

    def test_a_quote_that_is_not_closed(self):
        self.refused(self.rows('bob,double,"other.py'), 3, "quote")

    def test_the_line_is_right_after_a_cell_of_several_lines_and_empty_lines(self):
        self.refused('submitter,problem,file\n\n\nada,double,"good.py"\n\nbob,double,nowhere.py\n', 6, "nowhere.py")

    def test_a_missing_file(self):
        self.refused(self.rows("bob,double,nowhere.py"), 3, "nowhere.py")

    def test_a_row_twice(self):
        self.refused(self.rows("ada,double,good.py"), 3, "line 2")

    def test_an_external_id_twice(self):
        self.refused("submitter,problem,file,external_id\nada,double,good.py,k\nbob,double,other.py,k\n", 3, "line 2")

    def test_a_directory_without_main_py(self):
        self.write("work/solution.py", DOUBLE)
        self.write("work/other.py", DOUBLE)
        self.refused(self.rows("bob,double,work"), 3, "main.py")

    def test_a_device(self):
        self.refused(self.rows("bob,double,/dev/zero"), 3, "/dev/zero")

    def test_a_fifo(self):
        os.mkfifo(self.dir / "pipe.py")
        self.refused(self.rows("bob,double,pipe.py"), 3, "pipe.py")

    def test_standard_input_is_no_file_of_a_manifest(self):
        self.refused(self.rows("bob,double,-"), 3)

    def test_bad_priorities(self):
        for bad in ("high", "1001", "1.0", "0x1", "99999999999999999999"):
            with self.subTest(bad):
                self.refused(self.rows(f"bob,double,other.py,{bad}", "submitter,problem,file,priority"), 3, bad)

    def test_an_unknown_language(self):
        self.refused(self.rows("bob,double,other.py,cobol", "submitter,problem,file,language"), 3, "cobol")

    def test_an_unknown_problem(self):
        self.refused(self.rows("bob,dubble,other.py"), 3, "dubble")

    def test_empty_cells(self):
        for row in (",double,other.py", "bob,,other.py", "bob,double,"):
            with self.subTest(row):
                self.refused(self.rows(row), 3, "empty")

    def test_a_name_too_long(self):
        self.refused(self.rows("b" * 201 + ",double,other.py"), 3, "200")

    def test_a_null_byte(self):
        self.refused(self.rows("b\0b,double,other.py"), 3)
        self.refused(self.rows("bob,double,other.py\0x"), 3)

    def test_the_same_manifest_twice_is_queued_twice_without_external_ids(self):
        manifest = self.write("class.csv", "submitter,problem,file\nada,double,good.py\n")
        first = self.assize("submit", "--manifest", manifest).out
        second = self.assize("submit", "--manifest", manifest).out
        self.assertEqual(first, second)
        self.assertEqual(self.status()["queued"], 2)

    def test_a_manifest_of_thousands_is_queued_or_refused_whole(self):
        lines = "".join(f"s{n},double,good.py\n" for n in range(3000))
        self.refused("submitter,problem,file\n" + lines + "late,double,nowhere.py\n", 3002, "nowhere.py")
        manifest = self.write("class.csv", "submitter,problem,file\n" + lines)
        self.assize("submit", "--manifest", manifest)
        self.assertEqual(self.status()["queued"], 3000)


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


class Settings(CliCase):
    """Policies and configurations."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")
        self.write("main.py", DOUBLE)

    def refused(self, option, content, place, *texts):
        path = self.write("settings.yaml", content)
        for arguments in (("judge", "--problem", self.package, "main.py"), ("run", "--drain")):
            with self.subTest(arguments[0]):
                self.assert_refused(self.assize(*arguments, option, path, code=2), f"settings.yaml{place}", *texts)
        self.assertFalse(self.store.exists())

    def policy(self, content, place, *texts):
        self.refused("--policy", "version: 1\n" + content, place, *texts)

    def test_a_policy_with_an_unknown_key(self):
        self.policy("limitz: {}\n", ":2:", "limitz", "limits")

    def test_a_policy_with_an_unknown_limit(self):
        self.policy("limits:\n  time_sec: 1\n", ":3:", "time_sec", "time_s")

    def test_a_policy_with_a_key_twice(self):
        self.policy("limits:\n  time_s: 1\n  time_s: 2\n", ":4:3", "time_s", "twice")

    def test_a_policy_with_a_wrong_type(self):
        for bad in ("soon", "[1]", "{a: b}", "-1", "0", "nan", ".inf", "''", "1e999"):
            with self.subTest(bad):
                self.policy(f"limits:\n  time_s: {bad}\n", ":3:11")

    def test_a_policy_with_a_number_out_of_range(self):
        for key, bad in (("memory_mib", "1"), ("memory_mib", "99999999999999999999"), ("processes", "0"),
                         ("open_files", "1"), ("time_s", "1e9"), ("stack_mib", "-8")):
            with self.subTest(key=key, bad=bad):
                self.policy(f"limits:\n  {key}: {bad}\n", ":3:")

    def test_a_policy_whose_limits_are_no_map(self):
        self.policy("limits: 5\n", ":2:", "map")

    def test_a_policy_without_a_version(self):
        self.refused("--policy", "name: x\n", ":1:1", "version")
        self.refused("--policy", "version: 2\n", ":1:10", "version")
        self.refused("--policy", "", "", "version")

    def test_a_policy_that_is_no_yaml(self):
        self.policy("limits: {time_s: 1\n", ":")
        self.policy("a: b: c\n", ":2:")
        self.refused("--policy", b"\xff\xfe\x00", "", "UTF-8")

    def test_a_policy_that_is_missing(self):
        self.assert_refused(self.assize("judge", "--policy", "nowhere.yaml", "--problem", self.package, "main.py",
                                        code=2), "nowhere.yaml")

    def test_a_configuration_with_an_unknown_key(self):
        self.refused("--config", "runtime: []\n", ":1:", "runtime", "runtimes")

    def test_a_configuration_without_runtimes_in_its_list(self):
        self.refused("--config", "runtimes: []\n", ":1:")

    def test_a_configuration_with_a_relative_path(self):
        self.refused("--config", "runtimes:\n- name: x\n  path: bin/python3\n", ":3:9", "absolute")

    def test_a_configuration_with_half_a_runtime(self):
        self.refused("--config", "runtimes:\n- name: x\n", ":2:3", "path")

    def test_a_configuration_with_the_same_name_twice(self):
        twice = "runtimes:\n- {name: x, path: /usr/bin/python3}\n- {name: x, path: /bin/true}\n"
        self.refused("--config", twice, ":3:")

    def test_a_configuration_of_a_wrong_type(self):
        self.refused("--config", "- a\n- b\n", ":1:1", "map")
        self.refused("--config", "runtimes: python3\n", ":1:11", "list")
        self.refused("--config", "just words\n", ":1:1")

    def test_a_configuration_that_is_missing_or_no_file(self):
        for path in ("nowhere.yaml", "/dev/zero", self.dir):
            self.assert_refused(self.assize("judge", "--config", path, "--problem", self.package, "main.py", code=2),
                                path)


class Packages(CliCase):
    """A malformed package is refused with its place, and nothing beside it is imported."""

    def refused(self, package, place, *texts):
        good = make_package(self.dir / "good", name="good")
        there_was_one = self.store.exists()
        self.assert_refused(self.assize("problem", "add", good, package, code=2), place, *texts)
        self.assertEqual(self.store.exists(), there_was_one)
        self.assize("init")
        self.assert_refused(self.assize("problem", "add", package, good, code=2), place, *texts)
        self.assertEqual(len(self.assize("problem", "list").out.splitlines()), 1)
        self.assertEqual(self.query("SELECT count(*) FROM packages"), [(0,)])
        self.assertEqual(self.query("SELECT count(*) FROM blobs"), [(0,)])

    def package(self, yaml="", **options):
        return make_package(self.dir, name="bad", yaml=yaml, **options)

    # problem.yaml begins with name:, limits: and memory:, so what a test adds is line 4.

    def test_an_unknown_key(self):
        self.refused(self.package("autor: me\n"), "bad/problem.yaml:4:", "autor", "author")

    def test_an_unknown_limit(self):
        self.refused(self.package("  memroy: 5\n"), "bad/problem.yaml:4:", "memroy", "memory")

    def test_the_place_of_an_unknown_key_is_that_of_the_key(self):
        self.refused(self.package("extra_thing:\n  - nested\n"), "bad/problem.yaml:4:1", "extra_thing")

    def test_a_key_twice(self):
        self.refused(self.package("name: again\n"), "bad/problem.yaml:4:1", "name", "twice")

    def test_a_wrong_type(self):
        for yaml, place in (("  output: lots\n", "4:11"), ("  output: [8]\n", "4:11"), ("  output: -1\n", "4:11"),
                            ("  output: 0\n", "4:11"), ("  output: 99999999999999999999\n", "4:11"),
                            ("validation: {a: b}\n", "4:13"), ("type: [pass-fail, [x]]\n", "4:19"),
                            ("  time_multiplier: x\n", "4:20")):
            with self.subTest(yaml):
                self.refused(self.package(yaml), "bad/problem.yaml:" + place)

    def test_no_yaml(self):
        self.refused(self.package("a: b: c\n"), "bad/problem.yaml:4:")
        self.refused(self.package("limits2: {a\n"), "bad/problem.yaml:")

    def test_problem_yaml_that_is_not_utf_8(self):
        package = self.package()
        (package / "problem.yaml").write_bytes("name: café\n".encode("latin-1"))
        self.refused(package, "bad/problem.yaml", "UTF-8")

    def test_yaml_nested_too_deep(self):
        self.refused(self.package("keywords: " + "[" * 20000 + "]" * 20000 + "\n"), "bad/problem.yaml:4:")

    def test_yaml_with_an_alias_bomb(self):
        bomb = "".join(f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 9) + "]\n" if n else "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
                       for n in range(12))
        self.refused(self.package(bomb), "bad/problem.yaml:")

    def test_no_problem_yaml(self):
        package = self.package()
        (package / "problem.yaml").unlink()
        self.refused(package, "bad/problem.yaml")

    def test_problem_yaml_as_a_directory(self):
        package = self.package()
        (package / "problem.yaml").unlink()
        (package / "problem.yaml").mkdir()
        self.refused(package, "bad/problem.yaml")

    def test_an_unknown_format_version(self):
        self.refused(self.package("problem_format_version: 2031-01\n"), "bad/problem.yaml:4:25", "2031-01")

    def test_the_newer_format_without_a_uuid(self):
        self.refused(self.package("problem_format_version: 2025-09\n"), "bad/problem.yaml:1:1", "uuid")

    def test_what_is_not_supported_is_refused_by_name(self):
        for yaml, text in (("type: submit-answer\n", "submit-answer"), ("validation: custom magic\n", "magic"),
                           ("type: interactive\n", "interactive"), ("type: nonsense\n", "nonsense"),
                           ("validation: magic\n", "default")):
            with self.subTest(yaml):
                self.refused(self.package(yaml), "bad/problem.yaml:4:", text)
        self.refused(self.package("validation: custom\n"), "bad/problem.yaml", "output_validators")

    def test_validator_flags_that_are_not_known(self):
        for flags in ("float_tolerance", "float_tolerance x", "float_tolerance -1", "float_tolerance nan",
                      "case_insensitive"):
            with self.subTest(flags):
                self.refused(self.package(f"validator_flags: {flags}\n"), "bad/problem.yaml:4:", flags.split()[0])

    def test_a_bad_group_file(self):
        package = self.package(files={"data/secret/testdata.yaml": "on_reject: break\ngrader: x\n"})
        self.refused(package, "bad/data/secret/testdata.yaml:2:", "grader")

    def test_a_bad_time_limit(self):
        for bad in ("x", "1s", "0", "-1", "1 2", "nan", "1e9", ""):
            with self.subTest(bad):
                self.refused(self.package(time_limit=bad or "\n"), "bad/.timelimit:1:1")

    def test_no_time_limit(self):
        self.refused(self.package(time_limit=None), "bad/problem.yaml", ".timelimit")

    def test_an_input_without_an_answer(self):
        self.refused(self.package(files={"data/secret/2.in": "1\n"}), "bad/data/secret/2.in", "2.ans")

    def test_an_answer_without_an_input(self):
        self.refused(self.package(files={"data/secret/2.ans": "1\n"}), "bad/data/secret/2.ans", "2.in")

    def test_no_tests(self):
        self.refused(self.package(tests={}), "bad/data", "no test")

    def test_an_input_that_is_a_directory(self):
        package = self.package()
        (package / "data/secret/2.in").mkdir()
        (package / "data/secret/2.ans").write_text("1\n")
        self.refused(package, "bad/data/secret/2")

    def test_a_symbolic_link_out_of_the_package(self):
        package = self.package()
        (package / "data/secret/2.in").symlink_to("/etc/passwd")
        (package / "data/secret/2.ans").write_text("1\n")
        self.refused(package, "bad/data/secret/2.in", "symbolic link")

    def test_a_symbolic_link_to_a_directory_out_of_the_package(self):
        package = self.package()
        (package / "attachments").symlink_to("/etc")
        self.refused(package, "bad/attachments", "symbolic link")

    def test_a_symbolic_link_that_leads_nowhere_or_in_a_circle(self):
        package = self.package()
        (package / "a").symlink_to("b")
        (package / "b").symlink_to("a")
        self.refused(package, "bad/", "symbolic link")

    def test_a_symbolic_link_within_the_package_is_fine(self):
        package = self.package()
        (package / "data/secret/2.in").symlink_to("1.in")
        (package / "data/secret/2.ans").symlink_to("../secret/1.ans")
        self.assertIn("3 tests", self.assize("problem", "add", package).out)

    def test_a_fifo_or_device_in_the_package(self):
        package = self.package()
        os.mkfifo(package / "data/secret/pipe")
        self.refused(package, "bad/data/secret/pipe")

    def test_directories_nested_too_deep(self):
        package = self.package()
        deep = package / "attachments"
        for _ in range(60):
            deep = deep / "d"
        deep.mkdir(parents=True)
        (deep / "x").write_text("x")
        self.refused(package, "bad/attachments", "deep")

    def test_a_file_too_large(self):
        package = self.package()
        with open(package / "data/secret/1.in", "wb") as file:
            file.truncate(3 << 30)
        self.refused(package, "bad/data/secret/1.in")

    def test_an_id_is_made_of_a_name_or_asked_for(self):
        for name, made in (("with space", "with-space"), ("ümlaut", "uemlaut"), ("Übung 3", "Uebung-3")):
            with self.subTest(name):
                package = make_package(self.dir / "odd", name=name)
                done = self.assize("problem", "add", package)
                self.assertTrue(done.out.startswith(made + " "), str(done))
                self.assertIn("--id", done.err)
        for name in ("日本", "-x", "§§", "..."):
            with self.subTest(name):
                done = self.assize("problem", "add", make_package(self.dir / "odd", name=name), code=2)
                self.assert_refused(done, "--id NAME")

    def test_a_problem_id_of_dots_is_refused(self):
        package = make_package(self.dir, name="plain")
        done = self.assize("problem", "add", ".", cwd=package, code=None)
        self.assertIn(done.code, (0, 2), str(done))
        listed = [line.split()[0] for line in self.assize("problem", "list").out.splitlines()[1:]]
        self.assertIn(listed, ([], ["plain"]))

    def test_the_same_problem_twice_on_one_command_line(self):
        one = make_package(self.dir / "a", name="twin")
        two = make_package(self.dir / "b", name="twin", time_limit="2")
        done = self.assize("problem", "add", one, two, code=None)
        self.assert_refused(done, "twin")

    def test_lenient_takes_what_is_known_in_the_wild_with_a_warning(self):
        package = self.package("  time_limit: 2\nlibraries: x\n", time_limit=None)
        self.assert_refused(self.assize("problem", "add", package, code=2), "--lenient")
        done = self.assize("problem", "add", "--lenient", package)
        self.assertIn("problem.yaml:4:", done.err)
        self.assertIn("problem.yaml:5:", done.err)
        self.assertIn("2.000 s", self.assize("problem", "list").out)


if __name__ == "__main__":
    unittest.main()
