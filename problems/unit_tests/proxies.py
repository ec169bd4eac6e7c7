# The test's side: stands in for the submission's modules, and runs one test.
#
# Nothing that comes from the submission is believed: a comparison of an object of its with a value of the test's is decided
# here, and what decides about the test is never in the other process.
import builtins
import importlib.abc
import importlib.machinery
import importlib.util
import io
import sys
import types
import weakref

KINDS_OF_CALLERS = ("unittest", "_pytest", "pytest", "doctest")


PROXIES = weakref.WeakValueDictionary()   # handle -> the object here
SENT = {}               # handle -> how often it has come
DROPPED = []            # (handle, how often) of what is gone here
CLASSES = {}            # handle -> class


def fail_if_over():
    if STATE.over or STATE.broken or STATE.gone:
        raise SubmissionEnded


def ask(operation, target, *arguments):
    """A call of the submission's side."""
    return exchange(operation, target, arguments, None)


def exchange(operation, target, arguments, named):
    fail_if_over()
    STATE.contacts += 1
    try:
        return PEER.call(operation, target, arguments, named)
    except OverBound as bound:
        if is_own_bound(bound):
            raise Fault(f"the test's arguments can't be sent: {bound}") from None
        STATE.over = str(bound)
    except WireError as error:
        STATE.broken = str(error)
    except Gone:
        STATE.gone = call_as_text(STATE.in_call) or operation
    raise SubmissionEnded


def is_own_bound(bound):
    """Whether it was met before anything was sent."""
    trace = bound.__traceback__
    while trace.tb_next:
        trace = trace.tb_next
        if trace.tb_frame.f_code is Peer.encoded.__code__:
            return True
        if trace.tb_frame.f_code is Peer.answer.__code__:
            return False
    return False


def handle_of(proxy):
    return object.__getattribute__(proxy, "_assize_handle")


def is_proxy(value):
    kind = type(value)
    return issubclass(kind, Proxy) or issubclass(kind, StudentClass) or (
        issubclass(kind, BaseException) and type(kind) is StudentExceptionClass)


def caller_is_a_runner():
    """Whether unittest or pytest itself does this, and not the test: they don't hand expected values to a submission."""
    frame = sys._getframe(2)
    while frame and frame.f_code.co_filename == __file__:
        frame = frame.f_back
    name = frame.f_globals.get("__name__", "") if frame else ""
    return name.partition(".")[0] in KINDS_OF_CALLERS and name != "unittest.mock"


def kind_of(value):
    if isinstance(value, StudentClass):
        return f"the class {value.__name__}"
    return f"an object of class {type(value).__name__}"


def note_comparison(proxy, other):
    if not STATE.discovering:
        NOTES.append(f"returned {kind_of(proxy)}, expected the {type(other).__name__} {shown(other)}")
        del NOTES[:-20]


def shown(value):
    try:
        text = repr(value)
    except Exception:
        text = f"<{type(value).__name__}>"
    return text if len(text) <= 80 else text[:77] + "..."


def compared(name):
    """==, <, …: of two objects of the submission's it is asked; with a value of the test's it is decided here."""
    def compare(self, other):
        if is_proxy(other):
            return ask("special", self, name, other)
        if name.strip("_") in STATE.trusted:
            return ask("special", self, name, other)
        note_comparison(self, other)
        if name == "__eq__":
            return False
        if name == "__ne__":
            return True
        raise TypeError(f"{kind_of(self)} has no order with the {type(other).__name__} {shown(other)}")
    compare.__name__ = name
    return compare


def forwarded(name, kinds=None):
    """Any other operation, whose result is of the type that Python demands."""
    def forward(self, *arguments):
        if arguments and caller_is_a_runner() and not all(is_proxy(a) for a in arguments) and \
                name not in ("__getitem__", "__format__", "__exit__", "__round__"):
            raise TypeError(f"{kind_of(self)} is not compared with values of the test by itself")
        result = ask("special", self, name, *arguments)
        if kinds is not None and type(result) not in kinds:
            raise TypeError(f"{name} of {kind_of(self)} returned no {kinds[0].__name__}")
        return result
    forward.__name__ = name
    return forward


def contains(self, value):
    if is_proxy(value) or "contains" in STATE.trusted:
        return bool(ask("special", self, "__contains__", value))
    for item in self:
        if item is value or item == value:
            return True
    return False


