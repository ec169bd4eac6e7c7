# Finds the tests of a package, and runs one of them. What comes out is in files of the feedback directory and in the exit
# code: 42 the test is passed, 43 it isn't, anything else is the package's fault.
import contextlib
import fnmatch
import json
import re
import resource
import traceback
import unittest

ACCEPTED, REJECTED, FAULT = 42, 43, 3
HERE = os.path.dirname(os.path.abspath(__file__))
TESTS = os.path.join(HERE, "tests")
CALL = os.path.join(HERE, "call")


# --- what happened

class Outcome:
    def __init__(self):
        self.verdict, self.message, self.staff, self.share = "AC", "", "", None
        self.brief = ""     # what may be said of a hidden test

    def reject(self, verdict, message, staff="", brief=""):
        if self.verdict == "AC":
            self.verdict, self.message, self.staff, self.brief = verdict, message, staff, brief


def test_frames(error):
    """Where in the test's own file an exception was raised: (line, text) of the innermost frame there."""
    told = traceback.extract_tb(error.__traceback__)
    frames = [frame for frame in told if frame.filename.startswith(TESTS)]
    return f"{os.path.relpath(frames[-1].filename, TESTS)}:{frames[-1].lineno}: {frames[-1].line}" if frames else ""


def judge_exception(outcome, error):
    """What an exception that ended the test says of the submission."""
    at = test_frames(error)
    if isinstance(error, Fault):
        raise error
    if isinstance(error, Ended) or outcome.verdict != "AC":  # what fails after that may follow from it
        return
    if is_of_submission_error(error):
        text, file, line = error.__dict__["_assize_where"]
        call = call_as_text(STATE.last_call)
        told = f"{type(error).__name__}: {error_text(error)}" if error_text(error) else type(error).__name__
        where = f" ({file}, line {line})" if file else ""
        brief = (type(error).__name__ if id(type(error)) in NAME_OF else "an exception of its own") + where
        outcome.reject("RTE", (f"in {call}: " if call else "") + told + where, (text or told) + "\n" + at, brief)
    elif isinstance(error, AssertionError):
        outcome.reject("WA", error_text(error) or "an assertion failed", at)
    elif isinstance(error, ImportError) and (error.name or "").partition(".")[0] in CONFIG["modules"]:
        outcome.reject("RTE", error_text(error).removesuffix(" (unknown location)"), at)
    elif isinstance(error, NameError) and STATE.contacts and imports_everything():
        outcome.reject("RTE", f"the submission has no {error.name!r}", at)
    elif isinstance(error, (NameError, ImportError, SyntaxError)) and not isinstance(error, UnboundLocalError):
        raise Fault("".join(traceback.format_exception(error)))
    elif STATE.contacts:
        outcome.reject("WA", f"the test can't use what was returned: {type(error).__name__}: {error_text(error)}", at)
    else:
        raise Fault("".join(traceback.format_exception(error)))


def imports_everything():
    """Whether the test's file has `from stack import *`, so that a name may be one of the submission's."""
    with open(os.path.join(TESTS, STATE.file), encoding="utf-8", errors="replace") as source:
        return re.search(rf"^\s*from\s+({'|'.join(CONFIG['modules'])})\s+import\s+\*", source.read(), re.MULTILINE)


def error_text(error):
    try:
        return str(error)[:4000]
    except Exception:
        return ""


def judge_state(outcome):
    """What no `except` of a test undoes."""
    if STATE.over:
        outcome.verdict, outcome.message = "OLE", f"what was returned or printed is too much: {STATE.over}"
    elif STATE.broken:
        outcome.verdict, outcome.message = "RTE", "the submission's process wrote something that is no answer"
        outcome.staff = STATE.broken
    elif STATE.gone:
        outcome.verdict, outcome.message = "RTE", f"the submission's process ended in {STATE.gone}"
    elif STATE.failed is not None:
        outcome.reject("WA", error_text(STATE.failed) or "an assertion failed", test_frames(STATE.failed))
    if outcome.verdict == "WA" and NOTES:
        outcome.message += "\n" + NOTES[-1]


