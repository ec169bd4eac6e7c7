"""Packages of every kind, each with submissions whose verdicts are known: see README.md.

ASSIZE_ROUNDS repeats Verdicts so many times (1); the digests must be the same in every round, by exec and by template.
"""

import os
import re
import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from support import CliCase, needs_jail  # noqa: E402

ROUNDS = int(os.environ.get("ASSIZE_ROUNDS", "1"))
EXEC = "runtimes:\n  - name: python3\n    path: /usr/bin/python3\n    kind: exec\n"
WAYS = {"exec": EXEC, "template": EXEC.replace("kind: exec", "kind: template")}
NOT_PACKAGES = ("misbehaving",)  # programs that validators of tests are made of
TOP_FILES = ("problem.yaml", "problem.xml", "init.yml", "task.yaml", "assignment.yaml")

# What a folder means, where nothing else is said. A folder that isn't here says nothing by itself.
FOLDERS = {"accepted": {"AC"}, "partially_accepted": {"PA"}, "wrong_answer": {"WA"}, "time_limit_exceeded": {"TLE"},
           "run_time_error": {"RTE"}, "compile_error": {"CE"}, "run_time_exception": {"RTE"}, "rejected": {"WA", "TLE", "RTE", "PA"},
           "brute_force": {"TLE", "RTE"}}
# Verdicts as DOMjudge writes them.
LONG_NAMES = {"CORRECT": "AC", "WRONG-ANSWER": "WA", "NO-OUTPUT": "WA", "TIMELIMIT": "TLE", "RUN-ERROR": "RTE",
              "COMPILER-ERROR": "CE"}
PYTHON = {".py", ".py3"}


def packages():
    folders = sorted(path for path in HERE.iterdir() if path.is_dir() and path.name not in NOT_PACKAGES and not path.name.startswith("_"))
    unknown = [path.name for path in folders if not any((path / name).is_file() for name in TOP_FILES)]
    assert unknown == [], f"of a format whose top file isn't one of {TOP_FILES}: {unknown}"
    return folders


def annotation(path, what):
    found = re.search(rf"@EXPECTED_{what}@: *([^\n]+)", path.read_text()) if path.is_file() else None
    return found.group(1).strip() if found else None


def expected_verdicts(path):
    """Read here from the package itself, so that it doesn't depend on what assize takes it for."""
    words = annotation(path, "RESULTS")
    if words:
        return {LONG_NAMES.get(word.strip(), word.strip()) for word in words.split(",")}
    return FOLDERS.get(path.parent.name)


def submissions(package):
    folder = "solutions/*" if (package / "problem.xml").is_file() else "submissions/*/*"
    return sorted(path for path in package.glob(folder) if path.is_dir() or path.suffix != ".yaml")


def runs_here(path):
    """Whether it is Python: all others are listed as skipped."""
    return path.is_dir() or path.suffix in PYTHON


@needs_jail
class Verdicts(CliCase):
    digests = {}

    def check(self, way):
        done = self.assize("--config", self.write("config.yaml", WAYS[way]), "problem", "check", "--json", *packages(),
                           code=None, timeout=1800)
        lines = done.json_lines()
        self.assertEqual(sorted(line["path"] for line in lines), [str(path) for path in packages()], str(done))
        for line in lines:
            with self.subTest(way=way, package=line["problem"]):
                self.check_package(line)
        self.assertEqual(done.code, 0, done.err[-4000:])

    def check_package(self, line):
        package = Path(line["path"])
        self.assertEqual(line["errors"], [])
        self.assertTrue(line["ok"])
        self.assertGreater(line["tests"], 0)
        self.assertGreater(line["time_limit_s"], 0)
        found = {submission["path"]: submission for submission in line["submissions"]}
        paths = {str(path.relative_to(package)): path for path in submissions(package)}
        self.assertEqual(sorted(found), sorted(paths))
        for name, path in paths.items():
            with self.subTest(submission=name):
                self.check_submission(line["problem"], path, found[name])

    def check_submission(self, problem, path, found):
        if not runs_here(path):
            self.assertTrue(found["skipped"], found)
            return
        self.assertIsNone(found["skipped"])
        self.assertEqual(found["unmet"], [])
        self.assertTrue(found["ok"])
        wanted = expected_verdicts(path)
        # Where scores count, judging goes on after a rejection, and the first one need not be the folder's.
        if wanted == {"TLE"} and found["score"] is not None:
            wanted = {"TLE", "WA", "PA"}
        if wanted:
            self.assertIn(found["verdict"], wanted, found)
        score = annotation(path, "SCORE")
        if score:
            self.assertEqual(str(found["score"]), score)
        first = self.digests.setdefault((problem, path), found["digest"])
        self.assertRegex(first, "^[0-9a-f]{64}$")
        self.assertEqual(found["digest"], first, "the digest of an earlier judging is another one")


