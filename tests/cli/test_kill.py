"""The promise: whatever dies, nothing is lost and nothing is recorded twice.

Kills one process of a running worker after the other at random moments: the worker, the outer process of a jail, its
keeper, the init of a run. ASSIZE_KILLS (60) and ASSIZE_SUBMISSIONS (60) set how long, ASSIZE_SEED repeats a choice of
moments and victims.
"""

import os
import random
import signal
import subprocess
import sys
import time
import unittest
from pathlib import Path

from support import CliCase, assert_recorded_once, descendants, environment, needs_jail, program

KILLS = int(os.environ.get("ASSIZE_KILLS", "60"))
SUBMISSIONS = int(os.environ.get("ASSIZE_SUBMISSIONS", "60"))
SEED = os.environ.get("ASSIZE_SEED") or str(random.randrange(10**9))

# By distance from the worker. The submission itself is left alone: killed from outside looks like killed by itself.
VICTIMS = {0: "the worker", 1: "an outer process", 2: "a keeper", 3: "an init"}
# A judging that failed five times by the judge's own fault is set aside: that is a promise too, so the jails of one
# that comes near it are spared.
MOST_FAILURES = 3


def slot_groups():
    return set(map(str, Path("/sys/fs/cgroup").rglob("assize-slot-*")))


def mounts():
    return Path("/proc/self/mountinfo").read_text().count("\n")


def shared_memory():
    """Names in /dev/shm, and the ids in the System V tables."""
    found = set()
    if os.path.isdir("/dev/shm"):
        found |= {"/dev/shm/" + name for name in os.listdir("/dev/shm")}
    for kind in ("shm", "sem", "msg"):
        try:
            lines = Path(f"/proc/sysvipc/{kind}").read_text().splitlines()[1:]
        except OSError:
            continue
        found |= {f"{kind} {line.split()[1]}" for line in lines}
    return found


