"""Two workers drain a queue, and one of them is killed at random, again and again, for as long as that takes.

Every submission has the verdict of an undisturbed run afterwards, and none is a judge error: who is killed often, as a
long one is, is unlucky and not to blame. ASSIZE_CHAOS (40) says how many submissions, ASSIZE_SEED repeats a choice.
"""

import os
import random
import signal
import subprocess
import sys
import time

import unittest

from support import CliCase, assert_recorded_once, environment, needs_jail, program

SUBMISSIONS = int(os.environ.get("ASSIZE_CHAOS", "40"))
SEED = os.environ.get("ASSIZE_SEED") or str(random.randrange(10**9))
PROGRAMS = (  # weight, expected verdict, source
    (10, "AC", "n = int(input())\nprint(n + n)\n"),
    (4, "WA", "print(1)\n"),
    (2, "RTE", "raise SystemExit(3)\n"),
    (1, "AC", "import time\nn = int(input())\nwhile time.process_time() < 1.2:\n    pass\nprint(n + n)\n"),
    (1, "TLE", "while True:\n    pass\n"),
)


@needs_jail
class Chaos(CliCase):
    def start_worker(self):
        return subprocess.Popen([program(), "run", "--drain", "--workers", "1"], stdin=subprocess.DEVNULL,
                                stdout=subprocess.DEVNULL, stderr=self.log, cwd=self.dir,
                                env=environment(ASSIZE_STORE=self.store))

    def test_verdicts_are_those_of_an_undisturbed_run(self):
        rng = random.Random(SEED)
        self.log = open(self.dir / "worker.log", "wb")
        self.addCleanup(self.log.close)
        self.add_package(tests={"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", "42\n")}, time_limit="2")
        wanted = {}
        kinds = rng.choices(PROGRAMS, weights=[weight for weight, _, _ in PROGRAMS], k=SUBMISSIONS)
        kinds[:2] = PROGRAMS[3:]  # the long ones are there, however the choice goes
        paths = [self.write(f"{number}.py", f"# {number}\n{source}") for number, (_, _, source) in enumerate(kinds)]
        ids = map(int, self.assize("submit", "--problem", "double", *paths).out.split())
        wanted = {number: verdict for number, (_, verdict, _) in zip(ids, kinds)}

        workers = [self.start_worker(), self.start_worker()]
        self.addCleanup(lambda: [(worker.kill(), worker.wait()) for worker in workers])
        kills = 0
        until = time.monotonic() + 300 + 10 * SUBMISSIONS
        next_kill = time.monotonic() + rng.uniform(1, 4)
        while any(worker.poll() is None for worker in workers):
            self.assertLess(time.monotonic(), until, f"the drain doesn't end (seed {SEED})")
            time.sleep(0.1)
            if time.monotonic() < next_kill:
                continue
            next_kill = time.monotonic() + rng.uniform(1, 4)
            victim = rng.randrange(2)
            if workers[victim].poll() is None:
                workers[victim].send_signal(signal.SIGKILL)
                workers[victim].wait()
                kills += 1
            if self.query("SELECT count(*) FROM judgings WHERE state IN ('queued', 'leased')") != [(0,)]:
                workers[victim] = self.start_worker()

        print(f"seed {SEED}: {SUBMISSIONS} submissions, {kills} kills", file=sys.stderr)
        self.assertGreater(kills, 3)
        found = dict(self.query("SELECT submission, verdict FROM judgings"))
        self.assertEqual(found, wanted, f"seed {SEED}")
        self.assertEqual(self.query("SELECT count(*) FROM judgings WHERE state <> 'done'"), [(0,)])
        assert_recorded_once(self, SUBMISSIONS)


if __name__ == "__main__":
    unittest.main()
