"""What is judged and recorded is told in the fields of the contract (docs/cli.md)."""

import os
import re
import shutil
import tempfile
import unittest
import zipfile
from pathlib import Path

from support import DOUBLE, ENDLESS, WRONG, CliCase, call, descendants, make_package, needs_jail, program

TEXT, NUMBER, WHOLE, LIST = str, (int, float), int, list
SUBMISSION_FIELDS = {"problem": TEXT, "language": TEXT, "verdict": TEXT, "reason": TEXT, "digest": TEXT,
                     "cpu_ms": NUMBER, "wall_ms": NUMBER, "memory_kib": WHOLE, "groups": LIST, "tests": LIST,
                     "incidents": LIST}
TEST_FIELDS = {"name": TEXT, "group": TEXT, "verdict": TEXT, "reason": TEXT, "cpu_ms": NUMBER, "wall_ms": NUMBER,
               "memory_kib": WHOLE, "output_bytes": WHOLE, "attempts": WHOLE, "message": TEXT, "passes": WHOLE,
               "stdout": TEXT, "stderr": TEXT}
INCIDENT_FIELDS = {"test": TEXT, "syscall": TEXT, "action": TEXT, "count": WHOLE}
SECRET = 384_729_561  # of a secret test; in no time, size or hash


def check_fields(case, given, fields):
    for name, kind in fields.items():
        case.assertIn(name, given)
        case.assertIsInstance(given[name], kind, name)
        case.assertNotIsInstance(given[name], bool, name)


