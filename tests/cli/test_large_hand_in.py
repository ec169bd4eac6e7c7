"""A manifest of many rows: whole or not at all however it ends, and nobody waits for long beside it."""

import os
import signal
import sqlite3
import subprocess
import threading
import time
import unittest

from support import DOUBLE, POSTGRESQL, CliCase, environment, program

ROWS = 20_000


class LargeHandIn(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()
        for number in range(50):
            self.write(f"{number}.py", DOUBLE + f"# {number}\n")

    def manifest(self, rows=ROWS):
        lines = [f"s{number},double,{number % 50}.py,id{number}\n" for number in range(rows)]
        return self.write("class.csv", "submitter,problem,file,external_id\n" + "".join(lines))

    def number(self, sql):
        return self.query(sql)[0][0]

    def kill_when(self, what, condition):
        """Hands the manifest in, and kills that as soon as the condition is met."""
        process = self.start("submit", "--manifest", self.manifest())
        until = time.monotonic() + 120
        while not condition():
            self.assertIsNone(process.poll(), f"it ended before {what}")
            self.assertLess(time.monotonic(), until, what)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def test_killed_before_it_is_accepted_nothing_is_there(self):
        self.kill_when("rows were staged", lambda: self.number("SELECT count(*) FROM staged_rows") > 0)
        if self.number("SELECT count(*) FROM staged_hand_ins WHERE accepted = 1"):
            return self.assertEqual(self.status()["queued"], ROWS)  # the kill came late
        self.assertEqual(self.number("SELECT count(*) FROM hand_ins"), 0)
        self.assertEqual(self.number("SELECT count(*) FROM batches"), 0)
        self.assertEqual(self.status()["queued"], 0)
        self.assertEqual(self.assize("report", "--format", "json").out, "")
        self.assertNotIn("damage", self.assize("store", "check").out)
        self.assertIn(f"queued {ROWS} submissions", self.assize("submit", "--manifest", self.manifest()).err)

    def test_killed_after_it_was_accepted_all_of_it_counts(self):
        self.kill_when("some were queued", lambda: self.number("SELECT count(*) FROM submissions") > 0)
        self.assertEqual(self.status()["queued"], ROWS)
        self.assize("submit", "--manifest", self.manifest())  # whatever was queued is known
        self.assertEqual(self.number("SELECT count(*) FROM submissions"), ROWS)
        self.assertEqual(self.number("SELECT count(*) FROM judgings"), ROWS)

    @unittest.skipIf(POSTGRESQL, "writers don't wait for each other there")
    def test_another_writer_waits_for_a_small_part_of_it(self):
        waits = []
        is_over = threading.Event()

        def write():
            connection = sqlite3.connect(self.store, timeout=0, isolation_level=None)
            while not is_over.is_set():
                began = time.monotonic()
                while True:
                    try:
                        connection.execute("BEGIN IMMEDIATE")
                        break
                    except sqlite3.OperationalError:
                        time.sleep(0.001)
                connection.execute("COMMIT")
                waits.append(time.monotonic() - began)
                time.sleep(0.002)
            connection.close()

        writer = threading.Thread(target=write)
        manifest = self.manifest()
        writer.start()
        began = time.monotonic()
        try:
            self.assize("submit", "--manifest", manifest)
        finally:
            whole = time.monotonic() - began
            is_over.set()
            writer.join()
        self.assertGreater(len(waits), 20)
        self.assertLess(max(waits), whole / 4)

    def test_memory_does_not_grow_with_the_sources(self):
        size = 512 << 10
        self.write("large.py", "#" * size + "\n")
        rows = 1100
        lines = "".join(f"s{number},double,large.py\n" for number in range(rows))
        manifest = self.write("large.csv", "submitter,problem,file\n" + lines)
        process = subprocess.Popen([program(), "submit", "--manifest", manifest], stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, env=environment(ASSIZE_STORE=self.store))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(process.returncode, 0)
        self.assertEqual(self.number("SELECT count(*) FROM submissions"), rows)
        self.assertLess(usage.ru_maxrss << 10, rows * size / 2)


if __name__ == "__main__":
    unittest.main()
