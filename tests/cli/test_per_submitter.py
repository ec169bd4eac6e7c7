"""A report for each submitter: nothing of another one is in it, nor what secret tests hold, whatever people are called."""

import csv
import io
import json
import os
import re
import unittest

from support import CliCase, make_package, needs_jail

FORMS = {"table": ".txt", "csv": ".csv", "json": ".json", "html": ".html", "junit": ".xml", "gradescope": ".json"}
HIDDEN = ("CanaryInput", "CanaryAnswer", "CanaryMessage")  # of the secret test, and what is said as one dies of it
NAMES = ("ada", "Ada", "../../etc/passwd", "Bob Builder", "名前", "index", "con", "<script>alert(1)</script>",
         "=cmd()", "x" * 150)
# What is hidden is said in the secret test only; each one's first says and writes whose it is in the sample.
ENDS = ("print('{owner}')\nraise ValueError('{owner}')", "x = (", "print(input())",
        "n = input()\nif n != '1': raise ValueError('CanaryMessage ' + n)\nprint(2)",
        "import sys\nn = input()\nif n != '1': sys.exit(n)\nprint(2)",
        "print('CanaryAnswer' if input() != '1' else 2)")


class Submitters(CliCase):
    def setUp(self):
        super().setUp()
        package = make_package(self.dir / "packages", name="echo", tests={
            "sample/1": ("1\n", "2\n"), "secret/1": ("CanaryInput\n", "CanaryAnswer\n")})
        self.assize("problem", "add", package)

    def hand_in(self, judge=True):
        """Several of each, by programs, in files and with outputs that name their owner."""
        rows = [["submitter", "problem", "file"]]
        for number, name in enumerate(NAMES):
            for end, code in enumerate(ENDS):
                path = f"Owner{number}x{end}.py"
                self.write(path, code.replace("{owner}", f"Owner{number}x") + "\n")
                rows.append([name, "echo", path])
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        self.assize("submit", "--manifest", self.write("class.csv", text.getvalue()), "--batch", "week3")
        if judge:
            self.assize("run", "--drain")

    def index(self, folder):
        with open(folder / "index.csv", newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def check_own(self, text, number, where):
        for hidden in HIDDEN:
            self.assertNotIn(hidden, text, where)
        self.assertEqual(set(re.findall(r"Owner(\d+)x", text)) - {str(number)}, set(), where)


@needs_jail
class Judged(Submitters):
    def test_nothing_of_another_one_and_nothing_hidden_is_in_anybodys_file(self):
        self.hand_in()
        staff = self.assize("report", "--format", "json").out
        for hidden in HIDDEN[:1] + HIDDEN[2:]:  # or the test would find nothing at all
            self.assertIn(hidden, staff)
        self.assize("report", "--batch", "week3", "--per-submitter", "out")
        rows = self.index(self.dir / "out")
        self.assertEqual(len(rows), len(NAMES))
        self.assertEqual({row["submissions"] for row in rows}, {str(len(ENDS))})
        files = {file for row in rows for file in (row["html"], row["json"])}
        self.assertEqual(len(files), 2 * len(NAMES))
        self.assertEqual(set(os.listdir(self.dir / "out")), files | {"index.csv"})
        self.assertEqual(len({file.lower() for file in files}), len(files))
        for row in rows:
            objects = [json.loads(line) for line in (self.dir / "out" / row["json"]).read_text().splitlines()]
            self.assertEqual(len(objects), len(ENDS))
            name, = {given["submitter"] for given in objects}
            number = NAMES.index(name)
            for file in (row["html"], row["json"]):
                self.check_own((self.dir / "out" / file).read_text(), number, file)
            page = (self.dir / "out" / row["html"]).read_text()
            self.assertIn(f"Owner{number}x", page)
            for loads in ("src=", "<link", "@import", "url(", "http://", "https://"):
                self.assertNotIn(loads, page)
            for link in re.findall(r'href="([^"]*)"', page):
                self.assertTrue(link.startswith("#"))
            self.assertNotIn("<script>alert", page)

    def test_every_form_for_each_and_for_one(self):
        self.hand_in()
        for form, ending in FORMS.items():
            folder = self.dir / f"as-{form}"
            self.assize("report", "--format", form, "--per-submitter", folder)
            rows = self.index(folder)
            self.assertEqual(len(rows), len(NAMES), form)
            numbers = set()
            for row in rows:
                self.assertTrue(row[form].endswith(ending))
                text = (folder / row[form]).read_text()
                number = next(iter(re.findall(r"Owner(\d+)x", text)), None)
                self.assertIsNotNone(number, f"{form}: {row}")
                self.check_own(text, number, f"{form}: {row}")
                numbers.add(number)
            self.assertEqual(len(numbers), len(NAMES))
            for number in (0, 1, 3):
                text = self.assize("report", "--format", form, "--submitter", NAMES[number]).out
                self.assertIn(f"Owner{number}x", text)
                self.check_own(text, number, f"{form}: {NAMES[number]}")

    def test_staff_is_asked_for_by_name(self):
        self.hand_in()
        one = ("report", "--format", "json", "--submitter", "ada")
        self.assertNotIn("incidents", self.assize(*one).out)
        self.assertIn("CanaryMessage", self.assize(*one, "--audience", "staff").out)


class Places(Submitters):
    def setUp(self):
        super().setUp()
        self.hand_in(judge=False)
        (self.dir / "kept").mkdir()
        (self.dir / "kept" / "notes.txt").write_text("mine")

    def refused(self, *arguments, why):
        before = {path: path.stat().st_mtime_ns for path in self.dir.rglob("*") if "store.db" not in path.name}
        self.assert_refused(self.assize("report", *arguments, code=2), why)
        self.assertEqual({path: path.stat().st_mtime_ns for path in self.dir.rglob("*")
                          if "store.db" not in path.name}, before)

    def test_what_is_there_is_not_overwritten(self):
        self.refused("--per-submitter", "kept", why="it is not empty, and nothing in it is overwritten; name a folder")
        self.refused("--per-submitter", "class.csv", why="it is not a folder")
        self.refused("--per-submitter", "no/such/folder", why="the folder that it shall be in")
        self.refused("--per-submitter", "", why="it has no name")
        (self.dir / "here").mkdir()
        self.assert_refused(self.assize("report", "--per-submitter", ".", code=2, cwd=self.dir / "here",
                                        store=self.store), "in use here")
        self.assize("report", "--per-submitter", "out")
        self.refused("--per-submitter", "out", why="it is not empty")

    def test_a_folder_is_there_whole_or_not_at_all(self):
        def made():
            return [path.name for path in self.dir.iterdir() if path.name.startswith("out")]

        self.assize("report", "--per-submitter", "out/")
        self.assertEqual(made(), ["out"])
        self.assertEqual((self.dir / "out").stat().st_mode & 0o777, 0o700)
        for path in (self.dir / "out").iterdir():
            self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        (self.dir / "empty").mkdir()
        (self.dir / "empty").chmod(0o750)
        (self.dir / "link").symlink_to("empty")
        self.assize("report", "--per-submitter", "link")
        self.assertTrue((self.dir / "link").is_symlink())
        self.assertEqual((self.dir / "empty").stat().st_mode & 0o777, 0o750)
        self.assertEqual(len(self.index(self.dir / "empty")), len(NAMES))

    def test_what_makes_no_sense_is_refused(self):
        roster = self.write("roster.txt", "ada\n")
        self.refused("--submitter", "nobody", why="there is no submission by nobody in the store")
        self.refused("--submitter", "ad", why="there is no submission by ad in the store")
        self.refused("--submitter", "ada", "--per-submitter", "out", why="one or the other")
        self.refused("--per-submitter", "out", "--out", "x", why="leave out --out")
        self.refused("--per-submitter", "out", "--audience", "public", why="names no submitters")
        self.refused("--submitter", "ada", "--audience", "public", why="names no submitters")
        self.refused("--per-submitter", "out", "--roster", roster, why="--roster")
        self.refused("--per-submitter", "out", "--batch", "week4", why="there is no batch 'week4'")
        self.refused("--per-submitter", "out", "--format", "pdf", why="--format")

    def test_files_are_called_as_their_submitters_where_that_can_be(self):
        self.submit("print()", "--submitter", "grace.hopper", problem="echo")
        self.assize("report", "--per-submitter", "out")
        names = {row["submitter"]: row["html"] for row in self.index(self.dir / "out")}
        self.assertEqual(names["grace.hopper"], "grace.hopper.html")
        for name in ("ada", "Ada"):  # but for capitals they are one name
            self.assertRegex(names[name], rf"^{name}-[0-9a-f]{{16}}\.html$")
        self.assertRegex(names["Bob Builder"], r"^Bob-Builder-[0-9a-f]{16}\.html$")
        self.assertRegex(names["'=cmd()"], r"^cmd-[0-9a-f]{16}\.html$")  # as no formula


if __name__ == "__main__":
    unittest.main()
