"""A host without a C++ compiler judges all that needs none."""

import os
import shutil
import subprocess
import unittest

from support import DOUBLE, CliCase, as_bytes, make_package, needs_jail

# Nothing is at these places for whoever starts so: a device lies over the compiler.
HIDE = 'for name in "$COMPILER" "$(readlink -f "$COMPILER")"; do mount --bind /dev/null "$name"; done; exec "$@"'
COMPILER = shutil.which("g++", path="/usr/bin")
WITHOUT = ("env", f"COMPILER={COMPILER}", "unshare", "--mount", "--propagation", "private", "sh", "-c", HIDE, "sh")
CHECKER = """#include <fstream>
#include <iostream>
int main(int, char** arguments) {
  std::ifstream answers(arguments[2]);
  long answer = 0, output = 0;
  return answers >> answer && std::cin >> output && answer == output ? 42 : 43;
}
"""
NEEDS = ("output_validators/checker", "can't be built here", "/usr/bin/g++", "apt-get install g++")


def can_hide():
    if COMPILER is None or os.geteuid() != 0:
        return False
    done = subprocess.run([*WITHOUT, "g++", "--version"], capture_output=True)
    return done.returncode != 0


@needs_jail
@unittest.skipUnless(can_hide(), "only root can hide the compiler, where there is one")
class NoCompiler(CliCase):
    def checked(self):
        """A package with a validator in C++."""
        package = make_package(self.dir / "packages", name="checked", yaml="validation: custom\n",
                               files={"output_validators/checker/check.cpp": CHECKER})
        return package

    def test_a_package_whose_validator_cannot_be_built_is_refused_by_name(self):
        package = self.checked()
        source = self.write("main.py", DOUBLE)
        for arguments in (("judge", "--problem", package, source), ("problem", "add", package)):
            with self.subTest(arguments[0]):
                self.assert_refused(self.assize(*arguments, code=2, prefix=WITHOUT), *NEEDS)
        self.assertEqual(self.assize("judge", "--json", "--problem", package, source).json()["verdict"], "AC")

    def test_what_was_built_before_is_used(self):
        self.assize("problem", "add", self.checked())
        for program in (DOUBLE, "print(7)\n"):
            self.submit(program, problem="checked")
        self.assize("run", "--drain", prefix=WITHOUT)
        self.assertEqual([self.show(number)["verdict"] for number in (1, 2)], ["AC", "WA"])
        (kept,) = self.query("SELECT content FROM blobs JOIN programs ON blob = hash")
        compiler, _, program = as_bytes(kept[0]).partition(b"\n")
        version = subprocess.run([COMPILER, "--version"], capture_output=True, check=True).stdout.split(b"\n")[0]
        self.assertEqual(compiler, version)
        self.assertTrue(program.startswith(b"\x7fELF"))

    def test_only_the_submissions_to_that_package_wait(self):
        self.assize("problem", "add", self.checked())
        self.add_package()
        self.query("DELETE FROM programs")
        for problem in ("checked", "double", "checked", "double"):
            self.submit(DOUBLE, problem=problem)
        done = self.assize("run", "--drain", code=2, prefix=WITHOUT)
        self.assertIn("2 submissions are set aside", done.err)
        self.assertIn("apt-get install g++", done.err)
        self.assertEqual([self.show(number)["verdict"] for number in (2, 4)], ["AC", "AC"])
        status = self.status()
        self.assertEqual((status["done"], status["set_aside"]), (2, 2))
        causes = {job["cause"] for job in self.assize("queue", "list", "--json").json_lines()}
        self.assertEqual(len(causes), 1)
        for text in NEEDS:
            self.assertIn(text, *causes)
        # With a compiler they are judged.
        self.assize("queue", "retry", "--all")
        self.assize("run", "--drain")
        self.assertEqual([self.show(number)["verdict"] for number in (1, 3)], ["AC", "AC"])


if __name__ == "__main__":
    unittest.main()
