"""Ordinary unittest tests. The student's module runs in a process of its own: see docs/unit-tests.md of assize."""
import unittest

from stack import EmptyStack, Stack


class TestStack(unittest.TestCase):
    def setUp(self):
        self.stack = Stack()

    def test_push_then_pop(self):
        """What was pushed last comes out first."""
        self.stack.push("a")
        self.stack.push("b")
        self.assertEqual(self.stack.pop(), "b")
        self.assertEqual(self.stack.pop(), "a")

    def test_size_of_a_new_one(self):
        self.assertEqual(len(self.stack), 0)

    def test_size_after_pushes(self):
        for number in range(5):
            self.stack.push(number)
        self.assertEqual(len(self.stack), 5)

    def test_empty(self):
        """The student's own exception is caught as in any test."""
        with self.assertRaises(EmptyStack):
            self.stack.pop()

    def test_any_value(self):
        """A hidden one: a student sees its name and the verdict."""
        for value in (None, 0, "", [], (1, [2])):
            with self.subTest(value=value):
                self.stack.push(value)
                self.assertEqual(self.stack.pop(), value)


if __name__ == "__main__":
    unittest.main()
