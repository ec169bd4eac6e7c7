"""`runtime list` and `runtime check`: which interpreters there are, how their runs start and why, and whether they can be used."""

import json
import shutil
import unittest
from pathlib import Path

from support import DOUBLE, make_package, needs_jail, program
from test_runtimes import PYTHON, RuntimeCase

PLAIN = {"name": "plain", "path": PYTHON, "kind": "exec"}
GONE = {"name": "gone", "path": "/nowhere/python3"}
BARE = {"name": "bare", "path": PYTHON, "modules": ["no_such_module"]}


class RuntimeCommand(RuntimeCase):
    def test_list_says_what_each_row_is_and_why_its_runs_start_so(self):
        config = self.config({"name": "usual", "path": PYTHON}, PLAIN, GONE)
        usual, plain, gone = self.assize("--config", config, "runtime", "list", "--json").json_lines()
        self.assertEqual([row["name"] for row in (usual, plain, gone)], ["usual", "plain", "gone"])
        self.assertEqual((plain["usable"], plain["kind"], plain["reason"], plain["modules"]),
                         (True, "exec", "the configuration says so", []))
        self.assertEqual((usual["path"], usual["version"], usual["hash"]), (PYTHON, plain["version"], plain["hash"]))
        if usual["kind"] == "template":
            self.assertEqual((usual["reason"], "math" in usual["modules"]), ("there is a template for it", True))
        else:
            self.assertEqual((usual["reason"], usual["modules"]), (usual["by_exec_because"], []))
        self.assertEqual((gone["usable"], gone["path"], gone["problem"]),
                         (False, "/nowhere/python3", "no interpreter at /nowhere/python3"))
        self.assertIn("install it", gone["mend"])

    def test_list_says_the_same_in_words(self):
        config = self.config(PLAIN, GONE)
        said = self.assize("--config", config, "runtime", "list").out
        self.assertRegex(said, rf"(?m)^plain +found +CPython 3\.\d+\.\d+ +{PYTHON} +[0-9a-f]{{12}} +by exec: the configuration says so$")
        self.assertRegex(said, r"(?m)^gone +BAD +- +/nowhere/python3 +-\n +no interpreter at /nowhere/python3\n +to mend it: install")

    def test_names_that_there_are_not_are_refused(self):
        done = self.assize("--config", self.config(PLAIN), "runtime", "check", "plian", code=2)
        self.assert_refused(done, "no runtime 'plian'", "plain")

    @needs_jail
    def test_check_tries_each_as_doctor_does(self):
        config = self.config({"name": "usual", "path": PYTHON}, PLAIN, GONE, BARE)
        checks = self.assize("--config", config, "doctor", "--json", code=3).json()["checks"]
        found = {check["subject"].split()[1]: check for check in checks if check["subject"].startswith("runtime ")}
        rows = self.assize("--config", config, "runtime", "check", "--json", code=3).json_lines()
        self.assertEqual([row["name"] for row in rows], ["usual", "plain", "gone", "bare"])
        for row in rows:
            with self.subTest(row["name"]):
                told = found[row["name"]]
                self.assertEqual(row["usable"], told["finding"] != "bad")
                self.assertEqual(row["mend"], told["mend"])
                if row["usable"]:
                    self.assertEqual({key: row.get(key) for key in told["runtime"]}, told["runtime"])
                else:
                    self.assertEqual(row["problem"].partition(":")[0], told["meaning"].partition(":")[0])

    @needs_jail
    def test_check_of_names_tries_these_only(self):
        config = self.config(GONE, PLAIN)
        done = self.assize("--config", config, "runtime", "check", "plain")
        self.assertRegex(done.out, r"(?m)^plain +ok +CPython")
        self.assertNotIn("gone", done.out)
        self.assize("--config", config, "runtime", "check", "plain", "gone", code=3)


