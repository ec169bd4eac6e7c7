"""What the judge could not judge, and what damage costs: one item, and a word about it."""

import os
import subprocess
import unittest

from support import CliCase, as_bytes, environment, needs_jail, program

GOOD = "n = int(input())\nprint(n + n)\n"


@needs_jail
class SetAside(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()
        paths = [self.write(f"{n}.py", f"# {n}\n{GOOD}") for n in range(4)]
        self.assize("submit", "--problem", "double", *paths)

    def damage(self, submission):
        self.query("UPDATE blobs SET content = ? WHERE hash IN (SELECT blob FROM source_files WHERE source = "
                   "(SELECT source FROM submissions WHERE id = ?))", b"\0", submission)

    def test_one_damaged_source_costs_one_submission(self):
        content, blob = self.query("SELECT content, hash FROM blobs WHERE hash IN (SELECT blob FROM source_files WHERE "
                                   "source = (SELECT source FROM submissions WHERE id = 2))")[0]
        self.damage(2)
        done = self.assize("run", "--drain", "--workers", "2")
        self.assertIn("submission 2: is set aside", done.err)
        self.assertEqual([self.show(n)["verdict"] for n in (1, 3, 4)], ["AC"] * 3)
        self.assertEqual(self.status()["set_aside"], 1)
        listed = self.assize("queue", "list").out
        self.assertIn("2  1.py by ", listed)
        self.assertIn("is not what its hash says", listed)
        # A report says what it can.
        for format_ in ("table", "json", "csv", "html"):
            with self.subTest(format_):
                self.assize("report", "--format", format_)
        # Repaired, it is judged as any other.
        self.query("UPDATE blobs SET content = ? WHERE hash = ?", as_bytes(content), blob)
        self.assertIn("1 submission queued again", self.assize("queue", "retry", "2").out)
        self.assize("run", "--drain", "--workers", "1")
        self.assertEqual(self.show(2)["verdict"], "AC")
        self.assertEqual(self.assize("queue", "list").out, "")

    def test_a_damaged_record_costs_its_row_of_a_report(self):
        self.assize("run", "--drain", "--workers", "2")
        self.query("UPDATE runs SET facts = '{' WHERE judging = 3")
        report = {line["submission"]: line for line in self.assize("report", "--format", "json").json_lines()}
        self.assertEqual([report[n]["verdict"] for n in (1, 2, 4)], ["AC"] * 3)
        self.assertIn("submission 3", report[3]["cause"])
        done = self.assize("show", "3", code=4)
        self.assertIn("submission 3", done.err)

    def test_what_is_dropped_is_gone_from_the_list(self):
        self.damage(1)
        self.damage(4)
        self.assize("run", "--drain", "--workers", "1")
        self.assertEqual([line["submission"] for line in self.assize("queue", "list", "--json").json_lines()], [1, 4])
        self.assize("queue", "drop", "1")
        self.assertEqual(self.status()["set_aside"], 1)
        self.assertEqual(self.show(1)["state"], "dropped")
        self.assertEqual(self.show(1)["verdict"], "JE")

    def test_nothing_is_changed_without_saying_which(self):
        self.assert_refused(self.assize("queue", "retry", code=2), "--all")
        self.assert_refused(self.assize("queue", "drop", "2", code=2), "submission 2", "queue list")
        self.assert_refused(self.assize("queue", code=2))

    def test_who_reads_only_the_beginning_of_a_report_has_lost_nothing(self):
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([program(), "report", "--format", "json"], cwd=self.dir, stdout=writer,
                              stderr=subprocess.PIPE, env=environment(ASSIZE_STORE=self.store), timeout=60)
        os.close(writer)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_an_empty_file_is_no_store(self):
        empty = self.write("empty.db", "")
        for command in (["status"], ["submit", "--problem", "double", "0.py"], ["problem", "add", self.dir / "packages" / "double"]):
            with self.subTest(command):
                self.assert_refused(self.assize(*command, store=empty, code=2), "is empty")
        self.assertEqual(empty.read_bytes(), b"")


if __name__ == "__main__":
    unittest.main()
