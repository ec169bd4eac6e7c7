"""Packages of every kind, each with submissions whose verdicts are known: see README.md.

ASSIZE_ROUNDS repeats Verdicts so many times (1); the digests must be the same in every round, by exec and by template.
"""

import ctypes
import hashlib
import os
import re
import shutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "cli"))
from support import CliCase, call, descendants, needs_jail  # noqa: E402

ROUNDS = int(os.environ.get("ASSIZE_ROUNDS", "1"))
EXEC = "runtimes:\n  - name: python3\n    path: /usr/bin/python3\n    kind: exec\n"
WAYS = {"exec": EXEC, "template": EXEC.replace("kind: exec", "kind: template")}
NOT_PACKAGES = ("misbehaving",)  # programs that validators of tests are made of
TOP_FILES = ("problem.yaml", "problem.xml", "init.yml", "task.yaml")

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


ESCAPED = ("/escaped", "/usr/escaped", "/tmp/escaped", "/var/tmp/assize-escaped", "/tmp/assize-escaped", "/etc/escaped")
CALM, MISBEHAVE = "print('calm')\n", "print('misbehave')\n"
PR_SET_CHILD_SUBREAPER = 36
# A line of the host's /etc/passwd; the jail's own has root and the runner.
PASSWD_OF_THE_HOST = "daemon:x:1:"


def header(path):
    found = {}
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        match = re.fullmatch(r"(?:#|//) ([a-z]+): (.*)", line)
        if not match:
            break
        found[match.group(1)] = match.group(2)
    return found


def snapshot(directory):
    return {path.relative_to(directory): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


class MisbehavingCase(CliCase):
    def setUp(self):
        super().setUp()
        # What a validator leaves behind would become a child of this process.
        self.assertEqual(ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), 0)
        self.calm = self.write("calm.py", CALM)
        self.misbehave = self.write("misbehave.py", MISBEHAVE)

    def package_of(self, name):
        """A package whose validator is the file, with its limits low."""
        source = HERE / "misbehaving" / name
        kind = header(source).get("package", "validation: custom")
        package = self.dir / ("p_" + source.name.replace(".", "_"))
        newer = kind.startswith("2025-09")
        validator = package / ("output_validator" if newer else "output_validators/validator")
        validator.mkdir(parents=True)
        shutil.copy(source, validator / ("__main__.py" if source.suffix == ".py" else source.name))
        shutil.copy(source.parent / ("calm.h" if source.suffix in (".c", ".cpp") else "calm.py"), validator)
        lines = ["name: Misbehaving", "limits:", "  memory: 128", "  validation_time: 1", "  validation_memory: 128",
                 "  validation_output: 1"]
        if newer:
            if source.suffix == ".py":
                (validator / "__init__.py").touch()
            lines += ["  time_limit: 1", "problem_format_version: 2025-09", "type: scoring",
                      "uuid: 7d0c2d6e-4a52-4a1c-9c9b-6a1d4d1a3f11"]
        else:
            lines += kind.split(", ")
            (package / ".timelimit").write_text("1\n")
        (package / "problem.yaml").write_text("\n".join(lines) + "\n")
        statement = package / ("statement/problem.en.md" if newer else "problem_statement/problem.en.tex")
        statement.parent.mkdir()
        statement.write_text("A validator that misbehaves if the submission asks for it.\n")
        (package / "data/secret").mkdir(parents=True)
        (package / "data/secret/1.in").write_text("21\n")
        (package / "data/secret/1.ans").write_text("42\n")
        return package

    def assert_contained(self, package, before):
        self.assertEqual(snapshot(package), before, "the package is another one")
        self.assertEqual([path for path in ESCAPED if os.path.lexists(path)], [])
        self.wait_for("the end of what was started", self.nothing_is_left)

    def nothing_is_left(self):
        try:
            os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            pass
        return not descendants(os.getpid())

    def judge_between_others(self, name):
        about = header(HERE / "misbehaving" / name)
        package = self.package_of(name)
        before = snapshot(package)
        # What hangs is ended by a limit, of which the longest are 13 s for a validator and 182 s for a build.
        done = call(["judge", "--json", "--problem", package, self.calm, self.misbehave, self.calm], cwd=self.dir,
                    timeout=400)
        self.assert_contained(package, before)
        self.assertNotIn(about.get("hidden", PASSWD_OF_THE_HOST), done.out + done.err)
        if about["expect"] == "refused":
            self.assert_refused(done, about.get("explained", "does not compile"))
            return
        wanted = "AC" if about["expect"] == "AC" else "JE"
        lines = done.json_lines()
        self.assertEqual([line["verdict"] for line in lines], ["AC", wanted, "AC"], str(done))
        self.assertEqual(done.code, 4 if wanted == "JE" else 0)
        if wanted == "JE":
            self.assertIn("secret", lines[1]["cause"])
            self.assertIn(about.get("explained", ""), lines[1]["cause"])


