# Which values go from one process to the other by their exact type, and how they are taken apart and made again.
import collections
import datetime
import decimal
import fractions
import struct
import sys

FRAME = 16 << 20        # bytes
DEPTH = 100             # of values in values
OBJECTS = 1 << 20       # containers and other objects of a frame
ELEMENTS = 1 << 22      # values of a frame
FIELDS = 1000           # of a named tuple


class WireError(Exception):
    """A frame that isn't one."""


class OverBound(WireError):
    """A value, or a frame, over a bound, which the text names."""


BUILTINS = ("ArithmeticError AssertionError AttributeError BaseException BlockingIOError BrokenPipeError BufferError "
            "ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError "
            "Exception FileExistsError FileNotFoundError FloatingPointError GeneratorExit ImportError IndentationError "
            "IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError "
            "ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError "
            "ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError "
            "SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError "
            "UnicodeEncodeError UnicodeError UnicodeTranslateError UserWarning ValueError ZeroDivisionError Warning "
            "DeprecationWarning FutureWarning RuntimeWarning abs all any ascii bin bool bytearray bytes callable chr "
            "classmethod complex dict divmod enumerate filter float format frozenset getattr hasattr hash hex id int "
            "isinstance issubclass iter len list map max min next object oct ord pow print property range repr reversed "
            "round set setattr slice sorted staticmethod str sum super tuple type zip").split()
_scope = __builtins__ if isinstance(__builtins__, dict) else vars(__builtins__)
BY_NAME = {name: _scope[name] for name in BUILTINS}
NAME_OF = {id(value): name for name, value in BY_NAME.items()}
NONE_TYPE = type(None)
_dict_views = (type({}.keys()), type({}.values()), type({}.items()))
_double = struct.Struct("<d")
_doubles = struct.Struct("<dd")
_length = struct.Struct("<I")


def _of_datetime(v):
    return (v.year, v.month, v.day, v.hour, v.minute, v.second, v.microsecond, v.tzinfo, v.fold)


def _of_time(v):
    return (v.hour, v.minute, v.second, v.microsecond, v.tzinfo, v.fold)


def _of_timezone(v):
    name = v.tzname(None)
    return (v.utcoffset(None),) if name == datetime.timezone(v.utcoffset(None)).tzname(None) else (v.utcoffset(None), name)


# By exact type: a letter, the parts of a value as a tuple, and the value from them.
PARTS = {
    decimal.Decimal: ("D", lambda v: (str(v),), decimal.Decimal),
    fractions.Fraction: ("Q", lambda v: (v.numerator, v.denominator), fractions.Fraction),
    datetime.date: ("a", lambda v: (v.year, v.month, v.day), datetime.date),
    datetime.time: ("m", _of_time, lambda *p: datetime.time(*p[:5], fold=p[5])),
    datetime.datetime: ("M", _of_datetime, lambda *p: datetime.datetime(*p[:8], fold=p[8])),
    datetime.timedelta: ("e", lambda v: (v.days, v.seconds, v.microseconds), datetime.timedelta),
    datetime.timezone: ("z", _of_timezone, datetime.timezone),
    range: ("R", lambda v: (v.start, v.stop, v.step), range),
    slice: ("L", lambda v: (v.start, v.stop, v.step), slice),
}
FROM_PARTS = {ord(letter): make for letter, _, make in PARTS.values()}
# The same of modules that few programs import.
LATE = {"U": ("uuid", "UUID", lambda v: (v.bytes,), lambda kind: lambda data: kind(bytes=data)),
        "P": ("pathlib", "PosixPath", lambda v: (str(v),), lambda kind: kind),
        "p": ("pathlib", "PurePosixPath", lambda v: (str(v),), lambda kind: kind)}


def note_late(letter):
    module, name, parts, make = LATE[letter]
    kind = getattr(__import__(module), name)
    PARTS[kind] = letter, parts, make(kind)
    FROM_PARTS[ord(letter)] = make(kind)


def note_late_kind(kind):
    for letter, (module, name, _, _) in LATE.items():
        if name == kind.__name__ and module in sys.modules and getattr(sys.modules[module], name, None) is kind:
            note_late(letter)
