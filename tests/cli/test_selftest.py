"""The selftest says what held, and leaves nothing on the host."""

import signal
import time
import unittest
from pathlib import Path

from support import CliCase, descendants, needs_jail

HARMLESS = "# attack: nothing\n# expect: AC\n# stopped-by: seccomp\nprint('held')\n"
BREACH = "# attack: say that it got out\n# expect: AC\n# stopped-by: file-view\nprint('breached')\n"


@needs_jail
class Selftest(CliCase):
    def canaries(self):
        """What runners of attacks, this one and others, have made on the host for them to find."""
        files = [path for place in ("/tmp", "/dev/mqueue") if Path(place).is_dir()
                 for path in Path(place).glob("assize*canary*")]
        keys = [line.split()[0] for kind in ("shm", "msg", "sem")
                for line in Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]]
        return set(files) | {key for key in keys if int(key) >> 24 == 0x61}

    def assert_none_left(self, before):
        left = self.canaries() - before

        def gone():
            left.intersection_update(self.canaries())
            return not left

        self.wait_for(f"the end of {left}", gone)

    def test_everything_is_held_and_nothing_is_left(self):
        before = self.canaries()
        began = time.monotonic()
        told = self.assize("selftest", "--json").json()
        self.assertIs(told["held"], True)
        self.assertEqual(told["failures"], [])
        self.assertGreaterEqual(told["attacks"], 40)
        self.assertGreaterEqual(time.monotonic() - began, told["seconds"])
        self.assertRegex(told["kernel"], r"^Linux \d")
        self.assertRegex(told["host"], r"^cgroup (v1|v2|v1\+v2 hybrid), (root|rootless)$")
        layers = {row["layer"]: row for row in told["layers"]}
        for name in ("seccomp", "file-view", "pid-namespace", "net-namespace", "memory-limit", "cpu-limit", "verdict"):
            self.assertIn(name, layers)
        for row in layers.values():
            self.assertEqual(row["held"], row["attacks"])
        self.assert_none_left(before)
        self.assertFalse(self.store.exists())

    def test_the_table_names_layers_and_what_did_not_hold(self):
        self.write("corpus/some/harmless.py", HARMLESS)
        self.write("corpus/some/breach.py", BREACH)
        done = self.assize("selftest", "--corpus", "corpus", code=1)
        self.assertRegex(done.out, r"(?m)^ok +system call allowlist +1/1$")
        self.assertRegex(done.out, r"(?m)^BAD +file view.* 0/1$")
        self.assertRegex(done.out, r"(?m)^NOT HELD  some/breach: say that it got out$")
        self.assertIn("1 of 2 attacks held", done.out)
        self.assertNotIn("harmless", done.out)
        told = self.assize("selftest", "--json", "--corpus", "corpus", code=1).json()
        self.assertIs(told["held"], False)
        self.assertEqual([(row["attack"], row["layers"]) for row in told["failures"]],
                         [("some/breach", ["file-view"])])

    def test_an_interrupt_leaves_nothing(self):
        before = self.canaries()
        process = self.start("selftest")
        self.wait_for("an attack", lambda: len(descendants(process.pid)) > 1)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(process).code, -signal.SIGINT)
        self.assert_none_left(before)

    def test_a_corpus_that_is_wrong_is_bad_input(self):
        self.assert_refused(self.assize("selftest", "--corpus", "nothing", code=2), "nothing")
        self.write("corpus/some/silent.py", "print('held')\n")
        self.assert_refused(self.assize("selftest", "--corpus", "corpus", code=2), "some/silent", "expect")
        self.write("corpus/some/silent.py", "# expect: AC\n# stopped-by: luck\n")
        self.assert_refused(self.assize("selftest", "--corpus", "corpus", code=2), "some/silent", "luck")

    def test_a_host_that_cannot_put_up_the_jail_is_exit_code_3(self):
        self.assert_refused(self.assize("selftest", env={"ASSIZE_JAIL": "/bin/false"}, code=3), "keeper", code=3)


if __name__ == "__main__":
    unittest.main()
