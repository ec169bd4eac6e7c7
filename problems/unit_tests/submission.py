# The submission's side: imports it, and does with its objects what the test asks for. It knows neither tests nor expected
# values; whatever is in this process belongs to the submission.
import importlib
import io
import operator
import sys

OUTPUT = 8 << 20        # bytes that are printed between two answers
OWN_MAIN = "submission_main.py"  # the submission's main.py, where it isn't the module itself

SPECIAL = {name: getattr(operator, name) for name in OPERATORS}
SPECIAL |= {"__bool__": bool, "__len__": len, "__iter__": iter, "__next__": next, "__int__": int, "__float__": float,
            "__complex__": complex, "__bytes__": bytes, "__abs__": abs, "__round__": round, "__hash__": hash,
            "__reversed__": reversed, "__str__": str, "__repr__": repr, "__format__": format, "__divmod__": divmod,
            "__length_hint__": operator.length_hint,
            "__instancecheck__": lambda kind, value: isinstance(value, kind)}
SHOWN = sorted({*OPERATORS, *PROTOCOLS, *REFLECTED, "__call__"} - set("__repr__ __str__ __format__ __eq__ __ne__".split()))


def special(name, value, arguments):
    if name in REFLECTED:
        return SPECIAL["__" + name[3:]](*arguments, value)
    if name in SPECIAL:
        return SPECIAL[name](value, *arguments)
    return getattr(type(value), name)(value, *arguments)


class TooMuch(BaseException):
    """More was printed than is kept."""


class Printed(io.RawIOBase):
    """What the submission prints, until the next answer takes it along."""

    def __init__(self, pieces, name):
        self.pieces, self.stream = pieces, name

    def writable(self):
        return True

    def write(self, data):
        text = bytes(data)
        self.pieces.append((self.stream, text))
        self.pieces.size += len(text)
        if self.pieces.size > OUTPUT:
            raise TooMuch
        return len(text)


class Pieces(list):
    size = 0

    def taken(self):
        joined = []
        for stream, text in self:
            if joined and joined[-1][0] == stream:
                joined[-1][1].append(text)
            else:
                joined.append((stream, [text]))
        self.clear()
        self.size = 0
        return [(stream, b"".join(texts)) for stream, texts in joined]


class OfTheTest:
    """An object of the test's that the submission was given: it can be called, iterated, and asked for public attributes."""
    __slots__ = ("_handle", "__weakref__")

    def __init__(self, handle):
        object.__setattr__(self, "_handle", handle)

    def __call__(self, *arguments, **named):
        return PEER.call("call", self._handle, arguments, named)

    def __getattr__(self, name):
        if name.startswith("_") and name not in ("__name__", "__doc__"):
            raise AttributeError(f"the test's object shows no attribute {name!r}")
        return PEER.call("get", self._handle, (name,))

    def __setattr__(self, name, value):
        raise AttributeError("the test's objects can't be changed")

    def __iter__(self):
        return OfTheTest.iterator(PEER.call("iter", self._handle))

    @staticmethod
    def iterator(source):
        while True:
            done, value = PEER.call("next", source._handle) if isinstance(source, OfTheTest) else (True, None)
            if done:
                return
            yield value

    def __repr__(self):
        return "<an object of the test's>"


