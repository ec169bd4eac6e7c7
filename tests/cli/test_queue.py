"""What is queued is judged by workers, once, in its order."""

import datetime
import os
import signal
import time
import unittest
import zipfile

from support import DOUBLE, WRONG, CliCase, assert_recorded_once, descendants, needs_jail, tell_workers


@needs_jail
class Run(CliCase):
    def setUp(self):
        super().setUp()
        self.add_package()

    def places(self, *ids):
        options = [word for number in ids for word in ("--submission", number)]
        return self.assize("status", "--json", *options).json()["submissions"]

    def test_status_tells_the_place_of_a_submission_and_when_to_expect_its_verdict(self):
        ids = [self.submit(f"{DOUBLE}# {number}\n", "--submitter", "ada") for number in range(3)]
        ids.append(self.submit(f"{DOUBLE}# 3\n", "--submitter", "bob"))
        places = self.places(*ids)
        self.assertEqual([place["submission"] for place in places], ids)
        self.assertEqual([place["position"] for place in places], [1, 3, 4, 2])
        self.assertEqual({place["state"] for place in places}, {"queued"})
        self.assertEqual({place["estimated_wait_s"] for place in places}, {None})
        text = self.assize("status", "--submission", ids[0], "--submission", ids[1]).out
        self.assertIn(f"submission {ids[0]}: is the next one; ", text)
        self.assertIn(f"submission {ids[1]}: 2 before it; ", text)
        self.assertNotIn("submissions", self.status())
        self.assize("run", "--drain", "--workers", "1")
        self.assertEqual(self.places(ids[0])[0],
                         {"submission": ids[0], "state": "done", "position": None, "estimated_wait_s": None})

        slow = [self.submit(f"import time; time.sleep(0.8); {DOUBLE}# {number}\n") for number in range(3)]
        process = self.start("run", "--workers", "1")
        self.wait_for("the run", lambda: self.places(slow[0])[0]["state"] == "leased")
        for place in self.places(*slow):
            self.assertGreater(place["estimated_wait_s"] or 1, 0)
        self.assertIn("its verdict is expected in ", self.assize("status", "--submission", slow[2]).out)
        self.wait_for("the verdicts", lambda: self.status()["queued"] + self.status()["leased"] == 0)
        process.send_signal(signal.SIGTERM)
        self.end_of(process)

    def test_all_submissions_that_are_not_there_are_named(self):
        here = self.submit()
        self.assert_refused(self.assize("status", "--submission", 8, "--submission", here, "--submission", 9, code=2),
                            "submission 8", "submission 9")
        self.assert_refused(self.assize("status", "--submission", "x", code=2), "--submission")
        self.assert_refused(self.assize("status", "--submission", "0", code=2), "--submission")

    def states(self):
        return [row[0] for row in self.query("SELECT state FROM judgings ORDER BY id")]

    def start_waiting(self, *options):
        """A worker, when it has said in the store that it is there."""
        before = self.query("SELECT count(*) FROM workers")[0][0]
        worker = self.start("run", *options)
        self.wait_for("the worker", lambda: self.query("SELECT count(*) FROM workers") == [(before + 1,)])
        return worker

    def test_drain_judges_everything_and_ends(self):
        for content in (DOUBLE, WRONG, "print(\n", "1/0\n", DOUBLE):
            self.submit(content)
        done = self.assize("run", "--drain")
        self.assertEqual(done.out, "")
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual([row["verdict"] for row in rows], ["AC", "WA", "CE", "RTE", "AC"])
        self.assertEqual([self.show(n)["verdict"] for n in range(1, 6)], ["AC", "WA", "CE", "RTE", "AC"])
        status = self.status()
        self.assertEqual((status["queued"], status["leased"], status["done"], status["set_aside"]), (0, 0, 5, 0))
        self.assertEqual(status["verdicts"], {"AC": 2, "CE": 1, "RTE": 1, "WA": 1})
        self.assertEqual(status["per_minute"], 5)
        self.assertEqual(status["oldest_queued_s"], 0)
        assert_recorded_once(self, 5)

    def test_draining_an_empty_store_is_no_error(self):
        self.assize("run", "--drain")
        self.assertEqual(self.query("SELECT count(*) FROM workers"), [(0,)])

    def test_a_limit_is_kept(self):
        for _ in range(4):
            self.submit()
        self.assize("run", "--limit", "3")
        self.assertEqual(sorted(self.states()), ["done", "done", "done", "queued"])
        self.assize("run", "--drain", "--limit", "5")
        assert_recorded_once(self, 4)

    def test_a_limit_is_used_up_by_jobs_alone(self):
        worker = self.start_waiting("--workers", "4", "--limit", "2")
        for number in range(5):  # its slots look at an empty queue, all at the same time
            self.query("UPDATE workers SET judged = ?", number)
            time.sleep(0.1)
        self.assertIsNone(worker.poll())
        for _ in range(3):
            self.submit()
        self.assertEqual(self.end_of(worker).code, 0)
        self.assertEqual(sorted(self.states()), ["done", "done", "queued"])

    def test_a_higher_priority_is_judged_first(self):
        for priority in ("-3", "0", "5", "1"):
            self.submit(DOUBLE, "--priority", priority)
        self.assize("run", "--drain", "--workers", "1")
        order = self.query("SELECT priority FROM judgings ORDER BY finished_at, lease_token, id")
        times = self.query("SELECT priority FROM audit JOIN judgings j ON j.id = audit.judging "
                           "WHERE kind = 'judged' ORDER BY seq")
        self.assertEqual(times, [(5,), (1,), (0,), (-3,)], order)

    def test_submitters_take_turns(self):
        for name in ("ada", "ada", "ada", "bob", "cyd"):
            self.submit(DOUBLE, "--submitter", name)
        self.assize("run", "--drain", "--workers", "1")
        order = self.query("SELECT submitter FROM audit JOIN submissions s ON s.id = audit.submission "
                           "WHERE kind = 'judged' ORDER BY seq")
        self.assertEqual([row[0] for row in order], ["ada", "bob", "cyd", "ada", "ada"])

    def test_a_directory_and_a_zip_are_judged(self):
        self.write("work/main.py", "from parts.helper import go\ngo()\n")
        self.write("work/parts/helper.py", "def go(): print(2 * int(input()))\n")
        self.write("work/parts/__pycache__/helper.pyc", b"\x00\xff")
        with zipfile.ZipFile(self.dir / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(self.dir / "work/main.py", "main.py")
            archive.write(self.dir / "work/parts/helper.py", "parts/helper.py")
        self.assize("submit", "--problem", "double", "work", "work.zip")
        self.assize("run", "--drain")
        rows = self.assize("report", "--format", "json").json_lines()
        self.assertEqual([row["verdict"] for row in rows], ["AC", "AC"])
        self.assertEqual(rows[0]["digest"], rows[1]["digest"])

    def test_a_new_package_leaves_what_was_queued_with_the_old_one(self):
        self.submit()
        package = self.dir / "packages/double"
        (package / "data/secret/1.ans").write_text("43\n")
        self.assize("problem", "add", package)
        self.submit()
        self.assize("run", "--drain")
        self.assertEqual([self.show(n)["verdict"] for n in (1, 2)], ["AC", "WA"])

    def test_wait_prints_the_verdicts_of_a_worker_in_the_background(self):
        worker = self.start("run", "--workers", "1")
        self.write("good.py", DOUBLE)
        self.write("wrong.py", WRONG)
        done = self.assize("submit", "--problem", "double", "--wait", "good.py", "wrong.py")
        lines = done.out.splitlines()
        self.assertEqual(lines[:2], ["1", "2"])
        self.assertEqual([line.split()[:2] for line in lines[2:]], [["1", "AC"], ["2", "WA"]])
        self.assertIsNone(worker.poll())
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(worker).code, 0)

    def test_a_manifest_with_wait_prints_the_batch_first(self):
        self.write("good.py", DOUBLE)
        manifest = self.write("class.csv", "submitter,problem,file\nada,double,good.py\n")
        self.start("run", "--workers", "1")
        lines = self.assize("submit", "--manifest", manifest, "--wait").out.splitlines()
        self.assertEqual([line.split()[:2] for line in lines], [["1"], ["1", "AC"]])

    def test_a_worker_without_drain_waits_for_work_and_ends_on_interrupt(self):
        worker = self.start_waiting("--workers", "2")
        self.submit()
        self.wait_for("the verdict", lambda: self.states() == ["done"])
        self.assertIsNone(worker.poll())
        worker.send_signal(signal.SIGINT)
        self.assertEqual(self.end_of(worker).code, 0)
        self.assertEqual(self.query("SELECT count(*) FROM workers"), [(0,)])

    def test_a_deadline_that_is_no_time_of_day_is_refused(self):
        self.submit()
        for bad in ("24:00", "6", "aa:bb", "06:60", "-1:00", "06:30x", "06:30:00", "", "6.30", "12:", ":30"):
            with self.subTest(bad):
                done = self.assize("run", "--drain", f"--deadline={bad}", code=None)
                self.assertEqual(done.code, 2, str(done))
                self.assertIn("deadline", done.err)
        self.assertEqual(self.states(), ["queued"])

    def test_a_deadline_ahead_hinders_nothing(self):
        self.submit()
        ahead = datetime.datetime.now() + datetime.timedelta(hours=2)
        self.assize("run", "--drain", "--deadline", f"{ahead:%H:%M}")
        self.assertEqual(self.states(), ["done"])

    def test_a_time_of_day_that_is_past_means_tomorrow(self):
        self.submit()
        past = datetime.datetime.now() - datetime.timedelta(minutes=5)
        self.assize("run", "--drain", "--deadline", f"{past:%H:%M}")
        self.assertEqual(self.states(), ["done"])

    @unittest.skipUnless(os.environ.get("ASSIZE_SLOW"), "waits for the next minute: set ASSIZE_SLOW=1")
    def test_nothing_is_begun_after_the_deadline(self):
        self.add_package(name="slow", time_limit="10")
        for _ in range(40):
            self.submit("import time; time.sleep(2); " + DOUBLE, problem="slow")
        then = datetime.datetime.now() + datetime.timedelta(seconds=65)
        worker = self.start("run", "--workers", "1", "--deadline", f"{then:%H:%M}")
        self.assize("init", "--store", self.dir / "empty.db")
        idle = self.start("run", "--workers", "1", "--deadline", f"{then:%H:%M}", "--store", self.dir / "empty.db")
        self.wait_for("the end of the idle one", lambda: idle.poll() is not None, seconds=90)
        self.assertLess(abs(datetime.datetime.now() - then.replace(second=0)).total_seconds(), 2)
        self.assertEqual(self.end_of(idle).code, 0)
        done = self.end_of(worker, timeout=90)
        self.assertEqual(done.code, 0, str(done))
        self.assertLess(abs(datetime.datetime.now() - then.replace(second=0)).total_seconds(), 10)
        self.assertIn("queued", self.states())
        self.assertNotIn("leased", self.states())

    def start_sleeping(self, seconds, *options, count=3):
        """A worker with one slot in the middle of a submission that sleeps, and more queued. The seconds are what a test
        has for what it does meanwhile, on a host that may stand still for two of them."""
        self.add_package(name="slow", time_limit="30", tests={"secret/1": ("21\n", "42\n")})
        for _ in range(count):
            self.submit(f"import time; time.sleep({seconds}); " + DOUBLE, problem="slow")
        worker = self.start("run", "--workers", "1", *options)
        self.wait_for("the run", lambda: "leased" in self.states()
                      and max(descendants(worker.pid).values(), default=0) >= 4)
        time.sleep(0.3)
        return worker

    def test_the_first_sigterm_finishes_what_is_being_judged(self):
        worker = self.start_sleeping(6)
        worker.send_signal(signal.SIGTERM)
        done = self.end_of(worker)
        self.assertEqual(done.code, 0, str(done))
        self.assertEqual(self.states(), ["done", "queued", "queued"])
        self.assertEqual(self.show(1)["verdict"], "AC")
        self.assertEqual(self.query("SELECT count(*) FROM workers"), [(0,)])

    def test_the_second_sigterm_hands_back_at_once(self):
        worker = self.start_sleeping(80)
        before = descendants(worker.pid)
        started = time.monotonic()
        worker.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        self.assertIsNone(worker.poll())
        worker.send_signal(signal.SIGTERM)
        done = self.end_of(worker)
        self.assertLess(time.monotonic() - started, 40)  # it sleeps for twice that
        self.assertEqual(done.code, 0, str(done))
        self.assertEqual(self.states(), ["queued"] * 3)
        self.assertEqual(self.query("SELECT max(failures) FROM judgings"), [(0,)])
        self.assertEqual(self.query("SELECT count(*) FROM judgings WHERE lease_expires IS NOT NULL"), [(0,)])
        self.wait_for("the end of the jails", lambda: not any(os.path.exists(f"/proc/{pid}") for pid in before))

    def test_several_workers_on_one_store_judge_everything_exactly_once(self):
        for number in range(16):
            self.submit(DOUBLE + f"# {number}\n", "--submitter", f"s{number % 5}")
        workers = [self.start("run", "--drain", "--workers", "1") for _ in range(2)]
        for worker in workers:
            done = self.end_of(worker, timeout=120)
            self.assertEqual(done.code, 0, str(done))
        assert_recorded_once(self, 16)
        self.assertEqual(self.query("SELECT DISTINCT verdict FROM judgings"), [("AC",)])
        self.assertEqual(self.query("SELECT max(lease_token) FROM judgings"), [(1,)])

    def test_submitting_while_workers_run_loses_nothing(self):
        worker = self.start("run", "--workers", "2")
        for number in range(12):
            self.submit(DOUBLE + f"# {number}\n")
        self.wait_for("all verdicts", lambda: self.states() == ["done"] * 12)
        worker.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(worker).code, 0)
        assert_recorded_once(self, 12)

    def test_a_drain_waits_for_what_another_worker_holds(self):
        other = self.start_sleeping(12, count=1)
        drain = self.start_waiting("--drain", "--workers", "1")
        self.assertEqual(self.states(), ["leased"])
        self.assertEqual(self.end_of(drain).code, 0)
        self.assertEqual(self.states(), ["done"])
        other.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(other).code, 0)
        assert_recorded_once(self, 1)

    def test_a_dead_workers_lease_is_taken_over_when_it_expires(self):
        worker = self.start_sleeping(5, count=1)
        worker.kill()
        worker.wait()
        self.assertEqual(self.states(), ["leased"])
        self.query("UPDATE judgings SET lease_expires = 0")  # 30 s later
        self.assize("run", "--drain", "--workers", "1")
        assert_recorded_once(self, 1)
        self.assertEqual(self.query("SELECT lease_token, failures FROM judgings"), [(2, 0)])

    def test_an_idle_worker_takes_over_a_lease_as_soon_as_it_expires(self):
        dead = self.start_sleeping(5, count=1)
        dead.kill()
        dead.wait()
        idle = self.start_waiting("--workers", "1")
        expires = time.time() + 2
        self.query("UPDATE judgings SET lease_expires = ?", int(1000 * expires))
        tell_workers(self.store)
        self.wait_for("the new lease", lambda: self.query("SELECT max(lease_token) FROM judgings") == [(2,)])
        self.assertGreaterEqual(time.time(), expires)
        # Else it would look when it renews its own leases, 10 s after it began.
        self.assertLess(time.time(), expires + 6)
        self.wait_for("the verdict", lambda: self.states() == ["done"])
        self.assertEqual(len(self.query("SELECT id FROM workers")), 2)  # the dead one's row, and the idle one's
        idle.send_signal(signal.SIGTERM)
        self.assertEqual(self.end_of(idle).code, 0)
        assert_recorded_once(self, 1)


if __name__ == "__main__":
    unittest.main()
