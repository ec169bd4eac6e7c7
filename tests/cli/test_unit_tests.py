"""Unit-test problems: the teacher's tests in one jail, the student's module in another."""

import os
import re
import subprocess
import unittest
import zipfile

from support import ROOT, CliCase, needs_jail

PACKAGES = ROOT / "tests" / "packages"
PYTHON = "/usr/bin/python3"

STACK = '''
class Empty(Exception):
    pass


class Stack:
    def __init__(self):
        self.items = []

    def push(self, item):
        print("pushed", item)
        self.items.append(item)

    def pop(self):
        if not self.items:
            raise Empty("nothing there")
        return self.items.pop()


def size(stack):
    return len(stack.items)
'''

TESTS = '''
import unittest
from gradescope_utils.autograder_utils.decorators import partial_credit, visibility, weight
from stack import Empty, Stack, size


class TestStack(unittest.TestCase):
    @weight(3)
    def test_pop(self):
        stack = Stack()
        stack.push("apple")
        self.assertEqual(stack.pop(), "apple")

    @weight(2)
    @visibility("hidden")
    def test_empty(self):
        with self.assertRaises(Empty):
            Stack().pop()

    @partial_credit(4)
    def test_sizes(self, set_score=None):
        stack = Stack()
        for n in range(4):
            self.assertEqual(size(stack), n)
            stack.push(n)
            set_score(n + 1)
            if n == 2:
                break
'''


class UnitTests(CliCase):
    def package(self, name="stack", tests=TESTS, yaml="", files=None):
        folder = self.dir / "packages" / name
        for path, content in {"assignment.yaml": yaml, "tests/test_it.py": tests, **(files or {})}.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content)
        return folder

    def judged(self, package, source, name="anything.py"):
        line = self.assize("judge", "--json", "--problem", package, self.write(name, source)).json()
        return line, {test["name"]: test for test in line["tests"]}


