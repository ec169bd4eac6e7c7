# unittest.main with a test that fails: exit code 1, the report goes to standard error but for its times.
import sys
import unittest


class Stack(list):
    def peek(self):
        return self[-1]


class StackTest(unittest.TestCase):
    def test_peek(self):
        stack = Stack([1, 2])
        self.assertEqual(stack.peek(), 2)
        self.assertEqual(len(stack), 2)

    def test_empty(self):
        with self.assertRaises(KeyError):
            Stack().peek()


program = unittest.main(exit=False, testRunner=unittest.TextTestRunner(stream=open("report.txt", "w")))
report = open("report.txt").read().splitlines()
print(report[0], report[-1], [line for line in report if line.startswith(("ERROR", "IndexError"))], sep="\n")
sys.exit(not program.result.wasSuccessful())
