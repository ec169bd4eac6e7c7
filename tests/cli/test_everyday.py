"""Everyday programs give in the jail what plain python3 gives, by template and by exec.

Each file of everyday/ is one program, of the kind that its folder names. It begins with a comment that says what it is; what it
is given is in a comment `# stdin: ` before that, as a Python expression. It is run outside first, with another hash seed than in
the jail. Its output, error output and exit code must be the same, byte for byte but for the addresses of objects in error output.
"""

import os
import re
import shutil
import subprocess
import tempfile
import unicodedata
import unittest
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from support import CliCase, make_package, needs_jail

PROGRAMS = Path(__file__).resolve().parent / "everyday"
PYTHON = "/usr/bin/python3"
EXCERPT = 4096  # what is told of an output
LINES = 60      # of a program
FLAGS = "validator_flags: case_sensitive space_change_sensitive\n"


class Program:
    def __init__(self, path):
        self.path, self.text = path, path.read_text()
        self.name = ".".join(path.relative_to(PROGRAMS).with_suffix("").parts)
        given = re.match(r"# stdin: (.*)", self.text)
        given = eval(given[1]) if given else b""  # our own file
        self.given = given if isinstance(given, bytes) else given.encode()

    def run_plain(self, place):
        """Runs it outside, under the name that it has in the jail."""
        box = place / self.name
        box.mkdir(parents=True)
        (box / "main.py").write_text(self.text)
        done = subprocess.run([PYTHON, "main.py"], capture_output=True, cwd=box, timeout=60, input=self.given,
                              env={"PATH": os.environ["PATH"], "HOME": str(box), "LC_ALL": "C.UTF-8", "TZ": "UTC",
                                   "PYTHONHASHSEED": "4711"})
        self.code = done.returncode
        self.out, self.err = (output.replace(str(box).encode(), b"/box") for output in (done.stdout, done.stderr))

    def package(self, parent):
        """A package whose only test has what it is given and what it printed outside."""
        package = make_package(parent, name=self.name, time_limit="10", tests={}, yaml=FLAGS)
        test = package / "data" / "secret" / "1"
        test.with_suffix(".in").write_bytes(self.given)
        test.with_suffix(".ans").write_bytes(self.out)
        return package

    def differences(self, judged):
        """What is not as it was outside."""
        verdict = "AC" if self.code == 0 else "RTE"
        if judged["verdict"] != verdict or not judged["tests"]:
            yield f"{judged['verdict']} ({judged['reason']}), expected {verdict}"
        for test in judged["tests"]:
            ended = -test["signal"] if test["signal"] else test["exit_code"]
            if ended != self.code:
                yield f"exit code {ended}, outside {self.code}"
            if test.get("feedback"):
                yield test["feedback"]
            for name, plain in (("stdout", self.out), ("stderr", self.err)):
                told, plain = shown(test[name]), shown(plain.decode("utf-8", "replace"))
                if len(plain.encode()) < EXCERPT and told != plain:
                    yield f"{name}:\n{told}\noutside:\n{plain}"
        # The network card's address is asked for, and done without.
        for call in judged["incidents"]:
            if call["syscall"] != "socket":
                yield f"denied: {call}"


def shown(text):
    """As an excerpt shows it (controls and what is invisible are escapes), but for addresses."""
    def escape(char):
        if char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp"):
            return char
        return f"\\x{ord(char):02x}" if ord(char) < 0x80 else f"\\u{{{ord(char):x}}}"

    return re.sub(r" at 0x[0-9a-f]+", " at 0x", "".join(map(escape, text)))


@needs_jail
class Everyday(CliCase):
    @classmethod
    def setUpClass(cls):
        cls.programs = [Program(path) for path in sorted(PROGRAMS.rglob("*.py"))]
        place = Path(tempfile.mkdtemp(prefix="everyday-"))
        cls.addClassCleanup(shutil.rmtree, place, ignore_errors=True)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            list(pool.map(lambda program: program.run_plain(place), cls.programs))

    def judge_all(self, *options):
        """All programs are a batch: one command queues it, one judges it."""
        packages = [program.package(self.dir / "packages") for program in self.programs]
        self.assize("problem", "add", *packages)
        manifest = self.write("class.csv", "submitter,problem,file,external_id\n" + "".join(
            f"student,{program.name},{program.path},{program.name}\n" for program in self.programs))
        self.assize("submit", "--manifest", manifest, "--root", PROGRAMS)
        self.assize(*options, "run", "--drain", "--keep-output", timeout=300)
        judged = {line["problem"]: line for line in self.assize("report", "--format", "json").json_lines()}
        self.assertEqual(sorted(judged), sorted(program.name for program in self.programs))
        wrong = [f"{program.name}: {difference}" for program in self.programs
                 for difference in program.differences(judged[program.name])]
        if wrong:
            self.fail("\n".join(wrong))

    def test_by_template(self):
        self.judge_all()

    def test_by_exec(self):
        config = self.write("exec.yaml", f"runtimes:\n- name: python3\n  path: {PYTHON}\n  kind: exec\n")
        self.judge_all("--config", config)

    def test_programs_say_what_they_are_and_are_short(self):
        for program in self.programs:
            lines = [line for line in program.text.splitlines() if line and not line.startswith("# stdin: ")]
            self.assertRegex(lines[0], r"^# .+\.$", program.name)
            self.assertLessEqual(len(lines), LINES, program.name)
            self.assertTrue(len(program.out) < EXCERPT or program.code == 0, program.name)
        self.assertGreaterEqual(len(self.programs), 188)


if __name__ == "__main__":
    unittest.main()
