"""A class handed in by a manifest: as spreadsheets write it, with rows that can't be taken, and night after night."""

import csv
import io
import unittest

from support import DOUBLE, WRONG, CliCase, make_package, needs_jail

NOTEBOOK = '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}'
CRASHES = "import sys\nsys.exit(3)\n"
ACCEPTS = "import sys\nsys.exit(42)\n"


class Manifests(CliCase):
    def setUp(self):
        super().setUp()
        self.package = self.add_package()
        self.write("good.py", DOUBLE)
        self.write("other.py", DOUBLE + "#\n")

    def queue(self, text, *options, name="class.csv", code=0):
        return self.assize("submit", "--manifest", self.write(name, text), *options, code=code)

    def report(self, form="json", *options):
        done = self.assize("report", "--format", form, *options)
        return done.json_lines() if form == "json" else done.out

    def csv(self, *options):
        return list(csv.DictReader(io.StringIO(self.report("csv", *options))))


class Forms(Manifests):
    """The same two rows, as many programs write them."""

    ROWS = [("submitter", "problem", "file"), ("Zoë, Å.", "double", "good.py"), ("bob", "double", "other.py")]

    def taken(self, content, *options):
        self.store = self.dir / f"store{len(list(self.dir.glob('store*.db')))}.db"
        self.assize("problem", "add", self.package)
        self.queue(content, *options)
        self.assertEqual(self.query("SELECT submitter, file_name, language FROM submissions ORDER BY id"),
                         [("Zoë, Å.", "good.py", "python3"), ("bob", "other.py", "python3")])

    def text(self, separator=",", end="\r\n", rows=None):
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=separator, lineterminator=end).writerows(rows or self.ROWS)
        return buffer.getvalue()

    def test_separators_line_ends_and_encodings(self):
        for separator in ",;\t":
            for end in ("\n", "\r\n", "\r"):
                with self.subTest(separator=separator, end=end):
                    self.taken(self.text(separator, end))
        for encoding in ("utf-8-sig", "utf-16", "utf-16-be"):
            mark = "\ufeff" if encoding == "utf-16-be" else ""
            with self.subTest(encoding):
                self.taken((mark + self.text("\t")).encode(encoding))
        self.taken("sep=;\r\n" + self.text(";"))

    def test_windows_1252_is_taken_with_a_note(self):
        done = self.queue(self.text(";").encode("cp1252"))
        self.assertIn("class.csv:2: is not UTF-8, and was read as Windows-1252: the byte 0xeb as 'ë'", done.err)
        self.assertNotIn("Windows-1252", self.queue(self.text(";")).err)
        self.taken(self.text(";").encode("cp1252"))
        # A Cf character and a formula of Latin-1 are shown as they are in UTF-8.
        self.queue(self.text(rows=[self.ROWS[0], ("=\u00adda›", "double", "good.py")]).encode("cp1252"), name="x.csv")
        self.assertIn("\\u{ad}da›", self.report("table"))
        self.assertIn("'=\\u{ad}da›", self.report("csv"))

    def test_paths_as_windows_writes_them(self):
        self.write("ada/hw 1/good.py", DOUBLE)
        self.write("bob\\other.py", DOUBLE + "#\n")
        self.write("bob/other.py", "nonsense")
        self.write("eve\\\x1b[2J.py", DOUBLE)
        text = self.text(rows=[self.ROWS[0], ("ada", "double", "ada\\hw 1\\good.py"), ("bob", "double", "bob\\other.py")])
        self.queue(text)
        self.assertEqual(self.query("SELECT submitter FROM submissions ORDER BY id"), [("ada",), ("bob",)])
        names = [row["file"] for row in self.report()]
        self.assertEqual(names, ["good.py", "bob\\other.py"])
        for path in ("..\\secret.py", "gone\\a.py", "eve\\\x1b[2J.py", "C:\\Users\\ada\\a.py"):
            with self.subTest(path):
                done = self.queue(self.text(rows=[self.ROWS[0], ("ada", "double", path)]), code=2)
                self.assert_refused(done, "class.csv:2")
                self.assertNotIn("\x1b", done.err)

    def test_headings_in_any_case_and_empty_cells_at_the_ends(self):
        self.taken(self.text(rows=[(" Submitter", "PROBLEM ", "File"), *self.ROWS[1:]]))
        self.taken(self.text(";", rows=[(*self.ROWS[0], "", ""), (*self.ROWS[1], "", ""), ("",) * 5, (*self.ROWS[2], "", "")]))
        self.taken(self.text(";", rows=[(*self.ROWS[0], "External ID", "priority"), (*self.ROWS[1], "", ""), self.ROWS[2]]))

    def test_names_of_the_language(self):
        for name in ("python", "Python 3", "PYTHON3", "py", "python3.11", ""):
            with self.subTest(name):
                self.taken(self.text(rows=[(*self.ROWS[0], "Language"), (*self.ROWS[1], name), (*self.ROWS[2], "python")]))
        for name in ("python2", "pypy", "java", "c"):
            done = self.queue(self.text(rows=[(*self.ROWS[0], "language"), (*self.ROWS[1], name)]), code=2)
            self.assert_refused(done, "class.csv:2: good.py: the language", name)

    def test_what_is_no_csv(self):
        self.assert_refused(self.queue(b"PK\x03\x04 xlsx", code=2), "workbook", "CSV UTF-8")
        self.assert_refused(self.queue(self.text().encode("cp1252") + b"\x81", code=2), "class.csv:4", "0x81", "UTF-8")
        self.assert_refused(self.queue(self.text().encode() + b"\xe4", code=2), "class.csv:4", "0xe4", "UTF-8")
        self.assert_refused(self.queue("a;b\n1;2\n", code=2), "'submitter', 'problem', 'file'", "it has: a;b")