def add_rounds():
    for number in range(ROUNDS):
        for way in WAYS:
            def test(self, way=way):
                self.check(way)

            setattr(Verdicts, f"test_round_{number + 1:02}_by_{way}", test)


add_rounds()


@needs_jail
class Expectations(CliCase):
    """That nothing is unmet is worth little if nothing ever can be."""

    def copy(self, name):
        return Path(shutil.copytree(HERE / name, self.dir / name))

    def check(self, package, code, *options):
        (line,) = self.assize("problem", "check", "--json", *options, package, code=code, timeout=300).json_lines()
        self.assertEqual(line["ok"], code == 0)
        return {Path(found["path"]).name: found for found in line["submissions"]} | {"": line}

    def test_a_verdict_that_the_folder_does_not_allow_is_unmet(self):
        package = self.copy("labels")
        (package / "submissions/wrong_answer/lower.py").rename(package / "submissions/accepted/lower.py")
        found = self.check(package, 1)
        self.assertFalse(found["lower.py"]["ok"])
        self.assertEqual(found["lower.py"]["verdict"], "WA")
        self.assertTrue(found["lower.py"]["unmet"])
        self.assertTrue(found["upper.py"]["ok"])

    def test_a_score_that_the_annotation_does_not_say_is_unmet(self):
        package = self.copy("penalty")
        path = package / "submissions/partially_accepted/two.py"
        path.write_text(path.read_text().replace("7.5", "7.4"))
        found = self.check(package, 1)
        self.assertIn("7.5", " ".join(found["two.py"]["unmet"]))

    def test_what_is_expected_of_a_group_is_unmet(self):
        package = self.copy("ladder")
        path = package / "submissions/submissions.yaml"
        path.write_text(path.read_text().replace("secret/3-min: {score: 50}", "secret/3-min: {score: 49}"))
        self.assertTrue(self.check(package, 1)["sample.py"]["unmet"])

    def test_a_message_that_the_validator_does_not_give_is_unmet(self):
        package = self.copy("latin")
        path = package / "submissions/submissions.yaml"
        path.write_text(path.read_text().replace("row 1 repeats 1", "row 1 repeats 2"))
        self.assertTrue(self.check(package, 1)["ones.py"]["unmet"])

    def test_an_input_that_an_input_validator_rejects_is_an_error(self):
        package = self.copy("checked")
        (package / "data/secret/small/1.in").write_text("9  10\n")
        line = self.check(package, 1)[""]
        self.assertIn("secret/small/1", " ".join(line["errors"]))

    def test_an_input_that_shall_be_rejected_but_is_accepted_is_an_error(self):
        package = self.copy("bounded")
        (package / "data/invalid_input/too_small.in").write_text("-3\n")
        self.assert_only_error(package, "data/invalid_input/too_small.in: shall be rejected, but every")

    def test_an_output_that_shall_be_rejected_but_is_accepted_is_an_error(self):
        package = self.copy("bounded")
        (package / "data/invalid_output/1.out").write_text("5000\n")
        self.assert_only_error(package, "data/invalid_output/1.out: shall be rejected, but")

    def test_an_output_that_shall_be_accepted_but_is_rejected_is_an_error(self):
        package = self.copy("bounded")
        (package / "data/valid_output/1.out").write_text("5001\n")
        self.assert_only_error(package, "data/valid_output/1.out: shall be accepted, but")

    def test_the_default_validator_judges_tests_of_outputs_too(self):
        package = self.copy("labels")
        for kind, output in (("valid_output", "Yes\n"), ("invalid_output", "No\n")):
            (package / "data" / kind).mkdir()
            shutil.copy(package / "data/sample/1.in", package / "data" / kind)
            for name, text in (("1.ans", "Yes\n"), ("1.out", output)):
                (package / "data" / kind / name).write_text(text)
        self.assertEqual(self.check(package, 0)[""]["validator_tests"], 2)
        (package / "data/invalid_output/1.out").write_text("Yes\n")
        self.assert_only_error(package, "data/invalid_output/1.out: shall be rejected, but")

    def test_a_validator_of_polygon_rejects_a_test(self):
        package = self.copy("twopiles")
        (package / "tests/03").write_text("none\n")
        errors = " ".join(self.check(package, 1)[""]["errors"])
        self.assertIn("tests/03: the input validator files/validator.cpp doesn't accept it", errors)

    def test_the_tests_of_a_polygon_checker_must_come_out_as_they_say(self):
        package = self.copy("milestones")
        self.assertGreater(self.check(package, 0)[""]["validator_tests"], 0)
        path = package / "problem.xml"
        path.write_text(path.read_text().replace('<test verdict="wrong-answer"/>', '<test verdict="ok"/>'))
        self.assert_only_error(package, "shall be accepted, but the output validator rejects it")

    def assert_only_error(self, package, text):
        (error,) = self.check(package, 1)[""]["errors"]
        self.assertIn(text, error)

    def test_a_policy_may_grant_what_a_submission_needs(self):
        package = self.copy("labels")
        path = package / "submissions/accepted/same.py"
        path.write_text("import os\nif os.fork() == 0:\n    os._exit(0)\nos.wait()\n" + path.read_text())
        self.assertEqual(self.check(package, 1)["same.py"]["verdict"], "RTE")
        policy = self.write("fork.yaml", "version: 1\ncapabilities: [fork]\n")
        self.check(package, 0, "--policy", policy)
        self.write("fork.yaml", "version: 1\nability: [fork]\n")
        self.assertIn("fork.yaml:2", self.assize("problem", "check", "--policy", policy, package, code=2).err)

    def test_the_table_names_what_is_unmet(self):
        package = self.copy("labels")
        (package / "submissions/accepted/same.py").rename(package / "submissions/wrong_answer/same.py")
        done = self.assize("problem", "check", package, code=1, timeout=300)
        self.assertIn("same.py", done.out)


