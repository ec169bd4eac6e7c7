# What tests arrange that has to hold for the submission, too; and the decorators of gradescope-utils.
def note_seed():
    import random
    real = random.seed

    def seed(value=None, *rest, **named):
        PEER.env.seed = (value,)
        return real(value, *rest, **named)
    random.seed = seed


def note_patches():
    """unittest.mock.patch of the standard library's modules holds for the submission, too."""
    if "unittest.mock" not in sys.modules:  # which takes longer to import than all the rest
        return
    kind = sys.modules["unittest.mock"]._patch
    enter, leave = kind.__enter__, kind.__exit__

    def entered(self):
        result = enter(self)
        target = self.target
        if type(target) is types.ModuleType and target.__name__ not in ("builtins", "sys", "os.environ") and \
                not target.__name__.startswith(("test", "unittest")) and is_of_library(target):
            new = getattr(target, self.attribute)
            self._assize_patch = (target.__name__, self.attribute, new)
            PEER.env.patches.append(self._assize_patch)
        return result

    def left(self, *how):
        mine = self.__dict__.pop("_assize_patch", None)
        PEER.env.patches[:] = [patch for patch in PEER.env.patches if patch is not mine]
        return leave(self, *how)
    kind.__enter__, kind.__exit__ = entered, left


def is_of_library(module):
    return not (getattr(module, "__file__", None) or "").startswith(HERE)


def note_programs():
    """subprocess.run([sys.executable, 'stack.py']) and runpy run the submission's program in its own process."""
    import runpy
    import subprocess
    real_run, real_output = subprocess.run, subprocess.check_output

    def run(args, *rest, input=None, capture_output=False, text=None, stdout=None, stderr=None, universal_newlines=None,
            encoding=None, check=False, timeout=None, **options):
        words = list(args) if not isinstance(args, str) else args.split()
        program = program_of(words)
        if program is None or rest or set(options) - set(("cwd", "env", "errors", "shell")):
            raise Fault(f"subprocess.run({words!r}) isn't carried over to the submission")
        as_text = bool(text or universal_newlines or encoding)
        data = b"" if input is None else input.encode() if isinstance(input, str) else input
        code, out, err = run_program(*program, data)
        seen = [out if capture_output or stdout == subprocess.PIPE else None,
                err if capture_output or stderr == subprocess.PIPE else None]
        if stderr == subprocess.STDOUT and seen[0] is not None:
            seen[0] += err
        done = subprocess.CompletedProcess(args, code, *(part.decode("utf-8", "replace") if part is not None and as_text
                                                         else part for part in seen))
        if check:
            done.check_returncode()
        return done

    def check_output(args, **options):
        return run(args, stdout=subprocess.PIPE, check=True, **options).stdout

    def run_path(path, init_globals=None, run_name=None):
        if not is_submission_file(str(path)):
            raise Fault(f"runpy.run_path({path!r}) isn't carried over to the submission")
        return ask("program", None, str(path), [], None, run_name or "<run_path>")[1]

    def run_module(name, init_globals=None, run_name=None, alter_sys=False):
        if name not in CONFIG["modules"]:
            raise Fault(f"runpy.run_module({name!r}) isn't carried over to the submission")
        return ask("program", None, name + ".py", [], None, run_name or name)[1]

    subprocess.run, subprocess.check_output = run, check_output
    runpy.run_path, runpy.run_module = run_path, run_module


def program_of(words):
    """(file, arguments) of a command that starts the submission; None: of another one."""
    words = [str(word) for word in words]
    if not words or not (words[0] == sys.executable or os.path.basename(words[0]).startswith("python")):
        return None
    rest = [word for word in words[1:] if word not in ("-u", "-B", "-I", "-s", "-E")]
    if len(rest) >= 2 and rest[0] == "-m" and rest[1] in CONFIG["modules"]:
        return rest[1] + ".py", rest[2:]
    if rest and is_submission_file(rest[0]):
        return os.path.basename(rest[0]), rest[1:]
    return None


def is_submission_file(path):
    return os.path.basename(path).removesuffix(".py") in (*CONFIG["modules"], "main")


def run_program(file, arguments, text):
    before = {name: len(PEER.env.collected[name]) for name in ("stdout", "stderr")}
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        STATE.in_call = None
        code, _ = ask("program", None, file, arguments, text, "__main__")
    return (code if type(code) is int else 1,
            *(bytes(PEER.env.collected[name][before[name]:]) for name in ("stdout", "stderr")))


# --- gradescope_utils

SCORES = {}


def provide_decorators():
    """The decorators of gradescope-utils, as a module of ours."""
    def marks(name):
        def decorator(value=True, *rest):
            def mark(function):
                setattr(function, "__" + name + "__", value)
                return function
            return mark
        return decorator

    def partial_credit(points):
        def mark(function):
            def wrapper(self, *rest, **named):
                def set_score(score):
                    SCORES["share"] = float(score) / float(points) if points else 0.0
                return function(self, *rest, set_score=set_score, **named)
            wrapper.__name__, wrapper.__doc__, wrapper.__weight__ = function.__name__, function.__doc__, points
            wrapper.__partial__ = True
            for name in vars(function):
                setattr(wrapper, name, getattr(function, name))
            return wrapper
        return mark

    def leaderboard(name, order="desc"):
        def mark(function):
            def wrapper(self, *rest, **named):
                return function(self, *rest, set_leaderboard_value=lambda value: None, **named)
            wrapper.__name__, wrapper.__doc__ = function.__name__, function.__doc__
            for mark_name in vars(function):
                setattr(wrapper, mark_name, getattr(function, mark_name))
            return wrapper
        return mark

    package = types.ModuleType("gradescope_utils")
    inner = types.ModuleType("gradescope_utils.autograder_utils")
    decorators = types.ModuleType("gradescope_utils.autograder_utils.decorators")
    for name in ("weight", "number", "visibility", "hide_errors", "tags"):
        setattr(decorators, name, marks(name))
    decorators.partial_credit, decorators.leaderboard = partial_credit, leaderboard
    package.__path__ = inner.__path__ = []
    package.autograder_utils, inner.decorators = inner, decorators
    for module in (package, inner, decorators):
        sys.modules[module.__name__] = module
