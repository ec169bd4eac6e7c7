# The exchange as the tests' side has it, and what a test arranges for the calls of the submission.
import unittest


class TesterPeer(Peer):
    """The exchange, as the test's side has it."""

    def __init__(self, read_fd, write_fd):
        super().__init__(read_fd, write_fd)
        self.env = Surroundings()

    # --- coding

    def export(self, value):
        kind = type(value)
        if isinstance(value, StudentClass) and is_mirrored(value):
            return "H", (class_handle(value),)
        if issubclass(kind, Proxy):
            return "H", (handle_of(value),)
        if isinstance(value, BaseException):
            if type(kind) is StudentExceptionClass:
                return "H", (value._assize_handle,)
            token = self.handle(value)
            shown_arguments = () if isinstance(value, AssertionError) else value.args
            return "X", (builtin_base(kind), tuple(a if is_plain(a) else shown(a) for a in shown_arguments), token)
        if isinstance(value, (types.ModuleType, types.FrameType, types.CodeType, unittest.TestCase)):
            raise Fault(f"an object of class {kind.__name__} can't be given to the submission")
        return "h", (self.handle(value),)

    def resolve(self, letter, parts):
        try:
            return getattr(self, "make_" + letter)(*parts)
        except (AttributeError, TypeError, IndexError) as error:
            raise WireError(f"a value of no known form: {error}") from None

    def make_H(self, number):
        return self.mine(number)

    def make_K(self, number, *described):
        if type(number) is not int:
            raise WireError("a class without a handle")
        if described:
            name, qualname, module, bases, special = described
            if not all(type(text) is str for text in (name, qualname, module)) or type(bases) is not tuple or \
                    type(special) is not tuple or number in CLASSES:
                raise WireError("a class of no known form")
            return mirror_of_class(number, name, qualname, module, bases, special)
        if number not in CLASSES:
            raise WireError("a class that wasn't described")
        return CLASSES[number]

    def make_h(self, number, kind):
        if type(number) is not int or number <= 0:
            raise WireError("an object without a handle")
        SENT[number] = SENT.get(number, 0) + 1
        found = PROXIES.get(number)
        if found is not None:
            return found
        if isinstance(kind, StudentExceptionClass):
            raise WireError("an exception as an object")
        if not (isinstance(kind, StudentClass) and is_mirrored(kind)):
            kind = Proxy
        if len(PROXIES) > HANDLES:
            raise OverBound(f"at most {HANDLES} objects can be looked at from outside at the same time")
        proxy = object.__new__(kind)
        object.__setattr__(proxy, "_assize_handle", number)
        object.__setattr__(proxy, "_assize_name", "")
        PROXIES[number] = proxy
        return proxy

    def make_X(self, kind, arguments, named):
        if not (isinstance(kind, type) and issubclass(kind, BaseException)) or type(arguments) is not tuple or \
                type(named) is not dict:
            raise WireError("an exception of no known form")
        try:
            error = kind(*arguments)
        except Exception:
            error = kind.__new__(kind)
            error.args = arguments
        for name in ("name", "obj", "path"):
            if type(named.get(name)) is str and hasattr(error, name):
                setattr(error, name, named[name])
        return came_from_submission(error)

    def make_Y(self, module, name, base, arguments, text, parts):
        found = None
        if type(module) is str and type(name) is str and module in STANDARD_MODULES:
            try:
                found = getattr(importlib.import_module(module), name, None)
            except ImportError:
                pass
        if not (isinstance(found, type) and issubclass(found, Exception)):
            found = base
        try:
            error = found(parts["msg"], parts["doc"], parts["pos"]) if parts else found(*arguments)
        except Exception:
            error = found.__new__(found)
            error.args = arguments
        return came_from_submission(error)

    def make_x(self, number, kind, arguments, text):
        if type(number) is not int or type(arguments) is not tuple or type(text) is not str or not (
                isinstance(kind, type) and issubclass(kind, BaseException)):
            raise WireError("an exception of no known form")
        SENT[number] = SENT.get(number, 0) + 1
        known = PROXIES.get(number)
        if known is not None:
            return known
        error = kind.__new__(kind)
        error.args = arguments
        try:
            BaseException.__setattr__(error, "_assize_handle", number)
            BaseException.__setattr__(error, "_assize_text", text)
            PROXIES[number] = error
        except (AttributeError, TypeError):
            pass
        return came_from_submission(error)

    def raise_here(self, error, where):
        if not isinstance(error, BaseException):
            raise WireError("what was raised is no exception")
        own = id(error) in self.handle_of
        if not own and type(where) is tuple and [type(part) for part in where] == [str, str, int]:
            error.__dict__["_assize_where"] = where
        raise error

    # --- what a submission does with objects of the test's

    def perform(self, operation, target, arguments, named):
        target = self.mine(target)
        if operation == "call" and callable(target):
            try:
                return target(*arguments, **named)
            except BaseException as error:
                self.note_failure(error)
                raise
        if operation == "get" and len(arguments) == 1 and type(arguments[0]) is str:
            return self.public(target, arguments[0])
        if operation == "iter":
            return Iterator(iter(target))
        if operation == "next" and type(target) is Iterator:
            return target.step()
        raise TypeError("the test's object doesn't do that")

    def note_failure(self, error):
        if isinstance(error, AssertionError) and not is_of_submission_error(error):
            STATE.failed = STATE.failed or error

    def public(self, target, name):
        if name in ("__name__", "__doc__"):
            value = getattr(target, name, None)
            return value if type(value) is str else None
        if name.startswith("_") or isinstance(target, CLOSED) or name.startswith(("gi_", "cr_", "ag_", "tb_", "f_", "co_")):
            raise AttributeError(f"the test's object shows no attribute {name!r}")
        if is_mock(target) and hasattr(sys.modules["unittest.mock"].MagicMock, name):
            raise AttributeError(f"the test's object shows no attribute {name!r}")
        value = getattr(target, name)
        if isinstance(value, (types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, type)) and \
                id(value) not in NAME_OF:
            raise AttributeError(f"the test's object shows no attribute {name!r}")
        return value

    # --- the surroundings of a call

    def released(self):
        taken = tuple(DROPPED)
        del DROPPED[:len(taken)]
        return taken

    def extra(self):
        return self.env.changes(self)

    def take_extra(self, extra):
        if type(extra) is not tuple or len(extra) != 2 or type(extra[0]) is not list:
            raise WireError("what was printed is of no known form")
        for piece in extra[0]:
            if type(piece) is not tuple or len(piece) != 2 or piece[0] not in ("stdout", "stderr") or \
                    type(piece[1]) is not bytes:
                raise WireError("what was printed is of no known form")
            self.env.printed(*piece)
        if type(extra[1]) is int:
            self.env.was_read(extra[1])


