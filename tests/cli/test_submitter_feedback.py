"""What a submitter reads of a program that failed: sentences that help, a sample side by side, and nothing of what secret
tests hold. What staff reads, and the digest, stay as they are."""

import json
import unittest

from support import CliCase, make_package, needs_jail

# Of each program how it fails at the sample, in a submitter's words and in those of the record.
FAILS = {
    "wrong": ("print(7)", "WA", "wrong answer", "wrong answer"),
    "silent": ("input()", "WA", "printed nothing", "wrong answer"),
    "endless": ("while True: pass", "TLE", "ran longer than 2 s: an endless loop?", "CPU time limit passed"),
    "waits": ("import time\ntime.sleep(60)", "TLE", "was still waiting after 8 s: for input that never comes?",
              "wall limit passed (sleeping, blocked or waiting)"),
    "eats": ("x = bytearray(10 ** 9)", "MLE", "needed more memory than the 256 MiB allowed", None),
    "floods": ("while True: print('x' * 100000)", "OLE", "printed more than 8 MiB: an endless loop?", "too much output"),
    "divides": ("n = int(input())\ndef f():\n    return n // 0\nf()", "RTE",
                "main.py, line 3: ZeroDivisionError: integer division or modulo by zero",
                "ZeroDivisionError: integer division or modulo by zero"),
    "exits": ("raise SystemExit(3)", "RTE", "exit code 3", "exit code 3"),
}
# The same at the secret test alone.
SECRET = "73219"
AT_SECRET = {
    "raises": ("    raise KeyError(n)", "main.py, line 3: KeyError"),
    "in the library": ("    import json; json.loads('x' + str(n))", "main.py, line 3: an exception"),
    "its own": ("    raise type(f'Leak{n}', (Exception,), {})()", "main.py, line 3: an exception"),
    "exits": (f"    import os; os._exit({SECRET} % 100)", "exit code other than 0"),
    "pretends": ("    import sys; print('Traceback (most recent call last):\\n  File \"/box/main.py\", line', n, ', in f"
                 "\\nValueError: x', file=sys.stderr); sys.exit(1)", "ValueError"),
    "silent": ("    raise SystemExit", "printed nothing"),
}


