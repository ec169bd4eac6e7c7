"""Submissions that want points of unit tests without doing what these ask for. None gets any, and none is a judge error."""

import random
import re
import unittest

from support import CliCase, needs_jail

RANDOM = random.Random(7)
PLANTED = [RANDOM.getrandbits(60) for _ in range(1000)]

TESTS = f'''
import unittest
from unittest.mock import Mock
import task

PLANTED = {PLANTED}


class Task(unittest.TestCase):
    def test_number(self):
        self.assertEqual(task.number(3), PLANTED[3])

    def test_almost(self):
        self.assertAlmostEqual(task.number(2), PLANTED[2])

    def test_contained(self):
        self.assertIn(PLANTED[5], task.numbers())

    def test_set(self):
        self.assertSetEqual(task.numbers(), set(PLANTED[:3]))

    def test_raises(self):
        with self.assertRaises(ZeroDivisionError):
            task.divide(1, 0)
        self.assertEqual(task.divide(PLANTED[6], 1), PLANTED[6])

    def test_callback(self):
        def check(value):
            self.assertEqual(value, PLANTED[7])
            return PLANTED[8]
        self.assertEqual(task.tell(check), PLANTED[8])

    def test_mock(self):
        told = Mock(return_value=PLANTED[9])
        task.notify(told)
        told.assert_called_once_with(PLANTED[10])

    def test_changed(self):
        numbers = [PLANTED[11], PLANTED[12]]
        task.swap(numbers)
        self.assertEqual(numbers, [PLANTED[12], PLANTED[11]])

    def test_context(self):
        with task.manager():
            self.assertEqual(1, 2)
'''

# What is behind each cheat: nothing that a test asks for.
BASE = '''
def number(place):
    return 0


def numbers():
    return []


def divide(a, b):
    return 0


def tell(callback):
    return None


def notify(callback):
    pass


def swap(numbers):
    pass


class manager:
    def __enter__(self):
        return self

    def __exit__(self, *how):
        return True


def everywhere(function):
    for name in ("number", "numbers", "divide", "tell", "notify", "swap"):
        globals()[name] = function
'''

LIAR = '''
class Liar:
    def agree(self, *other):
        return True
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = __contains__ = agree
    def __ne__(self, other):
        return False
    def __hash__(self):
        return 0
    def __iter__(self):
        while True:
            yield self
    def __len__(self):
        return 3
    def __sub__(self, other):
        return 0
    __rsub__ = __sub__
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *a, **k: self
'''

# Finds what the server has: its globals are those of the program that imported this module.
SERVER = "import __main__ as server\npeer = server.PEER\n"

