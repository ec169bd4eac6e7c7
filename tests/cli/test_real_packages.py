"""Packages as archives, courses and editors have them: what is taken, with which warning, and what is refused by name."""

import unittest
import zipfile

from support import DOUBLE, CliCase, make_package, needs_jail

MARK = b"\xef\xbb\xbf"
NEW = ("problem_format_version: 2025-09\nuuid: 5a1a7a7e-1d1c-4b43-9b1c-6f1f2c1d0a01\nname: {name}\n{yaml}"
       "limits: {{time_limit: 1, memory: 256}}\n")


def make_new_package(parent, name="newer", yaml="", files=None, tests=None):
    """Of format 2025-09."""
    files = {"statement/problem.en.md": "x\n", **(files or {})}
    package = make_package(parent, name=name, tests=tests, time_limit=None, files=files)
    (package / "problem.yaml").write_text(NEW.format(name=name, yaml=yaml))
    return package


class PackageCase(CliCase):
    def check(self, package, *options, code=0):
        """The line of `problem check`."""
        return self.assize("problem", "check", "--json", *options, package, code=code).json()

    def errors(self, package, *options):
        return "\n".join(self.check(package, *options, code=1)["errors"])

    def verdict(self, package, program=DOUBLE, *options):
        self.write("main.py", program)
        return self.assize("judge", "--json", *options, "--problem", package, "main.py").json()["verdict"]


@needs_jail
class Links(PackageCase):
    def setUp(self):
        super().setUp()
        self.write("outside/secret.txt", "s3cr3t\n")
        self.package = make_package(self.dir / "packages", files={"submissions/accepted/a.py": DOUBLE})

    def link(self, path, target):
        link = self.package / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(target)

    def test_out_of_the_package_are_left_out_with_a_warning(self):
        paths = ("attachments/a.txt", "generators/lib.py", "solution/x", "Makefile", "testo/logo.png", "deep/er/x")
        for path in paths:
            self.link(path, "/etc/passwd" if "a" in path else self.dir / "outside/secret.txt")
        self.link("gen", "../../outside")
        errors = self.errors(self.package)
        for path in (*paths, "gen"):
            self.assertIn(path, errors)
        self.assertIn("--lenient", errors)
        line = self.check(self.package, "--lenient")
        for path in (*paths, "gen"):
            self.assertTrue(any(path in warning and "left out" in warning for warning in line["warnings"]), line)
        self.assertEqual(self.verdict(self.package, DOUBLE, "--lenient"), "AC")
        self.assize("problem", "add", "--lenient", self.package)
        self.assertEqual(self.query("SELECT count(*) FROM package_files WHERE path LIKE '%a.txt' OR path LIKE 'gen%'"),
                         [(0,)])

    def test_what_is_needed_fails_by_name(self):
        (self.package / "data/secret/1.in").unlink()
        self.link("data/secret/1.in", self.dir / "outside/secret.txt")
        errors = self.errors(self.package, "--lenient")
        self.assertIn("1.ans", errors)
        self.assertNotIn("s3cr3t", errors)

    def test_to_a_folder_inside_are_followed(self):
        self.link("data/secret/again", "../sample")
        self.link("solution/img", "../attachments")
        (self.package / "attachments").mkdir()
        (self.package / "attachments/x.png").write_text("x")
        line = self.check(self.package)
        self.assertEqual((line["tests"], line["errors"]), (3, []))

    def test_in_a_circle_are_refused(self):
        self.link("attachments/up", "..")
        self.link("a/b", "../c")
        self.link("c/d", "../a")
        errors = self.errors(self.package)
        self.assertIn("up", errors)
        self.assertIn("folder that it is in", errors)
        self.assertEqual(self.check(self.package, "--lenient")["errors"], [])


