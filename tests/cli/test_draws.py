"""No second draw: whatever is repeated decides about time and memory, never about the answer.

Each program answers right with probability 1/3 and otherwise does what once bought it another run. Over ASSIZE_DRAWS
judgings (100) it must not be accepted more often than a single draw would be. Where it is, twice as many judgings decide:
a program that was only lucky isn't twice, and one with a second draw, which is right 5 times in 9, is above the bound again.
ASSIZE_ALARM (0.001) is the probability of luck, for each program and each of both looks.
"""

import math
import os
import unittest

from support import CliCase, make_package, needs_jail

DRAWS = int(os.environ.get("ASSIZE_DRAWS", "100"))
ALARM = float(os.environ.get("ASSIZE_ALARM", "0.001"))
CHANCE = 1 / 3


def most_allowed(draws):
    """The least number that a single draw exceeds with a probability below ALARM."""
    tail, successes = 1.0, -1
    while tail >= ALARM:
        successes += 1
        tail -= math.comb(draws, successes) * CHANCE**successes * (1 - CHANCE)**(draws - successes)
    return successes


BEGIN = "import os, sys, time\nlucky = int.from_bytes(os.urandom(4), 'little') % 3 == 0\n"
# The limit is 0.2 s: a run in the grey zone is one between 0.2 and 0.22 s.
GREY = "while time.process_time() < 0.207: pass\n"

PROGRAMS = {
    "grey zone, a wrong answer": BEGIN + f"if lucky: print(42); sys.exit()\n{GREY}print(7)\n",
    "grey zone, no answer": BEGIN + f"if lucky: print(42); sys.exit()\n{GREY}",
    "grey zone, an error": BEGIN + f"if lucky: print(42); sys.exit()\n{GREY}sys.exit(3)\n",
    "MemoryError as the last line": BEGIN + "if lucky: print(42)\nelse: raise MemoryError\n",
    "all of the memory": BEGIN + "if lucky: print(42)\nelse: x = [bytearray(1 << 20) for _ in range(10000)]\n",
    "near the memory limit": BEGIN + "x = bytearray(53 << 20)\nprint(42 if lucky else 7)\n",
}


@needs_jail
class Draws(CliCase):
    @classmethod
    def setUpClass(cls):
        pass

    def test_nothing_that_is_repeated_is_another_draw(self):
        package = make_package(self.dir, tests={"secret/1": ("21\n", "42\n")}, time_limit="0.2")
        (package / "problem.yaml").write_text("name: draws\nlimits:\n  memory: 64\n")
        for name, program in PROGRAMS.items():
            with self.subTest(name):
                accepted = self.accepted_of(DRAWS, program, package)
                self.assertGreater(accepted, 0, "this program is never right: the test shows nothing")
                if accepted > most_allowed(DRAWS):
                    again = self.accepted_of(2 * DRAWS, program, package)
                    self.assertLessEqual(again, most_allowed(2 * DRAWS), f"after {accepted} of {DRAWS}")

    def accepted_of(self, draws, program, package):
        files = [self.write(f"{i}.py", program) for i in range(draws)]
        done = self.assize("judge", "--json", "--problem", package, *files, timeout=1200)
        verdicts = [line["verdict"] for line in done.json_lines()]
        self.assertEqual(len(verdicts), draws)
        return verdicts.count("AC")

    def test_attempts_that_differ_are_on_the_record(self):
        # The grey zone is 0.3 s wide, and the program comes to its first third: that it ends takes some milliseconds. On
        # a busy host it may take long to come there.
        policy = self.write("patient.yaml", "version: 1\nlimits: {wall_s: 100}\n")
        package = make_package(self.dir, tests={"secret/1": ("21\n", "42\n")}, time_limit="3")
        program = "import os, time\nwhile time.process_time() < 3.1: pass\nprint(os.urandom(8).hex())\n"
        for _ in range(3):  # on a busy host a run may pass the kill point, which ends it at once
            done = self.assize("judge", "--json", "--problem", package, "--policy", policy, self.write("main.py", program),
                               timeout=600).json()
            if done["tests"][0]["attempts"] > 1:
                break
        self.assertGreater(done["tests"][0]["attempts"], 1)
        self.assertEqual(done["verdict"], "TLE")
        self.assertIn("attempts differ", done["tests"][0]["feedback"])
        self.assertIn("not deterministic", done["tests"][0]["reason"])


if __name__ == "__main__":
    unittest.main()