@needs_jail
class Judged(UnitTests):
    def test_points_verdicts_and_what_is_said(self):
        line, tests = self.judged(self.package(), STACK)
        self.assertEqual({name: (test["verdict"], test["score"]) for name, test in tests.items()},
                         {"TestStack.test_pop": ("AC", 3), "TestStack.test_empty": ("AC", 2),
                          "TestStack.test_sizes": ("AC", 3)})
        self.assertEqual((line["verdict"], line["score"]), ("PA", 8))
        self.assertEqual(tests["TestStack.test_pop"]["stdout"], "pushed apple\n")
        wrong = STACK.replace("return self.items.pop()", "return self.items[0] * 2").replace("raise Empty", "raise KeyError")
        line, tests = self.judged(self.package(), wrong)
        self.assertEqual(tests["TestStack.test_pop"]["verdict"], "WA")
        self.assertIn("'appleapple' != 'apple'", tests["TestStack.test_pop"]["feedback"])
        self.assertEqual(tests["TestStack.test_empty"]["verdict"], "RTE")
        self.assertRegex(tests["TestStack.test_empty"]["feedback"], r"in \w+\.pop\(\): KeyError: .*stack.py, line \d+|in pop\(\): KeyError")

    def test_a_submission_comes_as_a_file_a_folder_or_a_zip(self):
        package = self.package()
        (self.dir / "folder").mkdir()
        (self.dir / "folder/stack.py").write_text("from helper import Empty, Stack\n\n\ndef size(s):\n    return len(s.items)\n")
        (self.dir / "folder/helper.py").write_text(STACK)
        with zipfile.ZipFile(self.dir / "both.zip", "w") as file:
            file.writestr("stack.py", STACK)
            file.writestr("main.py", "raise SystemExit(1)\n")
        for name in ("folder", "both.zip"):
            with self.subTest(name):
                line = self.assize("judge", "--json", "--problem", package, self.dir / name).json()
                self.assertEqual(line["score"], 8, line)
        with zipfile.ZipFile(self.dir / "neither.zip", "w") as file:
            file.writestr("other.py", STACK)
            file.writestr("more.py", STACK)
        done = self.assize("judge", "--problem", package, self.dir / "neither.zip", code=2)
        self.assertIn("stack.py", done.err)

    def test_a_module_called_main(self):
        tests = "import unittest\nimport main\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(main.f(), 'main')\n"
        line, _ = self.judged(self.package("other", tests), "def f():\n    return __name__\n")
        self.assertEqual(line["verdict"], "AC", line)

    def test_everything_in_star(self):
        tests = "import unittest\nfrom task import *\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(double(2), 4)\n"
        package = self.package("task", tests)
        self.assertEqual(self.judged(package, "def double(n):\n    return 2 * n\n")[0]["verdict"], "AC")
        line, tests = self.judged(package, "def dubble(n):\n    return 2 * n\n")
        self.assertEqual(line["verdict"], "RTE")
        self.assertIn("double", tests["T.test"]["feedback"])

    def test_each_test_has_new_processes(self):
        tests = ("import unittest\nimport task\n\n\nclass T(unittest.TestCase):\n" +
                 "".join(f"    def test_{n}(self):\n        self.assertEqual(task.count(), 1)\n" for n in range(3)))
        line, _ = self.judged(self.package("task", tests), "n = 0\n\n\ndef count():\n    global n\n    n += 1\n    return n\n")
        self.assertEqual((line["verdict"], line["score"]), ("AC", 3))

    def test_an_assertion_that_somebody_swallows_has_failed(self):
        tests = '''
import unittest
import task


class T(unittest.TestCase):
    def test_in_a_callback(self):
        def check(n):
            self.assertEqual(n, 1)
        task.quiet(check)

    def test_in_a_context(self):
        with task.Quiet():
            self.assertEqual(1, 2)

    def test_skipped_for_it(self):
        if task.answer() != 42:
            self.skipTest("no answer")
'''
        source = ("def quiet(f):\n    try:\n        f(0)\n    except BaseException:\n        pass\n\n\nclass Quiet:\n    def __enter__(self):\n"
                  "        return self\n\n    def __exit__(self, *how):\n        return True\n\n\ndef answer():\n    return 0\n")
        _, tests = self.judged(self.package("task", tests), source)
        self.assertEqual({name: test["verdict"] for name, test in tests.items()},
                         {"T.test_in_a_callback": "WA", "T.test_in_a_context": "WA", "T.test_skipped_for_it": "WA"})

    def test_what_is_wrong_with_a_test_is_a_judge_error(self):
        tests = "import unittest\nimport task\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        self.assertEqual(task.f(), expcted)\n"
        done = self.assize("judge", "--problem", self.package("task", tests), self.write("a.py", "def f():\n    pass\n"), code=4)
        self.assertIn("expcted", done.err)

    def test_a_test_that_passes_its_limits_before_any_answer_is_a_judge_error(self):
        tests = "import unittest\n\n\nclass T(unittest.TestCase):\n    def test(self):\n        while True:\n            pass\n"
        package = self.package("task", tests, "modules: [task]\n")
        done = self.assize("judge", "--problem", package, self.write("a.py", "x = 1\n"), code=4)
        self.assertIn("time limit", done.err)

    def test_trust_is_what_the_package_says(self):
        tests = ("import unittest\nimport task\n\n\nclass T(unittest.TestCase):\n    def test_in(self):\n        self.assertIn(3, task.Odd())\n\n"
                 "    def test_equal(self):\n        self.assertEqual(task.Odd(), 3)\n")
        source = ("class Odd:\n    def __contains__(self, n):\n        return n % 2 == 1\n\n    def __eq__(self, n):\n        return n in self\n\n"
                  "    def __iter__(self):\n        return iter(())\n")
        _, tests_before = self.judged(self.package("a", tests), source)
        self.assertEqual([test["verdict"] for test in tests_before.values()], ["WA", "WA"])
        self.assertIn("returned an object of class Odd, expected the int 3", tests_before["T.test_equal"]["feedback"])
        _, trusting = self.judged(self.package("b", tests, "trust: {test_in: [contains], test_equal: eq}\n"), source)
        self.assertEqual([test["verdict"] for test in trusting.values()], ["AC", "AC"])