@needs_jail
class SmallTexts(PackageCase):
    def test_a_byte_order_mark_is_no_part_of_a_text(self):
        for name, content in ((".timelimit", b"2\r\n"), ("domjudge-problem.ini", b"timelimit='2'\r\n"),
                              ("problem.yaml", b"name: x\r\nlimits:\r\n  memory: 256\r\n"),
                              ("data/testdata.yaml", b"on_reject: break\r\n")):
            with self.subTest(name):
                package = make_package(self.dir / "packages", name="m" + name.replace(".", "").replace("/", ""),
                                       time_limit="2" if name not in (".timelimit", "domjudge-problem.ini") else None)
                (package / name).write_bytes(MARK + content)
                line = self.check(package)
                self.assertEqual((line["errors"], line["time_limit_s"]), ([], 2), line)
                self.assertEqual(self.verdict(package), "AC")

    def test_in_the_files_of_other_formats(self):
        package = self.dir / "packages/somma"
        for name, content in (("task.yaml", b"name: somma\ntitle: Somma\ntime_limit: 1\nmemory_limit: 256\ninfile: ''\n"
                                            b"outfile: ''\n"),
                              ("gen/GEN", b"#ST: 0\n1\n#ST: 100\n2\n"), ("input/input0.txt", b"1\n"),
                              ("input/input1.txt", b"2\n"), ("output/output0.txt", b"2\n"),
                              ("output/output1.txt", b"4\n")):
            (package / name).parent.mkdir(parents=True, exist_ok=True)
            (package / name).write_bytes((MARK if name[0] in "tg" else b"") + content)
        self.assertEqual(self.verdict(package), "AC")


class Tolerances(PackageCase):
    TWICE = ("[float_tolerance, 1e-6, float_tolerance, 1e-3]", "[float_absolute_tolerance, 1, float_absolute_tolerance, 1]",
             "[float_relative_tolerance, 1, case_sensitive, float_relative_tolerance, 1]")
    CONTRADICTING = ("[float_tolerance, 1, float_absolute_tolerance, 1]", "[float_relative_tolerance, 1, float_tolerance, 1]")
    FINE = ("[float_tolerance, 1e-6]", "[float_absolute_tolerance, 1e-6, float_relative_tolerance, 1e-3]")

    def add(self, arguments, where, code):
        package = make_new_package(self.dir / "packages", name=f"p{len(list(self.dir.rglob('problem.yaml')))}",
                                   files={where: f"output_validator_args: {arguments}\n"})
        return self.assize("problem", "add", package, code=code)

    def test_are_given_once_and_in_one_way(self):
        for where in ("data/secret/test_group.yaml", "data/secret/1.yaml"):
            for arguments, why in [(a, "twice") for a in self.TWICE] + [(a, "contradicts") for a in self.CONTRADICTING]:
                with self.subTest(where=where, arguments=arguments):
                    self.assert_refused(self.add(arguments, where, 2), where, why)
            for arguments in self.FINE:
                self.add(arguments, where, 0)

    def test_legacy_takes_the_last(self):
        package = make_package(self.dir / "packages", files={
            "data/testdata.yaml": "output_validator_flags: float_tolerance 1e-6 float_tolerance 1e-3\n"})
        self.assize("problem", "add", package)


@needs_jail
class Inherited(PackageCase):
    """Groups of format 2025-09 inherit nothing; where a file may not be, it holds for what is below, leniently."""

    TESTS = {"sample/1": ("1\n", "1.0\n"), "secret/a/1": ("2\n", "2.0\n"), "secret/b/deep/1": ("3\n", "3.0\n")}
    CLOSE = "print(float(input()) + 0.01)\n"

    def package(self, files, name="inheriting"):
        return make_new_package(self.dir / "packages", name=name, tests=self.TESTS, files=files)

    def test_a_file_in_data_is_refused_with_the_option_that_takes_it(self):
        package = self.package({"data/test_group.yaml": "output_validator_args: [float_tolerance, '0.1']\n"})
        self.assert_refused(self.assize("problem", "add", package, code=2), "data/test_group.yaml", "--lenient")
        self.assertEqual(self.verdict(package, self.CLOSE, "--lenient"), "AC")

    def test_the_nearest_file_counts(self):
        files = {"data/test_group.yaml": "output_validator_args: [float_tolerance, '0.1']\n",
                 "data/secret/a/test_group.yaml": "output_validator_args: [float_tolerance, '0.001']\n",
                 "data/secret/b/test_group.yaml": "full_feedback: true\n"}
        line = self.judge_full(self.package(files))
        self.assertEqual(line, {"sample/1": "AC", "secret/a/1": "WA", "secret/b/deep/1": "AC"})
        files["data/secret/b/deep/test_group.yaml"] = "output_validator_args: [float_tolerance, '0.001']\n"
        self.assertEqual(self.judge_full(self.package(files, name="deeper"))["secret/b/deep/1"], "WA")

    def judge_full(self, package):
        self.write("main.py", self.CLOSE)
        done = self.assize("judge", "--json", "--full", "--lenient", "--problem", package, "main.py")
        return {test["name"]: test["verdict"] for test in done.json()["tests"]}

    def test_scores_are_not_inherited(self):
        package = self.package({"data/test_group.yaml": "max_score: 50\n"})
        self.assert_refused(self.assize("problem", "add", "--lenient", package, code=2), "max_score")

    def test_without_such_a_file_nothing_is_inherited(self):
        package = self.package({"data/secret/test_group.yaml": "output_validator_args: [float_tolerance, '0.1']\n",
                                "data/secret/a/test_group.yaml": "full_feedback: true\n",
                                "data/secret/b/test_group.yaml": "full_feedback: true\n"})
        self.assertEqual(set(self.judge_full(package).values()), {"WA"})


