"""A fleet is upgraded: an old worker and a new one, one store. Nothing is lost, nothing is judged twice.

Both are this program. A store of an older version is this one with its last migration undone, before a new command sees
it; a store of a newer version is one whose number was raised, as a newer program does it."""

import re
import threading
import unittest

from support import DOUBLE, POSTGRESQL, ROOT, CliCase, assert_recorded_once, needs_jail, tell_workers

SLEEPS = "import time; time.sleep({}); " + DOUBLE
MIGRATIONS = sorted({path.name[:4] for path in (ROOT / "storage" / "migrations").glob("[0-9]*.sql")})
NEWEST = len(MIGRATIONS)
# What undoes the last migration: whoever adds one writes it here.
UNDO = {"0013": ["DROP INDEX audit_worker_settings", *(["DROP INDEX judgings_held"] if POSTGRESQL else [])]}
NEWER = "a newer assize has brought it up to date meanwhile"


@needs_jail
class Upgrade(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package(time_limit="30")
        self.assertEqual(self.version(), NEWEST)

    def version(self):
        ((version,),) = self.query("SELECT version FROM assize_schema" if POSTGRESQL else "PRAGMA user_version")
        return version

    def set_version(self, version):
        self.query(f"UPDATE assize_schema SET version = {version}" if POSTGRESQL else
                   f"PRAGMA user_version = {version}")
        tell_workers(self.store)

    def start_worker(self):
        workers = len(self.query("SELECT id FROM workers"))
        process = self.start("run", "--workers", "1")
        self.wait_for("the worker", lambda: len(self.query("SELECT id FROM workers")) > workers)
        return process

    def states(self):
        return [row[0] for row in self.query("SELECT state FROM judgings ORDER BY id")]

    def drain_as_the_new_version(self, submissions):
        self.set_version(NEWEST)
        self.query("UPDATE judgings SET lease_expires = 1 WHERE state = 'leased'")
        self.assize("run", "--drain")
        assert_recorded_once(self, submissions)
        self.assertEqual({self.show(number)["verdict"] for number in range(1, submissions + 1)}, {"AC"})
        self.assize("store", "check")

    def test_an_old_worker_records_nothing_in_a_newer_store_and_ends(self):
        self.submit(DOUBLE)
        old = self.start_worker()
        self.wait_for("the first verdict", lambda: self.states() == ["done"])
        for number in range(3):
            self.submit(SLEEPS.format(3) if number == 0 else DOUBLE)
        self.wait_for("a long judging", lambda: "leased" in self.states())
        self.set_version(NEWEST + 1)
        done = self.end_of(old)
        self.assertEqual(done.code, 4, str(done))
        self.assertIn(NEWER, done.err)
        self.assertIn(f"its schema is version {NEWEST + 1} now", done.err)
        self.assertNotIn("std::", done.err)
        # What it held it has left as it was.
        self.assertEqual(self.states(), ["done", "leased", "queued", "queued"])
        self.assertEqual(self.query("SELECT count(*) FROM audit WHERE kind = 'judged'"), [(1,)])
        self.drain_as_the_new_version(4)

    def test_an_idle_one_ends_as_well_at_once(self):
        idle = self.start_worker()
        self.set_version(NEWEST + 1)
        done = self.end_of(idle, timeout=60)
        self.assertEqual(done.code, 4, str(done))
        self.assertIn(NEWER, done.err)

    def test_a_newer_store_is_refused_by_every_command(self):
        self.submit(DOUBLE)
        self.set_version(NEWEST + 1)
        path = self.write("main.py", DOUBLE)
        for command in (("run", "--drain"), ("init",), ("status",), ("report",), ("worker", "list"),
                        ("submit", "--problem", "double", path), ("problem", "list")):
            with self.subTest(command):
                self.assert_refused(self.assize(*command, code=2), "newer assize", NEWEST + 1, NEWEST, "use that version")
        self.drain_as_the_new_version(1)

    def test_init_asks_the_workers_of_an_older_store_to_finish_and_waits(self):
        self.assertIn(MIGRATIONS[-1], UNDO, "the newest migration needs its line in UNDO")
        for number in range(4):
            self.submit(SLEEPS.format(6) if number == 0 else DOUBLE)
        old = self.start_worker()
        self.wait_for("a long judging", lambda: "leased" in self.states())
        self.set_version(NEWEST - 1)
        # No other command brings a store up to date under a worker: that one goes on undisturbed.
        path = self.write("main.py", DOUBLE)
        for command in (("run", "--drain"), ("submit", "--problem", "double", path)):
            with self.subTest(command):
                self.assert_refused(self.assize(*command, code=2), "1 worker of it is at work", "assize init",
                                    f"version {NEWEST - 1}")
        self.assertEqual(self.version(), NEWEST - 1)
        done = self.assize("init", "--timeout", "1", code=2)
        self.assertIn("asked to finish what they judge", done.err)
        self.assertIn("still: the store is as it was", done.err)
        self.assertEqual(self.version(), NEWEST - 1)
        # It finishes what it judges, and takes nothing more.
        done = self.end_of(old)
        self.assertEqual(done.code, 0, str(done))
        self.assertRegex(done.err, r"drained, as asked by .*assize init")
        self.assertEqual(self.states(), ["done", "queued", "queued", "queued"])
        for sql in UNDO[MIGRATIONS[-1]]:
            self.query(sql)
        # Several at once: one does it, the others find it done.
        ends = []
        threads = [threading.Thread(target=lambda: ends.append(self.assize("init", code=None))) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual([end.code for end in ends], [0, 0, 0], "\n".join(map(str, ends)))
        self.assertEqual(self.version(), NEWEST)
        self.drain_as_the_new_version(4)

    def test_a_worker_that_is_lost_is_not_waited_for(self):
        self.assertIn(MIGRATIONS[-1], UNDO, "the newest migration needs its line in UNDO")
        old = self.start_worker()
        old.kill()
        old.wait()
        self.query("UPDATE workers SET seen_at = seen_at - 40000")
        self.set_version(NEWEST - 1)
        for sql in UNDO[MIGRATIONS[-1]]:
            self.query(sql)
        self.assize("init")
        self.assertEqual(self.version(), NEWEST)

    def test_the_documents_say_how(self):
        text = (ROOT / "docs" / "operating.md").read_text()
        section = re.search(r"\n## Versions\n(.*?)\n## ", text, re.DOTALL)[1]
        for step in ("assize init", "worker list", "systemctl start assize"):
            self.assertIn(step, section)


if __name__ == "__main__":
    unittest.main()
