"""`runtime list` and `runtime check`: which interpreters there are, how their runs start and why, and whether they can be used."""

import unittest

from support import needs_jail
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


if __name__ == "__main__":
    unittest.main()
