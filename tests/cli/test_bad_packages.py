"""Packages that are wrong: refused with the file and the line."""

import os
import unittest

from support import CliCase, make_package


class Packages(CliCase):
    """A malformed package is refused with its place, and nothing beside it is imported."""

    def refused(self, package, place, *texts):
        good = make_package(self.dir / "good", name="good")
        there_was_one = self.store.exists()
        self.assert_refused(self.assize("problem", "add", good, package, code=2), place, *texts)
        self.assertEqual(self.store.exists(), there_was_one)
        self.assize("init")
        self.assert_refused(self.assize("problem", "add", package, good, code=2), place, *texts)
        self.assertEqual(len(self.assize("problem", "list").out.splitlines()), 1)
        self.assertEqual(self.query("SELECT count(*) FROM packages"), [(0,)])
        self.assertEqual(self.query("SELECT count(*) FROM blobs"), [(0,)])

    def package(self, yaml="", **options):
        return make_package(self.dir, name="bad", yaml=yaml, **options)

    # problem.yaml begins with name:, limits: and memory:, so what a test adds is line 4.

    def test_an_unknown_key(self):
        self.refused(self.package("autor: me\n"), "bad/problem.yaml:4:", "autor", "author")

    def test_an_unknown_limit(self):
        self.refused(self.package("  memroy: 5\n"), "bad/problem.yaml:4:", "memroy", "memory")

    def test_the_place_of_an_unknown_key_is_that_of_the_key(self):
        self.refused(self.package("extra_thing:\n  - nested\n"), "bad/problem.yaml:4:1", "extra_thing")

    def test_a_key_twice(self):
        self.refused(self.package("name: again\n"), "bad/problem.yaml:4:1", "name", "twice")

    def test_a_wrong_type(self):
        for yaml, place in (("  output: lots\n", "4:11"), ("  output: [8]\n", "4:11"), ("  output: -1\n", "4:11"),
                            ("  output: 0\n", "4:11"), ("  output: 99999999999999999999\n", "4:11"),
                            ("validation: {a: b}\n", "4:13"), ("type: [pass-fail, [x]]\n", "4:19"),
                            ("  time_multiplier: x\n", "4:20")):
            with self.subTest(yaml):
                self.refused(self.package(yaml), "bad/problem.yaml:" + place)

    def test_no_yaml(self):
        self.refused(self.package("a: b: c\n"), "bad/problem.yaml:4:")
        self.refused(self.package("limits2: {a\n"), "bad/problem.yaml:")

    def test_problem_yaml_that_is_not_utf_8(self):
        package = self.package()
        (package / "problem.yaml").write_bytes("name: café\n".encode("latin-1"))
        self.refused(package, "bad/problem.yaml", "UTF-8")

    def test_yaml_nested_too_deep(self):
        self.refused(self.package("keywords: " + "[" * 20000 + "]" * 20000 + "\n"), "bad/problem.yaml:4:")

    def test_yaml_with_an_alias_bomb(self):
        bomb = "".join(f"a{n}: &a{n} [" + ",".join([f"*a{n - 1}"] * 9) + "]\n" if n else "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
                       for n in range(12))
        self.refused(self.package(bomb), "bad/problem.yaml:")

    def test_no_problem_yaml(self):
        package = self.package()
        (package / "problem.yaml").unlink()
        self.refused(package, "bad/problem.yaml")

    def test_problem_yaml_as_a_directory(self):
        package = self.package()
        (package / "problem.yaml").unlink()
        (package / "problem.yaml").mkdir()
        self.refused(package, "bad/problem.yaml")

    def test_an_unknown_format_version(self):
        self.refused(self.package("problem_format_version: 2031-01\n"), "bad/problem.yaml:4:25", "2031-01")

    def test_the_newer_format_without_a_uuid(self):
        self.refused(self.package("problem_format_version: 2025-09\n"), "bad/problem.yaml:1:1", "uuid")

    def test_what_is_not_supported_is_refused_by_name(self):
        for yaml, text in (("type: submit-answer\n", "submit-answer"), ("validation: custom magic\n", "magic"),
                           ("type: interactive\n", "interactive"), ("type: nonsense\n", "nonsense"),
                           ("validation: magic\n", "default")):
            with self.subTest(yaml):
                self.refused(self.package(yaml), "bad/problem.yaml:4:", text)
        self.refused(self.package("validation: custom\n"), "bad/problem.yaml", "output_validators")

    def test_validator_flags_that_are_not_known(self):
        for flags in ("float_tolerance", "float_tolerance x", "float_tolerance -1", "float_tolerance nan",
                      "case_insensitive"):
            with self.subTest(flags):
                self.refused(self.package(f"validator_flags: {flags}\n"), "bad/problem.yaml:4:", flags.split()[0])

    def test_a_bad_group_file(self):
        package = self.package(files={"data/secret/testdata.yaml": "on_reject: break\ngrader: x\n"})
        self.refused(package, "bad/data/secret/testdata.yaml:2:", "grader")

    def test_a_bad_time_limit(self):
        for bad in ("x", "1s", "0", "-1", "1 2", "nan", "1e9", ""):
            with self.subTest(bad):
                self.refused(self.package(time_limit=bad or "\n"), "bad/.timelimit:1:1")

    def test_no_time_limit(self):
        self.refused(self.package(time_limit=None), "bad/problem.yaml", ".timelimit")

    def test_an_input_without_an_answer(self):
        self.refused(self.package(files={"data/secret/2.in": "1\n"}), "bad/data/secret/2.in", "2.ans")

    def test_an_answer_without_an_input(self):
        self.refused(self.package(files={"data/secret/2.ans": "1\n"}), "bad/data/secret/2.ans", "2.in")

    def test_no_tests(self):
        self.refused(self.package(tests={}), "bad/data", "no test")

    def test_an_input_that_is_a_directory(self):
        package = self.package()
        (package / "data/secret/2.in").mkdir()
        (package / "data/secret/2.ans").write_text("1\n")
        self.refused(package, "bad/data/secret/2")

    def test_a_symbolic_link_out_of_the_package(self):
        package = self.package()
        (package / "data/secret/2.in").symlink_to("/etc/passwd")
        (package / "data/secret/2.ans").write_text("1\n")
        self.refused(package, "bad/data/secret/2.in", "symbolic link")

    def test_a_symbolic_link_to_a_directory_out_of_the_package(self):
        package = self.package()
        (package / "attachments").symlink_to("/etc")
        self.refused(package, "bad/attachments", "symbolic link")

    def test_a_symbolic_link_that_leads_nowhere_or_in_a_circle(self):
        package = self.package()
        (package / "a").symlink_to("b")
        (package / "b").symlink_to("a")
        self.refused(package, "bad/", "symbolic link")

    def test_a_symbolic_link_within_the_package_is_fine(self):
        package = self.package()
        (package / "data/secret/2.in").symlink_to("1.in")
        (package / "data/secret/2.ans").symlink_to("../secret/1.ans")
        self.assertIn("3 tests", self.assize("problem", "add", package).out)

    def test_a_fifo_or_device_in_the_package(self):
        package = self.package()
        os.mkfifo(package / "data/secret/pipe")
        self.refused(package, "bad/data/secret/pipe")

    def test_directories_nested_too_deep(self):
        package = self.package()
        deep = package / "attachments"
        for _ in range(60):
            deep = deep / "d"
        deep.mkdir(parents=True)
        (deep / "x").write_text("x")
        self.refused(package, "bad/attachments", "deep")

    def test_a_file_too_large(self):
        package = self.package()
        with open(package / "data/secret/1.in", "wb") as file:
            file.truncate(3 << 30)
        self.refused(package, "bad/data/secret/1.in")

    def test_an_id_is_made_of_a_name_or_asked_for(self):
        for name, made in (("with space", "with-space"), ("ümlaut", "uemlaut"), ("Übung 3", "Uebung-3")):
            with self.subTest(name):
                package = make_package(self.dir / "odd", name=name)
                done = self.assize("problem", "add", package)
                self.assertTrue(done.out.startswith(made + " "), str(done))
                self.assertIn("--id", done.err)
        for name in ("日本", "-x", "§§", "..."):
            with self.subTest(name):
                done = self.assize("problem", "add", make_package(self.dir / "odd", name=name), code=2)
                self.assert_refused(done, "--id NAME")

    def test_a_problem_id_of_dots_is_refused(self):
        package = make_package(self.dir, name="plain")
        done = self.assize("problem", "add", ".", cwd=package, code=None)
        self.assertIn(done.code, (0, 2), str(done))
        listed = [line.split()[0] for line in self.assize("problem", "list").out.splitlines()[1:]]
        self.assertIn(listed, ([], ["plain"]))

    def test_the_same_problem_twice_on_one_command_line(self):
        one = make_package(self.dir / "a", name="twin")
        two = make_package(self.dir / "b", name="twin", time_limit="2")
        done = self.assize("problem", "add", one, two, code=None)
        self.assert_refused(done, "twin")

    def test_lenient_takes_what_is_known_in_the_wild_with_a_warning(self):
        package = self.package("  time_limit: 2\nlibraries: x\n", time_limit=None)
        self.assert_refused(self.assize("problem", "add", package, code=2), "--lenient")
        done = self.assize("problem", "add", "--lenient", package)
        self.assertIn("problem.yaml:4:", done.err)
        self.assertIn("problem.yaml:5:", done.err)
        self.assertIn("2.000 s", self.assize("problem", "list").out)


if __name__ == "__main__":
    unittest.main()