class OwnGroups:
    """Children of the test's own cgroups, so that what is left of its workers can be told from other workers'."""

    def __init__(self):
        self.directories = []
        if os.geteuid() != 0:
            return
        mounted = [line.split(" - ") for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        memberships = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
        if not any(after.startswith("cgroup ") and "memory" in after for _, after in mounted):
            return  # a v2 host finds its way by itself, and an extra level would hide what is delegated
        for before, after in mounted:
            kind, _, options = after.split()[:3]
            root, where = before.split()[3:5]
            for _, controllers, path in memberships:
                wanted = kind == "cgroup2" and not controllers or kind == "cgroup" and (
                    set(controllers.split(",")) & {"memory", "pids"} & set(options.split(",")))
                if not wanted:
                    continue
                inner = path[len(root):] if root != "/" and path.startswith(root) else path
                own = Path(where + inner.rstrip("/")) / f"assize-test-{os.getpid()}"
                try:
                    own.mkdir()
                except OSError:
                    continue
                self.directories.append(own)

    def enter(self):
        for directory in self.directories:
            (directory / "cgroup.procs").write_text(str(os.getpid()))

    def slots(self):
        if not self.directories:
            return None
        return sorted(str(path) for directory in self.directories for path in directory.rglob("assize-slot-*"))

    def remove(self):
        for directory in self.directories:
            for path in sorted((p for p in directory.rglob("*") if p.is_dir()), key=lambda p: -len(p.parts)):
                path.rmdir()
            directory.rmdir()


@needs_jail
class Kill(CliCase):
    def start_worker(self):
        self.worker = subprocess.Popen(
            [program(), "run", "--drain", "--workers", "2"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=self.log, cwd=self.dir, env=environment(ASSIZE_STORE=self.store), preexec_fn=self.groups.enter)

    def remember(self):
        below = descendants(self.worker.pid)
        self.ever.update({pid: self.started_at(pid) for pid in below if pid not in self.ever})
        return below

    def started_at(self, pid):
        try:
            return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
        except OSError:
            return None

    def alive(self):
        """Which of the processes that were ever below a worker of ours are still there."""
        return [pid for pid, start in self.ever.items() if start is not None and self.started_at(pid) == start]

    def submit_more(self, first):
        paths = [self.write(f"{n}.py", f"n = int(input())  # {n}\nprint(n + n)\n")
                 for n in range(first, first + SUBMISSIONS)]
        self.assize("submit", "--problem", "double", *paths)
        return SUBMISSIONS

    def done(self):
        return self.query("SELECT count(*) FROM judgings WHERE state = 'done'")[0][0]

    def kill_one(self, rng, kills):
        """Kills a process of a random kind, if there is one. What it was."""
        below = self.remember()
        depth = rng.choices(list(VICTIMS), weights=[1 / (1 + kills[name]) ** 2 for name in VICTIMS.values()])[0]
        if depth and self.query("SELECT count(*) FROM judgings WHERE state <> 'done' AND failures >= ?",
                                MOST_FAILURES) != [(0,)]:
            return None
        if depth:
            there = sorted(pid for pid, distance in below.items() if distance == depth)
            if not there:
                return None
            victim = rng.choice(there)
        else:
            victim = self.worker.pid
        if self.worker.poll() is not None:
            return None
        # A descriptor stays with its process: if that is still ours now, no other one can be hit.
        try:
            process = os.pidfd_open(victim)
        except ProcessLookupError:
            return None
        try:
            if depth and victim not in descendants(self.worker.pid):
                return None
            signal.pidfd_send_signal(process, signal.SIGKILL)
        except ProcessLookupError:
            return None
        finally:
            os.close(process)
        return VICTIMS[depth]

    def test_nothing_is_lost_or_recorded_twice_whatever_is_killed(self):
        rng = random.Random(SEED)
        self.groups = OwnGroups()
        self.addCleanup(self.groups.remove)
        self.ever = {}
        groups_before, mounts_before, memory_before = slot_groups(), mounts(), shared_memory()
        self.log = open(self.dir / "worker.log", "wb")
        self.addCleanup(self.log.close)
        tests = {"sample/1": ("2\n", "4\n"), **{f"secret/{n}": (f"{n}\n", f"{2 * n}\n") for n in range(1, 8)}}
        self.add_package(tests=tests, time_limit="5")
        total = self.submit_more(0)

        kills = dict.fromkeys(VICTIMS.values(), 0)
        until = time.monotonic() + 60 + 20 * KILLS
        self.start_worker()
        self.addCleanup(lambda: (self.worker.kill(), self.worker.wait()))
        while sum(kills.values()) < KILLS and time.monotonic() < until:
            if self.worker.poll() is not None:
                self.query("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'")  # 30 s later, so to say
                if self.done() == total:
                    total += self.submit_more(total)
                self.start_worker()
                time.sleep(rng.uniform(0, 1))
            time.sleep(rng.uniform(0, 0.25))
            if victim := self.kill_one(rng, kills):
                kills[victim] += 1
                if victim == "the worker":
                    self.worker.wait(60)

        for _ in range(20):
            if self.worker.poll() is None:
                try:
                    self.worker.wait(120)
                except subprocess.TimeoutExpired:
                    self.fail(f"the last drain doesn't end (seed {SEED}):\n" + self.log_text())
            self.remember()
            self.query("UPDATE judgings SET lease_expires = 0 WHERE state = 'leased'")
            if self.query("SELECT count(*) FROM judgings WHERE state IN ('queued', 'leased')") == [(0,)]:
                break
            self.start_worker()
        said = f"seed {SEED}, {kills}\n{self.log_text()}"
        print(f"seed {SEED}: killed {kills}", file=sys.stderr)

        self.assertEqual(self.query("SELECT state, count(*) FROM judgings GROUP BY state"), [("done", total)],
                         said)
        wrong = self.query("SELECT verdict, reason, digest, count(*) FROM judgings WHERE verdict <> 'AC' GROUP BY 1, 2")
        self.assertEqual(wrong, [], "a kill from outside was blamed on the submission: " + said)
        assert_recorded_once(self, total)
        self.assertEqual(self.query("SELECT count(*) FROM runs"), [(total * len(tests),)], said)
        self.assertEqual(self.status()["set_aside"], 0)
        self.assertGreaterEqual(sum(kills.values()), KILLS)

        # A clean run afterwards takes the slots again, as the next night's would.
        self.start_worker()
        self.assertEqual(self.worker.wait(120), 0, self.log_text())
        self.wait_for("the end of every process", lambda: not self.alive())
        if self.groups.slots() is not None:
            self.wait_for(f"no cgroup is left: {self.groups.slots()}", lambda: not self.groups.slots())
        else:
            self.wait_for("no cgroup is left", lambda: slot_groups() <= groups_before)
        self.wait_for("no mount is left", lambda: mounts() <= mounts_before)
        self.wait_for("no shared memory, semaphore or queue is left", lambda: shared_memory() <= memory_before)

    def log_text(self):
        self.log.flush()
        return (self.dir / "worker.log").read_text(errors="replace")[-4000:]


if __name__ == "__main__":
    unittest.main()
