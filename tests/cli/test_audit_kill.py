"""Commands that write to the audit log, killed at every write they make: afterwards it is whole."""

import re
import shutil
import subprocess
import unittest

from support import DOUBLE, POSTGRESQL, CliCase, environment, program

WRITES = ("pwrite64", "write", "fdatasync", "fsync", "ftruncate", "rename", "unlink", "sendto")


class KilledAtEveryWrite(CliCase):
    def setUp(self):
        super().setUp()
        if not shutil.which("strace"):
            self.skipTest("strace isn't installed (Debian: apt-get install strace)")
        self.add_package()
        self.key = self.dir / "log.key"
        self.public = self.assize("audit", "key", "new", self.key, "--name", "judge.example").out.strip()

    def killed_at(self, call, number, arguments):
        """Runs a command that is killed when it begins so many such calls; False: it made fewer, and came to its end."""
        trace = self.dir / "trace"
        command = ["strace", "-f", "-qq", "-o", trace, "-e", f"trace={call}", "-e", f"inject={call}:signal=SIGKILL:when={number}",
                   program(), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, cwd=self.dir, env=environment(ASSIZE_STORE=self.store), timeout=120)
        if "killed by SIGKILL" in trace.read_text(errors="replace"):
            return True
        self.assertEqual(done.returncode, 0, done.stderr)
        return False

    def size(self):
        self.assize("audit", "checkpoint", "--key", self.key, "--out", self.dir / "now.txt")
        done = self.assize("audit", "verify", "--checkpoint", self.dir / "now.txt", "--key", self.public, "--json").json()
        self.assertTrue(done["sound"])
        return done["size"]

    def check(self, arguments):
        """How many entries were appended, with all the times that the command was killed. `arguments`: by the call."""
        before, kills = self.size(), 0
        self.assize("audit", "checkpoint", "--key", self.key, "--out", self.dir / "kept.txt")
        for call in WRITES:
            number = 1
            while self.killed_at(call, number, arguments(call)):
                self.assize("audit", "verify", "--checkpoint", self.dir / "kept.txt", "--key", self.public)
                number += 1
                self.assertLess(number, 1000)
            kills += number - 1
        self.assertGreater(kills, 5)
        return self.size() - before

    def test_handing_in_the_same_again_and_again(self):
        path = self.write("main.py", DOUBLE)
        # What was committed before the kill isn't done twice: the same id with the same content is known.
        self.check(lambda call: ("submit", "--problem", "double", "--submitter", "ada", "--external-id", call, path))
        self.assertEqual(len(self.assize("report", "--format", "json").json_lines()), len(WRITES))
        log = self.assize("audit", "log", "--json").json_lines()
        self.assertEqual(sum(line["kind"] == "received" for line in log), len(WRITES))

    def test_checkpoints(self):
        self.assize("submit", "--problem", "double", self.write("main.py", DOUBLE))
        self.assertEqual(self.check(lambda call: ("audit", "checkpoint", "--key", self.key, "--out", self.dir / "later.txt")), 0)
        self.assertRegex((self.dir / "later.txt").read_text(), re.compile(r"^judge\.example\n\d+\n"))

    def test_importing_packages(self):
        packages = self.dir / "packages"
        (packages / "double" / "data" / "secret" / "2.in").write_text("4\n")
        (packages / "double" / "data" / "secret" / "2.ans").write_text("8\n")
        self.assertGreaterEqual(self.check(lambda call: ("problem", "add", packages / "double")), 1)

    def test_forgetting_somebody(self):
        self.assize("submit", "--problem", "double", "--submitter", "ada", self.write("main.py", DOUBLE))
        if POSTGRESQL:
            self.skipTest("each call rewrites every table of the server")
        self.assertEqual(self.check(lambda call: ("forget", "ada", "--yes")), 1)
        self.assize("store", "check")


if __name__ == "__main__":
    unittest.main()
