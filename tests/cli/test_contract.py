"""The command line keeps the contract that scripts are written against (docs/cli.md)."""

import json
import os
import pty
import re
import subprocess
import unittest
from pathlib import Path

from support import DOUBLE, POSTGRESQL, CliCase, call, environment, make_package, needs_jail, program


def commands(*before):
    """The subcommands that a --help lists."""
    text = call([*before, "--help"]).out
    if "Subcommands:" not in text:
        return []
    listed = text.partition("Subcommands:")[2].partition("\n\n")[0]
    return [line.split()[0] for line in listed.splitlines() if re.match(r"  \S", line)]


class Help(CliCase):
    def test_every_command_has_help_with_an_example(self):
        pending = [()]
        seen = []
        while pending:
            path = pending.pop()
            seen.append(path)
            with self.subTest(" ".join(path)):
                done = self.assize(*path, "--help")
                self.assertIn("Example", done.out)
                self.assertIn(" ".join(("assize",) + path), done.out)
                self.assertEqual(done.err, "")
            pending += [(*path, name) for name in commands(*path)]
        for name in ("judge", "init", "problem", "submit", "run", "status", "show", "report", "doctor",
                     "selftest"):
            self.assertIn((name,), seen)
        self.assertIn(("problem", "add"), seen)
        self.assertIn(("problem", "list"), seen)
        self.assertFalse(self.store.exists())

    def test_short_help_is_the_same(self):
        self.assertEqual(self.assize("-h").out, self.assize("--help").out)

    def test_version_is_on_stdout(self):
        done = self.assize("--version")
        self.assertRegex(done.out, r"^assize \d+\.\d+\.\d+\n$")
        self.assertEqual(done.err, "")

    def test_help_tells_the_exit_codes(self):
        self.assertIn("Exit codes", self.assize("--help").out)


class BadUsage(CliCase):
    def test_no_command_is_bad_usage(self):
        self.assert_refused(self.assize(code=2), "--help")

    def test_an_unknown_command_is_bad_usage_with_a_hint(self):
        self.assert_refused(self.assize("jugde", code=2), "--help")

    def test_an_unknown_command_is_named(self):
        self.assert_refused(self.assize("jugde", code=2), "jugde")

    def test_an_unknown_option_is_bad_usage_with_a_hint(self):
        self.assert_refused(self.assize("status", "--jsno", code=2), "--jsno", "--help")

    def test_a_missing_argument_is_bad_usage(self):
        self.assert_refused(self.assize("show", code=2), "id")
        self.assert_refused(self.assize("judge", "x.py", code=2), "--problem")
        self.assert_refused(self.assize("problem", "add", code=2), "--help")

    def test_a_value_that_is_not_one_of_the_choices_is_bad_usage(self):
        self.assert_refused(self.assize("report", "--format", "pdf", code=2), "--format", "pdf")
        self.assert_refused(self.assize("report", "--audience", "all", code=2), "--audience", "all")
        self.assert_refused(self.assize("--log-format", "xml", "status", code=2), "--log-format")
        self.assert_refused(self.assize("run", "--workers", "0", code=2), "--workers")
        self.assert_refused(self.assize("run", "--workers", "many", code=2), "--workers")
        self.assert_refused(self.assize("run", "--limit", "-1", code=2), "--limit")

    def test_a_word_too_many_is_bad_usage(self):
        self.assert_refused(self.assize("status", "extra", code=2), "extra")

    def test_an_id_that_is_no_number_or_not_there_is_bad_input(self):
        self.assize("init")
        self.assert_refused(self.assize("show", "x1", code=2), "x1")
        self.assert_refused(self.assize("show", "17", code=2), "17")
        self.assert_refused(self.assize("show", "99999999999999999999", code=2), "99999999999999999999")

    def test_a_batch_that_is_not_there_is_bad_input(self):
        self.assize("init")
        self.assert_refused(self.assize("report", "--batch", "nothing", code=2), "nothing")


