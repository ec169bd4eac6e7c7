"""What a submission brings about is its verdict, never a judge error, and holds up nobody."""

import unittest

from support import DOUBLE, CliCase, make_package, needs_jail


@needs_jail
class Collisions(CliCase):
    """A submission's files where the package puts its own."""

    def setUp(self):
        super().setUp()
        self.package = make_package(self.dir / "packages", name="beside", files={
            "include/python3/helper.py": "FACTOR = 2\n", "include/python3/lib/tool.py": "FACTOR = 2\n"})

    def judge(self, files, package=None, **options):
        for name, content in files.items():
            self.write(f"s/{name}", content)
        line = self.assize("judge", "--json", "--problem", package or self.package, "s", **options).json()
        return line["verdict"], line["reason"]

    def test_a_folder_where_the_package_has_a_file(self):
        verdict, reason = self.judge({"main.py": DOUBLE, "helper.py/x.py": ""})
        self.assertEqual(verdict, "CE", reason)
        self.assertIn("'helper.py'", reason)

    def test_a_file_where_the_package_has_a_folder(self):
        verdict, reason = self.judge({"main.py": DOUBLE, "lib": "text"})
        self.assertEqual(verdict, "CE", reason)
        self.assertIn("'lib'", reason)

    def test_the_name_under_which_the_package_keeps_the_submission(self):
        package = make_package(self.dir / "packages", name="called", files={
            "include/python3/main.py": "import twice\nprint(twice.twice(int(input())))\n",
            "submissions/accepted/twice.py": "def twice(n):\n    return 2 * n\n"})
        twice = "def twice(n):\n    return 2 * n\n"
        self.assertEqual(self.judge({"main.py": twice}, package)[0], "AC")
        verdict, reason = self.judge({"twice.py/x": ""}, package)
        self.assertEqual(verdict, "CE", reason)
        self.assertIn("'twice.py'", reason)

    def test_a_file_that_the_package_replaces(self):
        self.assertEqual(self.judge({"main.py": "import helper\nprint(helper.FACTOR * int(input()))\n",
                                     "helper.py": "FACTOR = 3\n"})[0], "AC")


@needs_jail
class TooMuch(CliCase):
    def test_files_beyond_the_memory_limit(self):
        """Within the code limit, but what is in the working directory is memory too."""
        package = make_package(self.dir / "packages", name="large")
        (package / "problem.yaml").write_text("name: large\nlimits:\n  memory: 32\n  code: 65536\n")
        config = self.write("exec.yaml", "runtimes:\n- name: python3\n  path: /usr/bin/python3\n  kind: exec\n")
        for i in range(10):
            self.write(f"s/data{i}", bytes(4 << 20))
        self.write("s/main.py", DOUBLE)
        for options in ((), ("--config", config)):
            line = self.assize(*options, "judge", "--json", "--problem", package, "s").json()
            self.assertEqual((line["verdict"], line["reason"]), ("MLE", "memory limit passed"), line)

    def test_a_source_as_large_as_the_memory_limit(self):
        package = make_package(self.dir / "packages", name="large")
        (package / "problem.yaml").write_text("name: large\nlimits:\n  memory: 32\n  code: 65536\n")
        for size in (20, 28, 31, 32, 40):
            self.write("main.py", DOUBLE.encode() + b"#" * (size << 20))
            line = self.assize("judge", "--json", "--problem", package, "main.py").json()
            self.assertIn(line["verdict"], ("AC", "MLE"), (size, line["reason"]))


@needs_jail
class HoldingUp(CliCase):
    def test_those_that_fail_hold_up_nobody(self):
        """A validator that crashes on some outputs: those are set aside at once, all others are judged."""
        naive = "import sys\nx = int(sys.stdin.read())\nsys.exit(42 if x == int(open(sys.argv[2]).read()) else 43)\n"
        package = make_package(self.dir / "packages", name="naive", yaml="validation: custom\n",
                               files={"output_validators/check.py": naive})
        self.assize("problem", "add", package)
        bad = [self.submit("print('surprise')\n", problem="naive", name=f"bad{i}.py") for i in range(8)]
        good = [self.submit(problem="naive", name=f"good{i}.py") for i in range(20)]
        self.assize("run", "--drain", "--workers", "1", code=4)
        self.assertEqual({self.show(number)["verdict"] for number in good}, {"AC"})
        self.assertEqual(self.status()["set_aside"], len(bad))
        self.assertEqual(self.query("SELECT max(failures) FROM judgings"), [(1,)])


if __name__ == "__main__":
    unittest.main()