class StudentPeer(Peer):
    def __init__(self, read_fd, write_fd, pieces):
        super().__init__(read_fd, write_fd)
        self.pieces = pieces
        self.known = set()  # handles of classes whose description was sent
        self.test_objects = {}
        self.raised_by_test = {}  # id of an exception -> (it, handle)
        self.stdin = None
        self.patched = {}

    # --- coding

    def export(self, value):
        if type(value) is OfTheTest:
            return "H", (value._handle,)
        if isinstance(value, type):
            return "K", self.class_parts(value)
        if isinstance(value, BaseException):
            if id(value) in self.raised_by_test:
                return "H", (self.raised_by_test[id(value)][1],)
            return self.exception_parts(value)
        return "h", (self.handle(value), type(value))

    def class_parts(self, value):
        number = self.handle(value)
        if number in self.known:
            return (number,)
        self.known.add(number)
        has = {name for kind in type.mro(value)[:-1] for name in kind.__dict__}
        special = tuple(name for name in SHOWN if name in has)
        if type.mro(value)[0].__dict__.get("__hash__", 0) is None:
            special += ("unhashable",)
        return (number, str(value.__name__), str(value.__qualname__), str(value.__module__), value.__bases__, special)

    def exception_parts(self, value):
        kind = type(value)
        arguments = value.args if type(value.args) is tuple else ()
        if isinstance(value, OSError) and value.filename is not None and len(arguments) == 2:
            arguments = (*arguments, value.filename)
        if NAME_OF.get(id(kind)):
            named = {name: getattr(value, name, None) for name in ("name", "obj", "path") if
                     type(getattr(value, name, None)) is str}
            return "X", (kind, arguments, named)
        try:
            text = str(value)
        except Exception:
            text = ""
        if kind.__module__ in STANDARD_MODULES and kind.__module__ in sys.modules and \
                getattr(sys.modules[kind.__module__], kind.__name__, None) is kind:
            base = next(k for k in type.mro(kind) if k.__name__ in BY_NAME and BY_NAME[k.__name__] is k)
            parts = {"doc": value.doc, "pos": value.pos, "msg": value.msg} if kind.__name__ == "JSONDecodeError" else {}
            return "Y", (kind.__module__, kind.__name__, base, arguments, text, parts)
        return "x", (self.handle(value), kind, arguments, text)

    def resolve(self, letter, parts):
        if letter == "H":  # an object of this side comes back
            return self.mine(parts[0])
        if letter == "h":
            found = self.test_objects.get(parts[0])
            if found is None:
                found = self.test_objects[parts[0]] = OfTheTest(parts[0])
            return found
        if letter == "X":
            kind, arguments, token = parts
            try:
                error = kind(*arguments)
            except Exception:
                error = Exception(*arguments)
            self.raised_by_test[id(error)] = (error, token)
            return error
        raise WireError("a value of no known kind")

    # --- what the test asks for

    def perform(self, operation, target, arguments, named):
        return getattr(self, "do_" + operation)(target, *arguments, **named)

    def do_import(self, target, name, is_main):
        if name == "main" or (is_main and OWN_MAIN_IS_THERE() and not any(map(file_is_there, (name, name + ".py")))):
            return load_as(name, OWN_MAIN)
        return importlib.import_module(name)

    def do_get(self, target, name):
        return getattr(target, name)

    def do_set(self, target, name, value):
        setattr(target, name, value)

    def do_delete(self, target, name):
        delattr(target, name)

    def do_call(self, target, /, *arguments, **named):
        return target(*arguments, **named)

    def do_copy(self, target, deep):
        import copy
        return copy.deepcopy(target) if deep else copy.copy(target)

    def do_special(self, target, name, *arguments):
        return special(name, target, arguments)

    def do_dir(self, target):
        return [str(name) for name in dir(target)]

    def do_signature(self, target):
        import inspect
        return [(p.name, int(p.kind), p.default is not p.empty, p.default if p.default is not p.empty else None)
                for p in inspect.signature(target).parameters.values()]

    def do_program(self, target, file, arguments, text, module):
        """Runs a file of the submission as a program: how it ended, and its module's names."""
        import runpy
        before = sys.argv, sys.stdin
        sys.argv = [file, *arguments]
        if text is not None:
            sys.stdin = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8", newline=None)
        code, left = 0, {}
        try:
            if file == "main.py" or not file_is_there(file):
                file = OWN_MAIN if OWN_MAIN_IS_THERE() else file
            left = runpy.run_path(file, run_name=module)
        except SystemExit as error:
            if module != "__main__" or text is None:
                raise
            code = error.code if type(error.code) is int else 0 if error.code is None else 1
            if type(error.code) not in (int, type(None)):
                print(error.code, file=sys.stderr)
        except BaseException as error:
            if text is None:
                raise
            sys.stderr.write(self.where(error)[0])
            code = 1
        finally:
            flush_streams()
            sys.argv, sys.stdin = before
        return code, {name: value for name, value in left.items() if not name.startswith("__")}

    # --- the surroundings of a call

    def extra(self):
        flush_streams()
        used = None
        if type(self.stdin) is io.StringIO:
            used = self.stdin.tell()
        return self.pieces.taken(), used

    def take_extra(self, extra):
        if not extra:
            return
        for name, value in extra.items():
            getattr(self, "with_" + name)(value)

    def with_input(self, value):
        import builtins
        builtins.input = OWN_INPUT if value is None else lambda *prompt: value(*prompt)

    def with_stdin(self, value):
        self.stdin = io.StringIO(value) if type(value) is str else value
        sys.stdin = self.stdin if value is not None else EMPTY

    def with_argv(self, value):
        sys.argv = list(value)

    def with_environ(self, value):
        os.environ.clear()
        os.environ.update(value)

    def with_seed(self, value):
        import random
        random.seed(value)

    def with_patches(self, value):
        for (module, name), (target, old) in self.patched.items():
            setattr(target, name, old)
        self.patched = {}
        for module, name, new in value:
            target = importlib.import_module(module)
            self.patched[module, name] = target, getattr(target, name, None)
            setattr(target, name, new)

    def where(self, error):
        """The traceback, of the submission's frames only, and its innermost line of the submission."""
        try:
            import traceback
            lines, last = [], ("", 0)
            told = traceback.TracebackException(type(error), error, error.__traceback__, limit=-200, compact=True)
            parts = [told]
            while parts[-1].__cause__ or (parts[-1].__context__ and not parts[-1].__suppress_context__):
                parts.append(parts[-1].__cause__ or parts[-1].__context__)
                if len(parts) > 5:
                    break
            for part in parts:
                part.stack = traceback.StackSummary.from_list(
                    [frame for frame in part.stack if is_of_submission(frame.filename)])
            if told.stack:
                last = (shown_file(told.stack[-1].filename), told.stack[-1].lineno or 0)
            for line in told.format(chain=True):
                lines.append(line.replace('File "/box/', 'File "'))
            return "".join(lines)[:20000], *last
        except BaseException:
            return "", "", 0