@needs_jail
class Feedback(CliCase):
    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages", time_limit="2", tests={
            "sample/1": ("2\n", "4\n"), "secret/1": (SECRET + "\n", str(2 * int(SECRET)) + "\n")})
        self.assize("problem", "add", self.package)

    def judged(self, programs):
        ids = {name: self.submit(code + "\n") for name, code in programs.items()}
        self.assize("run", "--drain")
        return ids

    def texts(self, number):
        """All that a submitter sees of one submission."""
        yield self.assize("show", number, "--audience", "submitter").out
        yield self.assize("show", number, "--audience", "submitter", "--json").out
        for form in ("html", "json", "csv", "table", "junit", "gradescope"):
            yield self.assize("report", "--format", form, "--audience", "submitter").out

    def test_reasons_are_sentences_that_help_and_staff_reads_the_record(self):
        ids = self.judged({name: fails[0] for name, fails in FAILS.items()})
        for name, (_, verdict, words, recorded) in FAILS.items():
            with self.subTest(name):
                told, staff = self.show(ids[name], "--audience", "submitter"), self.show(ids[name])
                self.assertEqual((told["verdict"], told["tests"][0]["reason"]), (verdict, words))
                self.assertEqual(told["reason"], f"sample/1: {words}")
                self.assertEqual(told["digest"], staff["digest"])
                if recorded:
                    self.assertEqual(staff["tests"][0]["reason"], recorded)
                self.assertIn(words, self.assize("show", ids[name], "--audience", "submitter").out)
        page = self.assize("report", "--format", "html", "--audience", "submitter").out
        for _, _, words, _ in FAILS.values():
            self.assertIn(words, page)

    def test_a_failed_sample_is_shown_side_by_side(self):
        number = self.judged({"wrong": "n = int(input())\nprint(n * n + 1)"})["wrong"]
        text = self.assize("show", number, "--audience", "submitter").out
        for line in ("  sample/1, side by side; line 1, column 1: ", "      input | expected | your output",
                     "    > 2     | 4        | 5", "            |          | ^"):
            self.assertIn(line, text)
        self.assertNotIn("side by side", self.assize("show", number).out)
        for told in (self.show(number, "--audience", "submitter"), self.show(number)):
            test = told["tests"][0]
            self.assertEqual((test["input"], test["answer"], test["stdout"]), ("2\n", "4\n", "5\n"))
            difference = test["difference"]
            self.assertEqual((difference["line"], difference["column"], difference["expected"], difference["got"]),
                             (1, 1, "4", "5"))
        page = self.assize("report", "--format", "html", "--audience", "submitter").out
        self.assertIn("<mark>5</mark>", page)
        self.assertIn("<pre>2\n</pre>", page)
        public = self.assize("report", "--format", "json", "--audience", "public").out
        self.assertNotIn("answer", public)

    def test_judge_shows_a_submitter_the_same(self):
        program = self.write("main.py", "print(5)\n")
        arguments = ("judge", "--problem", self.package, program)
        text = self.assize(*arguments, "--audience", "submitter").out
        for line in ("sample/1: wrong answer", "    > 2     | 4        | 5"):
            self.assertIn(line, text)
        self.assertNotIn("side by side", self.assize(*arguments).out)
        told = self.assize(*arguments, "--audience", "submitter", "--json").json()
        self.assertEqual((told["tests"][0]["input"], told["tests"][0]["answer"]), ("2\n", "4\n"))
        self.assertNotIn("source_hash", told)
        self.assertEqual(told["digest"], self.assize(*arguments, "--json").json()["digest"])
        self.write("main.py", "while True: pass\n")
        self.assertIn("ran longer than 0.1 s: an endless loop?",
                      self.assize(*arguments, "--audience", "submitter", "--time-limit", "0.1").out)
        self.assert_refused(self.assize(*arguments, "--audience", "public", code=2), "--audience: staff or submitter")

    def test_a_policy_that_lowers_a_limit_is_the_one_that_is_told(self):
        number = self.submit("x = bytearray(200 << 20)\n")
        self.assize("run", "--drain", "--policy", self.write("policy.yaml", "version: 1\nlimits:\n  memory_mib: 64\n"))
        self.assertEqual(self.show(number, "--audience", "submitter")["reason"],
                         "sample/1: needed more memory than the 64 MiB allowed")

    def test_of_a_secret_test_nothing_of_the_test_is_told(self):
        ids = self.judged({name: f"n = int(input())\nif n != 2:\n{code}\nprint(2 * n)"
                           for name, (code, _) in AT_SECRET.items()})
        for name, (_, words) in AT_SECRET.items():
            with self.subTest(name):
                told = self.show(ids[name], "--audience", "submitter")
                self.assertEqual(told["tests"][1]["reason"], words)
                for field in ("input", "answer", "difference", "stdout"):
                    self.assertNotIn(field, told["tests"][1])
                for text in self.texts(ids[name]):
                    self.assertNotIn(SECRET, text)
                    self.assertNotIn(str(2 * int(SECRET)), text)
        self.assertIn(SECRET, json.dumps(self.show(ids["raises"])))  # it is there for staff

    def test_an_interactive_problem_has_nothing_to_compare(self):
        self.assize("problem", "new", "interactive", "guess")
        self.assize("problem", "add", "guess")
        number = self.submit("print('nonsense')\n", problem="guess")
        self.assize("run", "--drain")
        told = self.show(number, "--audience", "submitter")
        self.assertNotEqual(told["verdict"], "AC")
        for test in told["tests"]:
            self.assertNotIn("answer", test)
        self.assertNotIn("side by side", self.assize("show", number, "--audience", "submitter").out)


if __name__ == "__main__":
    unittest.main()
