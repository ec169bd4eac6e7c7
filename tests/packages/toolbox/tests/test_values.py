"""Values go both ways by their exact type."""
import collections
import datetime
import decimal
import fractions
import math
import unittest

import toolbox


class Values(unittest.TestCase):
    def test_come_back_as_they_are(self):
        for value in (None, True, 0, -1, 2**200, -2**64, 1.5, float("inf"), 1j, "", "ä\ud800", b"\0", [], (), {}, [[], ()],
                      {"a": [1, (2,)]}, range(3, 9, 2), slice(1, None), ..., NotImplemented, int, len, ValueError,
                      decimal.Decimal("1.10"), fractions.Fraction(1, 3), datetime.date(2020, 2, 29),
                      datetime.datetime(2020, 1, 2, 3, tzinfo=datetime.timezone.utc), datetime.timedelta(1, 2, 3),
                      frozenset((1, 2)), {3, 4}, bytearray(b"x")):
            with self.subTest(value=value):
                self.assertEqual(toolbox.same(value), value)
                self.assertIs(type(toolbox.same(value)), type(value))

    def test_bits_of_floats(self):
        self.assertTrue(math.isnan(toolbox.same(math.nan)))
        self.assertEqual(math.copysign(1, toolbox.same(-0.0)), -1)

    def test_standard_types(self):
        self.assertEqual(toolbox.letters("abca"), collections.Counter("abca"))
        self.assertEqual(toolbox.by_length(["a", "bb", "c"]), {1: ["a", "c"], 2: ["bb"]})
        self.assertIsInstance(toolbox.by_length([]), collections.defaultdict)
        self.assertEqual(list(toolbox.last_two([1, 2, 3])), [2, 3])
        self.assertEqual(toolbox.last_two([]).maxlen, 2)

    def test_named_tuple(self):
        point = toolbox.Point(1, 2)
        self.assertEqual(point, (1, 2))
        self.assertEqual(point.y, 2)
        self.assertEqual(type(point).__name__, "Point")

    def test_views_are_lists(self):
        self.assertEqual(sorted(toolbox.names({"b": 1, "a": 2})), ["a", "b"])

    def test_one_object_stays_one(self):
        first, second = toolbox.twice_the_same()
        self.assertIs(first, second)
        knot = toolbox.knot()
        self.assertIs(knot[0], knot)


class Arguments(unittest.TestCase):
    def test_changed_in_place(self):
        numbers, nested = [3, 1, 2], {"a": [1], "b": {2}}
        toolbox.sort(numbers)
        self.assertEqual(numbers, [1, 2, 3])
        toolbox.fill(nested)
        self.assertEqual(nested, {"a": [1, 9], "b": {2, 9}, "new": 1})

    def test_changed_though_it_raised(self):
        numbers = [1]
        with self.assertRaises(RuntimeError):
            toolbox.spoil(numbers)
        self.assertEqual(numbers, [1, "spoilt"])

    def test_the_argument_itself(self):
        numbers = [1]
        self.assertIs(toolbox.same(numbers), numbers)
        self.assertIs(toolbox.wrapped(numbers)[0], numbers)

    def test_not_changed(self):
        numbers = [2, 1]
        self.assertEqual(toolbox.ordered(numbers), [1, 2])
        self.assertEqual(numbers, [2, 1])

    def test_named_and_default(self):
        self.assertEqual(toolbox.greet(), "hello you")
        self.assertEqual(toolbox.greet(name="Ada", word="hi"), "hi Ada")
        self.assertEqual(toolbox.collect(1, 2, target=3, self=4), ((1, 2), {"target": 3, "self": 4}))
        with self.assertRaises(TypeError):
            toolbox.greet(1, 2, 3)


if __name__ == "__main__":
    unittest.main()