class Store(CliCase):
    def test_init_is_idempotent(self):
        self.assize("init")
        first = self.query("SELECT sql FROM sqlite_master ORDER BY name")
        self.assize("init")
        self.assertEqual(self.query("SELECT sql FROM sqlite_master ORDER BY name"), first)
        self.assertEqual(sorted(p.name for p in self.dir.iterdir() if "-wal" not in p.name and "-shm" not in p.name),
                         ["store.db"])

    def test_init_keeps_what_is_there(self):
        self.add_package()
        self.submit()
        self.assize("init")
        self.assertEqual(self.status()["queued"], 1)

    def test_the_default_is_assize_db_in_the_working_directory(self):
        for command in ("init", "status"):
            done = call([command], cwd=self.dir)
            self.assertEqual(done.code, 0, str(done))
        self.assertTrue((self.dir / "assize.db").exists())

    def test_the_variable_names_the_store(self):
        call(["init"], cwd=self.dir, env={"ASSIZE_STORE": self.dir / "by-variable.db"})
        self.assertTrue((self.dir / "by-variable.db").exists())

    def test_an_empty_variable_counts_as_none(self):
        call(["init"], cwd=self.dir, env={"ASSIZE_STORE": ""})
        self.assertTrue((self.dir / "assize.db").exists())

    def test_global_options_work_before_and_after_the_command(self):
        for number, arguments in enumerate((("--store", "{}", "init"), ("init", "--store", "{}"),
                                            ("--store={}", "init"), ("init", "--store=sqlite:{}"),
                                            ("problem", "list", "--store", "{}"),
                                            ("problem", "--store", "{}", "list"),
                                            ("-q", "--log-format", "json", "--store", "{}", "problem", "list"))):
            path = self.dir / f"{number}.db"
            with self.subTest(arguments):
                if "init" not in arguments:
                    self.assize("init", "--store", path)
                self.assize(*[a.format(path) for a in arguments])
                self.assertTrue(path.exists())
        self.assertFalse(self.store.exists())

    def test_the_option_wins_over_the_variable(self):
        self.assize("--store", self.dir / "other.db", "init")
        self.assertFalse(self.store.exists())
        self.assertTrue((self.dir / "other.db").exists())

    def test_a_store_url_that_is_not_known_is_bad_usage(self):
        self.assert_refused(self.assize("--store", "mysql://localhost/x", "init", code=2), "mysql://localhost/x")
        self.assertEqual(list(self.dir.iterdir()), [])

    def test_problem_list_names_each_problem_with_its_limits(self):
        self.add_package(name="double", time_limit="1.5")
        self.add_package(name="another")
        lines = self.assize("problem", "list").out.splitlines()
        self.assertEqual([line.split()[0] for line in lines[1:]], ["another", "double"])
        self.assertIn("1.500 s", lines[2])
        self.assertIn("256", lines[2])

    def test_problem_list_of_an_empty_store_is_no_error(self):
        self.assize("init")
        self.assertEqual(self.assize("problem", "list").err, "")

    def test_adding_a_package_again_says_that_it_is_unchanged(self):
        package = make_package(self.dir)
        self.assertIn("imported", self.assize("problem", "add", package).out)
        self.assertIn("unchanged", self.assize("problem", "add", str(package) + "/").out)
        (package / "data/secret/1.ans").write_text("43\n")
        self.assertIn("imported", self.assize("problem", "add", package).out)
        self.assertEqual(len(self.assize("problem", "list").out.splitlines()), 2)