class Adding(PackageCase):
    def listed(self):
        return {line.split()[0]: line for line in self.assize("problem", "list").out.splitlines()[1:]}

    def test_a_time_limit_from_the_command_line(self):
        package = make_package(self.dir / "packages", time_limit="1")
        untimed = make_package(self.dir / "packages", name="untimed", time_limit=None)
        self.assert_refused(self.assize("problem", "add", "--time-limit", "0", package, code=2), "--time-limit")
        self.assize("problem", "add", "--time-limit", "3.5", package, untimed)
        for name in ("double", "untimed"):
            self.assertIn("3.500 s", self.listed()[name])
        before = self.listed()
        self.assertIn("unchanged", self.assize("problem", "add", "--time-limit", "3.5", package).out)
        self.assertEqual(self.listed(), before)
        self.assertIn("imported", self.assize("problem", "add", package).out)
        self.assertIn("1.000 s", self.listed()["double"])
        self.assertIn("unchanged", self.assize("problem", "add", "--time-limit", "1", package).out)

    @needs_jail
    def test_the_worker_judges_by_it(self):
        package = make_package(self.dir / "packages", time_limit="5")
        self.assize("problem", "add", "--time-limit", "0.3", package)
        number = self.submit("import time\nwhile time.process_time() < 1.5: pass\n" + DOUBLE)
        self.assize("run", "--drain", "--workers", "1")
        self.assertEqual(self.show(number)["verdict"], "TLE")

    def zip(self, name, package, inside="", more=()):
        path = self.dir / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
            for source in sorted(package.rglob("*")):
                if source.is_file():
                    file.write(source, inside + str(source.relative_to(package)))
            for member, content in more:
                file.writestr(member, content)
        return path

    def test_a_zip_file_is_the_package_that_is_in_it(self):
        package = make_package(self.dir / "packages")
        self.assize("problem", "add", package)
        before = self.listed()
        mac = (("__MACOSX/double/._problem.yaml", b"\0"), ("double/.DS_Store", b"\0"), ("double/.git/config", b"x"))
        for path in (self.zip("double.zip", package), self.zip("other name.ZIP", package, "double/", mac)):
            with self.subTest(path.name):
                self.assertIn("unchanged", self.assize("problem", "add", path).out)
                self.assertEqual(self.listed(), before)

    @needs_jail
    def test_a_zip_file_is_checked_and_judged(self):
        package = make_package(self.dir / "packages", files={"submissions/accepted/a.py": DOUBLE})
        path = self.zip("double.zip", package)
        self.assertEqual(self.check(path)["problem"], "double")
        self.assertEqual(self.verdict(path), "AC")

    def test_a_zip_file_that_is_no_package_is_refused(self):
        self.write("text.zip", "no zip")
        with zipfile.ZipFile(self.dir / "outside.zip", "w") as file:
            file.writestr("../problem.yaml", "name: x\n")
        with zipfile.ZipFile(self.dir / "empty.zip", "w") as file:
            file.writestr("readme.txt", "x")
        for name, why in (("text.zip", "zip"), ("outside.zip", "leads out"), ("empty.zip", "problem.yaml"),
                          ("gone.zip", "gone.zip")):
            with self.subTest(name):
                self.assert_refused(self.assize("problem", "add", name, code=2), why)
        self.assertFalse(self.store.exists())

    def test_an_id_is_made_from_the_name(self):
        for name, wanted in (("Aufgabe 3", "Aufgabe-3"), ("Übung (1)", "Uebung-1"), ("U\u0308bung, 2", "Uebung-2"),
                             ("tarea año", "tarea-ano"), ("  straße ", "strasse")):
            with self.subTest(name):
                done = self.assize("problem", "add", make_package(self.dir / "packages", name=name))
                self.assertTrue(done.out.startswith(wanted + "  "), str(done))
                self.assertIn("--id", done.err)
        self.assertEqual(set(self.listed()), {"Aufgabe-3", "Uebung-1", "Uebung-2", "tarea-ano", "strasse"})

    def test_where_none_can_be_made_the_option_is_named(self):
        for name in ("задача", "a&b", "()", "-x", "a\u200bb", "x" * 120):
            with self.subTest(name):
                package = make_package(self.dir / "packages", name=name)
                self.assert_refused(self.assize("problem", "add", package, code=2), "--id")
                self.assertTrue(self.assize("problem", "add", "--id", "given", package).out.startswith("given  "))

    def test_an_id_that_is_given(self):
        one, two = (make_package(self.dir / "packages", name=name) for name in ("one", "two"))
        self.assert_refused(self.assize("problem", "add", "--id", "x", one, two, code=2), "--id")
        for bad in ("a b", "../x", ".x", "ü"):
            self.assert_refused(self.assize("problem", "add", f"--id={bad}", one, code=2), "--id")
        self.assertTrue(self.assize("problem", "add", "--id", "x", one).out.startswith("x  "))

    @needs_jail
    def test_names_with_blanks_are_checked_and_judged(self):
        package = make_package(self.dir / "packages", name="Übung 4", files={"submissions/accepted/a.py": DOUBLE})
        self.assertEqual(self.check(package)["problem"], "Uebung-4")
        self.assertEqual(self.verdict(package), "AC")

    def test_two_that_get_the_same_id_are_refused(self):
        packages = [make_package(self.dir / "packages", name=name) for name in ("a b", "a-b")]
        self.assert_refused(self.assize("problem", "add", *packages, code=2), "a-b")


