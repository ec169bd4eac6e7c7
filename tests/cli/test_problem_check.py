"""`problem check` says what is wrong with a package: all of it at once, and why a submission came out as it did."""

import unittest

from support import CliCase, DOUBLE, ENDLESS, WRONG, make_package, needs_jail

OUTPUT_VALIDATOR = """
import sys
open(sys.argv[3] + "/judgemessage.txt", "w").write("first thing\\nsecond thing\\n")
sys.exit(43 if sys.stdin.read() == "7\\n" else 42)
"""


class CheckCase(CliCase):
    def package(self, submissions=None, **options):
        files = {f"submissions/{path}": content for path, content in (submissions or {}).items()}
        files.update(options.pop("files", {}))
        return make_package(self.dir / "packages", files=files, **options)

    def check(self, package, *options, code=1):
        done = self.assize("problem", "check", package, *options, code=code)
        return done.out

    def row(self, package, name, code=1):
        found = self.assize("problem", "check", "--json", package, code=code).json()
        return next(row for row in found["submissions"] if row["path"].endswith(name))


@needs_jail
class Submissions(CheckCase):
    """The test that decided, and why."""

    def test_a_wrong_answer(self):
        package = self.package({"accepted/a.py": WRONG})
        out = self.check(package)
        self.assertIn("expected AC, got WA; sample/1: wrong token at line 1, column 1: expected '4', got '7'", out)
        self.assertEqual(out.count("expected AC"), 1, out)
        self.assertNotIn("(" + str(package), out)
        decides = self.row(package, "a.py")["deciding_test"]
        self.assertEqual((decides["name"], decides["verdict"], decides["reason"]), ("sample/1", "WA", "wrong answer"))
        self.assertIn("expected '4', got '7'", decides["feedback"])
        self.assertEqual(decides["explanation"], decides["feedback"])

    def test_an_answer_with_what_cannot_be_seen(self):
        package = self.package({"accepted/a.py": "print(2 * int(input()))"},
                               tests={"sample/1": ("2\n", "4\n"), "secret/2": ("3\n", "\ufeff6\n")})
        self.assertIn("secret/2: wrong token at line 1, column 1: expected '\\u{feff}6', got '6'", self.check(package))

    def test_white_space_is_shown_as_it_is_written(self):
        package = self.package({"accepted/a.py": "print(2 * int(input()), end='\\n\\n')"},
                               yaml="validator_flags: space_change_sensitive\n")
        self.assertIn("expected '\\n', got '\\n\\n'", self.check(package))

    def test_what_a_validator_says_in_several_lines(self):
        package = self.package({"accepted/a.py": WRONG}, yaml="validation: custom\n",
                               files={"output_validators/v.py": OUTPUT_VALIDATOR})
        out = self.check(package)
        self.assertNotIn("\\x0a", out)
        self.assertRegex(out, r"(?m)^      expected AC, got WA; sample/1: first thing\n      second thing$")
        self.assertEqual(self.row(package, "a.py")["deciding_test"]["feedback"].splitlines(),
                         ["first thing", "second thing"])

    def test_limits_are_named(self):
        package = self.package({"accepted/output.py": "while True: print('x' * 1000)",
                                "accepted/errors.py": "import sys\nwhile True: print('x' * 1000, file=sys.stderr)",
                                "accepted/memory.py": "x = bytearray(2 ** 40)",
                                "accepted/time.py": ENDLESS,
                                "accepted/sleep.py": "import time; time.sleep(100)",
                                "accepted/dies.py": "raise KeyError('what')",
                                "accepted/broken.py": "x = ("}, time_limit="0.2", yaml="  output: 2\n")
        out = self.check(package)
        for text in ("standard output passed its limit of 2 MiB", "MemoryError (limit 256 MiB)",
                     "CPU time limit passed (limit 0.200 s", "(limit 2.600 s)", "sample/1: KeyError: 'what'",
                     "got CE; SyntaxError: '(' was never closed"):
            self.assertIn(text, out)
        self.assertIn("2 MiB", self.row(package, "output.py")["deciding_test"]["explanation"])

    def test_where_it_is_said_is_named_unless_it_is_the_folder(self):
        package = self.package({"rejected/a.py": "# @EXPECTED_RESULTS@: TLE\n" + WRONG})
        self.assertRegex(self.check(package), r"expected TLE, got WA \(.*a\.py:1.*\); sample/1: ")

    def test_what_is_as_expected_has_no_remark(self):
        package = self.package({"wrong_answer/a.py": WRONG, "accepted/b.py": DOUBLE})
        out = self.check(package, code=0)
        self.assertNotIn("expected", out)
        self.assertEqual(self.row(package, "a.py", code=0)["deciding_test"]["name"], "sample/1")
        self.assertIsNone(self.row(package, "b.py", code=0)["deciding_test"])


