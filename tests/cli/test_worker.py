"""The workers of a store: who is there, having one end, what is left of one that is lost, and one on a broken host."""

import json
import resource
import signal
import socket
import unittest
from pathlib import Path

from support import DOUBLE, CliCase, descendants, needs_jail, tell_workers

SLEEPS = "import time; time.sleep({}); " + DOUBLE


class Nobody(CliCase):
    def test_without_workers_there_is_nothing_to_list_or_drain(self):
        self.assize("init")
        self.assertEqual(self.assize("worker", "list").out, "")
        self.assertEqual(self.assize("worker", "list", "--json").out, "")
        done = self.assize("worker", "drain", "--all", "--wait")
        self.assertEqual(done.out, "")
        self.assertIn("no worker", done.err)
        self.assertIn("workers: none", self.assize("status").out)

    def test_bad_usage_changes_nothing(self):
        self.assize("init")
        self.assert_refused(self.assize("worker", code=2))
        self.assert_refused(self.assize("worker", "drain", code=2), "--host", "--all")
        self.assert_refused(self.assize("worker", "drain", "--all", "--timeout", "5", code=2), "--wait")
        self.assert_refused(self.assize("worker", "drain", "--all", "--wait", "--timeout", "0", code=2), "--timeout")
        self.assert_refused(self.assize("worker", "drain", "--all", "--wait", "--undo", code=2), "--undo")
        self.assert_refused(self.assize("worker", "drain", "a-1", "--host", "tower", code=2), "worker a-1",
                            "host tower", "worker list")
        self.assert_refused(self.assize("worker", "remove", "a-1", code=2), "worker a-1")
        self.assert_refused(self.assize("worker", "remove", code=2), "id")

    def test_a_store_that_is_not_there_is_not_made(self):
        for command in (("list",), ("drain", "--all"), ("remove", "x")):
            self.assize("worker", *command, store=self.dir / "no.db", code=2)
        self.assertFalse((self.dir / "no.db").exists())