@needs_jail
class IncludedMain(PackageCase):
    """A package whose own main.py imports the submission."""

    MEDIAN = "def median(numbers):\n    return sorted(numbers)[len(numbers) // 2]\n"
    MAIN = "import sys\nfrom median import median\nprint(median([int(word) for word in sys.stdin.read().split()]))\n"

    def setUp(self):
        super().setUp()
        self.package = make_package(
            self.dir / "packages", name="median", tests={"secret/1": ("1 2 3\n", "2\n"), "secret/2": ("9 8 7\n", "8\n")},
            files={"include/python3/main.py": self.MAIN, "submissions/accepted/median.py": self.MEDIAN})

    def judge(self, files, *options):
        folder = self.dir / f"s{len(list(self.dir.glob('s*')))}"
        for name, content in files.items():
            self.write(folder / name, content)
        return self.assize("judge", "--json", *options, "--problem", self.package, folder).json()

    def test_a_main_of_the_submission_beside_it_is_told_of(self):
        line = self.judge({"median.py": self.MEDIAN, "main.py": "print('my own tests')\n"})
        self.assertEqual(line["verdict"], "AC", line)
        self.assertIn("left out: main.py", line["note"])

    def test_what_is_imported_is_taken_as_the_only_file_or_among_others(self):
        self.assertEqual(self.verdict(self.package, self.MEDIAN), "AC")
        self.assertEqual(self.judge({"main.py": "from lib import median\n", "lib.py": self.MEDIAN})["verdict"], "AC")

    def test_the_policys_import_list_is_about_the_submission(self):
        policy = self.write("policy.yaml", "version: 1\nimports: {allow: [math]}\n")
        self.write("main.py", self.MEDIAN)
        self.assertEqual(self.verdict(self.package, self.MEDIAN, "--policy", policy), "AC")
        line = self.judge({"main.py": "import sys\n" + self.MEDIAN}, "--policy", policy)
        self.assertEqual(line["verdict"], "RTE", line)
        self.assertIn("may not be imported", line["reason"])
        peeks = "import os\n" + self.MEDIAN + "assert 'ASSIZE_INCLUDED_FILES' not in os.environ\n"
        policy.write_text("version: 1\nimports: {allow: [os]}\n")
        self.assertEqual(self.verdict(self.package, peeks, "--policy", policy), "AC")

    def test_problem_check_warns_of_answers_that_can_be_forged(self):
        def warned():
            return any("same answer" in warning for warning in self.check(self.package)["warnings"])

        self.assertFalse(warned())
        (self.package / "data/secret/2.in").write_text("3 2 1\n")
        (self.package / "data/secret/2.ans").write_text("2\n")
        self.assertTrue(warned())


if __name__ == "__main__":
    unittest.main()