@needs_jail
class Little(CheckCase):
    """That all is as expected says little where little was expected."""

    def test_no_submissions(self):
        out = self.check(self.package(), code=0)
        self.assertIn("good, but nothing was judged", out)
        self.assertIn("there are no submissions: nothing was judged", out)

    def test_none_in_python(self):
        package = self.package({"accepted/a.cpp": "int main() {}", "accepted/b.java": "class b {}"})
        out = self.check(package, code=0)
        self.assertIn("none of its 2 submissions is one that assize can judge: nothing was judged", out)
        self.assertEqual(self.assize("problem", "check", "--json", package).json()["judged"], 0)

    def test_only_samples(self):
        package = self.package({"accepted/a.py": DOUBLE}, tests={"sample/1": ("2\n", "4\n")})
        self.assertIn("all of its tests are samples", self.check(package, code=0))

    def test_enough(self):
        out = self.check(self.package({"accepted/a.py": DOUBLE}), code=0)
        self.assertNotIn("warning", out)
        self.assertNotIn("nothing", out)


@needs_jail
class Errors(CheckCase):
    """All errors of a package at once, with what was probably meant."""

    def test_all_at_once(self):
        package = self.package(time_limit="soon", tests={"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", "42\n")},
                               files={"data/secret/lonely.in": "1\n", "data/secret/other.ans": "1\n"},
                               yaml="  memroy: 5\n  output: none\nvalidaton: default\nlicence: public domain\n"
                                    "type: guessing\n")
        found = self.assize("problem", "check", "--json", package, code=1).json()["errors"]
        for text in ("'memroy'; did you mean 'memory'?", "problem.yaml:5:11: must be a whole number",
                     "'validaton'; did you mean 'validation'?", "'licence'; did you mean 'license'?",
                     "unknown problem type 'guessing'", ".timelimit:1:1", "lonely.in: there is no",
                     "other.ans: there is no"):
            self.assertEqual(sum(text in error for error in found), 1, (text, found))
        self.assertEqual(len(found), 8, found)
        out = self.check(package)
        self.assertEqual(out.count("  error: "), 8, out)
        for command in (("problem", "add", package), ("judge", "--problem", package, self.write("a.py", DOUBLE))):
            done = self.assize(*command, code=2)
            self.assert_refused(done, "memroy", "validaton", "guessing", "lonely.in", ".timelimit")

    def test_all_groups_and_all_annotations(self):
        package = self.package({"rejected/a.py": "# @EXPECTED_RESULTS@: NONSENSE\n",
                                "rejected/b.py": "# @EXPECTED_RESULTS@: MORE\n"},
                               files={"data/secret/testdata.yaml": "on_rejct: break\n",
                                      "data/sample/testdata.yaml": "grader_flag: min\nrange: x\n"})
        found = self.assize("problem", "check", "--json", package, code=1).json()["errors"]
        for text in ("'on_rejct'; did you mean 'on_reject'?", "'grader_flag'; did you mean 'grader_flags'?"):
            self.assertTrue(any(text in error for error in found), (text, found))
        for folder in ("secret", "sample"):
            (package / "data" / folder / "testdata.yaml").unlink()
        found = self.assize("problem", "check", "--json", package, code=1).json()["errors"]
        self.assertEqual([[name in error for name in ("NONSENSE", "MORE")] for error in found],
                         [[True, False], [False, True]])

    def test_suggestions_in_every_format(self):
        tests = {"init.yml": "test_cases:\n- {in: 1.in, out: 1.out, pionts: 5}\n",
                 "task.yaml": "name: a\ntime_limti: 1\nn_input: 1\n"}
        for name, text in tests.items():
            package = self.dir / name.partition(".")[0]
            for path, content in {name: text, "1.in": "1\n", "1.out": "2\n", "input/input0.txt": "1\n",
                                  "output/output0.txt": "2\n"}.items():
                (package / path).parent.mkdir(parents=True, exist_ok=True)
                (package / path).write_text(content)
            self.assertIn("did you mean '" + ("points" if "init" in name else "time_limit") + "'?", self.check(package))
        package = self.package(name="ini", time_limit=None, files={"domjudge-problem.ini": "time_limit = '2'\n",
                                                                  "submissions/accepted/a.py": DOUBLE})
        self.assertIn("domjudge-problem.ini:1:1: unknown key 'time_limit', ignored; did you mean 'timelimit'?",
                      self.check(package, code=0))

    def test_nothing_is_suggested_where_nothing_is_near(self):
        package = self.package(yaml="zzz: 1\nq: 2\n")
        out = self.check(package)
        self.assertEqual(out.count("unknown key"), 2, out)
        self.assertNotIn("did you mean", out)

    def test_lenient_means_the_same_everywhere(self):
        annotated = "# @EXPECTED_RESULTS@: NONSENSE\n" + DOUBLE
        package = self.package({"rejected/a.py": annotated, "accepted/b.py": DOUBLE}, time_limit=None,
                               yaml="  timeout: 5\nname: again\n")
        main = self.write("main.py", DOUBLE)
        warnings = ("'timeout'", "'name' is there twice")
        for command in (("problem", "add"), ("problem", "check"), ("judge", "--time-limit", "1", main, "--problem")):
            with self.subTest(command):
                done = self.assize(*command, package, code=None)
                self.assertNotEqual(done.code, 0, str(done))
                done = self.assize(*command, package, "--lenient", code=None)
                self.assertIn(done.code, (0, 1) if "check" in command else (0,), str(done))
                for warning in warnings:
                    self.assertIn(warning, done.out + done.err)


if __name__ == "__main__":
    unittest.main()
