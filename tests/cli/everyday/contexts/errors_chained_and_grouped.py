# Exceptions: chains, notes, groups, finally, else, own classes, re-raising, assertion.
import traceback


class ConfigError(Exception):
    """A fault of the configuration."""


def load(text):
    try:
        return int(text)
    except ValueError as error:
        error.add_note("while loading the settings")
        raise ConfigError(f"bad value {text!r}") from error


try:
    load("x")
except ConfigError as error:
    print(error, "|", error.__cause__, "|", error.__cause__.__notes__, error.__suppress_context__)
    print("".join(traceback.format_exception(error)).replace(__file__, "main.py"))


def order():
    try:
        try:
            print("body")
            return "from try"
        except ValueError:
            print("not here")
        else:
            print("not here either")
        finally:
            print("inner finally")
    finally:
        print("outer finally")


print(order())
try:
    raise ExceptionGroup("several", [ValueError(1), TypeError("two"), ExceptionGroup("deeper", [KeyError("k")])])
except* (ValueError, KeyError) as group:
    print("first", group.exceptions)
except* TypeError as group:
    print("second", [str(e) for e in group.exceptions])
try:
    try:
        {}["a"]
    except KeyError:
        [][0]
except IndexError as error:
    print(repr(error.__context__), error.__cause__)
try:
    assert 1 > 2, "one isn't more than two"
except AssertionError as error:
    print(error, isinstance(error, Exception), issubclass(KeyboardInterrupt, Exception))
try:
    raise ConfigError from None
except ConfigError as error:
    print(repr(error), error.args, ConfigError.__doc__)