CHEATS = {
    # operators that lie
    "liar": LIAR + "everywhere(lambda *a: Liar())",
    "liar_class": LIAR + "Liar.__class__ = int\neverywhere(lambda *a: Liar())",
    "class_is_int": LIAR + "class L(Liar):\n    __class__ = property(lambda self: int)\neverywhere(lambda *a: L())",
    "int_subclass": "class I(int):\n    __eq__ = lambda s, o: True\n    __hash__ = int.__hash__\n    __lt__ = __gt__ = __eq__\n"
                    "everywhere(lambda *a: I(0))",
    "str_subclass": "class S(str):\n    __eq__ = lambda s, o: True\n    __hash__ = str.__hash__\neverywhere(lambda *a: S(''))",
    "list_subclass": "class L(list):\n    __eq__ = __contains__ = lambda s, o: True\neverywhere(lambda *a: L([0, 0, 0]))",
    "set_subclass": "class S(set):\n    difference = lambda s, o: set()\n    __eq__ = lambda s, o: True\n    __hash__ = None\n"
                    "everywhere(lambda *a: S())",
    "liars_inside": LIAR + "everywhere(lambda *a: [Liar(), Liar(), Liar()])",
    "liar_key": LIAR + "everywhere(lambda *a: {Liar(): Liar()})",
    "metaclass": "class M(type):\n    __eq__ = lambda c, o: True\n    __hash__ = type.__hash__\n    __instancecheck__ = lambda c, o: True\n"
                 "class C(metaclass=M): pass\neverywhere(lambda *a: C)",
    "reflected": "class R:\n    __req__ = __rsub__ = __sub__ = lambda s, o: 0\n    __abs__ = __round__ = lambda s, *n: 0\n"
                 "everywhere(lambda *a: R())",
    "named_tuple": "import collections\nP = collections.namedtuple('P', 'x')\nP.__eq__ = lambda s, o: True\neverywhere(lambda *a: P(0))",
    "enumeration": "import enum\nclass E(int, enum.Enum):\n    A = 0\n    __eq__ = lambda s, o: True\n    __hash__ = object.__hash__\n"
                   "everywhere(lambda *a: E.A)",
    "counter": "import collections\nclass C(collections.Counter):\n    __eq__ = lambda s, o: True\neverywhere(lambda *a: C())",
    "not_implemented": "everywhere(lambda *a: NotImplemented)",
    "any_of_mock": "from unittest.mock import ANY\neverywhere(lambda *a: ANY)",
    "true": "everywhere(lambda *a: True)",
    "nan": "everywhere(lambda *a: float('nan'))",
    # ends
    "exit": "import sys\neverywhere(lambda *a: sys.exit(0))",
    "exit_at_import": "import sys\nsys.exit(0)",
    "os_exit": "import os\neverywhere(lambda *a: os._exit(0))",
    "os_exit_at_import": "import os\nos._exit(0)",
    "os_exit_42": "import os\nprint('42')\nos._exit(42)",
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "at_exit": "import atexit, os\natexit.register(lambda: print('PASSED'))\neverywhere(lambda *a: os._exit(0))",
    "thread": "import threading, os, time\nthreading.Thread(target=lambda: (time.sleep(.05), os._exit(0))).start()",
    "interrupt": "def f(*a):\n    raise KeyboardInterrupt\neverywhere(f)",
    "generator_exit": "def f(*a):\n    raise GeneratorExit\neverywhere(f)",
    "stop_iteration": "def f(*a):\n    raise StopIteration\neverywhere(f)",
    "base_exception": "class B(BaseException): pass\ndef f(*a):\n    raise B\neverywhere(f)",
    # exceptions that control a runner
    "skip": "import unittest\ndef f(*a):\n    raise unittest.SkipTest('no')\neverywhere(f)",
    "skip_subclass": "import unittest\nclass S(unittest.SkipTest): pass\ndef f(*a):\n    raise S('no')\neverywhere(f)",
    "skip_at_import": "import unittest\nraise unittest.SkipTest('no')",
    "own_skip": "class SkipTest(Exception):\n    __module__ = 'unittest.case'\ndef f(*a):\n    raise SkipTest\neverywhere(f)",
    "should_stop": "from unittest.case import _ShouldStop\ndef f(*a):\n    raise _ShouldStop\neverywhere(f)",
    "name_error": "def f(*a):\n    raise NameError('PLANTED')\neverywhere(f)",
    "import_error": "def f(*a):\n    raise ImportError('no')\neverywhere(f)",
    "module_missing": "import nothing_like_that",
    "syntax_error": "def f(*a):\n    raise SyntaxError('x', (1, 'y', [], {}))\neverywhere(f)",
    "weird_error": "class W(Exception):\n    def __str__(self):\n        raise self\n    __repr__ = __str__\ndef f(*a):\n    raise W\neverywhere(f)",
    "error_class_lies": "class M(type(Exception)):\n    __instancecheck__ = __subclasscheck__ = lambda c, o: True\n"
                        "class Z(Exception, metaclass=M):\n    __class__ = ZeroDivisionError\ndef f(*a):\n    raise Z\neverywhere(f)",
    # the test's process
    "patched_unittest": "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\nunittest.TestResult.wasSuccessful = lambda s: True",
    "patched_builtins": "import builtins\nbuiltins.isinstance = lambda *a: True\nbuiltins.print = lambda *a: None",
    "import_hook": "import sys\nclass F:\n    def find_spec(self, *a):\n        return None\nsys.meta_path.insert(0, F())",
    "planted_modules": "import sys, types\nfor name in ('unittest', 'tests', 'main', 'conftest'):\n    sys.modules[name] = types.ModuleType(name)",
    "walk_callback": "def tell(callback):\n    for name in ('__globals__', '__closure__', '__code__', 'gi_frame', 'f_globals', '__self__'):\n"
                     "        try:\n            return getattr(callback, name)\n        except AttributeError:\n            pass\n"
                     "    return '{0.__globals__}'.format(callback)",
    "walk_handle": "def tell(callback):\n    for n in range(1, 500):\n        for ask in ('get', 'call', 'iter'):\n            try:\n"
                   "                peer.call(ask, n, ('PLANTED',))\n            except Exception:\n                pass\n",
    "mock_configured": "def notify(callback):\n    for name in ('configure_mock', 'reset_mock', 'mock_add_spec'):\n        try:\n"
                       "            getattr(callback, name)(**{'assert_called_once_with': id})\n        except Exception:\n            pass",
    "mock_attribute": "def notify(callback):\n    callback.assert_called_once_with = lambda *a: None",
    "mock_assertion": "def notify(callback):\n    callback.assert_called_once_with(1)",
    "callback_argument": "def tell(callback):\n    class E:\n        __eq__ = lambda s, o: True\n    return callback(E())",
    "callback_swallowed": "def tell(callback):\n    try:\n        callback(0)\n    except BaseException:\n        pass\n    return callback",
    "callback_returned": "everywhere(lambda *a: a[0] if a else None)",
    "memory": "import gc\ndef number(place):\n    for thing in gc.get_objects():\n        if type(thing) is list and len(thing) == 1000:\n"
              "            return thing[place]\n    return 0",
    "own_memory": "def number(place):\n    import re\n    for line in open('/proc/self/maps'):\n        pass\n"
                  "    return len(open('/proc/self/mem', 'rb').read(0))",
    "frames": "import sys\ndef number(place):\n    frame = sys._getframe()\n    while frame:\n        for value in frame.f_locals.values():\n"
              "            if type(value) is list and value and value[0] == place:\n                return value\n        frame = frame.f_back",
    "files": "import glob\ndef number(place):\n    return [open(p).read() for p in glob.glob('/box/**', recursive=True) if 'test' in p]",
    # frames that aren't answers
    "forged": SERVER + "server.os.write(peer.write_fd, b'\\x03\\0\\0\\0abc')",
    "forged_value": SERVER + "e = peer.encoded(('value', 7, [], ([], None)))\nfor _ in range(50):\n    peer.send(e)",
    "forged_call": SERVER + "e = peer.encoded(('call', 'call', 1, (), {}, ([], None), ()))\nfor _ in range(50):\n    peer.send(e)",
    "forged_release": SERVER + "peer.send(peer.encoded(('call', 'get', 1, ('x',), {}, ([], None), ((1, 10**9), ('a', 'b')))))",
    "forged_class": SERVER + "class B:\n    pass\ndef parts(value):\n    return (7, 'int', 'int', 'builtins', (int,), ('__eq__', '__hash__'))\n"
                    "peer.class_parts = parts\neverywhere(lambda *a: B())",
    "forged_changes": SERVER + "peer.send(peer.encoded(('value', None, [(0, []), (1, {}), (99, [])], ([], None))))",
    "forged_exception": SERVER + "peer.send(peer.encoded(('raised', 5, None, [], ([], None))))",
    "truncated": SERVER + "server.os.write(peer.write_fd, b'\\xff\\0\\0\\0abc')\nserver.os._exit(0)",
    "endless_frame": SERVER + "while True:\n    server.os.write(peer.write_fd, b'\\0' * 65536)",
    "huge_frame": SERVER + "server.os.write(peer.write_fd, b'\\xff\\xff\\xff\\xff')",
    "deep_frame": SERVER + "d = b'l\\x01' * 5000 + b'l\\0'\nserver.os.write(peer.write_fd, len(d).to_bytes(4, 'little') + d)",
    "wide_frame": SERVER + "d = b'l' + b'\\x80\\x80\\xc0\\x03' + b'l\\0' * (7 << 20)\nserver.os.write(peer.write_fd, len(d).to_bytes(4, 'little') + d)",
    "silent": "import time\nnumber = (lambda *a: time.sleep(60))",
    "late": "import time\ndef number(place):\n    time.sleep(60)\n    return 7",
    "busy": "def f(*a):\n    while True:\n        pass\nnumber = f",
    # too much
    "endless_iterator": "import itertools\nnumber = numbers = (lambda *a: itertools.count())",
    "large_value": "everywhere(lambda *a: 'x' * (20 << 20))",
    "many_handles": "class O: pass\neverywhere(lambda *a: [O() for _ in range(200000)])",
    "deep_value": "def f(*a):\n    x = []\n    for _ in range(5000):\n        x = [x]\n    return x\neverywhere(f)",
    "large_range": "number = numbers = (lambda *a: range(10**15))",
    "large_number": "everywhere(lambda *a: 10 ** 2_000_000)",
    "large_decimal": "import decimal\neverywhere(lambda *a: decimal.Decimal('1E+999999999999999'))",
    "colliding_keys": "everywhere(lambda *a: {n * (2**61 - 1): 0 for n in range(20000)})",
    "printing": "def f(*a):\n    while True:\n        print('PASSED OK 1.0' * 1000)\nnumber = f",
    "left_with_colliding_keys": SERVER + "def number(place):\n    e = server.Encoder(None)\n    e.out += b't\\x04s\\x05valued'\n    e.number(60000)\n"
                                "    for n in range(1, 60001):\n        e.put(n * (2**61 - 1))\n        e.put(None)\n"
                                "    e.out += b'l\\0t\\x02l\\0N'\n    peer.send(e)\n    server.os._exit(0)",
    "fed_to_the_callback": "def tell(callback):\n    while True:\n        callback('x' * (10 << 20))",
}


