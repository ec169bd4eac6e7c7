"""Four workers drain a queue while everything around them goes wrong, and the verdicts are those of an undisturbed run.

Workers are killed, or stopped until their leases have expired and then go on; clocks are set back and the store's disk is
full for a while; on PostgreSQL connections are cut, one of the two hosts is cut off, and the database is restarted; on
SQLite another process holds the file. ASSIZE_CHAOS (300: about 3 minutes) says how many submissions, ASSIZE_SEED repeats a
choice of faults. With fewer than 100 nobody waits 30 s for a lease to expire: it is set back in the store, as if that time
had passed. What only root can bring about, or takes the package faketime, is left out without, and said so.
"""

import os
import random
import signal
import shutil
import sqlite3
import subprocess
import sys
import time
import unittest
from pathlib import Path

from support import (POSTGRESQL, CliCase, assert_recorded_once, descendants, environment, needs_jail, new_store, program,
                     psql)
from surroundings import Clock, Disk, Host, has_own_network, own_mounts
from test_kill import OwnGroups, mounts, shared_memory, slot_groups

SUBMISSIONS = int(os.environ.get("ASSIZE_CHAOS", "300"))
SEED = os.environ.get("ASSIZE_SEED") or str(random.randrange(10**9))
IS_SHORT = SUBMISSIONS < 100
WORKERS = 4
LEASE = 30  # s
PROGRAMS = (  # weight, source
    (6, "print(2 * int(input()))\n"),
    (8, "import time\ntime.sleep(0.4)\nprint(2 * int(input()))\n"),
    (3, "print(1)\n"),
    (2, "raise SystemExit(3)\n"),
    (1, "import time\nn = int(input())\nwhile time.process_time() < 0.7:\n    pass\nprint(n + n)\n"),
    (1, "while True:\n    pass\n"),
)


