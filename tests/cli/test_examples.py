"""Every submission of the example packages gets the verdict that its folder or its annotation expects.

ASSIZE_ROUNDS repeats the whole (1), ASSIZE_BUSY=1 keeps every core busy meanwhile. Verdict digests must be the same
in every round.
"""

import os
import re
import subprocess
import sys
import unittest

from support import EXAMPLES, call, needs_jail

ROUNDS = int(os.environ.get("ASSIZE_ROUNDS", "1"))
BUSY = os.environ.get("ASSIZE_BUSY") == "1"
LETTERS = {"AC", "WA", "TLE", "MLE", "OLE", "RTE", "CE", "SV"}
FOLDERS = {"accepted": {"AC"}, "wrong_answer": {"WA"}, "time_limit_exceeded": {"TLE"}, "run_time_error": {"RTE"},
           "rejected": LETTERS - {"AC"}}


def expected(path):
    """The annotation, if there is one; else the folder."""
    found = re.search(rb"@EXPECTED_RESULTS@: *([A-Z, ]+)", path.read_bytes())
    if found:
        return {word.strip() for word in found.group(1).decode().split(",")}
    return FOLDERS[path.parent.name]


def submissions(package):
    return sorted(path for path in (package / "submissions").glob("*/*")
                  if path.suffix in (".py", ".zip") or path.is_dir())


@needs_jail
class Verdicts(unittest.TestCase):
    digests = {}

    @classmethod
    def setUpClass(cls):
        if BUSY:
            for _ in os.sched_getaffinity(0):
                loop = subprocess.Popen([sys.executable, "-c", "while True: pass"])
                cls.addClassCleanup(loop.wait)
                cls.addClassCleanup(loop.kill)

    def judge(self, package):
        paths = submissions(package)
        self.assertTrue(paths, f"{package} has no submissions")
        done = call(["judge", "--json", "--problem", package, *paths], timeout=1800)
        self.assertEqual(done.code, 0, str(done))
        judgings = done.json_lines()
        self.assertEqual([j["submission"] for j in judgings], [str(path) for path in paths])
        for path, judging in zip(paths, judgings):
            with self.subTest(f"{package.name}/{path.parent.name}/{path.name}"):
                wanted = expected(path)
                self.assertLessEqual(wanted, LETTERS)
                self.assertIn(judging["verdict"], wanted, judging["reason"])
                self.assertEqual(judging["digest"], self.digests.setdefault(path, judging["digest"]),
                                 "the digest of an earlier round is another one")


def add_test(package, number):
    def test(self):
        self.judge(package)

    name = "test_" + package.name.replace("-", "_")
    setattr(Verdicts, name + (f"_again_{number}" if number else ""), test)


for _number in range(ROUNDS):
    for _package in sorted(path.parent for path in EXAMPLES.glob("*/problem.yaml")):
        add_test(_package, _number)


if __name__ == "__main__":
    unittest.main()
