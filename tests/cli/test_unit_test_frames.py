"""Frames of unit tests: what is sent comes out the same, and what isn't a frame is refused, whatever it is."""

import collections
import datetime
import decimal
import fractions
import math
import os
import pathlib
import random
import time
import unittest
import uuid

from support import ROOT

PROGRAMS = ROOT / "problems" / "unit_tests"
FRAMES = int(os.environ.get("ASSIZE_FRAMES", "2000"))


def programs(*names):
    """The names of some of the programs, which are one text where they run."""
    names_there = {"__name__": "programs", "__file__": str(PROGRAMS / "main.py")}
    exec(compile("\n\n".join((PROGRAMS / f"{name}.py").read_text() for name in names), "programs", "exec"), names_there)
    return names_there


WIRE = programs("values", "wire", "peer")
Encoder, Decoder, WireError, OverBound = (WIRE[name] for name in ("Encoder", "Decoder", "WireError", "OverBound"))
Point = collections.namedtuple("Point", "x y")


def encoded(value, export=None):
    encoder = Encoder(export)
    encoder.put(value)
    return bytes(encoder.out)


def decoded(data, brought=()):
    return Decoder(data, lambda letter, parts: (letter, parts), brought).whole()


class Values:
    """Random values of every kind that has a form."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.plain = [
            lambda r: None, lambda r: r.random() < 0.5, lambda r: r.randrange(-70, 70), lambda r: r.getrandbits(r.randrange(1, 300)),
            lambda r: -r.getrandbits(64), lambda r: r.uniform(-1e9, 1e9), lambda r: complex(r.random(), -r.random()),
            lambda r: "".join(chr(r.randrange(0x110000)) for _ in range(r.randrange(5))), lambda r: r.randbytes(r.randrange(9)),
            lambda r: decimal.Decimal(r.getrandbits(40)).scaleb(-r.randrange(30)), lambda r: fractions.Fraction(r.randrange(99), 7),
            lambda r: datetime.date.fromordinal(r.randrange(1, 3_000_000)), lambda r: datetime.timedelta(seconds=r.randrange(10**9)),
            lambda r: datetime.datetime(2024, 2, 29, 1, 2, 3, 4, datetime.timezone(datetime.timedelta(minutes=r.randrange(600)))),
            lambda r: range(r.randrange(9), r.randrange(99), 3), lambda r: uuid.UUID(int=r.getrandbits(128)),
            lambda r: pathlib.Path("/a") / str(r.random()), lambda r: r.choice((int, len, ValueError, ..., NotImplemented))]

    def make(self, depth=0):
        r = self.random
        if depth > 4 or r.random() < 0.5:
            return r.choice(self.plain)(r)
        many = [self.make(depth + 1) for _ in range(r.randrange(5))]
        kind = r.randrange(8)
        if kind < 3:
            return (many, tuple(many), collections.deque(many, maxlen=r.choice((None, 3))))[kind]
        if kind == 3:
            return bytearray(r.randbytes(4))
        if kind == 4:
            return Point(self.make(depth + 1), many)
        keys = [r.choice(self.plain)(r) for _ in many]
        if kind == 5:
            return r.choice((set, frozenset))(keys)
        made = r.choice((dict, collections.OrderedDict, collections.Counter, lambda: collections.defaultdict(int)))()
        for key, value in zip(keys, many):
            made[key] = value
        return made


class Frames(unittest.TestCase):
    def test_values_come_out_as_they_went_in(self):
        values = Values(1)
        for _ in range(FRAMES):
            value = values.make()
            with self.subTest(value=value):
                back = decoded(encoded(value))
                self.assertEqual(back, value)
                self.assertEqual(type(back).__name__, type(value).__name__)
        self.assertTrue(math.isnan(decoded(encoded(math.nan))))
        self.assertEqual(encoded(decoded(encoded(-0.0))), encoded(-0.0))

    def test_references_are_kept(self):
        knot = [1]
        knot.append(knot)
        back = decoded(encoded({"a": knot, "b": knot}))
        self.assertIs(back["a"], back["b"])
        self.assertIs(back["a"][1], back["a"])

    def test_what_is_no_frame_is_refused_and_nothing_else_happens(self):
        choose = random.Random(2)
        values = Values(3)
        refused = 0
        for _ in range(FRAMES):
            data = bytearray(encoded(values.make()))
            for _ in range(choose.randrange(1, 4)):
                place = choose.randrange(len(data) + 1)
                change = choose.randrange(4)
                if change == 0 and data:
                    data[place % len(data)] = choose.randrange(256)
                elif change == 1:
                    del data[place:]
                elif change == 2:
                    data[place:place] = choose.randbytes(choose.randrange(1, 5))
                else:
                    data[place:place] = data[:choose.randrange(20)]
            with self.subTest(data=bytes(data)):
                try:
                    decoded(bytes(data), [[1], {}])
                except WireError:
                    refused += 1
        self.assertGreater(refused, FRAMES // 4)
        for _ in range(FRAMES):
            data = choose.randbytes(choose.randrange(40))
            with self.subTest(data=data):
                try:
                    decoded(data)
                except WireError:
                    pass

    def test_bounds(self):
        deep = 5
        for _ in range(WIRE["DEPTH"] + 2):
            deep = [deep]
        many = [[] for _ in range(WIRE["OBJECTS"] + 1)]
        for value in (deep, many, "x" * (WIRE["FRAME"] + 1), [0.5] * (2 * WIRE["FRAME"] // 9)):
            with self.assertRaises(OverBound):
                encoded(value)
        with self.assertRaises(OverBound):
            decoded(b"l\x01" * 5000 + b"l\0")
        begun = time.process_time()
        with self.assertRaises(WireError):
            decoded(b"l\xff\xff\xff\x7f")  # as many as there can't be
        with self.assertRaises(WireError):
            decoded(b"t" + bytes([0x80] * 30))
        self.assertLess(time.process_time() - begun, 1)

    def test_no_set_is_written_out(self):
        # Its order isn't that of a compiled one, so such a program would be parsed for each run.
        def constants(code):
            for constant in code.co_consts:
                yield from constants(constant) if hasattr(constant, "co_consts") else (constant,)
        for path in sorted(PROGRAMS.glob("*.py")):
            code = compile(path.read_text(), path.name, "exec")
            self.assertEqual([value for value in constants(code) if isinstance(value, frozenset)], [], path.name)
        self.assertNotIn("coding", "".join((PROGRAMS / "values.py").read_text().splitlines(True)[:2]))


class Changes(unittest.TestCase):
    def test_what_a_call_has_changed_is_put_back(self):
        for value, content, expected in (([1], [2, 3], [2, 3]), ({1: 2}, {3: 4}, {3: 4}), ({1}, {2}, {2}),
                                         (bytearray(b"a"), b"bc", bytearray(b"bc")),
                                         (collections.Counter("aa"), {"b": 1}, collections.Counter("b")),
                                         (collections.OrderedDict(a=1), {"c": 2, "b": 3}, collections.OrderedDict(c=2, b=3)),
                                         (collections.deque([1]), [2], collections.deque([2]))):
            WIRE["put_back"](value, content)
            self.assertEqual(value, expected)
            self.assertIs(type(value), type(expected))

    def test_what_does_not_fit_is_refused(self):
        for value, content in (([1], {}), ({}, []), ({1}, [1]), (bytearray(), "a"), ((1,), [2]), ("a", ["b"]), (None, [])):
            with self.assertRaises(WireError):
                WIRE["put_back"](value, content)


if __name__ == "__main__":
    unittest.main()
