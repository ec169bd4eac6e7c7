"""`problem import`: courses of other systems become packages, and what can't be translated is refused, all of it at once."""

import json
import unittest
import zipfile
from pathlib import Path

from support import CliCase, needs_jail

JSON = ".github/classroom/autograding.json"
RUN_AUTOGRADER = """#!/usr/bin/env bash
cp /autograder/submission/queue_of_two.py /autograder/source/
cd /autograder/source
python3 run_tests.py
"""
RUN_TESTS = """import unittest
from gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner

if __name__ == '__main__':
    suite = unittest.defaultTestLoader.discover('tests')
    with open('/autograder/results/results.json', 'w') as f:
        JSONTestRunner(visibility='visible', stream=f).run(suite)
"""
TEST = """import unittest
from gradescope_utils.autograder_utils.decorators import number, weight
from queue_of_two import Two


class TestTwo(unittest.TestCase):
    @weight(2)
    @number("1")
    def test_holds_two(self):
        self.assertEqual(Two(1, 2).all(), [1, 2])
"""
GRADESCOPE = {"run_autograder": RUN_AUTOGRADER, "run_tests.py": RUN_TESTS, "setup.sh": "#!/bin/sh\npip3 install gradescope-utils\n",
              "tests/test_two.py": TEST, "solution.py": "class Two: pass\n"}
DOUBLES = {"name": "Doubles two", "run": "python3 main.py", "input": "2\n", "output": "4\n", "comparison": "exact", "timeout": 1,
           "points": 2.5}
SAYS = {"name": "Says it", "run": "python3 ./main.py", "input": "3\n", "output": "6", "comparison": "included", "timeout": 1,
        "points": 5}
OK = """OK_FORMAT = True

test = {
    'name': 'Squares',
    'points': 2,
    'suites': [{'cases': [{'code': r'''
        >>> square(3)
        9
        ''', 'hidden': False}], 'type': 'doctest'}],
}
"""
CELL = {"cell_type": "code", "metadata": {"nbgrader": {"schema_version": 3, "grade": True, "solution": False, "locked": True,
                                                       "points": 3, "grade_id": "test_square"}},
        "source": ["assert square(3) == 9"], "outputs": [], "execution_count": None}
PRAIRIELEARN = {"info.json": json.dumps({"uuid": "1", "type": "v3", "title": "Doubling", "gradingMethod": "External"}),
                "tests/test_student.py": "import pytest\n\n\n@pytest.mark.grading_data(name='It doubles', points=3)\n"
                                         "def test_double(sandbox):\n    assert sandbox.query_function('double', 2) == 4\n"}


def classroom(*tests, **more):
    return {JSON: json.dumps({"tests": tests}, indent=1), "main.py": "# yours\n", **more}


def notebook(*cells):
    return json.dumps({"cells": cells, "metadata": {"kernelspec": {"language": "python"}}, "nbformat": 4, "nbformat_minor": 5})


ORIGINS = {
    "gradescope": GRADESCOPE,
    "classroom": classroom(DOUBLES, SAYS),
    "ok": {"lab.ipynb": "{}", "tests/q1.py": OK},
    "nbgrader": {"source/ps1/squares.ipynb": notebook(CELL)},
    "prairielearn": PRAIRIELEARN,
}


