"""The worker's threads share nothing that isn't locked, whatever happens to it: for the tsan preset.

ThreadSanitizer writes to stderr what it finds, and the exit code is then 66. With another build of the program this tests
that nothing is lost, no more.
"""

import os
import signal
import unittest

from support import CliCase, assert_recorded_once, descendants, needs_jail

PROGRAMS = 24
A_MOMENT = "import time\ntime.sleep(0.1)\nprint(2 * int(input()))  # {}\n"


@needs_jail
class Threads(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package(time_limit="5")
        self.assize("submit", "--problem", "double",
                    *(self.write(f"{n}.py", A_MOMENT.format(n)) for n in range(PROGRAMS)))

    def worker(self, *options):
        return self.start("run", "--workers", "2", "--drain", *options)

    def done(self):
        return self.query("SELECT count(*) FROM judgings WHERE state = 'done'")[0][0]

    def wait_for_some(self, least=2):
        self.wait_for("the first judgings", lambda: self.done() >= least, seconds=60)

    def end_without_reports(self, process, codes=(0,)):
        done = self.end_of(process, timeout=300)
        self.assertNotIn("ThreadSanitizer", done.err, str(done))
        self.assertIn(done.code, codes, str(done))

    def assert_all_judged(self):
        self.query("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'")
        self.end_without_reports(self.worker())
        assert_recorded_once(self, PROGRAMS)
        self.assertEqual(self.query("SELECT DISTINCT verdict FROM judgings"), [("AC",)])

    def test_two_slots_until_the_queue_is_empty(self):
        self.assert_all_judged()

    def test_finishing_what_is_being_judged(self):
        worker = self.worker()
        self.wait_for_some()
        worker.send_signal(signal.SIGTERM)
        self.end_without_reports(worker, codes=range(8))
        self.assert_all_judged()

    def test_handing_back_what_is_being_judged(self):
        worker = self.worker()
        self.wait_for_some()
        worker.send_signal(signal.SIGTERM)
        worker.send_signal(signal.SIGINT)
        self.end_without_reports(worker, codes=range(8))
        self.assert_all_judged()

    def test_a_keeper_that_is_killed(self):
        worker = self.worker()
        for least in (2, 6, 10):
            self.wait_for_some(least)
            keepers = [pid for pid, distance in descendants(worker.pid).items() if distance == 2]
            if keepers:
                os.kill(keepers[0], signal.SIGKILL)
        self.end_without_reports(worker, codes=(0, 4))  # 4: there were judge errors
        self.assert_all_judged()

    def test_two_workers_on_one_store(self):
        workers = [self.worker(), self.worker()]
        for worker in workers:
            self.end_without_reports(worker)
        self.assert_all_judged()

    def test_a_worker_that_is_killed_beside_another(self):
        workers = [self.worker(), self.worker()]
        self.wait_for_some()
        workers[0].kill()
        self.query("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'")  # those of both
        self.assertNotIn("ThreadSanitizer", self.end_of(workers[0]).err)
        self.end_without_reports(workers[1])
        self.assert_all_judged()


if __name__ == "__main__":
    unittest.main()
