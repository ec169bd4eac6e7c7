"""Runs one module of CPython's test suite and says what became of each test; in the jail, what differs from outside.

Standard input is a JSON object: `module`; `only`, the outcomes outside (by test), or null to run everything; `leave_out`,
patterns of tests that aren't run; `from`, the first difference to tell; `room`, how many characters the answer may have (0: any);
`test_seconds` and `seconds`, after which a test, or the module, is given up. The answer is a line of base 85 of compressed
JSON: `outcomes` by test, or `same`, `differences` and `from` and `more`; `hung`, the test that was given up.
"""

import _thread
import base64
import fnmatch
import json
import os
import re
import socket
import sys
import time
import traceback
import unittest
import zlib

ORDER = ("ok", "skip", "fail")  # of two outcomes of one name the worse counts
TEXT = 80  # characters of a line that are kept


def in_short(error):
    """The first line of an error and the line of code that raised it, without what differs from run to run."""
    kind, value, trace = error
    lines = str(value).strip().splitlines()
    if isinstance(value, ImportError) and len(lines) > 1:  # unittest's own: the traceback is its text
        lines = lines[-1:]
    code = [frame.line for frame in traceback.extract_tb(trace) if "/unittest/" not in frame.filename]
    text = f"{kind.__name__}: {(lines or [''])[0][:TEXT]}" + (f" | {code[-1][:TEXT]}" if code and code[-1] else "")
    return re.sub(r"tmp[a-z0-9_]{6,8}\b|@test_\d+_tmp\S*", "NAME", re.sub(r"0x[0-9a-f]+", "0x…", text))


class Record(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.outcomes, self.texts = {}, {}
        self.current, self.since = None, time.monotonic()

    def note(self, test, outcome, text=""):
        name = test.id()
        if ORDER.index(outcome) >= ORDER.index(self.outcomes.get(name, "ok")):
            self.outcomes[name] = outcome
            if text:
                self.texts[name] = text

    def startTest(self, test):
        super().startTest(test)
        self.current, self.since = test.id(), time.monotonic()

    def stopTest(self, test):
        super().stopTest(test)
        self.current = None
        # What was recorded is all that is kept: no tracebacks, and with them no frames.
        self.errors, self.failures, self.skipped, self.expectedFailures = [], [], [], []

    def addSuccess(self, test):
        self.note(test, "ok")

    def addExpectedFailure(self, test, error):
        self.note(test, "ok")

    def addUnexpectedSuccess(self, test):
        self.note(test, "fail", "unexpected success")

    def addSkip(self, test, reason):
        self.note(test, "skip", str(reason).splitlines()[0][:TEXT] if reason else "")

    def addError(self, test, error):
        self.note(test, "fail", in_short(error))

    addFailure = addError

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.note(test, "fail", in_short(error))


def single_tests(suite):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from single_tests(test)
        elif test is not None:
            yield test


def compared(record, only, hung):
    """How many of the tests that were run outside agree, and [[test, outside, here, why]…] of what doesn't."""
    outcomes = dict(record.outcomes)
    if hung:
        outcomes[hung] = "hangs"
    differences = []
    for name in sorted(set(only) | set(outcomes)):
        outside, here = only.get(name, "not run"), outcomes.get(name, "not run")
        # A test that wasn't reached outside says nothing, but what isn't a test does: a failed import, a failed set-up.
        if outside != here and (name in only or not name.startswith("test.") and here not in ("ok", "skip")):
            differences.append([name, outside, here, record.texts.get(name, "")])
    return sum(outcomes.get(name) == outcome for name, outcome in only.items()), differences


def unpacked(line):
    return json.loads(zlib.decompress(base64.b85decode(line.strip())))


class Answer:
    def __init__(self, asked, descriptor, record):
        self.asked, self.descriptor, self.record = asked, descriptor, record
        self.lock = _thread.allocate_lock()

    @staticmethod
    def packed(content):
        return base64.b85encode(zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 9)) + b"\n"

    def line(self, hung):
        if self.asked["only"] is None:
            return self.packed({"outcomes": self.record.outcomes, "texts": self.record.texts, "hung": hung})
        same, differences = compared(self.record, self.asked["only"], hung)
        shown = differences[self.asked["from"]:]
        while True:
            line = self.packed({"same": same, "differences": shown, "hung": hung, "from": self.asked["from"],
                                "more": len(differences) - self.asked["from"] - len(shown)})
            if not self.asked["room"] or len(line) <= self.asked["room"] or not shown:
                return line
            shown = shown[:len(shown) * 9 // 10]

    def give(self, hung=None):
        """Once, then the program ends, whatever threads and exit functions a test has left."""
        self.lock.acquire()
        os.write(self.descriptor, self.line(hung))
        os._exit(0)

    def watch(self):
        end = time.monotonic() + self.asked["seconds"]
        while True:
            time.sleep(0.5)
            now = time.monotonic()
            if self.record.current and now - self.record.since > self.asked["test_seconds"]:
                self.give(self.record.current)
            if now > end:
                self.give("(the module)")


def skip_unix_sockets():
    """Where no Unix socket can be made, tests that need one are skipped: the suite itself expects only bind() to fail."""
    from test.support import socket_helper
    try:
        socket.socket(socket.AF_UNIX).close()
    except OSError as error:
        socket_helper._bind_nix_socket_error = error


def main():
    asked = json.load(sys.stdin)
    descriptor = os.dup(1)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    os.close(nothing)
    record = Record()
    answer = Answer(asked, descriptor, record)
    _thread.start_new_thread(answer.watch, ())
    from test import support
    support.use_resources = ()
    skip_unix_sockets()
    name = "test." + asked["module"]
    try:
        __import__(name)
        suite = unittest.defaultTestLoader.loadTestsFromModule(sys.modules[name])
        tests = [test for test in single_tests(suite)
                 if not any(fnmatch.fnmatchcase(test.id(), pattern) for pattern in asked["leave_out"])]
    except unittest.SkipTest as reason:
        record.outcomes["(the module)"], record.texts["(the module)"] = "skip", str(reason)[:TEXT]
    except BaseException:
        record.outcomes["(the module)"], record.texts["(the module)"] = "fail", in_short(sys.exc_info())
    else:
        unittest.TestSuite(tests).run(record)
    answer.give()


if __name__ == "__main__":
    main()