CLOSED = (types.FunctionType, types.MethodType, types.BuiltinFunctionType, types.GeneratorType, types.CoroutineType,
          types.AsyncGeneratorType, types.ModuleType, types.FrameType, types.CodeType, types.TracebackType, type)


def is_mock(value):
    """Its own methods are the test's to call: `configure_mock` would make its assertions hold."""
    mock = sys.modules.get("unittest.mock")
    return mock is not None and isinstance(value, mock.NonCallableMock)


class Iterator:
    """An iterator of the test's, which isn't read ahead."""

    def __init__(self, source):
        self.source = source

    def step(self):
        try:
            return False, next(self.source)
        except StopIteration:
            return True, None


def is_plain(value):
    return type(value) in (int, str, float, bool, bytes, NONE_TYPE)


def came_from_submission(error):
    error.__dict__.setdefault("_assize_where", ("", "", 0))
    return error


def is_of_submission_error(error):
    return "_assize_where" in error.__dict__


class Surroundings:
    """What a test arranges for its calls: input, streams, arguments, environment, random numbers, patches."""

    def __init__(self):
        self.input, self.stdin, self.argv = builtins.input, sys.stdin, list(sys.argv)
        self.environ = dict(os.environ)
        self.seed = None
        self.patches = []
        self.sent = {}
        self.collected = {"stdout": bytearray(), "stderr": bytearray()}

    def changes(self, peer):
        now = {}
        if builtins.input is not self.input:
            now["input"] = builtins.input
        if sys.stdin is not self.stdin:
            now["stdin"] = stdin_to_send(sys.stdin)
        if sys.argv != self.argv:
            now["argv"] = list(sys.argv)
        if os.environ != self.environ:
            now["environ"] = dict(os.environ)
        if self.patches:
            now["patches"] = list(self.patches)
        if not now and not self.sent and self.seed is None:
            return None
        changed = {name: value for name, value in now.items() if name == "stdin" or not same(self.sent.get(name), value)}
        for name in self.sent:
            if name not in now:
                changed[name] = {"argv": self.argv, "environ": self.environ, "patches": []}.get(name)
        self.sent = now
        if self.seed is not None:
            changed["seed"], self.seed = self.seed[0], None
        return changed or None

    def printed(self, stream, data):
        kept = self.collected[stream]
        if len(kept) < 1 << 16:
            kept += data[:(1 << 16) - len(kept)]
        text = data.decode("utf-8", "replace")
        (sys.stdout if stream == "stdout" else sys.stderr).write(text)

    def was_read(self, place):
        if type(sys.stdin) is io.StringIO and 0 <= place <= len(sys.stdin.getvalue()):
            sys.stdin.seek(self.stdin_start + place)

    stdin_start = 0


def same(a, b):
    return a is b or (type(a) is list and type(b) is list and len(a) == len(b) and all(x is y for x, y in zip(a, b))) or (
        type(a) is dict and a == b)


def stdin_to_send(stream):
    if isinstance(stream, io.StringIO):
        PEER.env.stdin_start = stream.tell()
        return stream.getvalue()[stream.tell():]
    return stream


class SubmissionFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the modules of the submission, and nothing else."""

    def __init__(self, modules):
        self.modules = modules

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in self.modules:
            return None
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        name = module.__spec__.name
        if STATE.discovering:
            sys.modules[name] = Placeholder(name)
            return
        sys.modules[name] = module_of_submission(name, name == self.modules[0])


def module_of_submission(name, is_main):
    found = ask("import", None, name, is_main)
    if not isinstance(found, Proxy):
        raise ImportError(f"the submission's {name} is no module", name=name)
    proxy = object.__new__(SubmissionModule)
    object.__setattr__(proxy, "_assize_handle", handle_of(found))
    object.__setattr__(proxy, "_assize_name", name)
    KEPT.append(found)  # one handle, two proxies
    return proxy


KEPT = []