class Worker:
    def __init__(self, case, host):
        self.host = host
        self.process = subprocess.Popen(
            [*host.prefix, program(), "run", "--drain", "--workers", "1"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=case.log, cwd=case.dir, env=environment(ASSIZE_STORE=host.store(case.store), **host.environment()),
            preexec_fn=case.groups.enter)
        self.expires_at = self.goes_on_at = None

    def is_there(self):
        return self.process.poll() is None

    def send(self, number):
        if self.is_there():
            self.process.send_signal(number)

    def stop(self, now):
        """Until its leases have expired: by themselves, or by hand a second from now."""
        self.send(signal.SIGSTOP)
        self.expires_at = now + 1 if IS_SHORT else None
        self.goes_on_at = now + (3 if IS_SHORT else LEASE + 5)

    def go_on(self):
        self.send(signal.SIGCONT)
        self.goes_on_at = None

    def end(self):
        self.process.kill()
        self.process.wait()


@needs_jail
class FleetChaos(CliCase):
    def setUp(self):
        super().setUp()
        self.rng = random.Random(SEED)
        self.counts = {}
        self.ever = {}
        self.groups = OwnGroups()
        self.addCleanup(self.groups.remove)
        self.log = open(self.dir / "workers.log", "wb")
        self.addCleanup(self.log.close)
        self.disk = None
        if os.geteuid() == 0 and not POSTGRESQL:
            own_mounts()
            self.disk = Disk.mounted(self, self.dir / "disk")
        elif has_own_network():
            self.disk = Disk(os.environ["ASSIZE_TEST_POSTGRESQL_DIR"])
        self.names_before = Clock.names()
        self.addCleanup(lambda: self.tidy_up(Clock.names()))
        self.hosts = [Host(self, number) for number in range(2)]
        self.workers = []
        self.addCleanup(lambda: [worker.end() for worker in self.workers])

    def tidy_up(self, names):
        """Else a later process of the same number can't start."""
        for path in names - self.names_before:
            path.unlink(missing_ok=True)

    def prepare(self):
        self.add_package(tests={"sample/1": ("2\n", "4\n"), "secret/1": ("21\n", "42\n")}, time_limit="1")
        rng = random.Random(SEED)
        kinds = rng.choices(PROGRAMS, weights=[weight for weight, _ in PROGRAMS], k=SUBMISSIONS)
        rows = ["submitter,problem,file\n"]
        for number, (_, source) in enumerate(kinds):
            self.write(f"{number}.py", f"# {number}\n{source}")
            rows.append(f"student-{number % 7},double,{number}.py\n")
        self.assize("submit", "--manifest", self.write("class.csv", "".join(rows)))

    def digests(self):
        rows = self.query("SELECT s.file_name, j.verdict, j.digest FROM judgings j JOIN submissions s ON s.id = "
                          "j.submission ORDER BY s.id, j.id")
        return [tuple(row) for row in rows]

    # What goes wrong.

    def kill(self, now):
        worker = self.rng.choice(self.workers)
        if worker.is_there():
            pid = worker.process.pid
            worker.end()
            if IS_SHORT:
                self.let_leases_expire(pid)

    def stop(self, now):
        stopped = [worker for worker in self.workers if worker.goes_on_at is not None]
        if len(stopped) < 2 and (there := [worker for worker in self.workers if worker not in stopped]):
            self.rng.choice(there).stop(now)

    def let_leases_expire(self, pid):
        self.ask("UPDATE judgings SET lease_expires = 1 WHERE state = 'leased' AND lease_owner IN "
                 f"(SELECT id FROM workers WHERE pid = {int(pid)})")

    def cut_connections(self, now):
        self.ask("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'assize'")

    def restart_database(self, now):
        owner = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"] if os.geteuid() == 0 else []
        data = os.environ["ASSIZE_TEST_POSTGRESQL_DIR"] + "/data"
        subprocess.run([*owner, os.environ["ASSIZE_TEST_POSTGRESQL_BIN"] + "/pg_ctl", "-D", data, "-l", data + "/log", "-w",
                        "-t", "120", "-m", self.rng.choice(["fast", "immediate"]), "restart"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")

    def hold_the_file(self, now):
        # A worker that was stopped within a write holds the file longer than that: then it is held, by somebody else.
        connection = sqlite3.connect(self.store, timeout=1, isolation_level=None)
        try:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return
            time.sleep(self.rng.uniform(0.2, 1.5))
            connection.execute("ROLLBACK")
        finally:
            connection.close()

    def set_a_clock_back(self, now):
        """By an hour, or forward again."""
        clock = self.rng.choice(self.hosts).clock
        clock.set(not clock.is_set_back)

    def cut_a_host_off(self, now):
        if all(host.joins_at is None for host in self.hosts):
            host = self.rng.choice(self.hosts)
            host.cut_off(now + (3 if IS_SHORT else self.rng.uniform(1, LEASE + 10)))
            if IS_SHORT:
                for worker in self.workers:
                    if worker.host is host:
                        self.let_leases_expire(worker.process.pid)

    def fill_the_disk(self, now):
        self.disk.fill()
        time.sleep(self.rng.uniform(0.2, 2))
        self.disk.free()
        if POSTGRESQL:
            # A server that can't write its log ends, and is started again by its operator.
            self.restart_database(now)

    def ask(self, sql):
        """The database may just be away, or be held by somebody who was stopped."""
        until = time.monotonic() + 120
        while True:
            try:
                return self.query(sql)
            except (subprocess.CalledProcessError, sqlite3.OperationalError):
                self.assertLess(time.monotonic(), until, f"the store doesn't come back (seed {SEED})")
                time.sleep(0.2)

    def faults(self):
        faults = {self.kill: 5, self.stop: 2}
        faults |= {self.cut_connections: 2, self.restart_database: 1} if POSTGRESQL else {self.hold_the_file: 1}
        if has_own_network():
            faults[self.cut_a_host_off] = 1
        if self.disk:
            faults[self.fill_the_disk] = 1
        if self.hosts[0].clock:
            faults[self.set_a_clock_back] = 1
        return faults

    def left_out(self):
        """What can't be brought about here, and why."""
        return [fault for fault, is_there in (
            ("a host cut off, and a full disk: only root can", self.disk),
            ("clocks set back: faketime isn't installed (Debian: apt-get install faketime)", shutil.which("faketime")),
        ) if not is_there]

    def let_something_go_wrong(self, now):
        faults = self.faults()
        # Each of them comes, however the choice goes, if there is time for it.
        missing = [fault for fault in faults if fault.__name__ not in self.counts]
        fault = self.rng.choice(missing or self.rng.choices(list(faults), weights=faults.values()))
        fault(now)
        self.counts[fault.__name__] = self.counts.get(fault.__name__, 0) + 1

    def see_to_the_stopped(self, now):
        for worker in self.workers:
            if worker.expires_at is not None and now >= worker.expires_at:
                worker.expires_at = None
                self.let_leases_expire(worker.process.pid)
            if worker.goes_on_at is not None and now >= worker.goes_on_at:
                worker.go_on()
        for host in self.hosts:
            if host.joins_at is not None and now >= host.joins_at:
                host.join()

    def remember(self):
        for worker in self.workers:
            for pid in descendants(worker.process.pid):
                self.ever.setdefault(pid, started_at(pid))

    def drain_in_chaos(self):
        self.workers = [Worker(self, self.hosts[number % 2]) for number in range(WORKERS)]
        until = time.monotonic() + 600 + 5 * SUBMISSIONS
        next_fault = time.monotonic() + 1
        while True:
            now = time.monotonic()
            self.assertLess(now, until, f"the drain doesn't end (seed {SEED}):\n{self.log_text()}")
            self.remember()
            self.see_to_the_stopped(now)
            is_left = self.ask("SELECT count(*) FROM judgings WHERE state IN ('queued', 'leased')") != [(0,)]
            if is_left:
                self.tidy_up(Clock.left())
                self.workers = [worker if worker.is_there() else Worker(self, worker.host) for worker in self.workers]
                if now >= next_fault:
                    self.let_something_go_wrong(now)
                    has_all = len(self.counts) == len(self.faults())
                    next_fault = time.monotonic() + (self.rng.uniform(0.5, 2.5) if has_all else 0.3)
            elif not any(worker.is_there() for worker in self.workers):
                return
            elif all(worker.goes_on_at is None and worker.host.joins_at is None for worker in self.workers):
                for worker in self.workers:
                    worker.process.wait(180)
            time.sleep(0.1)

    def test_every_verdict_is_that_of_an_undisturbed_run(self):
        undisturbed = self.store
        self.prepare()
        # On an overloaded host a try may fail (exit code 4): the next one gets the verdict.
        self.assize("run", "--drain", timeout=600 + 5 * SUBMISSIONS, code=None)
        wanted = self.digests()
        self.assertEqual(len(wanted), SUBMISSIONS)
        self.assertNotIn("JE", {verdict for _, verdict, _ in wanted})
        self.store = new_store((self.dir if POSTGRESQL or not self.disk else self.dir / "disk") / "chaos.db")
        self.assertNotEqual(self.store, undisturbed)
        self.prepare()
        groups_before, mounts_before, memory_before = slot_groups(), mounts(), shared_memory()
        begin = time.monotonic()
        self.drain_in_chaos()
        said = f"seed {SEED}: {SUBMISSIONS} submissions in {time.monotonic() - begin:.0f} s, {self.counts}"
        said += "".join(f"; not here: {what}" for what in self.left_out())
        print(said, file=sys.stderr)

        self.assertEqual(self.digests(), wanted, said)
        assert_recorded_once(self, SUBMISSIONS)
        self.assertTrue(self.counts, said)
        self.assertEqual(self.query("SELECT count(*) FROM audit WHERE kind = 'set aside'"), [(0,)], said)
        self.assize("store", "check")
        self.wait_for("the end of every process", lambda: not self.alive())
        if self.groups.slots() is not None:
            self.wait_for("no cgroup is left", lambda: not self.groups.slots())
        else:
            self.wait_for("no cgroup is left", lambda: slot_groups() <= groups_before)
        self.wait_for("no mount is left", lambda: mounts() <= mounts_before)
        self.wait_for("no shared memory, semaphore or queue is left",
                      lambda: shared_memory() - memory_of_server() - set(map(str, Clock.names())) <= memory_before)
        if POSTGRESQL:
            connections = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'assize'"
            self.wait_for("no connection is left", lambda: psql(POSTGRESQL, connections) == [(0,)])
        # Workers that were killed have left their rows: the next one takes them away when they are lost.
        self.query("UPDATE workers SET seen_at = 1")
        self.assize("run", "--drain")
        self.assertEqual(self.query("SELECT count(*) FROM workers"), [(0,)])

    def alive(self):
        return [pid for pid, start in self.ever.items() if start is not None and started_at(pid) == start]

    def log_text(self):
        self.log.flush()
        return (self.dir / "workers.log").read_text(errors="replace")[-4000:]


def memory_of_server():
    """What PostgreSQL has of shared memory, which is another one after it was restarted."""
    if not POSTGRESQL:
        return set()
    names = {f"/dev/shm/{name}" for name in os.listdir("/dev/shm") if name.startswith("PostgreSQL.")}
    lines = (Path(os.environ["ASSIZE_TEST_POSTGRESQL_DIR"]) / "data/postmaster.pid").read_text().splitlines()
    return names | {f"shm {line.split()[1]}" for line in lines[6:7] if line.strip()}  # its key, and its id


def started_at(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[19]
    except OSError:
        return None


if __name__ == "__main__":
    unittest.main()