def leave(self, kind, error, trace):
    own = isinstance(error, AssertionError) and not is_of_submission_error(error)
    if own:
        STATE.failed = STATE.failed or error
    result = ask("special", self, "__exit__", None if kind is None else builtin_base(kind), error, None)
    return bool(result) and not own


def builtin_base(kind):
    for base in type.mro(kind):
        if id(base) in NAME_OF:
            return base
    return Exception


def call_object(self, /, *arguments, **named):
    return called(self, arguments, named)


def called(target, arguments, named):
    before, STATE.in_call = STATE.in_call, (target, arguments, named)
    try:
        result = exchange("call", target, arguments, named)
    finally:
        STATE.last_call, STATE.in_call = STATE.in_call, before
    return result


def call_as_text(call):
    """A call, as it is written in Python."""
    if not call:
        return ""
    target, arguments, named = call
    words = [*map(shown, arguments), *(f"{name}={shown(value)}" for name, value in named.items())]
    return f"{name_of(target)}({', '.join(words)})"[:400]


def name_of(target):
    names = object.__getattribute__(target, "_assize_name") if isinstance(target, Proxy) else target.__name__
    return names or type(target).__name__


LOCAL_NAMES = set(("__spec__ __loader__ __wrapped__ __signature__ __isabstractmethod__ __code__ __objclass__ "
                   "__text_signature__ __path__ _is_coroutine _is_coroutine_marker __unittest_skip__ "
                   "__unittest_expecting_failure__ __test__ __bases__ __mro_entries__").split())


def attribute(self, name):
    if name in LOCAL_NAMES and not (name == "__path__" and isinstance(self, SubmissionModule)):
        if name == "__signature__":
            return signature_of(self)
        raise AttributeError(name)
    if not isinstance(self, (SubmissionModule, StudentClass)) and not name.startswith("__") and caller_is_a_runner():
        raise AttributeError(name)
    if name == "__all__" and isinstance(self, SubmissionModule):
        return names_for_star(self)
    result = ask("get", self, name)
    if isinstance(result, Proxy) and not isinstance(result, SubmissionModule):
        object.__setattr__(result, "_assize_name", name)
    return result


def names_for_star(module):
    """What `from stack import *` brings."""
    names = [str(name) for name in ask("dir", module)]
    if "__all__" in names:
        return ask("get", module, "__all__")
    return [name for name in names if not name.startswith("_")]


def signature_of(proxy):
    import inspect
    try:
        told = ask("signature", proxy)
        return inspect.Signature([inspect.Parameter(name, inspect._ParameterKind(kind),
                                                    default=default if has else inspect.Parameter.empty)
                                  for name, kind, has, default in told])
    except (TypeError, ValueError):
        raise AttributeError("__signature__") from None


class Proxy:
    """Stands for an object of the submission's."""
    __slots__ = ("_assize_handle", "_assize_name", "__weakref__")
    __hash__ = None

    def __getattr__(self, name):
        return attribute(self, name)

    def __setattr__(self, name, value):
        ask("set", self, name, value)

    def __delattr__(self, name):
        ask("delete", self, name)

    def __dir__(self):
        return [str(name) for name in ask("dir", self)]

    def __del__(self):
        try:
            number = handle_of(self)
            DROPPED.append((number, SENT.pop(number)))
        except Exception:
            pass

    __eq__ = compared("__eq__")
    __ne__ = compared("__ne__")
    __lt__ = compared("__lt__")
    __le__ = compared("__le__")
    __gt__ = compared("__gt__")
    __ge__ = compared("__ge__")
    __repr__ = forwarded("__repr__", (str,))
    __str__ = forwarded("__str__", (str,))
    __format__ = forwarded("__format__", (str,))
    __doc__ = property(lambda self: ask("get", self, "__doc__"))

    def __copy__(self):
        return ask("copy", self, False)

    def __deepcopy__(self, memo):
        return ask("copy", self, True)

    def __reduce_ex__(self, protocol):
        raise TypeError("an object of the submission's can't be pickled by a test")


RESULTS = {"__bool__": (bool,), "__len__": (int,), "__int__": (int,), "__float__": (float,), "__complex__": (complex,),
           "__bytes__": (bytes,), "__hash__": (int,), "__index__": (int,), "__length_hint__": (int,), "__fspath__": (str, bytes)}