@needs_jail
class MisbehavingRuns(MisbehavingCase):
    """Validators that do what they shouldn't: a judge error with its cause, and the next judging is as ever."""

    def test_the_worker_sets_the_submission_aside_and_goes_on(self):
        for name in ("exit_1.py", "feedback_symlink.py", "forks_and_leaves.py"):
            package = self.package_of(name)
            self.assize("problem", "add", package)
            ids = [int(self.assize("submit", "--problem", package.name, path).out.split()[0])
                   for path in (self.calm, self.misbehave, self.calm)]
            self.assize("run", "--drain", "--workers", "1", code=4, timeout=300)
            with self.subTest(name):
                self.assertEqual([self.show(number)["verdict"] for number in (ids[0], ids[2])], ["AC", "AC"])
                (state,) = self.query("SELECT state FROM judgings WHERE submission = $1", ids[1])[0]
                self.assertNotEqual(state, "done")
        self.assertEqual(self.status()["set_aside"], 3)
        self.assertEqual(self.status()["done"], 6)


@needs_jail
class MisbehavingBuilds(MisbehavingCase):
    """Validators that can't be built: the package is refused with what the compiler says, and nothing is imported."""

    def setUp(self):
        super().setUp()
        self.assize("init")  # an empty store, so that "problem list" has one to look into

    def test_a_validator_in_another_language_is_refused_by_name(self):
        package = self.package_of("exit_1.py")
        shutil.rmtree(package / "output_validators")
        (package / "output_validators").mkdir()
        (package / "output_validators/Validator.java").write_text("public class Validator {}\n")
        self.assert_refused(self.assize("problem", "add", package, code=2), "Validator.java")

    def test_no_validator_at_all_is_refused(self):
        package = self.package_of("exit_1.py")
        shutil.rmtree(package / "output_validators")
        self.assert_refused(self.assize("problem", "add", package, code=2), "output_validators")

    def test_nothing_is_imported(self):
        for name in ("compile_error.cpp", "syntax_error.py"):
            done = self.assize("problem", "add", self.package_of(name), code=2)
            self.assert_refused(done, header(HERE / "misbehaving" / name)["explained"])
        self.assertEqual(self.assize("problem", "list").out.count("\n"), 1)

    def package_with(self, name, files):
        """A package whose validator is made of these files; a number is a size."""
        package = self.package_of("exit_1.py")
        validator = package.parent / name / "output_validators/validator"
        package.rename(package.parent / name)
        shutil.rmtree(validator)
        for path, content in files.items():
            (validator / path).parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, int):
                with open(validator / path, "wb") as file:
                    file.truncate(content)
            else:
                (validator / path).write_text(content)
        return package.parent / name

    def assert_package_refused(self, package, *texts):
        """By all that build it, each in its way; and nothing is imported."""
        judged = self.assize("judge", "--problem", package, self.calm, code=None, timeout=300)
        self.assert_refused(judged, "output_validators", *texts)
        self.assert_refused(self.assize("problem", "add", package, code=None, timeout=300), "output_validators", *texts)
        (checked,) = self.assize("problem", "check", "--json", package, code=1, timeout=300).json_lines()
        (error,) = checked["errors"]
        for text in texts:
            self.assertIn(text, error)
        self.assertEqual(self.assize("problem", "list").out.count("\n"), 1)
        return judged.err + error

    MAIN = "int main() { return 42; }\n"

    def test_what_no_build_can_be_given_is_refused(self):
        many = {f"folder{i // 100}/file{i}.h": "" for i in range(8000)}
        self.assert_package_refused(self.package_with("many", {"v.cpp": self.MAIN, **many}), "too many files")
        sources = {f"{'s' * 100}{i:04}.cpp": "" for i in range(600)}
        self.assert_package_refused(self.package_with("sources", {"v.cpp": self.MAIN, **sources}), "too many files")
        large = {f"file{i}.h": 90 << 20 for i in range(3)}
        self.assert_package_refused(self.package_with("large", {"v.cpp": self.MAIN, **large}), "too large", "256 MiB")
        self.assert_package_refused(self.package_with("python", {"v.py": "raise SystemExit(42)\n", **large}), "too large")

    def test_what_a_build_can_just_be_given_is_built(self):
        for name, files in (("large", {"v.cpp": self.MAIN, "file.h": 250 << 20}),
                            ("sources", {"v.cpp": self.MAIN, **{f"{'s' * 100}{i:03}.cpp": "" for i in range(300)}})):
            with self.subTest(name):
                self.assize("judge", "--problem", self.package_with(name, files), self.calm, timeout=300)

    def test_a_file_name_is_never_an_option(self):
        for name in ("-o.cpp", "@options.cpp", "-fplugin=x.cpp", "-.cpp", "'\"$(id).cpp"):
            with self.subTest(name):
                package = self.package_with("p" + str(len(name)), {name: self.MAIN, "options": "-v", "options.cpp": ""})
                self.assize("judge", "--problem", package, self.calm)
                shutil.rmtree(package)

    def test_a_compiler_that_crashes_refuses_the_package(self):
        # GCC recurses once for each of them, and its stack ends.
        source = "int x = " + "~" * 2_000_000 + "1;\n" + self.MAIN
        said = self.assert_package_refused(self.package_with("deep", {"v.cpp": source}), "does not compile")
        self.assertIn("internal compiler error", said)

    def test_a_link_out_of_the_package_is_refused(self):
        for name, target in (("v.cpp", "/etc/shadow"), ("lib.h", "/etc/passwd"), ("folder", "/etc")):
            with self.subTest(name):
                package = self.package_with("link", {"main.cpp": self.MAIN})
                (package / "output_validators/validator" / name).symlink_to(target)
                said = self.assert_package_refused(package, "symbolic link out of the package")
                self.assertNotIn("root:", said)
                shutil.rmtree(package)

    def test_the_compiler_quotes_nothing_of_the_host(self):
        """Its jail doesn't show it: neither as a text to compile, nor as the text of a line that is said to be wrong."""
        secret = self.write("secret.txt", "s3cr3t_of_the_host\n")
        os.environ["S3CR3T"] = "s3cr3t_of_the_host"
        self.addCleanup(os.environ.pop, "S3CR3T")
        shadow = Path("/etc/shadow").read_text().split("\n")[0] if os.geteuid() == 0 else "s3cr3t_of_the_host"
        paths = [str(secret), os.path.realpath(secret), "/etc/shadow", "/etc/passwd", "/etc/hostname", "/proc/1/environ",
                 "/proc/self/environ", f"/proc/{os.getpid()}/environ", "/proc/1/root" + str(secret),
                 "/proc/self/root" + str(secret), "/proc/self/cwd/../.." + str(secret), "/dev/stdin", "/dev/fd/3"]
        lines = "".join(f'# 1 "{path}"\nint x{i} = ;\n' for i, path in enumerate(paths))
        sources = {"lines": lines + self.MAIN}
        for i, path in enumerate(paths):
            sources[f"include{i}"] = f'#include "{path}"\n#error no more\n' + self.MAIN
            sources[f"incbin{i}"] = (f'#include <stdio.h>\nextern const char a[], z[];\n__asm__("a: .incbin \\"{path}\\"\\nz:");'
                                     "\nint main() { fwrite(a, 1, z - a, stderr); return 1; }\n")
            sources[f"assembler{i}"] = f'__asm__(".include \\"{path}\\"\\n.error \\"no more\\"");\n' + self.MAIN
        for name, source in sources.items():
            done = self.assize("judge", "--json", "--problem", self.package_with(name, {"v.cpp": source}), self.calm,
                               code=None)
            with self.subTest(name, source=source[:100]):
                # An empty file of the jail can be put into a program, which then fails by itself.
                self.assertIn(done.code, (2, 4) if name.startswith("incbin") else (2,), str(done))
                for text in ("s3cr3t", PASSWD_OF_THE_HOST, shadow, os.uname().nodename + "\n"):
                    self.assertNotIn(text, done.out + done.err)

    def test_a_worker_refuses_what_can_not_be_built_any_more(self):
        """It costs the submissions to that problem and no others, each once, and no judge error is recorded."""
        broken = self.package_with("broken", {"v.cpp": self.MAIN})
        fine = self.package_with("fine", {"v.cpp": self.MAIN + "\n"})
        self.assize("problem", "add", broken, fine)
        ids = {name: [int(self.assize("submit", "--problem", name, self.calm).out.split()[0]) for _ in range(3)]
               for name in ("broken", "fine")}
        # As it is with another compiler, for which this header isn't there.
        source = b'#include "gone.h"\n' + self.MAIN.encode()
        digest = hashlib.sha256(source).hexdigest()
        self.query("INSERT INTO blobs (hash, size, content) VALUES ($1, $2, $3)", digest, len(source), source)
        self.query("UPDATE package_files SET blob = $1 WHERE path LIKE '%v.cpp' AND package = "
                   "(SELECT package FROM problems WHERE id = 'broken')", digest)
        done = self.assize("run", "--drain", "--workers", "2", code=2, timeout=300)
        self.assertIn("gone.h", done.err)
        self.assertEqual(done.err.count("does not compile"), 1, done.err)
        self.assertIn("3 submissions are set aside", done.err)
        self.assertEqual([self.show(number)["verdict"] for number in ids["fine"]], ["AC"] * 3)
        for number in ids["broken"]:
            (row,) = self.query("SELECT state, failures, last_failure FROM judgings WHERE submission = $1", number)
            self.assertEqual(row[:2], ("set_aside", 0))
            self.assertIn("gone.h", row[2])
        self.assertEqual(self.query("SELECT kind, count(*) FROM audit WHERE kind IN ('judge error', 'package refused') "
                                    "GROUP BY kind"), [("package refused", 3)])
        status = self.status()
        self.assertEqual((status["done"], status["set_aside"], status["queued"]), (3, 3, 0))


def add_misbehaving():
    for path in sorted((HERE / "misbehaving").iterdir()):
        about = header(path)
        if "expect" not in about:
            continue

        def test(self, name=path.name):
            self.judge_between_others(name)

        where = MisbehavingBuilds if about["expect"] == "refused" else MisbehavingRuns
        test.__doc__ = f"{path.name}: a validator that {about['validator']}"
        setattr(where, "test_" + path.name.replace(".", "_"), test)


add_misbehaving()


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