def check_judging(case, judging):
    """A judging as staff sees it, with every field of the contract."""
    check_fields(case, judging, SUBMISSION_FIELDS)
    for name in ("score", "highest_score"):
        case.assertIn(name, judging)
        case.assertIsInstance(judging[name], (int, float, type(None)))
    case.assertRegex(judging["digest"], r"^[0-9a-f]{64}$")
    for test in judging["tests"]:
        check_fields(case, test, TEST_FIELDS)
        case.assertIs(type(test["counted"]), bool)
        case.assertIsInstance(test["score"], (int, float, type(None)))
        for name in ("exit_code", "signal"):
            case.assertIn(name, test)
            case.assertIsInstance(test[name], (int, type(None)))
        case.assertEqual(test["name"].rpartition("/")[0], test["group"])
        for excerpt in ("stdout", "stderr"):
            case.assertLessEqual(len(test[excerpt].encode()), 4096)
            case.assertIsNone(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", test[excerpt]), repr(test[excerpt]))
    for incident in judging["incidents"]:
        check_fields(case, incident, INCIDENT_FIELDS)
    if judging["tests"]:
        for name in ("cpu_ms", "wall_ms", "memory_kib"):
            case.assertEqual(judging[name], max(test[name] for test in judging["tests"]), name)


def runs_a_sleeper(pid):
    """Whether the process runs a main.py that sleeps: the empty program that is run before all others doesn't."""
    process = Path(f"/proc/{pid}")
    try:
        return b"main.py" in (process / "cmdline").read_bytes() and "sleep" in (process / "cwd/main.py").read_text()
    except OSError:
        return False


@needs_jail
class Judge(CliCase):
    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages")

    def judge(self, *arguments, **options):
        return self.assize("judge", "--json", "--problem", self.package, *arguments, **options)

    def test_json_has_the_fields_of_the_contract(self):
        path = self.write("good.py", DOUBLE)
        judging = self.judge(path).json()
        check_judging(self, judging)
        self.assertEqual(judging["submission"], str(path))
        self.assertEqual(judging["problem"], "double")
        self.assertEqual(judging["language"], "python3")
        self.assertEqual((judging["verdict"], judging["reason"], judging["score"]), ("AC", "", None))
        self.assertEqual([t["name"] for t in judging["tests"]], ["sample/1", "secret/1"])
        test = judging["tests"][1]
        self.assertEqual((test["stdout"], test["stderr"], test["output_bytes"]), ("42\n", "", 3))
        self.assertEqual((test["exit_code"], test["signal"], test["attempts"]), (0, None, 1))

    def test_several_files_give_one_line_each_in_order(self):
        names = ["good.py", "wrong.py", "broken.py", "fails.py", "again.py"]
        for name, content in zip(names, (DOUBLE, WRONG, "print(\n", "import sys; sys.exit(3)\n", DOUBLE)):
            self.write(name, content)
        judgings = self.judge(*names).json_lines()
        self.assertEqual([j["submission"] for j in judgings], names)
        self.assertEqual([j["verdict"] for j in judgings], ["AC", "WA", "CE", "RTE", "AC"])
        for judging in judgings:
            check_judging(self, judging)
        self.assertEqual(judgings[0]["digest"], judgings[4]["digest"])
        self.assertEqual(judgings[2]["tests"], [])
        self.assertEqual(judgings[3]["tests"][0]["exit_code"], 3)

    def test_the_exit_code_is_0_whatever_the_verdict(self):
        self.write("wrong.py", WRONG)
        self.judge("wrong.py", code=0)

    def test_a_dash_is_standard_input(self):
        judging = self.judge("-", given=DOUBLE).json()
        self.assertEqual((judging["submission"], judging["verdict"]), ("-", "AC"))

    def test_lazy_by_default_and_whole_with_full(self):
        self.write("wrong.py", WRONG)
        self.assertEqual(len(self.judge("wrong.py").json()["tests"]), 1)
        judging = self.judge("wrong.py", "--full").json()
        self.assertEqual(len(judging["tests"]), 2)
        self.assertEqual(judging["verdict"], "WA")

    def test_a_signal_is_a_number(self):
        self.write("signal.py", "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)\n")
        test = self.judge("signal.py").json()["tests"][0]
        self.assertEqual((test["verdict"], test["signal"], test["exit_code"]), ("RTE", 11, None))

    def test_incidents_are_on_the_record(self):
        self.write("socket.py", "import socket\ntry:\n  socket.socket()\nexcept OSError: pass\n" + DOUBLE)
        judging = self.judge("socket.py").json()
        check_judging(self, judging)
        self.assertEqual(judging["verdict"], "AC")
        self.assertIn({"test": "sample/1", "syscall": "socket", "action": "denied", "count": 1},
                      [{k: i[k] for k in INCIDENT_FIELDS} for i in judging["incidents"]])

    def test_excerpts_are_short_valid_and_escaped(self):
        self.write("noisy.py", "import sys\nsys.stdout.buffer.write(b'\\xff\\x00\\x1b[2J' * 3000)\n"
                               "sys.stderr.buffer.write('\\u00e9'.encode() * 9000)\n")
        judging = self.judge("noisy.py").json()
        check_judging(self, judging)
        self.assertEqual(judging["tests"][0]["output_bytes"], 6 * 3000)

    # The package's own limit is far beyond what is given: on a busy host a run may be ended late.
    LONG, SHORT = "20", 10_000

    def test_the_time_limit_can_be_given(self):
        self.package = make_package(self.dir, name="long", time_limit=self.LONG)
        self.write("endless.py", ENDLESS)
        judging = self.judge("--time-limit", "0.2", "endless.py").json()
        self.assertEqual(judging["verdict"], "TLE")
        self.assertLess(judging["cpu_ms"], self.SHORT)
        for bad in ("0", "-1", "x", "1s", "nan", "inf", "1e9"):
            with self.subTest(bad):
                self.assert_refused(self.judge(f"--time-limit={bad}", "endless.py", code=None), "time")

    def test_a_package_without_a_time_limit_is_refused_with_the_hint(self):
        self.package = make_package(self.dir, name="timeless", time_limit=None)
        self.write("main.py", DOUBLE)
        self.assert_refused(self.judge("main.py", code=2), "--time-limit")
        self.assertEqual(self.judge("--time-limit", "1", "main.py").json()["verdict"], "AC")

    def test_a_directory_and_a_zip_with_main_py(self):
        self.write("whole/main.py", "import helper\nhelper.go()\n")
        self.write("whole/helper.py", "def go(): print(2 * int(input()))\n")
        with zipfile.ZipFile(self.dir / "whole.zip", "w") as archive:
            for name in ("main.py", "helper.py"):
                archive.write(self.dir / "whole" / name, name)
        judgings = self.judge("whole", "whole.zip").json_lines()
        self.assertEqual([j["verdict"] for j in judgings], ["AC", "AC"])
        self.assertEqual(judgings[0]["digest"], judgings[1]["digest"])

    def test_a_policy_lowers_limits_and_changes_the_digest(self):
        self.package = make_package(self.dir, name="long", time_limit=self.LONG)
        self.write("main.py", DOUBLE)
        self.write("endless.py", ENDLESS)
        policy = self.write("policy.yaml", "version: 1\nname: tight\nlimits:\n  time_s: 0.2\n")
        usual, tight = self.judge("main.py").json(), self.judge("--policy", policy, "main.py").json()
        self.assertEqual(tight["verdict"], "AC")
        self.assertNotEqual(usual["digest"], tight["digest"])
        self.assertLess(self.judge("--policy", policy, "endless.py").json()["cpu_ms"], self.SHORT)

    def test_a_runtime_of_the_configuration(self):
        self.write("main.py", DOUBLE)
        config = self.write("config.yaml", "runtimes:\n- {name: python3, path: /usr/bin/python3}\n"
                                           "- {name: other, path: /usr/bin/python3, environment: {A: b}}\n")
        if not os.path.exists("/usr/bin/python3"):
            self.skipTest("there is no /usr/bin/python3")
        judging = self.judge("--config", config, "--runtime", "other", "main.py").json()
        self.assertEqual((judging["verdict"], judging["language"]), ("AC", "other"))
        self.assert_refused(self.judge("--config", config, "--runtime", "pypy", "main.py", code=2), "pypy", "other")

    def test_a_missing_interpreter_is_exit_code_3(self):
        self.write("main.py", DOUBLE)
        config = self.write("config.yaml", "runtimes:\n- {name: python3, path: /nowhere/python3}\n")
        self.assert_refused(self.judge("--config", config, "main.py", code=3), "/nowhere/python3",
                            code=3)

    def test_a_jail_that_cant_be_put_up_is_exit_code_3(self):
        self.write("main.py", DOUBLE)
        self.assert_refused(self.judge("main.py", env={"ASSIZE_JAIL": "/nowhere/assize-jail"}, code=3), "assize-jail",
                            code=3)

    def test_a_jail_that_dies_at_once_is_exit_code_3(self):
        self.write("main.py", DOUBLE)
        self.assert_refused(self.judge("main.py", env={"ASSIZE_JAIL": "/bin/false"}, code=3), "keeper", code=3)

    def test_it_needs_no_store_and_makes_none(self):
        self.write("main.py", DOUBLE)
        self.judge("main.py", env={"ASSIZE_STORE": "/nowhere/at/all.db"})
        self.assertEqual(sorted(p.name for p in self.dir.iterdir()), ["main.py", "packages"])

    def test_the_umask_of_the_operator_is_no_matter(self):
        package = make_package(self.dir)
        strict = ("sh", "-c", 'umask 077; exec "$@"', "sh")
        line = self.assize("judge", "--json", "--problem", package, self.write("main.py", DOUBLE), prefix=strict).json()
        self.assertEqual(line["verdict"], "AC", line["reason"])

    def test_a_source_that_does_not_fit_beside_an_included_main_is_a_compile_error(self):
        calls = "from twice import twice\n\nprint(twice(int(input())))\n#" + 9000 * "x" + "\n"
        twice = "def twice(n):\n    return 2 * n\n#"
        self.package = make_package(self.dir, name="called", yaml="  code: 4096\n", files={
            "include/python3/main.py": calls, "submissions/accepted/twice.py": twice})
        policy = self.write("policy.yaml", "version: 1\nlimits: {scratch_mib: 1}\n")
        for size, verdict in ((1_030_000, "AC"), (1_044_000, "CE")):
            source = self.write("twice.py", twice.ljust(size, "y") + "\n")
            line = self.judge("--policy", policy, source).json()
            self.assertEqual(line["verdict"], verdict, line["reason"])

    def test_a_judge_error_is_exit_code_4_and_the_next_file_is_judged(self):
        self.package = make_package(self.dir, name="slow", time_limit="10")
        self.write("sleeps.py", "import time; time.sleep(30)\n")
        self.write("main.py", DOUBLE)
        # By exec the run is the one that has become an interpreter; others wait to.
        config = self.write("exec.yaml", "runtimes:\n- name: python3\n  path: /usr/bin/python3\n  kind: exec\n")
        process = self.start("--config", config, "judge", "--json", "--problem", self.package, "sleeps.py", "main.py")
        self.wait_for("a run", lambda: any(depth >= 4 and runs_a_sleeper(pid)
                                           for pid, depth in descendants(process.pid).items()))
        keeper = [pid for pid, depth in descendants(process.pid).items() if depth == 2]
        os.kill(keeper[0], 9)
        done = self.end_of(process)
        self.assertEqual(done.code, 4, str(done))
        judgings = done.json_lines()
        self.assertEqual([j["verdict"] for j in judgings], ["JE", "AC"])
        check_fields(self, judgings[0], SUBMISSION_FIELDS)
        self.assertTrue(done.err)

    def test_text_says_the_verdict_first(self):
        self.write("wrong.py", WRONG)
        lines = self.assize("judge", "--problem", self.package, "wrong.py").out.splitlines()
        self.assertTrue(lines[0].startswith("wrong.py: WA"), lines)

    def test_a_hostile_program_cant_send_escapes_to_the_terminal(self):
        self.write("escape.py", "import sys\nprint('\\x1b[2J', file=sys.stderr)\nprint('\\x1b]0;x\\x07')\n"
                                "raise Exception('\\x1b[31m')\n")
        done = self.assize("judge", "-v", "--problem", self.package, "escape.py")
        self.assertNotIn(b"\x1b", done.raw_out + done.raw_err)

    def test_a_hostile_syntax_error_cant_send_escapes_to_the_terminal(self):
        self.write("escape.py", b"print('\x1b[2J' \n)(\n")
        done = self.assize("judge", "--problem", self.package, "escape.py")
        self.assertIn("CE", done.out)
        self.assertNotIn(b"\x1b", done.raw_out + done.raw_err)


@needs_jail
class Recorded(CliCase):
    """Commands that read; they share a store in which something was judged."""

    @classmethod
    def setUpClass(cls):
        program()
        cls.base = Path(tempfile.mkdtemp(prefix="assize-cli-"))
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        cls.shared = cls.base / "store.db"

        def must(*arguments):
            done = call(arguments, store=cls.shared, cwd=cls.base)
            assert done.code == 0, str(done)
            return done.out

        secret = {"sample/1": ("2\n", "4\n"), "secret/1": (f"{SECRET}\n", f"{2 * SECRET}\n")}
        must("problem", "add", make_package(cls.base, name="double"),
             make_package(cls.base, name="twice", tests=secret))
        for name, content in (("good.py", DOUBLE), ("wrong.py", "print(2 * int(input()) % 40)\n"),
                              ("broken.py", "print(\n"),
                              ("loud.py", "import sys; print('secret 42', file=sys.stderr); " + DOUBLE)):
            (cls.base / name).write_text(content)
        must("submit", "--problem", "double", "--submitter", "ada", "--priority", "-5", "good.py")
        must("submit", "--problem", "twice", "--submitter", "bob", "--batch", "monday", "wrong.py", "broken.py")
        must("submit", "--problem", "twice", "--submitter", "cyd", "--external-id", "x-1", "loud.py")
        must("run", "--drain", "--keep-output")
        must("submit", "--problem", "double", "--submitter", "dan", "good.py")

    def setUp(self):
        super().setUp()
        self.store = self.shared

    def report(self, *options):
        return self.assize("report", "--format", "json", *options).json_lines()

    def test_status_has_the_keys_of_the_contract(self):
        status = self.status()
        for name in ("queued", "leased", "done", "set_aside"):
            self.assertIsInstance(status[name], int)
        self.assertEqual([status[n] for n in ("queued", "leased", "done", "set_aside")], [1, 0, 4, 0])
        self.assertEqual(status["verdicts"], {"AC": 2, "CE": 1, "WA": 1})
        self.assertGreater(status["oldest_queued_s"], 0)
        self.assertLess(status["oldest_queued_s"], 600)
        self.assertIsInstance(status["per_minute"], (int, float))

    def test_status_as_text_names_the_numbers(self):
        self.assertIn("done 4", self.assize("status").out)

    def test_report_json_is_in_the_order_of_submission(self):
        rows = self.report()
        self.assertEqual([row["submission"] for row in rows], [1, 2, 3, 4, 5])
        self.assertEqual([row["verdict"] for row in rows], ["AC", "WA", "CE", "AC", None])
        for row in rows[:4]:
            check_judging(self, row)

    def test_a_batch_narrows_the_report(self):
        self.assertEqual([row["submission"] for row in self.report("--batch", "monday")], [2, 3])
        number = self.query("SELECT id FROM batches")[0][0]
        self.assertEqual([row["submission"] for row in self.report("--batch", str(number))], [2, 3])

    def test_show_has_the_judging_and_every_judging(self):
        shown = self.show(2)
        check_judging(self, shown)
        self.assertEqual((shown["submission"], shown["problem"], shown["verdict"]), (2, "twice", "WA"))
        self.assertEqual([t["verdict"] for t in shown["tests"]], ["AC", "WA"])
        self.assertEqual(len(shown["judgings"]), 1)
        check_judging(self, shown["judgings"][0])

    def test_show_and_report_tell_the_same(self):
        fields = set(SUBMISSION_FIELDS) | {"score", "submission"}
        for row in self.report()[:4]:
            shown = self.show(row["submission"])
            self.assertEqual({k: shown[k] for k in fields}, {k: row[k] for k in fields})

    def test_recorded_and_direct_judging_have_the_same_digest(self):
        direct = self.assize("judge", "--json", "--problem", self.base / "double", self.base / "good.py").json()
        self.assertEqual(direct["digest"], self.show(1)["digest"])

    def test_show_of_a_queued_one_has_no_verdict(self):
        shown = self.show(5)
        self.assertIsNone(shown["verdict"])
        self.assertIn("queued", self.assize("show", 5).out)

    def test_a_submitter_sees_excerpts_of_samples_only(self):
        for given in (self.show(4, "--audience", "submitter"),
                      self.report("--audience", "submitter")[3]):
            sample, secret = given["tests"]
            self.assertEqual(sample["stderr"], "secret 42\n")
            self.assertEqual(sample["stdout"], "4\n")
            for field in ("stdout", "stderr", "feedback"):
                self.assertNotIn(field, secret)
            self.assertNotIn("incidents", given)
            self.assertNotIn("host", given)

    def test_a_submitter_sees_no_text_of_secret_tests_anywhere(self):
        for arguments in (("show", 4, "--json"), ("show", 4), ("show", 2, "--json"), ("show", 2),
                          ("report", "--format", "json"),
                          ("report", "--format", "html"), ("report",)):
            with self.subTest(arguments):
                out = self.assize(*arguments, "--audience", "submitter").out
                self.assertNotIn(str(SECRET), out)
                self.assertNotIn(str(2 * SECRET), out)
        self.assertIn(str(2 * SECRET), self.assize("show", 4, "--json").out)  # it is there for staff

    def test_the_public_sees_no_reason_test_or_incident(self):
        for row in self.report("--audience", "public")[:4]:
            for field in ("reason", "tests", "incidents", "cause", "compile_message", "host"):
                self.assertNotIn(field, row)
            self.assertIn("verdict", row)

    def test_fields_are_left_out_for_one_that_is_not_judged_yet_too(self):
        row = self.report("--audience", "public")[4]
        for field in ("reason", "tests", "incidents"):
            self.assertNotIn(field, row)
        for row in (self.report("--audience", "submitter")[4], self.show(5, "--audience", "submitter")):
            self.assertNotIn("incidents", row)

    def test_show_doesnt_know_the_public(self):
        self.assert_refused(self.assize("show", 1, "--audience", "public", code=2), "--audience")

    def test_every_form_of_report_goes_to_a_file(self):
        for form in ("table", "csv", "json", "html"):
            path = self.dir / ("report." + form)
            done = self.assize("report", "--format", form, "--out", path)
            self.assertEqual(done.out, "")
            self.assertGreater(path.stat().st_size, 100)
        self.assertEqual(len(list(self.dir.iterdir())), 4)
        self.assertEqual(self.assize("report", "--out", "-").out, self.assize("report").out)


if __name__ == "__main__":
    unittest.main()