class Import(CliCase):
    def course(self, files, name="week-1"):
        for path, content in files.items():
            self.write(f"{name}/{path}", content)
        return self.dir / name

    def content(self, folder):
        return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}

    def assert_nothing_made(self, *names):
        """Nothing but what is named, and the courses, is in the test's directory."""
        self.assertEqual({path.name for path in self.dir.iterdir()}, {"week-1", *names})

    def test_each_origin_is_recognised_and_left_as_it_is(self):
        for origin, files in ORIGINS.items():
            with self.subTest(origin):
                course = self.course(files, f"of-{origin}")
                before = self.content(course)
                report = self.assize("problem", "import", "--json", course, f"made/{origin}").json()
                self.assertEqual((report["origin"], report["refused"]), (origin, []))
                self.assertEqual(report["kind"], "stdin" if origin == "classroom" else "assignment")
                self.assertEqual(report["package"], f"made/{origin}")
                self.assertEqual(sorted(report["files"]), sorted(self.content(self.dir / "made" / origin)))
                self.assertGreater(report["tests"], 0)
                self.assertTrue(report["taken"])
                self.assertEqual(self.content(course), before)

    def test_the_report_says_what_was_taken_and_changed(self):
        course = self.course(classroom(DOUBLES, SAYS, **{"README.md": "# Doubling\n", ".gitignore": "x\n"}))
        done = self.assize("problem", "import", course, "doubling")
        self.assertIn("doubling: made of an assignment of classroom, for programs that read and print\n", done.out)
        self.assertRegex(done.out, r"(?m)^  taken     .*autograding\.json: 2 tests are read$")
        self.assertRegex(done.out, r"(?m)^  changed   .*autograding\.json:9: the timeout of 1 min of the clock is a time limit of 60 s")
        self.assertIn("all points are 10 times as many", done.out)
        self.assertIn("assize problem check doubling\n", done.out)
        self.assertEqual((self.dir / "doubling/statement/problem.en.md").read_text(), "# Doubling\n")

    def test_tests_stay_as_they_are_and_the_name_is_that_of_the_course(self):
        course = self.course(GRADESCOPE, "courses/Übung 3")
        self.assize("problem", "import", course)
        self.assertEqual((self.dir / "Uebung-3/tests/test_two.py").read_text(), TEST)
        self.assertIn("modules: [queue_of_two]\n", (self.dir / "Uebung-3/assignment.yaml").read_text())
        self.assertFalse((self.dir / "Uebung-3/run_tests.py").exists())

    def test_a_zip_file_is_a_course_too(self):
        for folder in ("", "week-9-main/"):
            with self.subTest(folder), zipfile.ZipFile(self.dir / "grader.zip", "w") as archive:
                for path, content in classroom(DOUBLES).items():
                    archive.writestr(folder + path, content)
                archive.close()
                report = self.assize("problem", "import", "--json", "grader.zip", f"made{len(folder)}").json()
                self.assertEqual(report["origin"], "classroom")
        self.assize("problem", "import", "grader.zip")
        self.assertTrue((self.dir / "grader/problem.yaml").is_file())

    def test_all_that_can_not_be_translated_is_refused_at_once_and_nothing_is_written(self):
        course = self.course(classroom(DOUBLES, {**SAYS, "run": "node main.js"}, {**SAYS, "comparison": "regex"},
                                       {**SAYS, "setup": "pip install numpy"}))
        done = self.assize("problem", "import", course, "made", code=2)
        self.assert_refused(done, f"{JSON}:14: refused: the test 'Says it': 'node', of another language than Python",
                            f"{JSON}:23: refused: the test 'Says it': compares by a regular expression",
                            f"{JSON}:32: refused: installs numpy")
        self.assert_nothing_made()
        report = self.assize("problem", "import", "--json", course, "made", code=2).json()
        self.assertEqual([(row["file"], row["line"]) for row in report["refused"]], [(JSON, 14), (JSON, 23), (JSON, 32)])
        self.assertEqual((report["package"], report["files"]), (None, []))
        self.assert_nothing_made()

    def test_partial_makes_what_can_be_taken_and_lists_the_rest(self):
        course = self.course(classroom(DOUBLES, {**SAYS, "run": "node main.js"}))
        done = self.assize("problem", "import", "--partial", course, "made")
        self.assertRegex(done.out, r"(?m)^  refused   .*autograding\.json:14: the test 'Says it': 'node'")
        self.assertEqual(len(list((self.dir / "made/data/secret").glob("*/1.in"))), 1)
        nothing = self.course(classroom({**SAYS, "run": "node main.js"}), "week-2")
        self.assert_refused(self.assize("problem", "import", "--partial", nothing, "none", code=2), "'node'")
        self.assertFalse((self.dir / "none").exists())

    def test_a_course_is_never_executed(self):
        for name, text in (("import", "open('RAN', 'w')\n" + OK), ("call", OK.replace("'Squares'", "open('RAN', 'w').name"))):
            with self.subTest(name):
                course = self.course({"lab.py": "", "tests/q1.py": text.replace("RAN", str(self.dir / "ran"))}, name)
                self.assert_refused(self.assize("problem", "import", course, f"made-{name}", code=2), "tests/q1.py:")
        self.assertFalse((self.dir / "ran").exists())

    def test_what_is_no_course_is_told_what_was_looked_for(self):
        course = self.course({"main.py": "print(1)\n"})
        self.assert_refused(self.assize("problem", "import", course, "made", code=2), "week-1: no assignment of a course",
                            "run_autograder (Gradescope)", "nbgrader", "PrairieLearn")
        both = self.course({**GRADESCOPE, **ORIGINS["classroom"]}, "both")
        self.assert_refused(self.assize("problem", "import", both, "made", code=2), "of Gradescope and of GitHub Classroom")
        self.assert_refused(self.assize("problem", "import", "nowhere", code=2), "nowhere: no such")
        self.assert_nothing_made("both")

    def test_what_is_there_is_never_touched(self):
        course = self.course(GRADESCOPE)
        self.write("made/mine", "mine")
        self.assert_refused(self.assize("problem", "import", course, "made", code=2), "made: is there already")
        self.assert_refused(self.assize("problem", "import", course, code=2), "week-1: is there already")
        self.assert_refused(self.assize("problem", "import", course, "two words", code=2), "is the problem's id")
        self.assertEqual(self.content(self.dir / "made"), {"mine": b"mine"})
        self.assert_nothing_made("made")

    def test_names_from_a_course_can_not_deceive(self):
        course = self.course(classroom({**SAYS, "name": "a\x1b[2Jb\u202e", "run": "node x"}))
        done = self.assize("problem", "import", course, "made", code=2)
        self.assertNotIn("\x1b", done.err)
        self.assertIn(r"\x1b[2Jb\u{202e}", done.err)

    @needs_jail
    def test_programs_are_judged_as_the_course_did(self):
        course = self.course(classroom(DOUBLES, SAYS, {**SAYS, "name": "Ends well", "input": "", "output": "", "points": 0,
                                                       "run": "python3 main.py"}))
        self.assize("problem", "import", course, "doubling")
        checked = self.assize("problem", "check", "--json", "doubling", timeout=300).json()
        self.assertEqual((checked["errors"], checked["tests"]), ([], 3))
        programs = {
            "right": ("import sys\nprint(*(2 * int(x) for x in sys.stdin))\n", "AC", 75),
            "talks": ("import sys\nprint('It is', *(2 * int(x) for x in sys.stdin))\n", "PA", 50),
            "wrong": ("print(7)\n", "PA", 0),
            "fails": ("import sys\nprint(2 * int(input()))\nsys.exit(1)\n", "RTE", 0),
        }
        for name, (text, _, score) in programs.items():
            with self.subTest(name):
                row = self.assize("judge", "--json", "--problem", "doubling", self.write(f"{name}.py", text), timeout=300).json()
                self.assertEqual(row["score"], score, row)
                self.assertEqual(row["verdict"] == "AC", name == "right", row)
        self.assize("problem", "add", "doubling")


if __name__ == "__main__":
    unittest.main()