@needs_jail
class Cheats(CliCase):
    def test_no_cheat_gets_a_point_or_makes_a_judge_error(self):
        package = self.dir / "task"
        (package / "tests").mkdir(parents=True)
        (package / "tests" / "test_task.py").write_text(TESTS)
        (package / "assignment.yaml").write_text("limits: {time_limit: 0.3, memory: 256}\n")
        files = [self.write(f"{name}.py", BASE + cheat + "\n") for name, cheat in CHEATS.items()]
        self.assertGreaterEqual(len(files), 60)
        done = self.assize("judge", "--json", "--problem", package, *files, code=0, timeout=1500)
        for name, line in zip(CHEATS, done.json_lines(), strict=True):
            with self.subTest(cheat=name):
                self.assertEqual([test["name"] for test in line["tests"] if test["verdict"] == "AC"], [], line)
                self.assertEqual(float(line["score"]), 0)
                self.assertNotIn("JE", [test["verdict"] for test in line["tests"]], line)
                # Nothing that the submission could have told names an expected value, but in what staff reads.
                told = " ".join(test["stdout"] + test["stderr"] for test in line["tests"])
                self.assertEqual(set(re.findall(r"\d{10,}", told)) & set(map(str, PLANTED)), set())


if __name__ == "__main__":
    unittest.main()