@needs_jail
class Workers(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()

    def start_worker(self, *options):
        before = {worker["id"] for worker in self.workers()}
        process = self.start("run", "--workers", "1", *options)
        self.wait_for("the worker", lambda: len(self.workers()) > len(before))
        return process, next(worker["id"] for worker in self.workers() if worker["id"] not in before)

    def workers(self):
        return self.assize("worker", "list", "--json").json_lines()

    def states(self):
        return [row[0] for row in self.query("SELECT state FROM judgings ORDER BY id")]

    def start_sleeping(self, seconds):
        """A worker that judges a submission which sleeps, with another one queued behind it."""
        self.add_package(name="slow", time_limit="10")
        for _ in range(2):
            self.submit(SLEEPS.format(seconds), problem="slow")
        process, name = self.start_worker()
        self.wait_for("the run", lambda: "leased" in self.states())
        return process, name

    def test_a_worker_says_what_it_is(self):
        process, name = self.start_worker()
        worker = self.workers()[0]
        self.assertEqual((worker["id"], worker["pid"], worker["slots"], worker["state"]), (name, process.pid, 1, "idle"))
        self.assertEqual((worker["host"], worker["policy"]), (socket.gethostname(), "default"))
        self.assertEqual(worker["version"], self.assize("--version").out.strip())
        runtime = worker["runtimes"][0]
        self.assertEqual(runtime["name"], "python3")
        self.assertRegex(runtime["hash"], "^[0-9a-f]{64}$")
        self.assertLess(worker["seen_s"], 15)
        self.submit()
        self.wait_for("the verdict", lambda: self.states() == ["done"])
        worker = self.workers()[0]
        self.assertEqual((worker["per_minute"], worker["judge_errors"], worker["drain_asked_by"]), (1, 0, ""))
        text = self.assize("worker", "list").out
        for word in (name, "idle", "python3", runtime["version"], f"pid {process.pid}"):
            self.assertIn(word, text)
        self.assertEqual(self.status()["workers"], {"working": 0, "idle": 1, "paused": 0, "draining": 0, "lost": 0})
        self.assertIn("workers: 1 idle", self.assize("status").out)

    def test_an_idle_worker_that_is_asked_to_drain_ends_with_a_word_about_it(self):
        process, name = self.start_worker()
        other, _ = self.start_worker()
        self.assertEqual(self.assize("worker", "drain", name, "--wait").out, name + "\n")
        done = self.end_of(process, timeout=10)
        self.assertEqual(done.code, 0, str(done))
        self.assertRegex(done.err, r"asked to drain by \S+@" + socket.gethostname())
        self.assertIsNone(other.poll())
        self.assertEqual(len(self.workers()), 1)

    def test_what_is_being_judged_is_finished_and_nothing_more_is_taken(self):
        process, name = self.start_sleeping(3)
        self.assize("worker", "drain", "--host", socket.gethostname())
        self.assertEqual(self.workers()[0]["state"], "draining")
        self.assertIn("@", self.workers()[0]["drain_asked_by"])
        self.assertIn("asked to drain by", self.assize("worker", "list").out)
        done = self.end_of(process)
        self.assertEqual(done.code, 0, str(done))
        self.assertEqual(self.states(), ["done", "queued"])
        self.assertEqual(self.show(1)["verdict"], "AC")
        self.assertEqual(self.query("SELECT max(lease_token) FROM judgings"), [(1,)])
        self.assertEqual(self.workers(), [])

    def test_a_drain_is_audited_and_can_be_taken_back(self):
        process, name = self.start_sleeping(4)
        self.assertEqual(self.assize("worker", "drain", "--all").out, name + "\n")
        self.wait_for("the worker to hear", lambda: "asked to drain" in self.workers()[0]["reason"])
        self.assertEqual(self.assize("worker", "drain", "--all", "--undo").out, name + "\n")
        done = self.assize("worker", "drain", name, "--undo")
        self.assertEqual(done.out, "")
        self.assertIn("none of them was asked", done.err)
        self.wait_for("the verdicts", lambda: self.states() == ["done", "done"])
        self.assertEqual(self.workers()[0]["state"], "idle")
        who = self.query("SELECT kind, body FROM audit WHERE kind LIKE 'worker drain%' ORDER BY seq")
        self.assertEqual([kind for kind, _ in who], ["worker drain", "worker drain undone"])
        for _, body in who:
            self.assertEqual(json.loads(body)["worker"], name)
            self.assertIn("@" + socket.gethostname(), json.loads(body)["by"])
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertIn("the drain was taken back by", self.end_of(process).err)

    def test_a_wait_that_takes_too_long_is_exit_code_1_and_goes_on_draining(self):
        process, name = self.start_sleeping(4)
        done = self.assize("worker", "drain", "--all", "--wait", "--timeout", "0.5", code=1)
        self.assertIn(name, done.err)
        self.assertEqual(self.end_of(process).code, 0)

    def test_what_is_left_of_a_lost_worker_is_taken_away(self):
        process, name = self.start_sleeping(3)
        self.assert_refused(self.assize("worker", "remove", name, code=2), "is alive", "--force")
        self.assertEqual(self.states(), ["leased", "queued"])
        process.kill()
        process.wait()
        self.query("UPDATE workers SET seen_at = 1")
        self.assertEqual(self.workers()[0]["state"], "lost")
        self.assertEqual(self.status()["workers"]["lost"], 1)
        done = self.assize("worker", "drain", "--all", "--wait")
        self.assertEqual(done.out, "")
        self.assertIn("1 submission back in the queue", self.assize("worker", "remove", name).out)
        self.assertEqual(self.states(), ["queued", "queued"])
        self.assertEqual(self.workers(), [])
        self.assertEqual(self.query("SELECT count(*) FROM audit WHERE kind = 'worker removed'"), [(1,)])

    def test_one_that_is_alive_and_taken_away_by_force_records_nothing_and_comes_back(self):
        process, name = self.start_sleeping(3)
        self.assize("worker", "remove", "--force", name)
        self.wait_for("another lease", lambda: self.query("SELECT max(lease_token) FROM judgings") == [(2,)])
        self.wait_for("the worker", lambda: [worker["id"] for worker in self.workers()] == [name])
        process.send_signal(signal.SIGTERM)
        self.assertIn("its lease had expired", self.end_of(process).err)

    def test_a_worker_on_a_broken_host_pauses_and_judges_when_the_host_is_mended(self):
        process, name = self.start_worker()
        mended = resource.prlimit(process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, (4, mended[1]))  # it can open nothing
        ids = [self.submit(DOUBLE + f"# {number}\n") for number in range(6)]
        self.wait_for("the pause", lambda: self.workers()[0]["state"] == "paused")
        worker = self.workers()[0]
        self.assertLessEqual(worker["paused_for_s"], 10)
        self.assertTrue(worker["reason"])
        status = self.status()
        self.assertEqual(status["workers"]["paused"], 1)
        self.assertEqual([(row["worker"], row["reason"]) for row in status["paused"]], [(name, worker["reason"])])
        self.assertRegex(self.assize("status").out, rf"paused: {socket.gethostname()} since .* because ")
        self.assertIn("paused since", self.assize("worker", "list").out)
        # Another worker judges everything meanwhile.
        other, _ = self.start_worker()
        tell_workers(self.store)
        self.wait_for("the verdicts", lambda: self.states() == ["done"] * 6, seconds=60)
        self.assertEqual([self.show(number)["verdict"] for number in ids], ["AC"] * 6)
        self.assertLessEqual(self.query("SELECT max(failures) FROM judgings")[0][0], 3)
        self.assize("worker", "drain", *(worker["id"] for worker in self.workers() if worker["id"] != name), "--wait")
        self.end_of(other)
        resource.prlimit(process.pid, resource.RLIMIT_NOFILE, mended)
        last = self.submit(DOUBLE + "# last\n")
        self.wait_for("the verdict", lambda: self.show(last)["verdict"] == "AC", seconds=60)
        self.assertEqual(self.status()["paused"], [])
        process.send_signal(signal.SIGTERM)
        done = self.end_of(process)
        self.assertEqual(done.err.count("judge errors in a row"), 1, str(done))
        self.assertEqual(done.err.count("the pause is over"), 1, str(done))

    def test_a_service_manager_hears_when_it_is_ready_that_it_lives_and_that_it_ends(self):
        path = str(self.dir / "notify")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(path)
            manager.settimeout(30)
            process = self.start("run", "--workers", "1", env={"NOTIFY_SOCKET": path, "WATCHDOG_USEC": "600000"})
            self.assertEqual(manager.recv(1000), b"READY=1")
            self.assertEqual([worker["pid"] for worker in self.workers()], [process.pid])
            self.assertEqual([manager.recv(1000) for _ in range(3)], [b"WATCHDOG=1"] * 3)
            for pid in descendants(process.pid):
                self.assertNotIn(b"NOTIFY_SOCKET", Path(f"/proc/{pid}/environ").read_bytes())
            process.send_signal(signal.SIGTERM)
            while (heard := manager.recv(1000)) != b"STOPPING=1":
                self.assertIn(heard, (b"WATCHDOG=1", b"STATUS=judged 0, judge errors 0"))
        self.assertEqual(self.end_of(process).code, 0)


if __name__ == "__main__":
    unittest.main()
