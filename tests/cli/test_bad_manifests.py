"""Manifests that are wrong: each row with its line, and nothing queued."""

import os
import unittest

from support import DOUBLE, CliCase


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
        for table in ("submissions", "batches", "sources"):
            self.assertEqual(self.query(f"SELECT count(*) FROM {table}"), [(0,)], table)
        self.assertEqual(self.query("SELECT kind FROM audit WHERE kind <> 'package imported'"), [])

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


if __name__ == "__main__":
    unittest.main()