def is_of_submission(file):
    return file.startswith("/box/") and file != MAIN_FILE


def shown_file(file):
    return file.removeprefix("/box/")


def OWN_MAIN_IS_THERE():
    return file_is_there(OWN_MAIN)


def file_is_there(file):
    return os.path.exists(os.path.join(HOME, file))


def load_as(name, file):
    if name in sys.modules:
        return sys.modules[name]
    import importlib.util
    spec = importlib.util.spec_from_file_location(name, os.path.join(HOME, file))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return module


def flush_streams():
    for stream in (sys.stdout, sys.stderr, *OWN_STREAMS):
        try:
            stream.flush()
        except TooMuch:
            raise OverBound(f"the submission printed more than {OUTPUT >> 20} MiB") from None
        except Exception:
            pass


def prepare_streams():
    """The pipes to the test get other numbers; what is printed is collected."""
    read_fd, write_fd = os.dup(0), os.dup(1)
    os.set_inheritable(read_fd, False)
    os.set_inheritable(write_fd, False)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    pieces = Pieces()
    for name in ("stdout", "stderr"):
        setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(Printed(pieces, name), 8192), encoding="utf-8",
                                            errors="strict" if name == "stdout" else "backslashreplace",
                                            line_buffering=name == "stderr"))
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    return StudentPeer(read_fd, write_fd, pieces)


def serve():
    while True:
        try:
            data = PEER.receive()
        except Gone:
            os._exit(0)  # the test is over
        PEER.answer(*PEER.decoded(data))


HOME = os.getcwd()
MAIN_FILE = os.path.join(HOME, os.path.basename(sys.argv[0]))
OWN_INPUT = input
PEER = prepare_streams()
EMPTY = sys.stdin
OWN_STREAMS = (sys.stdout, sys.stderr)
sys.argv = [OWN_MAIN]