class Columns(Manifests):
    TEXT = ("Submitter;Problem;File;E-Mail;Section;Handed in;verdict\n"
            "ada;double;good.py;ada@example.org;B 2;2026-11-29 23:59;late\n"
            "bob;double;nowhere.py;=1+1;;;\n")

    def setUp(self):
        super().setUp()
        self.queue(self.TEXT, "--skip-bad")

    def test_further_columns_are_kept(self):
        rows = self.report()
        self.assertEqual(rows[0]["columns"], {"E-Mail": "ada@example.org", "Section": "B 2",
                                              "Handed in": "2026-11-29 23:59", "verdict": "late"})
        self.assertEqual(rows[1]["columns"], {"E-Mail": "=1+1"})
        rows = self.csv()
        self.assertEqual([list(row)[-1] for row in rows], ["highest_score"] * 2)
        self.assertEqual([(row["E-Mail"], row["Section"], row["manifest_verdict"]) for row in rows],
                         [("ada@example.org", "B 2", "late"), ("'=1+1", "", "")])
        self.assertEqual(self.show(1)["columns"]["Section"], "B 2")

    def test_they_are_for_staff_alone(self):
        for audience in ("submitter", "public"):
            for form in ("table", "html", "csv", "json"):
                text = self.report(form, "--audience", audience) if form != "json" else str(
                    self.report(form, "--audience", audience))
                self.assertNotIn("example.org", text)
        self.assertNotIn("columns", self.show(1, "--audience", "submitter"))

    def test_the_newest_manifest_counts(self):
        text = "submitter,problem,file,external_id,section\nada,double,good.py,k,{}\n"
        self.queue(text.format("A"), name="week.csv")
        self.queue(text.format("B"), name="week.csv")
        self.assertEqual([row["columns"] for row in self.report("json", "--batch", "week")], [{"section": "B"}])


