"""What tests arrange around a call."""
import contextlib
import functools
import io
import os
import random
import subprocess
import sys
import unittest
from unittest.mock import MagicMock, patch

import toolbox


class Streams(unittest.TestCase):
    @patch("builtins.input", side_effect=["3", "4"])
    @patch("sys.stdout", new_callable=io.StringIO)
    def test_input_and_output(self, output, _):
        toolbox.add_two_numbers()
        self.assertEqual(output.getvalue(), "sum: 7\n")

    def test_standard_input(self):
        with patch("sys.stdin", io.StringIO("5\n6\n7\n8\n")), contextlib.redirect_stdout(io.StringIO()) as output:
            toolbox.add_two_numbers()
            toolbox.add_two_numbers()
        self.assertIn("sum: 11\n", output.getvalue())
        self.assertIn("sum: 15\n", output.getvalue())

    def test_prompt(self):
        with patch("builtins.input", return_value="Ada") as asked:
            self.assertEqual(toolbox.ask_name(), "Ada")
        asked.assert_called_once_with("Name? ")

    def test_errors_apart(self):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            toolbox.complain()
        self.assertEqual((out.getvalue(), err.getvalue()), ("", "oh\n"))

    def test_end_of_input(self):
        with self.assertRaises(EOFError):
            toolbox.ask_name()

    def test_as_a_program(self):
        done = subprocess.run([sys.executable, "toolbox.py", "x"], input="2\n3\n", capture_output=True, text=True)
        self.assertEqual(done.stdout.splitlines()[-1], "sum: 5")
        self.assertEqual(done.returncode, 0)


class Callbacks(unittest.TestCase):
    def test_functions(self):
        self.assertEqual(toolbox.apply(lambda n: n + 1, [1, 2]), [2, 3])
        self.assertEqual(toolbox.apply(str.upper, ["a"]), ["A"])
        seen = []
        toolbox.apply(seen.append, [1, 2])
        self.assertEqual(seen, [1, 2])

    def test_mock(self):
        callback = MagicMock(return_value=5)
        self.assertEqual(toolbox.apply(callback, [1]), [5])
        callback.assert_called_once_with(1)

    def test_exceptions_pass_through(self):
        def fails(_):
            raise OSError(2, "mine", "file")
        with self.assertRaises(OSError) as caught:
            toolbox.apply(fails, [1])
        self.assertEqual(caught.exception.filename, "file")
        self.assertEqual(toolbox.catches(fails), "FileNotFoundError")

    def test_decorator_of_the_submission(self):
        @toolbox.counted
        def double(n):
            return 2 * n
        self.assertEqual([double(1), double(2)], [2, 4])
        self.assertEqual(double.calls, 2)

    def test_recursion_through_both_sides(self):
        factorial = toolbox.fixed(lambda me, n: 1 if n == 0 else n * me(n - 1))
        self.assertEqual(factorial(10), 3628800)

    def test_iterators_are_not_read_ahead(self):
        def numbers():
            for n in range(10):
                taken.append(n)
                yield n
        taken = []
        self.assertEqual(toolbox.first(numbers(), 2), [0, 1])
        self.assertEqual(taken, [0, 1])

    def test_sorting_by_a_function_of_the_submission(self):
        self.assertEqual(sorted(["bb", "a"], key=toolbox.length), ["a", "bb"])
        self.assertEqual(functools.reduce(toolbox.add, [1, 2, 3]), 6)
        self.assertEqual(list(map(toolbox.length, ["a", "bc"])), [1, 2])


class Arranged(unittest.TestCase):
    def test_seed(self):
        random.seed(7)
        expected = random.randint(1, 1000)
        random.seed(7)
        self.assertEqual(toolbox.roll(), expected)

    @patch("random.randint", return_value=4)
    def test_patched_library(self, _):
        self.assertEqual(toolbox.roll(), 4)

    @patch("toolbox.helper", return_value=10)
    def test_patched_submission(self, helper):
        self.assertEqual(toolbox.uses_helper(), 11)
        helper.assert_called_once_with()

    def test_patched_and_restored(self):
        with patch.object(toolbox, "helper", lambda: 5):
            self.assertEqual(toolbox.uses_helper(), 6)
        self.assertEqual(toolbox.uses_helper(), 2)

    def test_arguments_of_the_program(self):
        with patch.object(sys, "argv", ["toolbox.py", "a", "b"]):
            self.assertEqual(toolbox.arguments(), ["a", "b"])

    @patch.dict(os.environ, {"COLOUR": "blue"})
    def test_environment(self):
        self.assertEqual(toolbox.colour(), "blue")

    def test_warnings(self):
        with self.assertRaises(SystemExit):
            toolbox.leave()
