"""A host that hangs is noticed: every step of a launch and of an end has a deadline, nothing is lost, the operator is told.

The keeper built for tests hangs at the stage that the file `hang` beside it names, at the given time of coming there.
Its processes can be killed; those in the last class can't (a frozen group of cgroup v1 keeps even from SIGKILL).
"""

import os
import shutil
import signal
import unittest
from pathlib import Path

from support import DOUBLE, CliCase, descendants, needs_jail, program

EXEC = "runtimes:\n  - name: python3\n    path: /usr/bin/python3\n    kind: exec\n"
FREEZER = Path("/sys/fs/cgroup/freezer")


def named(name):
    """Processes of the host with that name."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and (entry / "comm").read_text().strip() == name:
                found.append(int(entry.name))
        except OSError:
            pass
    return found


class HangCase(CliCase):
    def jail_that_hangs(self, stage, number):
        """A copy of the test keeper that hangs; the variable that has it used."""
        directory = self.dir / "jail"
        directory.mkdir(exist_ok=True)
        beside = Path(program()).parent
        shutil.copy2(beside / "assize-jail-test", directory / "assize-jail")
        for template in beside.glob("assize-template-3.*.so"):
            shutil.copy2(template, directory / template.name)
        (directory / "hang").write_text(f"{stage}\n{number}\n")
        return {"ASSIZE_JAIL": str(directory / "assize-jail")}

    def config(self):
        return ("--config", self.write("exec.yaml", EXEC))

    def assert_told(self, done, *texts):
        self.assertEqual(done.code, 3, str(done))
        for text in ("hangs: ", *texts):
            self.assertIn(text, done.err, str(done))


@needs_jail
class Hanging(HangCase):
    @classmethod
    def setUpClass(cls):
        pass

    def test_a_command_ends_in_time_whatever_hangs(self):
        package = self.add_package()
        source = self.write("main.py", DOUBLE)
        # In init, in the run's namespaces; in main; in the keeper itself while it makes a run; the same at the end.
        for stage, number, within, step in (("mount /tmp", 2, 60, "start a run in time"),
                                            ("undumpable init", 3, 60, "in time"),
                                            ("landlock", 1, 60, "start a run in time"),
                                            ("own proc files", 2, 60, "prepare a run in time"),
                                            ("put up the root", 1, 200, "putting up the jail")):
            with self.subTest(stage):
                # What hangs does so for ever: the time limit of the command is what fails then.
                done = self.assize(*self.config(), "judge", "--problem", package, source, code=None, timeout=within,
                                   env=self.jail_that_hangs(stage, number))
                self.assert_told(done, step)
                self.wait_for("the end of what hung", lambda: not named("assize-hangs"))

    def test_nothing_is_lost_and_another_worker_judges(self):
        self.add_package()
        ids = [self.submit(DOUBLE, name=f"{i}.py") for i in range(3)]
        # The check and the test of the first job; then each jail hangs, also those put up anew.
        done = self.assize(*self.config(), "run", "--drain", "--workers", "2", code=None,
                           env=self.jail_that_hangs("mount /tmp", 2))
        self.assert_told(done, "left in the queue")
        status = self.status()
        self.assertEqual((status["queued"], status["leased"], status["set_aside"]), (3, 0, 0), status)
        self.assertEqual(self.query("SELECT max(failures) FROM judgings"), [(0,)])
        self.assize("run", "--drain")
        for submission in ids:
            self.assertEqual(self.show(submission)["verdict"], "AC")

    def test_one_hang_costs_nothing_but_time(self):
        self.add_package()
        ids = [self.submit(DOUBLE, name=f"{i}.py") for i in range(6)]
        # A jail that is put up later comes to that stage as often, but judges some before.
        done = self.assize(*self.config(), "run", "--drain", "--workers", "1", code=0,
                           env=self.jail_that_hangs("mount /tmp", 9))
        self.assertIn("hangs: start a run in time", done.err)
        for submission in ids:
            self.assertEqual(self.show(submission)["verdict"], "AC")


@needs_jail
class Unkillable(HangCase):
    @classmethod
    def setUpClass(cls):
        if os.geteuid() != 0 or not (FREEZER / "cgroup.procs").exists():
            raise unittest.SkipTest("there is no freezer of cgroup v1 here, by which a process can't be killed")

    def setUp(self):
        super().setUp()
        self.group = FREEZER / f"assize-test-{os.getpid()}"
        self.group.mkdir()
        self.addCleanup(self.end_group)

    def end_group(self):
        self.thaw()
        self.wait_for("the end of the frozen", lambda: not (self.group / "cgroup.procs").read_text())
        self.group.rmdir()

    def freeze(self, *processes):
        for process in processes:
            (self.group / "cgroup.procs").write_text(str(process))
        (self.group / "freezer.state").write_text("FROZEN")
        self.wait_for("freezing", lambda: (self.group / "freezer.state").read_text() == "FROZEN\n")

    def thaw(self):
        (self.group / "freezer.state").write_text("THAWED")

    def slots_taken(self):
        return sorted(int(path.name.rpartition("-")[2]) for path in Path("/sys/fs/cgroup/pids").rglob("assize-slot-*"))

    def test_a_run_that_can_not_be_killed_is_left_and_its_slot_is_passed_over(self):
        package = self.add_package(time_limit="2")  # it is found and frozen before its 8 s are over
        sleeper = self.write("sleeper.py", "import time\nprint(2 * int(input()), flush=True)\ntime.sleep(1000)\n")
        good = self.write("main.py", DOUBLE)
        judge = self.start("judge", "--problem", package, sleeper)
        mains = []

        def sleeps():
            for process, depth in descendants(judge.pid).items():  # outer, keeper, init, main
                try:
                    if depth == 4 and Path(f"/proc/{process}/wchan").read_text() == "hrtimer_nanosleep":
                        mains[:] = [process]
                except OSError:
                    pass
            return bool(mains)

        self.wait_for("the submission", sleeps)
        below = descendants(judge.pid)
        outer = next(p for p, depth in below.items() if depth == 1)
        self.freeze(*mains)
        done = self.end_of(judge, timeout=150)
        self.assert_told(done, str(mains[0]), "left to themselves")
        # The outer process holds the slot: the next command takes another one.
        again = self.assize("judge", "--problem", package, good)
        self.assertIn("AC", again.out)
        # Even when that has been killed and the lock is free: the slot is named, and passed over.
        os.kill(outer, signal.SIGKILL)
        self.wait_for("the end of the outer process", lambda: not Path(f"/proc/{outer}").exists())
        third = self.assize("judge", "--problem", package, good)
        self.assertIn("AC", third.out)
        self.assertRegex(third.err, r"processes of an earlier run are left in slot \d+, and don't end: " + str(mains[0]))
        # When it ends after all, the slot is swept and used.
        self.thaw()
        self.wait_for("the end of the frozen", lambda: not Path(f"/proc/{mains[0]}").exists())
        last = self.assize("judge", "--problem", package, good)
        self.assertEqual(last.err, "")


if __name__ == "__main__":
    unittest.main()