class Streams(CliCase):
    def test_results_are_on_stdout_and_diagnostics_on_stderr(self):
        package = make_package(self.dir, yaml="libraries: x\n")
        done = self.assize("problem", "add", "--lenient", package)
        self.assertIn("double", done.out)
        self.assertNotIn("libraries", done.out)
        self.assertIn("libraries", done.err)
        self.assert_refused(self.assize("problem", "add", package, code=2), "libraries")

    def test_no_escape_sequence_when_not_a_terminal(self):
        self.add_package()
        self.submit()
        for arguments in (("--help",), ("status",), ("report",), ("problem", "list"), ("show", "1"), ("nonsense",),
                          ("report", "--format", "csv")):
            with self.subTest(arguments):
                done = self.assize(*arguments, code=None)
                self.assertNotIn(b"\x1b", done.raw_out + done.raw_err)
                self.assertNotIn(b"\r\x1b", done.raw_out + done.raw_err)

    @needs_jail
    def test_no_progress_when_stderr_is_not_a_terminal(self):
        self.add_package()
        self.submit()
        done = self.assize("run", "--drain")
        self.assertEqual(done.out, "")
        self.assertNotIn(b"\x1b", done.raw_err)
        self.assertNotIn(b"\r", done.raw_err)

    def on_terminal(self, *arguments, **env):
        """What a command writes to a terminal that is its stderr."""
        leader, follower = pty.openpty()
        process = subprocess.Popen([program(), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=follower, cwd=self.dir, env=environment(ASSIZE_STORE=self.store, **env))
        os.close(follower)
        seen = b""
        try:
            while block := os.read(leader, 4096):
                seen += block
        except OSError:  # the end of a terminal
            pass
        os.close(leader)
        process.stdout.close()
        self.assertEqual(process.wait(60), 0)
        return seen

    @needs_jail
    def test_no_progress_on_a_terminal_with_no_color(self):
        self.add_package()
        self.submit("import time; time.sleep(1); " + DOUBLE)
        self.assertNotIn(b"\x1b", self.on_terminal("run", "--drain", NO_COLOR="1"))

    @needs_jail
    def test_quiet_says_nothing_when_all_is_well(self):
        self.add_package()
        self.submit("import time; time.sleep(1); " + DOUBLE)
        self.assertEqual(self.on_terminal("run", "--drain", "-q"), b"")

    def log_lines(self, done):
        lines = [json.loads(line) for line in done.err.splitlines()]
        self.assertTrue(lines, str(done))
        for line in lines:
            self.assertIsInstance(line["message"], str)
            self.assertIsInstance(line["level"], str)
            self.assertRegex(line["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        return lines

    def test_diagnostics_are_json_lines_if_wanted(self):
        package = make_package(self.dir, yaml='libraries: "x\\"y"\n')
        self.log_lines(self.assize("--log-format", "json", "problem", "add", "--lenient", package))
        self.log_lines(self.assize("init", "--log-format", "json"))

    def test_errors_are_json_lines_too_if_wanted(self):
        for arguments in (("show", "17"), ("report", "--batch", 'quo"te\\'), ("problem", "add", "nowhere"),
                          ("submit", "--manifest", "nowhere.csv")):
            with self.subTest(arguments):
                self.log_lines(self.assize("--log-format", "json", *arguments, code=2))

    def test_a_full_standard_output_is_an_error(self):
        self.add_package()
        self.submit()
        for arguments in (("status",), ("status", "--json"), ("problem", "list"), ("show", "1", "--json"), ("report",),
                          ("report", "--format", "json"), ("report", "--format", "html"), ("--help",)):
            with self.subTest(arguments), open("/dev/full", "wb") as full:
                done = subprocess.run([program(), *arguments], stdout=full, stderr=subprocess.PIPE, cwd=self.dir,
                                      env=environment(ASSIZE_STORE=self.store), timeout=60)
                self.assertEqual(done.returncode, 4, done.stderr)
                self.assertTrue(done.stderr)

    @needs_jail
    def test_a_full_standard_output_of_judge_is_an_error(self):
        package = make_package(self.dir)
        source = self.write("main.py", DOUBLE)
        with open("/dev/full", "wb") as full:
            done = subprocess.run([program(), "judge", "--json", "--problem", package, source], stdout=full,
                                  stderr=subprocess.PIPE, cwd=self.dir, env=environment(), timeout=60)
        self.assertEqual(done.returncode, 4, done.stderr)


class Doctor(CliCase):
    def test_doctor_names_files_that_others_can_read(self):
        if POSTGRESQL:
            self.skipTest("the store is no file")
        self.assize("init")
        key = self.dir / "log.key"
        self.assize("audit", "key", "new", key, "--name", "judge.example")
        config = self.write("config.yaml", f"checkpoint: {{key: {key}, file: {self.dir / 'kept.txt'}}}\n")
        said = self.assize("--config", config, "doctor", code=None).out
        self.assertNotIn("(mode ", said)
        Path(self.store).chmod(0o644)
        key.chmod(0o640)
        said = " ".join(self.assize("--config", config, "doctor", code=None).out.split())
        self.assertIn("store.db (mode 0644)", said)
        self.assertIn("log.key (mode 0640)", said)
        self.assertIn("chmod go=", said)

    def test_doctor_says_whether_this_host_can_judge(self):
        done = self.assize("doctor", "--json", code=None)
        told = done.json()
        self.assertEqual(done.code, 0 if told["able"] else 3)
        for check in told["checks"]:
            self.assertEqual({"subject", "finding", "found", "meaning", "mend"}, set(check) - {"runtime"})
            self.assertIn(check["finding"], ("ok", "note", "bad"))
            if check["finding"] == "bad":
                self.assertTrue(check["mend"] or check["meaning"], check)
        self.assertEqual(self.assize("doctor", code=None).code, done.code)


if __name__ == "__main__":
    unittest.main()