class Changes(RuntimeCase):
    """`runtime add` and `runtime remove`."""

    def setUp(self):
        super().setUp()
        self.file = self.dir / "judge.yaml"

    def without_templates(self, *, source=True):
        """The jail's program in a place where no template was built; ASSIZE_JAIL names it."""
        beside = Path(program()).parent
        jail = next(path for path in (beside / "assize-jail", beside.parent / "lib/assize/assize-jail") if path.exists())
        folder = self.host / "lib"
        folder.mkdir()
        shutil.copy(jail, folder)
        if source:
            shutil.copytree(jail.parent / "template-source", folder / "template-source")
        return {"ASSIZE_JAIL": folder / "assize-jail"}

    def run_changed(self, *arguments, **options):
        return self.assize("--config", self.file, "runtime", *arguments, **options)

    @needs_jail
    def test_an_interpreter_gets_its_row_and_the_default_stays(self):
        done = self.run_changed("add", PYTHON, "--name", "mine", "--kind", "exec", "--module", "math")
        self.assertRegex(done.out, r"(?m)^mine: CPython 3\.\d+\.\d+, hash [0-9a-f]{12}$")
        self.assertRegex(done.out, r"(?m)^runs by exec: \d+\.\d ms for one that prints a word$")
        self.assertEqual(self.file.read_text(), f"runtimes:\n  - name: python3\n    path: {PYTHON}\n  - name: mine\n"
                         f"    path: {PYTHON}\n    kind: exec\n    modules: [math]\n")
        self.run_changed("add", PYTHON, "--kind", "exec")
        names = [row["name"] for row in self.run_changed("list", "--json").json_lines()]
        self.assertEqual(names[:2], ["python3", "mine"])
        self.assertRegex(names[2], r"^python3\.\d+$")
        done = self.run_changed("add", PYTHON, "--name", "mine", code=2)
        self.assert_refused(done, "'mine' is there already", "--name")
        done = self.run_changed("remove", "mine")
        self.assertIn("no runtime mine any more", done.out)
        self.assertNotIn("mine", self.file.read_text())
        self.assertIn("the default is python3.", self.run_changed("remove", "python3").out)
        self.assert_refused(self.run_changed("remove", names[2], code=2), "its only runtime", "add another one first")

    @needs_jail
    def test_a_template_is_made_where_none_was_built(self):
        env = self.without_templates()
        row, = self.assize("runtime", "list", "--json", env=env).json_lines()
        if "the template knows" in row["reason"]:
            self.skipTest(f"{PYTHON} has no template: {row['reason']}")
        self.assertEqual(row["kind"], "exec")
        self.assertIn(f"runtime add {PYTHON}", row["mend"])
        answer = self.run_changed("add", PYTHON, "--name", "fast", "--json", "--templates", self.host / "made", env=env).json()
        self.assertEqual(answer["kind"], "template")
        self.assertLess(answer["run_ms"], answer["run_ms_by_exec"])
        self.assertEqual([str(path) for path in (self.host / "made").iterdir()], [answer["template_made"]])
        self.assertEqual(self.file.read_text().splitlines()[0], f"templates: {self.host / 'made'}")
        # All runtimes of that version have it.
        rows = self.run_changed("list", "--json", env=env).json_lines()
        self.assertEqual([row["kind"] for row in rows], ["template", "template"])
        package = make_package(self.dir / "packages")
        digests = {self.assize("--config", self.file, "judge", "--json", "--problem", package, "--runtime", "fast",
                               self.write("main.py", DOUBLE), env=env).json()["digest"],
                   self.assize("judge", "--json", "--problem", package, self.write("main.py", DOUBLE)).json()["digest"]}
        self.assertEqual(len(digests), 1)
        # It belongs to the sources that it was made of: after an upgrade of assize runs are by exec, and it is said.
        with open(self.host / "lib/template-source/judge/template/finish.c", "a") as source:
            source.write("// changed\n")
        row = self.run_changed("list", "--json", env=env).json_lines()[1]
        self.assertEqual(row["kind"], "exec")
        self.assertIn("that was made with this assize", row["reason"])
        self.run_changed("add", PYTHON, "--name", "again", env=env)
        self.assertEqual({row["kind"] for row in self.run_changed("list", "--json", env=env).json_lines()}, {"template"})

    def test_what_stands_in_the_way_is_named_and_nothing_is_written(self):
        self.assert_refused(self.assize("runtime", "add", PYTHON, code=2), "--config")
        self.assert_refused(self.run_changed("add", "/nowhere/python3", code=3), "no interpreter at /nowhere/python3", code=3)
        script = self.put("python3", "#!/bin/sh\n")
        self.assert_refused(self.run_changed("add", script, code=3), "is a script", code=3)
        env = self.without_templates(source=False)
        done = self.run_changed("add", PYTHON, "--kind", "template", code=3, env=env)
        if "the template knows" not in done.err:
            self.assert_refused(done, "sources of the template are missing", "cmake --install", code=3)
        self.assertFalse(self.file.exists())

    @needs_jail
    def test_a_file_that_cannot_be_changed_says_what_to_write_by_hand(self):
        written = json.dumps({"runtimes": [PLAIN]})
        self.file.write_text(written)
        done = self.run_changed("add", PYTHON, "--name", "second", "--kind", "exec", code=2)
        self.assert_refused(done, "add this to its runtimes", f"  - name: second\n    path: {PYTHON}\n    kind: exec\n")
        self.assertEqual(self.file.read_text(), written)
        self.file.write_text("runtimes: [")
        self.assert_refused(self.run_changed("add", PYTHON, code=2), "judge.yaml:1:")


if __name__ == "__main__":
    unittest.main()