@needs_jail
class Formats(CliCase):
    """The whole line for every format: imported, submitted, judged by a worker, reported."""

    NAMES = ("wordturn", "halves", "latin", "packing", "nestedgroups", "ladder", "codebook", "countup", "guessing",
             "fewquestions", "helper", "twopiles", "milestones", "kettle", "turnstile", "triples", "rhymes", "bakery",
             "rafters", "marbles")

    def test_scores_and_partial_verdicts_are_in_every_report(self):
        self.assize("problem", "add", *(HERE / name for name in self.NAMES), timeout=600)
        judged = {}
        for name in self.NAMES:
            paths = [path for path in submissions(HERE / name)
                     if path.suffix == ".py" or (path / "main.py").is_file()]
            done = self.assize("submit", "--problem", name, *paths)
            judged.update(zip(map(int, done.out.split()), paths))
        self.assize("run", "--drain", timeout=900)
        report = {int(line["submission"]): line
                  for line in self.assize("report", "--format", "json").json_lines()}
        self.assertEqual(set(report), set(judged))
        for number, path in judged.items():
            with self.subTest(submission=str(path.relative_to(HERE))):
                self.check(report[number], path)
        self.check_texts(report, judged)

    def check(self, line, path):
        wanted = expected_verdicts(path)
        if wanted:
            self.assertIn(line["verdict"], wanted, line["reason"])
        score = annotation(path, "SCORE")
        if score:
            self.assertEqual(str(line["score"]), score)

    def check_texts(self, report, judged):
        partial = [number for number, line in report.items() if line["verdict"] == "PA"]
        self.assertGreater(len(partial), 20)
        texts = {form: self.assize("report", "--format", form).out for form in ("table", "csv", "html")}
        for form in ("table", "csv", "html"):
            with self.subTest(form):
                self.assertIn("PA", texts[form])
                for score in ("34.5", "83.5", "56.25"):
                    self.assertIn(score, texts[form])
        number = next(n for n in partial if judged[n].parts[-3:] == ("partially_accepted", "one_of_a.py")[-3:]
                      or judged[n].name == "one_of_a.py")
        shown = self.show(number)
        self.assertEqual(str(shown["score"]), "95")


if __name__ == "__main__":
    unittest.main()
