"""Everyday programs give in the jail what plain python3 gives, by template and by exec."""

import os
import subprocess
import sys
import unittest
from pathlib import Path

from support import CliCase, make_package, needs_jail

HERE = Path(__file__).resolve().parent
PROGRAMS = HERE / "everyday"


@needs_jail
class Everyday(CliCase):
    """Each program of everyday/ is run outside first; what it prints there is the answer."""

    def plain(self, program, place):
        place.mkdir(parents=True)
        done = subprocess.run([sys.executable, program], capture_output=True, cwd=place, timeout=60,
                              input=b"3 4\nline two\nlast", env={"PATH": os.environ["PATH"], "HOME": str(place),
                                                                 "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"})
        self.assertEqual(done.returncode, 0, f"{program.name} fails outside: {done.stderr.decode()}")
        return done.stdout.decode()

    def judge_all(self, *options):
        wrong = []
        for program in sorted(PROGRAMS.glob("*.py")):
            answer = self.plain(program, self.dir / "plain" / program.stem)
            package = make_package(self.dir / "packages", name=program.stem, time_limit="5",
                                   tests={"sample/1": ("3 4\nline two\nlast", answer)},
                                   yaml="validator_flags: case_sensitive space_change_sensitive\n")
            line = self.assize(*options, "judge", "--json", "--full", "--problem", package, program).json()
            # The network card's address is asked for, and done without.
            unwanted = [call for call in line["incidents"] if call["syscall"] != "socket"]
            if line["verdict"] != "AC" or unwanted:
                wrong.append(f"{program.name}: {line['verdict']} {line['reason']} {line['incidents']}"
                             f"\n{line['tests'][0].get('feedback') if line['tests'] else ''}"
                             f"\n{line['tests'][0].get('stderr') if line['tests'] else ''}")
        self.assertEqual(wrong, [], "\n".join(wrong))

    def test_by_template(self):
        self.judge_all()

    def test_by_exec(self):
        config = self.write("exec.yaml", "runtimes:\n- name: python3\n  path: /usr/bin/python3\n  kind: exec\n")
        self.judge_all("--config", config)


if __name__ == "__main__":
    unittest.main()