class BadRows(Manifests):
    def setUp(self):
        super().setUp()
        self.write("homework.ipynb", NOTEBOOK)
        self.write("work/a.py", DOUBLE)
        self.write("work/b.py", DOUBLE)
        (self.dir / "link.py").symlink_to("/etc/passwd")
        self.rows = [("ada", "double", "good.py", "", "python3"), ("bob", "double", "nowhere.py", "", ""),
                     ("cyd", "dubble", "good.py", "", ""), ("dan", "double", "homework.ipynb", "", ""),
                     ("eve", "double", "link.py", "", ""), ("fay", "double", "work", "", ""),
                     ("", "double", "good.py", "5000", "cobol"), ("gus", "double", "other.py", "", ""),
                     ("ada", "double", "good.py", "", "")]
        buffer = io.StringIO()
        csv.writer(buffer).writerows([("submitter", "problem", "file", "priority", "language"), *self.rows])
        self.text = buffer.getvalue() + "hal,double\n"
        self.faults = {3: "nowhere.py: No such file", 4: "no problem 'dubble'", 5: "homework.ipynb: is a Jupyter notebook",
                       6: "link.py: is a symbolic link", 7: "'a.py', 'b.py'", 8: "the submitter is empty",
                       10: "the same row as line 2", 11: "has 2 columns"}

    def test_all_of_them_are_listed_and_nothing_is_queued(self):
        done = self.queue(self.text, code=2)
        self.assert_refused(done, "8 of 10 submissions", "--skip-bad")
        for line, fault in self.faults.items():
            with self.subTest(line):
                found = [said for said in done.err.splitlines() if f"class.csv:{line}: " in said]
                self.assertTrue(any(fault in said for said in found), done.err)
                if line < 11:
                    self.assertTrue(any(self.rows[line - 2][2] in said for said in found), done.err)
        for fault in ("5000", "'cobol'"):
            self.assertIn(fault, done.err)
        for table in ("submissions", "refused_submissions", "batches"):
            self.assertEqual(self.query(f"SELECT count(*) FROM {table}"), [(0,)], table)
        self.assertEqual(self.query("SELECT kind FROM audit WHERE kind <> 'package imported'"), [])

    def test_skip_bad_queues_the_good_ones_and_records_the_others(self):
        done = self.queue(self.text, "--skip-bad")
        self.assertEqual(done.out, "1\n")
        self.assertIn("queued 2 submissions", done.err)
        self.assertIn("8 could not be taken", done.err)
        for fault in self.faults.values():
            self.assertIn(fault, done.err)
        status = self.status()
        self.assertEqual((status["queued"], status["not_taken"]), (2, 8))
        rows = self.report("json", "--batch", "class")
        self.assertEqual(len({row["submission"] for row in rows}), 10)
        refused = [row for row in rows if row["state"] == "not_taken"]
        self.assertEqual([row["submitter"] for row in refused], ["bob", "cyd", "dan", "eve", "fay", "", "ada", "hal"])
        for row, fault in zip(refused, self.faults.values(), strict=True):
            self.assertIn(fault, row["reason"])
            self.assertEqual((row["verdict"], row["score"], row["digest"]), (None, None, ""))
        cells = self.csv()
        self.assertEqual([row["verdict"] for row in cells].count("not taken"), 8)
        dan = next(row for row in cells if row["submitter"] == "dan")
        self.assertIn("notebook", dan["reason"])
        self.assertEqual((dan["score"], dan["cpu_ms"], dan["memory_kib"]), ("", "", ""))
        table = self.report("table")
        self.assertRegex(table, r"dan +double +homework.ipynb +not taken .*Jupyter notebook")
        self.assertIn("8 not taken", table)
        page = self.report("html")
        for text in ("not taken", "a Jupyter notebook", "homework.ipynb", "dan", "no problem &apos;dubble&apos;"):
            self.assertIn(text, page)
        self.assertEqual(self.query("SELECT count(*) FROM audit WHERE kind = 'not taken'"), [(8,)])
        shown = self.assize("show", refused[2]["submission"]).out
        self.assertIn("not taken: homework.ipynb: is a Jupyter notebook", shown)
        self.assertEqual(self.show(refused[2]["submission"])["state"], "not_taken")

    def test_submitters_don_t_read_the_folders_of_the_host(self):
        self.queue(self.text, "--skip-bad")
        for audience in ("submitter", "public"):
            for form in ("table", "html", "csv", "json"):
                text = self.assize("report", "--format", form, "--audience", audience).out
                self.assertIn("not taken" if form != "json" else "not_taken", text)
                self.assertNotIn(str(self.dir), text)
                self.assertNotIn("/etc/passwd", text)
        self.assertNotIn("notebook", self.assize("report", "--audience", "public").out)

    def test_again_the_same_refusals_are_the_same_and_a_mended_one_takes_their_place(self):
        self.queue(self.text, "--skip-bad")
        self.queue(self.text, "--skip-bad")
        self.assertEqual(self.query("SELECT count(*) FROM refused_submissions"), [(8,)])
        self.write("nowhere.py", DOUBLE)
        self.queue(self.text, "--skip-bad")
        rows = {row["submitter"]: row for row in self.report("json", "--batch", "class")}
        self.assertNotEqual(rows["bob"]["state"], "not_taken")
        self.assertEqual(rows["dan"]["state"], "not_taken")

    def test_files_of_the_command_line(self):
        files = ("good.py", "homework.ipynb", "nowhere.py")
        self.assert_refused(self.assize("submit", "--problem", "double", *files, code=2), "homework.ipynb: is a Jupyter",
                            "nowhere.py: No such file", "2 of 3")
        done = self.assize("submit", "--problem", "double", "--skip-bad", *files)
        first = int(done.out.split()[0])  # what was refused may have used up numbers
        self.assertEqual(done.out, f"{first}\n{first + 1}\n{first + 2}\n")
        self.assertEqual([row["state"] for row in self.report()], ["queued", "not_taken", "not_taken"])
        self.assert_refused(self.assize("submit", "--problem", "dubble", "--skip-bad", *files, code=2), "dubble")

    def test_a_quote_that_is_not_closed_lists_what_was_wrong_before(self):
        done = self.queue('submitter,problem,file\n,double,good.py\nbob,double,"good.py\ncyd,double,good.py\n', "--skip-bad",
                          code=2)
        self.assert_refused(done, "class.csv:2: good.py: the submitter is empty", "class.csv:3: a quote is not closed")


