# unittest within a program: suites, sub-tests, mocks, skips, set-up; the outcome is printed.
import io
import unittest
from unittest import mock


def fetch(source):
    return source.read().strip().upper()


class Tests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        print("class set-up")

    def setUp(self):
        self.addCleanup(print, "clean-up of", self._testMethodName)

    def test_fetch(self):
        source = mock.Mock()
        source.read.return_value = " text\n"
        self.assertEqual(fetch(source), "TEXT")
        source.read.assert_called_once_with()

    def test_patched(self):
        with mock.patch("builtins.print") as fake, mock.patch.dict("os.environ", {"A": "1"}):
            print("hidden")
        fake.assert_called_with("hidden")

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, "invalid literal"):
            int("x")

    def test_subtests(self):
        for n in range(3):
            with self.subTest(n=n):
                self.assertLess(n, 2)

    @unittest.skip("not today")
    def test_skipped(self):
        pass

    @unittest.expectedFailure
    def test_expected(self):
        self.assertEqual({"a": 1}, {"a": 2})

    def test_error(self):
        raise RuntimeError("a fault")


result = unittest.TextTestRunner(stream=io.StringIO(), verbosity=2).run(unittest.defaultTestLoader.loadTestsFromTestCase(Tests))
print(result.testsRun, len(result.failures), len(result.errors))
print(len(result.skipped), len(result.expectedFailures), result.wasSuccessful())
print(result.failures[0][1].splitlines()[-1], result.failures[0][0], sep=" | ")
