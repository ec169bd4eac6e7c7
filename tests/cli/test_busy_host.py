"""On an overloaded host a run that waited for a CPU isn't judged by the clock."""

import os
import subprocess
import sys
import unittest

from support import CliCase, make_package, needs_jail

LOOP = "while True: pass\n"


@needs_jail
class BusyHost(CliCase):
    def load(self, loops):
        for _ in range(loops):
            # Each in a session of its own: sessions share CPUs evenly, whatever is in them (sched(7), autogroup).
            process = subprocess.Popen([sys.executable, "-c", LOOP], start_new_session=True)
            self.addCleanup(process.wait)
            self.addCleanup(process.kill)

    def test_a_run_that_got_no_cpu_is_no_tle(self):
        # Beside eight loops it has a ninth of a CPU: the CPU time that it may have would take longer than the wall limit.
        self.load(8 * (os.cpu_count() or 1))
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")}, time_limit="1")
        program = self.write("main.py", "import time\nwhile time.process_time() < 0.8: pass\nprint(7)\n")
        line = self.assize("judge", "--json", "--problem", package, program, code=None, timeout=600).json_lines()[0]
        self.assertIn(line["verdict"], ("JE", "AC"), line)
        if line["verdict"] == "JE":
            self.assertIn("waited for a CPU", line["cause"])

    def test_a_run_that_sleeps_is_tle_whatever_the_host_does(self):
        self.load(os.cpu_count() or 1)
        package = make_package(self.dir, "seven", {"secret/1": ("\n", "7\n")}, time_limit="0.5")
        for source in ("import time\ntime.sleep(60)\n",
                       # Threads that wait for each other: what is waited is their own time.
                       "import threading, time\ndef act():\n    for _ in range(60):\n        t = time.process_time()\n"
                       "        sum(range(20000))\n        time.sleep(1)\n"
                       "for _ in range(20): threading.Thread(target=act).start()\n"):
            with self.subTest(source):
                line = self.assize("judge", "--json", "--problem", package, self.write("main.py", source),
                                   timeout=600).json_lines()[0]
                self.assertEqual(line["verdict"], "TLE", line)


if __name__ == "__main__":
    unittest.main()