OPERATIONS = {name: forwarded(name, RESULTS.get(name)) for name in (*OPERATORS, *PROTOCOLS, *REFLECTED)
              if name not in ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__repr__", "__str__", "__format__",
                              "__instancecheck__", "__subclasscheck__")}
OPERATIONS |= {"__contains__": contains, "__exit__": leave, "__call__": call_object}


def has_length(self):
    length = ask("special", self, "__len__")
    if type(length) is not int or length < 0:
        raise TypeError(f"__len__ of {kind_of(self)} returned no length")
    return length


OPERATIONS["__len__"] = has_length


class StudentClass(type):
    """The class of classes that stand for the submission's."""

    __doc__ = property(lambda cls: ask("get", cls, "__doc__") if is_mirrored(cls) else None)

    def __call__(cls, /, *arguments, **named):
        if not is_mirrored(cls):
            return super().__call__(*arguments, **named)
        return called(cls, arguments, named)

    def __getattr__(cls, name):
        if name.startswith("_assize") or not is_mirrored(cls):
            raise AttributeError(name)
        return attribute(cls, name)

    def __setattr__(cls, name, value):
        if name.startswith(("_assize", "__abstractmethods__")) or not is_mirrored(cls):
            return super().__setattr__(name, value)
        ask("set", cls, name, value)

    def __delattr__(cls, name):
        ask("delete", cls, name)

    def __instancecheck__(cls, value):
        if not is_mirrored(cls) or not is_proxy(value):
            return super().__instancecheck__(value)
        return super().__instancecheck__(value) or ask("special", cls, "__instancecheck__", value) is True

    def __subclasscheck__(cls, other):
        return super().__subclasscheck__(other)

    def __eq__(cls, other):
        return cls is other

    def __hash__(cls):
        return type.__hash__(cls)

    def __dir__(cls):
        return [str(name) for name in ask("dir", cls)] if is_mirrored(cls) else super().__dir__()

    def __iter__(cls):
        return ask("special", cls, "__iter__")

    def __len__(cls):
        return ask("special", cls, "__len__")

    def __bool__(cls):
        return True

    def __getitem__(cls, key):
        return ask("special", cls, "__getitem__", key)

    def __contains__(cls, value):
        return contains(cls, value)

    def __repr__(cls):
        return f"<class '{type.__getattribute__(cls, '__module__')}.{cls.__qualname__}'>" if is_mirrored(cls) else \
            super().__repr__()


class StudentExceptionClass(StudentClass):
    """… of exceptions. They are classes that `except` takes."""


def is_mirrored(cls):
    return "_assize_class" in type.__getattribute__(cls, "__dict__")


def class_handle(cls):
    return type.__getattribute__(cls, "__dict__")["_assize_class"]


def error_attribute(self, name):
    if name.startswith("_assize") or name in ("__notes__", "__unittest_skip__") or name in LOCAL_NAMES:
        raise AttributeError(name)
    return ask("get", self, name)


def mirror_of_class(number, name, qualname, module, bases, special):
    bases = [base for base in bases if isinstance(base, type)]
    error = next((base for base in bases if issubclass(base, BaseException)), None)
    names = {"_assize_class": number, "__qualname__": qualname, "__module__": module}
    try:
        if error is not None:
            names |= {"__getattr__": error_attribute, "__str__": lambda self: self._assize_text}
            kind = StudentExceptionClass(name, (error,), names)
        else:
            names |= {"__slots__": (), "__doc__": Proxy.__dict__["__doc__"]}
            names |= {operation: OPERATIONS[operation] for operation in special if operation in OPERATIONS}
            if "__hash__" not in names:
                names["__hash__"] = None if "unhashable" in special else identity_hash
            mirrored = tuple(base for base in bases if issubclass(base, Proxy))
            kind = StudentClass(name, mirrored or (Proxy,), names)
    except (TypeError, ValueError):
        raise WireError("a class that can't be") from None
    CLASSES[number] = kind
    return kind


def identity_hash(self):
    return hash(("object of the submission's", handle_of(self)))


class SubmissionModule(Proxy):
    """Stands for a module of the submission's."""
    __slots__ = ()
    __hash__ = identity_hash
