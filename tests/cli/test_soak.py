"""One worker judges many submissions: nothing of it grows, its verdicts are the same, and with nothing to do it does nothing.

ASSIZE_SOAK=100000 sets how many (about 10 minutes; a few seconds without it).
"""

import os
import time
import unittest
from pathlib import Path

from support import CliCase, descendants, needs_jail

MANY = int(os.environ.get("ASSIZE_SOAK", "120"))
SECONDS_EACH = 0.5  # at most, on a machine that does something else too


def own_kib(pid):
    """Memory of its own, in the pages as they are: the figures in status are up to 64 pages per CPU behind."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Anonymous:"):
            return int(line.split()[1])
    raise LookupError(f"/proc/{pid}/smaps_rollup doesn't tell it")


def descriptors(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def started_at(pid):
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])


def time_slices(pid):
    """How often the kernel has let a thread of a process have a CPU."""
    return sum(int(file.read_text().split()[2]) for file in Path(f"/proc/{pid}/task").glob("*/schedstat"))


@needs_jail
class Soak(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package(time_limit="5")
        self.program = self.write("main.py", "print(2 * int(input()))\n")

    def queue(self, many):
        rows = "".join(f"student-{n},double,{self.program}\n" for n in range(many))
        self.assize("submit", "--manifest", self.write("class.csv", "submitter,problem,file\n" + rows), timeout=600)

    def done(self):
        return self.query("SELECT count(*) FROM judgings WHERE state = 'done'")[0][0]

    def judge(self, many):
        before = self.done()
        self.queue(many)
        until = time.monotonic() + 60 + many * SECONDS_EACH
        while self.done() < before + many:
            self.assertLess(time.monotonic(), until, "the worker is too slow, or has stopped")
            time.sleep(min(0.05 + many / 10000, 5))
        time.sleep(1)  # what a run leaves to be done after its answer

    def lasting(self, worker):
        """The processes that don't come and go: the worker, both of the keeper's, the template. They are the first ones
        by their start; numbers begin anew now and then."""
        start = {}
        for pid in descendants(worker):
            try:
                start[pid] = started_at(pid)
            except OSError:
                pass  # it came and went
        return [worker, *sorted(start, key=start.get)[:3]]

    def test_nothing_grows_and_an_idle_worker_is_idle(self):
        worker = self.start("run", "--workers", "1").pid
        self.judge(1)
        processes = self.lasting(worker)
        self.judge(max(MANY // 4, 20))
        before = {pid: (own_kib(pid), descriptors(pid)) for pid in processes}
        self.judge(MANY)
        self.assertLessEqual(set(processes[1:]), set(descendants(worker)), "a process was replaced")
        for pid in processes:
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            with self.subTest(name, pid=pid):
                memory, files = before[pid]
                self.wait_for(f"{files} open files again", lambda: descriptors(pid) == files)  # what is leaked stays
                self.assertLessEqual(own_kib(pid), memory * 1.05 + 512)
        self.assertEqual(self.query("SELECT verdict, count(DISTINCT digest) FROM judgings GROUP BY verdict"), [("AC", 1)])

        # Nothing at all, but for the renewal every 10 s: 15 to 20 time slices, and as many more as somebody else comes
        # between. One that looks 20 times a second has more than 200.
        counts = [sum(map(time_slices, processes))]
        for _ in range(4):
            time.sleep(4)
            counts.append(sum(map(time_slices, processes)))
        self.assertGreater(counts[0], 0, "/proc/PID/task/TID/schedstat counts nothing here")
        slices = [after - before for before, after in zip(counts, counts[1:])]
        self.assertEqual(min(slices), 0, slices)
        self.assertLess(sum(slices), 200, slices)
        self.judge(1)  # it has only waited


if __name__ == "__main__":
    unittest.main()
