"""Leases don't go by the wall clock of a host: a worker whose clock is wrong by an hour takes and loses nothing."""

import shutil
import signal
import subprocess
import unittest

from support import DOUBLE, CliCase, assert_recorded_once, needs_jail

SLEEPS = "import time; time.sleep(3); " + DOUBLE


@needs_jail
class WrongClock(CliCase):
    def setUp(self):
        super().setUp()
        if not shutil.which("faketime"):
            self.skipTest("faketime isn't installed (Debian: apt-get install faketime)")
        self.add_package(time_limit="10")

    def start_worker(self, offset=None):
        """With its wall clock off by that, or with the right one; no other clock is changed."""
        if offset is None:
            return self.start("run", "--workers", "1")
        library = next(line for line in self.faked(offset, "env").split("\n") if line.startswith("LD_PRELOAD="))
        return self.start("run", "--workers", "1", env={
            "LD_PRELOAD": library.partition("=")[2], "FAKETIME": offset, "FAKETIME_DONT_FAKE_MONOTONIC": 1,
            "DONT_FAKE_MONOTONIC": 1, "FAKETIME_NO_CACHE": 0})

    @staticmethod
    def faked(offset, *command):
        return subprocess.run(["faketime", "-f", offset, *command], check=True, capture_output=True, text=True,
                              timeout=60).stdout

    def holders(self):
        return self.query("SELECT count(DISTINCT lease_owner) FROM judgings WHERE state = 'leased'")[0][0]

    def judge_beside(self, offset):
        for number in range(4):
            self.submit(f"{SLEEPS}# {number}\n")
        workers = [self.start_worker(), self.start_worker(offset)]
        self.wait_for("both at work", lambda: self.holders() == 2)
        self.assertEqual({worker["state"] for worker in self.assize("worker", "list", "--json").json_lines()}, {"working"})
        self.wait_for("the verdicts", lambda: self.status()["done"] == 4)
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
            self.assertEqual(self.end_of(worker).code, 0)
        assert_recorded_once(self, 4)
        self.assertEqual(self.query("SELECT kind FROM audit WHERE kind LIKE '%lease%' OR kind LIKE '%refused' OR kind "
                                    "LIKE '%error' OR kind LIKE 'set aside'"), [])

    def test_an_hour_ahead(self):
        self.judge_beside("+1h")

    def test_an_hour_behind(self):
        self.judge_beside("-1h")


if __name__ == "__main__":
    unittest.main()