@needs_jail
class Queued(UnitTests):
    def test_a_class_from_nothing_to_points_and_what_a_student_sees(self):
        package = self.package()
        self.assertIn("3 tests", self.assize("problem", "add", package).out)
        self.assertIn("unchanged", self.assize("problem", "add", package).out)
        self.assize("submit", "--problem", "stack", self.write("ada.py", STACK.replace("return self.items.pop()", "return 0")))
        self.assize("submit", "--problem", "stack", self.write("bob.py", STACK.replace("raise Empty", "raise KeyError")))
        self.assize("run", "--drain")
        self.assertEqual([(row["verdict"], row["score"]) for row in self.assize("report", "--format", "json").json_lines()],
                         [("PA", 5), ("PA", 6)])
        seen = self.assize("show", "2", "--json", "--audience", "submitter").json()
        hidden = next(test for test in seen["tests"] if test["name"] == "TestStack.test_empty")
        self.assertEqual(hidden["verdict"], "RTE")
        self.assertNotIn("nothing there", str(hidden))
        seen = self.assize("show", "1", "--json", "--audience", "submitter").json()
        self.assertIn("0 != 'apple'", str(next(test for test in seen["tests"] if test["name"] == "TestStack.test_pop")))


@needs_jail
class Refused(UnitTests):
    def test_everything_at_once_and_with_its_line(self):
        tests = '''import unittest
import inspect
import subprocess
import stack

CASES = stack.cases()


class A(unittest.TestCase):
    def test_twice(self):
        pass

    def test_twice(self):
        inspect.getsource(stack.f)

    @unittest.expectedFailure
    def test_fails(self):
        subprocess.Popen(["x"])


def load_tests(loader, tests, pattern):
    return tests
'''
        package = self.package("bad", tests, files={"tests/test_broken.py": "def f(:\n", "tests/test_py.py": "import pytest\n"})
        (package / "tests/test_broken.py").unlink()
        done = self.assize("problem", "add", package, code=2)
        for part in ("test_it.py:6: uses stack.cases of the submission outside of a test", "test_it.py:13: there are two methods A.test_twice",
                     "test_it.py:14: inspect.getsource", "test_it.py:18: subprocess.Popen", "test_it.py:21: load_tests",
                     "test_py.py:1: is written for pytest"):
            self.assertIn(part, done.err)
        self.assertIn("test_broken.py:1:", self.assize("judge", "--problem", self.package(
            "broken", files={"tests/test_broken.py": "def f(:\n"}), self.write("a.py", ""), code=2).err)
        self.assertFalse(self.store.exists())

    def test_without_tests_or_a_module(self):
        for tests, message in (("", "imports a module of the submission"), ("import stack\n", "there is no test in any file")):
            with self.subTest(message):
                self.assertIn(message, self.assize("problem", "check", self.package("none", tests), code=2).out)
        package = self.package("empty")
        (package / "tests/test_it.py").unlink()
        self.assertIn("there is no test file", self.assize("problem", "check", package, code=2).out)


@needs_jail
class AsPlainPython(CliCase):
    """What the tests of a package say of its submissions is what plain unittest says."""

    def test_each_package(self):
        packages = sorted(path.parent for path in PACKAGES.glob("*/assignment.yaml")
                          if any("unittest.TestCase" in file.read_text() for file in path.parent.glob("tests/*.py")))
        self.assertTrue(packages)
        for package in packages:
            for submission in sorted((package / "submissions").glob("*/*.py")):
                with self.subTest(f"{package.name}/{submission.parent.name}/{submission.name}"):
                    line = self.assize("judge", "--json", "--problem", package, submission).json()
                    self.assertEqual({test["name"] for test in line["tests"] if test["verdict"] == "AC"},
                                     self.passed_plainly(package, submission))

    def passed_plainly(self, package, submission):
        folder = self.dir / "plain" / package.name / submission.parent.name / submission.stem
        folder.mkdir(parents=True)
        for path in [*package.glob("tests/*"), *package.glob("include/*")]:
            if path.is_file():
                (folder / path.name).write_bytes(path.read_bytes())
        module = re.search(r"(?m)^# Module: (\w+)$", (package / "assignment.yaml").read_text())
        (folder / f"{module[1] if module else package.name}.py").write_bytes(submission.read_bytes())
        passed = set()
        for file in sorted(folder.glob("test_*.py")):
            done = subprocess.run([PYTHON, "-m", "unittest", "-v", file.stem], cwd=folder, capture_output=True, text=True,
                                  env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, stdin=subprocess.DEVNULL, check=False)
            passed |= {f"{kind}.{name}" for name, kind in
                       re.findall(r"(?m)^(test\w*) \(\w+\.(\w+)\.test\w*\)(?:\n.*)? \.\.\. (?:.*\n)*?ok$", done.stderr)}
        return passed


if __name__ == "__main__":
    unittest.main()