@needs_jail
class Waiting(Manifests):
    def test_wait_says_what_could_not_be_taken(self):
        self.start("run", "--workers", "1")
        done = self.queue("submitter,problem,file\nada,double,good.py\nbob,double,nowhere.py\n", "--skip-bad", "--wait")
        batch, first, second = done.out.splitlines()
        self.assertTrue(first.startswith("1 AC"), done.out)
        self.assertIn("2 not taken: nowhere.py: No such file", second)


class Batches(Manifests):
    TEXT = "submitter,problem,file,external_id\nada,double,good.py,a1\nbob,double,other.py,b1\n"

    def test_the_same_name_is_one_batch_that_grows(self):
        first = self.queue(self.TEXT)
        self.write("other.py", WRONG)
        second = self.queue(self.TEXT + "cyd,double,good.py,c1\n")
        self.assertEqual(first.out, second.out)
        rows = self.report("json", "--batch", "class")
        self.assertEqual([(row["submission"], row["submitter"]) for row in rows], [(1, "ada"), (3, "bob"), (4, "cyd")])
        rows = self.report("json", "--batch", "class", "--all-versions")
        self.assertEqual([row["submission"] for row in rows], [1, 2, 3, 4])
        self.assertEqual(len(self.report()), 4)

    def test_without_external_ids_the_newest_of_each_counts(self):
        text = "submitter,problem,file\nada,double,good.py\nada,double,other.py\nbob,double,good.py\n"
        self.queue(text)
        self.queue(text)
        rows = self.report("json", "--batch", "class")
        self.assertEqual([(row["submitter"], row["file"]) for row in rows],
                         [("ada", "good.py"), ("ada", "other.py"), ("bob", "good.py")])
        self.assertEqual([row["submission"] for row in rows], [4, 5, 6])

    def test_what_is_handed_in_again_unchanged_stays(self):
        self.queue("submitter,problem,file,external_id\nada,double,good.py,a1\nada,double,other.py,a2\n")
        self.write("other.py", WRONG)
        self.queue("submitter,problem,file,external_id\nada,double,good.py,a1\nada,double,other.py,a2\n")
        self.assertEqual([row["submission"] for row in self.report("json", "--batch", "class")], [1, 3])

    def test_queueing_nothing_new_says_which_batch_these_belong_to(self):
        self.queue(self.TEXT, name="week1.csv")
        done = self.queue(self.TEXT, name="week2.csv")
        self.assertEqual(done.out, "1\n")
        self.assertIn("queued 0 submissions; 2 were there already, in batch 1 (week1)", done.err)
        self.assertEqual(self.query("SELECT name FROM batches"), [("week1",)])
        done = self.assize("submit", "--problem", "double", "--submitter", "ada", "--external-id", "a1", "good.py")
        self.assertEqual(done.out, "1\n")
        self.assertIn("1 was there already, in batch 1 (week1)", done.err)

    def test_a_name_that_is_a_number_is_a_name(self):
        self.queue("submitter,problem,file\nada,double,good.py\n", name="x.csv")
        self.queue("submitter,problem,file\nbob,double,good.py\n", name="1.csv")
        self.assertEqual(self.query("SELECT name FROM batches ORDER BY id"), [("x",), ("1",)])
        self.queue("submitter,problem,file\ncyd,double,good.py\n", "--batch", "2", name="late.csv")
        self.assertEqual(self.query("SELECT batch FROM submissions ORDER BY id"), [(1,), (2,), (2,)])


@needs_jail
class JudgeErrors(Manifests):
    TEXT = "submitter,problem,file,external_id\nada,broken,good.py,a1\n"

    def add(self, validator):
        package = make_package(self.dir / "packages", name="broken",
                               yaml="validation: custom\n", files={"output_validators/v.py": validator})
        self.assize("problem", "add", package)

    def current(self):
        return [(row["verdict"], row["state"]) for row in self.report("json", "--batch", "class")]

    def test_it_is_judged_again_when_the_package_was_mended(self):
        self.add(CRASHES)
        self.queue(self.TEXT)
        self.assize("run", "--drain", code=None)
        self.assertEqual(self.current(), [("JE", "set_aside")])
        self.assertIn("1 was there already", self.queue(self.TEXT).err)
        self.assertEqual(self.status()["queued"], 0)
        self.add(ACCEPTS)
        self.assertIn("1 queued again after a judge error", self.queue(self.TEXT).err)
        self.assize("run", "--drain")
        self.assertEqual(self.current(), [("AC", "done")])
        self.assertEqual(self.status()["set_aside"], 0)
        self.assertEqual(len(self.show(1)["judgings"]), 2)
        self.assertIn("1 was there already", self.queue(self.TEXT).err)


if __name__ == "__main__":
    unittest.main()
