"""What the table of the standard library says: which tests differ, why, and what isn't known. No run is needed for it."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from support import ROOT

sys.path.insert(0, str(ROOT / "tools" / "stdlib"))
import suite  # noqa: E402
import table  # noqa: E402


def result(module, outside, differences=(), **more):
    return {"module": module, "outside": outside, "same": len(outside) - len(differences), "differences": list(differences),
            "hangs": [], "too_long": [], "denied": {}, **more}


FORK = ["test.test_os.Fork.test_fork", "ok", "fail", "PermissionError: [Errno 1] Operation not permitted | pid = os.fork()"]
RESULTS = [result("test_abc", {"test.test_abc.A.test_a": "ok", "test.test_abc.A.test_b": "skip"}),
           result("test_os", {FORK[0]: "ok", "test.test_os.B.test_b": "ok"}, [FORK])]
REASONS = [["test_os", "Fork.*", "*fork()*", "starts a process"]]


class Table(unittest.TestCase):
    def test_a_difference_has_the_first_reason_that_fits(self):
        self.assertEqual(table.unexplained(RESULTS, REASONS + [["*", "*", "*", "something else"]]), [])
        self.assertEqual(table.reason_for("test_os", FORK, REASONS), "starts a process")

    def test_a_difference_without_a_reason_is_named(self):
        line, = table.unexplained(RESULTS, [["test_os", "Other.*", "*", "no"]])
        for text in ("test_os: Fork.test_fork", "os.fork()"):
            self.assertIn(text, line)
        self.assertEqual(table.unexplained([result("test_x", {"(the module)": "ended: exit code 1"})], []),
                         ["test_x: it ended: exit code 1 outside"])

    def test_what_was_not_set_up_has_the_reason_of_its_set_up(self):
        tests = ["test.test_os.Fork.test_a", "test.test_os.B.test_b", "setUpClass (test.test_os.Fork)"]
        lost = result("test_os", dict.fromkeys(tests[:2], "ok"), [[tests[0], "ok", "not run", ""], [tests[1], "ok", "not run", ""],
                                                                  [tests[2], "not run", "fail", FORK[3]]])
        line, = table.unexplained([table.inherited(lost)], [["*", "*", "*fork()*", "starts a process"]])
        self.assertIn("B.test_b", line)

    def test_only_what_is_between_the_markers_is_renewed(self):
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "doc.md"
            path.write_text(f"before\n{table.BEGIN}\nold\n{table.END}\nafter\n")
            table.write(path, RESULTS, REASONS, [["test_tk", "*", "no display"]])
            once = path.read_text()
            table.write(path, RESULTS, REASONS, [["test_tk", "*", "no display"]])
            self.assertEqual(path.read_text(), once)
            self.assertTrue(once.startswith("before\n") and once.endswith("\nafter\n"))
            self.assertNotIn("old", once)
            for text in ("`test_abc` 1 + 1 skipped", "| starts a process | 1 | 1 |", "1 fails: starts a process (`Fork.test_fork`)",
                         "- no display: `test_tk`"):
                self.assertIn(text, once)
            path.write_text("no markers\n")
            with self.assertRaises(SystemExit):
                table.write(path, RESULTS, REASONS, [])
            self.assertEqual(path.read_text(), "no markers\n")

    def test_of_some_modules_the_others_stay(self):
        slow = result("test_abc", {"test.test_abc.A.test_a": "ok"}, too_long=["test.test_abc.A.test_slow"])
        more = [slow, RESULTS[1], result("test_io", {"a": "ok", "b": "ok"}, [["a", "ok", "not run", "x | os.fork()"]])]
        reasons = [*REASONS, ["*", "*", "*", "is another one ([why](why.md))"]]
        changed = result("test_os", {name: "ok" for name in "abc"}, [[name, "ok", "fail", "x"] for name in "ab"])
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "doc.md"
            path.write_text(f"{table.BEGIN}\n{table.END}\n")
            table.write(path, more, reasons, [])
            before = path.read_text()
            table.write(path, [changed], reasons, [], renew=True)
            renewed = path.read_text()
            self.assertIn("| is another one ([why](why.md)) | 3 | 2 |", renewed)
            self.assertIn("2 fail: is another one ([why](why.md)) (`a`, `b`)", renewed)
            self.assertNotIn("starts a process", renewed)
            table.write(path, [slow, changed, more[2]], reasons, [])
            self.assertEqual(path.read_text(), renewed)
            table.write(path, [more[1]], reasons, [], renew=True)
            self.assertEqual(path.read_text(), before)

    def test_the_document_is_read_as_it_was_made(self):
        text = (ROOT / "docs" / "standard-library.md").read_text()
        made = text[text.index(table.BEGIN):text.index(table.END)]
        entries, slow = table.read(made)
        left_out = table.rows(ROOT / "tools" / "stdlib" / "left-out.tsv", 3)
        self.assertEqual(table.as_text(entries, left_out, slow), made + table.END + "\n")

    def test_rows_of_the_data_files_have_their_columns(self):
        for name, columns in (("left-out.tsv", 3), ("reasons.tsv", 4)):
            self.assertTrue(table.rows(ROOT / "tools" / "stdlib" / name, columns), name)
        with tempfile.NamedTemporaryFile("w") as file:
            file.write("# a note\na\tb\n")
            file.flush()
            with self.assertRaisesRegex(SystemExit, ":2: 2 columns, not 4"):
                table.rows(Path(file.name), 4)


def sample():
    class Sample(unittest.TestCase):
        def test_good(self):
            pass

        def test_bad(self):
            raise OSError(1, "no")

        def test_parts(self):
            for n in range(2):
                with self.subTest(n=n):
                    self.assertEqual(n, 0)

        @unittest.skip("not here")
        def test_skipped(self):
            pass

    return Sample


class Suite(unittest.TestCase):
    def test_outcomes_are_compared_by_name(self):
        record = suite.Record()
        unittest.defaultTestLoader.loadTestsFromTestCase(sample()).run(record)
        name = next(iter(record.outcomes)).rpartition(".")[0] + ".test_"
        self.assertEqual(record.outcomes, {name + "good": "ok", name + "bad": "fail", name + "parts": "fail", name + "skipped": "skip"})
        same, differences = suite.compared(record, dict.fromkeys(record.outcomes, "ok") | {"gone": "ok"}, None)
        self.assertEqual(same, 1)
        self.assertEqual([[d[0].split("_")[-1], *d[1:3]] for d in differences],
                         [["gone", "ok", "not run"], ["bad", "ok", "fail"], ["parts", "ok", "fail"], ["skipped", "ok", "skip"]])
        self.assertIn("PermissionError: [Errno 1] no | raise OSError(1, \"no\")", record.texts[name + "bad"])

    def test_an_answer_fits_into_its_room_and_says_what_is_left(self):
        record = suite.Record()
        record.outcomes = {f"test.x.Some.test_{n * 7919 % 100003}": "fail" for n in range(2000)}
        asked = {"only": {name: "ok" for name in record.outcomes}, "from": 0, "room": 3000}
        names = []
        while True:
            line = suite.Answer(asked, None, record).line(None)
            self.assertLessEqual(len(line), 3000)
            answer = suite.unpacked(line)
            names += [difference[0] for difference in answer["differences"]]
            if not answer["more"]:
                break
            asked["from"] = len(names)
        self.assertEqual(names, sorted(record.outcomes))


class Command(unittest.TestCase):
    def test_it_has_help_and_knows_when_there_is_no_program(self):
        command = [sys.executable, str(ROOT / "tools" / "stdlib-table")]
        done = subprocess.run([*command, "--help"], capture_output=True, text=True, check=True)
        self.assertIn("--only", done.stdout)
        done = subprocess.run([*command, "--assize", "/no/such/program", "--kept", tempfile.gettempdir()], capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, "(no/such/program isn't there|no test suite: apt-get install)")


if __name__ == "__main__":
    unittest.main()