# --- unittest

class Result(unittest.TestResult):
    """Keeps exceptions as they are."""

    def __init__(self, outcome):
        super().__init__()
        self.outcome = outcome

    def addError(self, test, err):
        judge_exception(self.outcome, err[1])

    addFailure = addError

    def addSubTest(self, test, subtest, err):
        if err is not None:
            before = self.outcome.verdict
            judge_exception(self.outcome, err[1])
            if before == "AC" and self.outcome.verdict != "AC":
                self.outcome.message = f"{subtest._subDescription()}: {self.outcome.message}"

    def addSkip(self, test, reason):
        if STATE.contacts:
            self.outcome.reject("WA", f"skipped: {reason}")

    def addExpectedFailure(self, test, err):
        raise Fault("expectedFailure isn't taken")

    def addUnexpectedSuccess(self, test):
        raise Fault("expectedFailure isn't taken")


def read_file(path):
    with open(os.path.join(TESTS, path), encoding="utf-8") as file:
        return file.read()


def load_file(path):
    """A test file, as a module."""
    name = path.removesuffix(".py").replace("/", ".")
    spec = importlib.util.spec_from_file_location(name, os.path.join(TESTS, path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except unittest.SkipTest as skip:
        if STATE.contacts:
            raise
        raise Fault(f"tests/{path}: skips itself: {skip}") from None
    return module


def run_unittest(test, module, outcome):
    kind = getattr(module, test["class"])
    case = kind(test["function"])
    result = Result(outcome)
    for give in (module_fixture(module, "setUpModule"), getattr(kind, "setUpClass")):
        attempt(give, outcome)
    if outcome.verdict == "AC":
        attempt(lambda: case.run(result), outcome)
    for give in (kind.tearDownClass, kind.doClassCleanups, module_fixture(module, "tearDownModule"),
                 unittest.doModuleCleanups):
        attempt(give, outcome)
    share = SCORES.get("share")
    if share is not None and outcome.verdict == "AC":
        outcome.share = share


def module_fixture(module, name):
    return getattr(module, name, lambda: None)


def attempt(give, outcome):
    try:
        give()
    except unittest.SkipTest as skip:
        if STATE.contacts:
            outcome.reject("WA", f"skipped: {skip}")
    except (Fault, Ended):
        raise
    except BaseException as error:
        judge_exception(outcome, error)


# --- doctest

def run_doctest(test, module, outcome):
    import doctest
    finder = doctest.DocTestFinder(exclude_empty=True)
    for found in doctests_of(module, test["file"], finder):
        if found.name == test["function"]:
            break
    else:
        raise Fault(f"{test['name']}: no such docstring")

    class Runner(doctest.DocTestRunner):
        def report_failure(self, out, test, example, got):
            outcome.reject("WA", f">>> {example.source.rstrip()}\nexpected: {example.want.rstrip()}\n"
                                 f"got: {got.rstrip()}"[:4000], f"line {test.lineno + example.lineno + 1}")

        def report_unexpected_exception(self, out, test, example, exc_info):
            if not isinstance(exc_info[1], Ended):
                judge_exception(outcome, exc_info[1])

        def report_success(self, out, test, example, got):
            pass

        def report_start(self, out, test, example):
            if STATE.over or STATE.broken or STATE.gone:
                raise SubmissionEnded

    runner = Runner(optionflags=0)
    attempt(lambda: runner.run(found, out=lambda text: None, clear_globs=False), outcome)


def doctests_of(module, path, finder):
    import doctest
    if isinstance(module, types.ModuleType):
        return finder.find(module, module.__name__)
    globs = {"__name__": "__main__"}
    return [doctest.DocTestParser().get_doctest(module, globs, os.path.basename(path), path, 0)]


# --- one test

MEMORY = 1 << 30        # bytes that a test may use more than it does at its start


def bound_memory():
    """What a submission returns may be made large by the test: that shall end as an exception of it."""
    with open("/proc/self/statm", encoding="ascii") as file:
        size = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = size + MEMORY
    if most == resource.RLIM_INFINITY or wanted < most:
        resource.setrlimit(resource.RLIMIT_AS, (wanted, most))


def bound_differences():
    """unittest compares what isn't equal line by line, for ever if it is long."""
    import difflib
    real = difflib.ndiff

    def ndiff(first, second, *rest):
        first, second = list(first), list(second)
        if len(first) * len(second) > 40000 or sum(map(len, first)) + sum(map(len, second)) > 1 << 16:
            return ["(the difference is too long to be shown)\n"]
        return real(first, second, *rest)
    difflib.ndiff = ndiff


def set_up(modules):
    sys.path[:0] = [TESTS, os.path.join(HERE, "include")]
    sys.dont_write_bytecode = True
    sys.meta_path.insert(0, SubmissionFinder(modules))
    provide_decorators()


def run_one(test):
    outcome = Outcome()
    STATE.file = test["file"]
    try:
        module = load_file(test["file"]) if test["file"].endswith(".py") else read_file(test["file"])
    except (Fault, Ended):
        raise
    except BaseException as error:
        judge_exception(outcome, error)
        return outcome
    note_patches()
    RUNNERS[test["runner"]](test, module, outcome)
    return outcome


RUNNERS = {"unittest": run_unittest, "doctest": run_doctest}


def main_run(feedback, name):
    tests = [test for test in CONFIG["tests"] if test["name"] == name]
    if not tests:
        raise Fault(f"{name}: no such test")
    set_up(CONFIG["modules"])
    bound_memory()
    bound_differences()
    note_seed()
    note_programs()
    outcome, has_ended = Outcome(), False
    try:
        outcome = run_one(tests[0])
    except Ended:
        has_ended = True
    judge_state(outcome)
    if has_ended and outcome.verdict == "AC":
        raise Fault("the exchange with the submission ended without a reason")
    write(feedback, "verdict.txt", outcome.verdict)
    write(feedback, "teammessage.txt", outcome.message if STATE.visible else outcome.brief)
    write(feedback, "judgemessage.txt", "\n".join(part for part in (outcome.message, outcome.staff) if part))
    write(feedback, "printed.txt", b"".join(PEER.env.collected.values()).decode("utf-8", "replace"))
    if outcome.share is not None and outcome.verdict == "AC":
        write(feedback, "score_multiplier.txt", f"{min(max(outcome.share, 0), 1):.9f}")
    return ACCEPTED if outcome.verdict == "AC" else REJECTED


def write(feedback, name, text):
    with open(os.path.join(feedback, name), "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(text)


def take_pipes():
    """The submission's pipes get numbers of their own; what the test prints goes nowhere but to staff."""
    read_fd, write_fd = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1):
        os.dup2(nothing, number)
    os.close(nothing)
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    sys.stdout = sys.__stdout__ = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    return read_fd, write_fd


def read_config():
    with open(os.path.join(HERE, "tests.json"), encoding="utf-8") as file:
        return json.load(file)


def main():
    global PEER, CONFIG
    CONFIG = read_config()
    PEER = TesterPeer(*take_pipes())
    feedback = os.path.join(HERE, "feedback")
    with open(CALL, encoding="utf-8") as file:
        name, is_visible, *trusted = file.read().splitlines()
    STATE.trusted, STATE.visible = frozenset(trusted), is_visible == "visible"
    try:
        code = main_run(feedback, name)
    except Fault as fault:
        write(feedback, "judgeerror.txt", str(fault))
        code = FAULT
    except BaseException as error:
        write(feedback, "judgeerror.txt", "".join(traceback.format_exception(error)))
        code = FAULT
    os._exit(code)


CONFIG = {}
PEER = None
