"""Runs judge/validation/dmoj_checker.py as a validator's jail does: `test_dmoj_checker.py PROGRAM`."""
import json
import os
import subprocess
import sys
import tempfile
import unittest

PROGRAM = os.path.abspath(sys.argv.pop(1))


class Run:
    def __init__(self, checker, output=b"2\n", answer=b"2\n", points=5, args=None, name="check.py", source=b"print(2)"):
        with tempfile.TemporaryDirectory() as directory:
            files = {"input": b"1\n", "answer": answer}
            if source is not None:
                files["submission_source"] = source
            if "\n" in checker:
                files[name] = checker.encode()
                checker = name
            os.mkdir(os.path.join(directory, "feedback"))
            for path, content in files.items():
                with open(os.path.join(directory, path), "wb") as file:
                    file.write(content)
            call = {"point_value": points, "case_position": 3, "batch": 0, "binary_data": False, "args": args or {}}
            done = subprocess.run(
                [sys.executable, "-B", PROGRAM, "input", "answer", "feedback", checker, json.dumps(call)],
                cwd=directory, input=output, capture_output=True, timeout=60)
            self.code, self.errors = done.returncode, done.stderr.decode()
            feedback = os.path.join(directory, "feedback")
            self.files = {}
            for entry in os.listdir(feedback):
                with open(os.path.join(feedback, entry), encoding="utf-8") as file:
                    self.files[entry] = file.read()


def check(body, parameters="process_output, judge_output, **kwargs"):
    return "def check(%s):\n    %s\n" % (parameters, body)


class Verdicts(unittest.TestCase):
    def test_true_and_false_are_42_and_43(self):
        self.assertEqual((Run(check("return True")).code, Run(check("return False")).code), (42, 43))
        self.assertEqual(Run(check("return True")).files, {})

    def test_output_and_answer_are_bytes(self):
        self.assertEqual(Run(check("return process_output == b'x' and judge_output == b'y'"), b"x", b"y").code, 42)

    def test_a_checker_is_told_of_the_test(self):
        run = Run(check("return (judge_input, submission_source, point_value, case_position, batch, binary_data, word) == "
                        "(b'1\\n', b'print(2)', 5, 3, 0, False, 'x')",
                        "process_output, judge_output, judge_input, submission_source, point_value, case_position, batch,"
                        " binary_data, word, **kwargs"), args={"word": "x"})
        self.assertEqual((run.code, run.errors), (42, ""))

    def test_points_in_part(self):
        text = "from dmoj.result import CheckerResult\n" + check("return CheckerResult(True, 2, 'so la la', 'more')")
        run = Run(text)
        self.assertEqual(run.code, 42)
        self.assertEqual(run.files, {"score_multiplier.txt": "0.4", "teammessage.txt": "so la la\nmore",
                                     "judgemessage.txt": "so la la\nmore"})
        self.assertEqual(Run(text.replace("True", "False")).code, 43)
        self.assertEqual(Run(text.replace("2,", "5,")).files.get("score_multiplier.txt"), None)
        self.assertEqual(Run(text.replace("2,", "point_value / 3,").replace("**kwargs", "point_value, **kwargs"),
                             points=1).files["score_multiplier.txt"], "0.3333333333333333")

    def test_what_is_no_unicode_is_wrong(self):
        run = Run(check("return process_output.decode() == 'x'"), b"\xff")
        self.assertEqual((run.code, run.files["teammessage.txt"]), (43, "invalid unicode"))

    def test_modules_of_dmoj(self):
        text = ("from dmoj.utils.unicode import utf8text, utf8bytes\nfrom dmoj.checkers import standard\n"
                "from dmoj.checkers.floats import check as floats\nfrom dmoj.error import InternalError\n"
                "import dmoj.result\n"
                + check("return standard.check(process_output, judge_output) and floats(b'1', b'1.0') and "
                        "utf8text(utf8bytes('x')) == 'x' and dmoj.result.Result.WA == 1"))
        run = Run(text, b" 2")
        self.assertEqual((run.code, run.errors), (42, ""))


class Errors(unittest.TestCase):
    def error(self, checker, part, **more):
        run = Run(checker, **more)
        self.assertEqual(run.code, 1, run.errors)
        self.assertIn(part, run.errors)

    def test_an_exception_is_no_verdict(self):
        self.error(check("return 1 // 0"), "ZeroDivisionError")
        self.error(check("raise SystemExit(42)"), "SystemExit")
        self.error(check("raise KeyboardInterrupt"), "KeyboardInterrupt")
        self.error("syntax error\n", "SyntaxError")
        self.error("import dmoj.cptbox\n" + check("return True"), "ModuleNotFoundError")

    def test_what_is_no_result_is_no_verdict(self):
        self.error(check("return None"), "True or False")
        self.error(check("return 1"), "True or False")
        self.error("x = 1\n", "no function check()")
        self.error("check = 5\n", "no function check()")

    def test_points_out_of_range(self):
        text = "from dmoj.result import CheckerResult\n" + check("return CheckerResult(True, %s)")
        self.error(text % "6", "gave 6 points of 5")
        self.error(text % "-1", "gave -1 points")
        self.error(text % "float('nan')", "gave nan points")
        self.error(text % "'5'", "must be a number")
        self.error(text % "5, feedback=b'x'", "must be a text")

    def test_a_source_that_is_not_there(self):
        self.error(check("return True", "process_output, judge_output, submission_source, **kwargs"), "submission_source",
                   source=None)


class OwnCheckers(unittest.TestCase):
    def verdict(self, name, output, answer, **args):
        run = Run(name, output, answer, args=args)
        self.assertIn(run.code, (42, 43), run.errors)
        return run.code == 42, run.files.get("score_multiplier.txt")

    def test_they_compare(self):
        for name, output, answer, args, right in [
                ("standard", b"a \n b", b"a\nb\n", {}, True), ("standard", b"a b", b"a\nb", {}, False),
                ("easy", b"BA", b"a b", {}, True), ("floats", b"1.001", b"1", {"precision": 2}, True),
                ("floatsabs", b"101", b"100", {"precision": 2}, False), ("floatsrel", b"101", b"100", {"precision": 2}, True),
                ("identical", b"a", b"a\n", {}, False), ("rstripped", b"a \n", b"a\n", {}, True),
                ("rstripped", b"a\n", b"a", {"filter_new_line": True}, True), ("sorted", b"b\na", b"a\nb", {}, True),
                ("sorted", b"b a", b"a\nb", {"split_on": "whitespace"}, True), ("unordered", b"b a", b"a\nb", {}, True)]:
            with self.subTest(name=name, output=output, answer=answer):
                self.assertEqual(self.verdict(name, output, answer, **args), (right, None))

    def test_lines_earn_points(self):
        self.assertEqual(self.verdict("linecount", b"a\nx", b"a\nb"), (False, "0.5"))
        self.assertEqual(self.verdict("linecount", b"a\nb", b"a\nb"), (True, None))
        self.assertEqual(self.verdict("linematches", b"a\nx", b"a\nb", point_distribution=[1, 3]), (True, "0.25"))
        self.assertEqual(self.verdict("linematches", b"a", b"a\nb", point_distribution=[1, 3]), (False, None))


unittest.main()
